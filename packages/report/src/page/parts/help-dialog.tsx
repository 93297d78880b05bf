/** The keys, and how to read the picture. */
import type { JSX } from 'preact';
import { keys } from '../keys.ts';
import { Dialog } from './dialog.tsx';

const names: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  Escape: 'Esc',
};

export function HelpDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Keys and signs" onClose={onClose}>
      <dl class="keys">
        {Object.values(keys).map(({ keys: each, says }) => (
          <div key={says}>
            <dt>
              {each.map((key) => (
                <kbd key={key}>{names[key] ?? key}</kbd>
              ))}
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <h3>In the ladder</h3>
      <ul class="signs">
        <li>
          Time runs downwards. An arrow slants by how long its packet took. Where only one capture is known it
          is level, and a hollow head says that nobody knows whether it arrived.
        </li>
        <li>
          A thick red arrow is a reset. RST-A: a live socket was aborted. RST-P: there is no connection for
          the segment it answers. RST-S: nobody listens.
        </li>
        <li>
          A dashed arrow repeats what was sent before; the dotted line leads there. × : lost on the way.
        </li>
        <li>◆ : the verdict rests on it.</li>
        <li>Dashed bars and words in italics are inferred from packets; the others were observed.</li>
        <li>A grey band is silence, shortened; its length stands in it.</li>
      </ul>
      <p>
        Everything happens in this page. It can't reach any network: nothing is uploaded, whatever you open.
      </p>
    </Dialog>
  );
}
