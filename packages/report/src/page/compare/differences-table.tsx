/** What two connections have in common and what not, as a table. */
import type { ConnectionRecord } from '@halfopen/explain';
import type { JSX } from 'preact';
import { differences } from './differences.ts';

/** A window as high as this has room for the table above the ladders. */
const ROOMY_PX = 1000;

export function DifferencesTable({
  records,
}: {
  readonly records: readonly [ConnectionRecord, ConnectionRecord];
}): JSX.Element {
  const lines = differences(records[0], records[1]);
  const differing = lines.filter(({ left, right }) => left !== right).length;
  return (
    <details class="differences" open={innerHeight >= ROOMY_PX}>
      <summary>
        {differing} of {lines.length} lines differ
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col"> </th>
            <th scope="col">left</th>
            <th scope="col">right</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ what, left, right }) => (
            <tr key={what} class={left === right ? '' : 'differs'}>
              <th scope="row">
                {left === right ? '' : '≠ '}
                {what}
              </th>
              <td>{left}</td>
              <td>{right}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
