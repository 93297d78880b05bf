/** The ways to look at a connection. */
import type { JSX } from 'preact';
import { type Tab, tabs } from '../place.ts';

const names: Readonly<Record<Tab, string>> = { ladder: 'Ladder', plot: 'Sequence plot', table: 'Table' };

export function Tabs({
  tab,
  trueScale,
  onTab,
  onScale,
}: {
  readonly tab: Tab;
  readonly trueScale: boolean;
  readonly onTab: (tab: Tab) => void;
  readonly onScale: (trueScale: boolean) => void;
}): JSX.Element {
  return (
    <div class="tabs">
      <div role="group" aria-label="View">
        {tabs.map((each, at) => (
          <button
            key={each}
            aria-pressed={each === tab}
            onClick={() => onTab(each)}
            title={`${names[each]} (${at + 1})`}
          >
            {names[each]}
          </button>
        ))}
      </div>
      {tab === 'ladder' ? (
        <label>
          <input type="checkbox" checked={trueScale} onChange={() => onScale(!trueScale)} /> true scale of
          time
        </label>
      ) : null}
    </div>
  );
}
