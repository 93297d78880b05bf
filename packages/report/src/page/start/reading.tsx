/** How far the reading of a capture is. */
import { counted } from '@halfopen/explain';
import type { JSX } from 'preact';
import type { ReadProgress } from '../../library/one-capture.ts';
import { bytesText } from '../words.ts';

export function Reading({
  progress: { bytes, totalBytes, connections },
  onStop,
}: {
  readonly progress: ReadProgress;
  readonly onStop: () => void;
}): JSX.Element {
  return (
    <div class="reading" role="status">
      <progress aria-label="Reading" max={Math.max(1, totalBytes)} value={bytes} />
      <span>
        {bytesText(bytes)}
        {totalBytes === 0 ? '' : ` of ${bytesText(totalBytes)}`}, {counted(connections, 'connection')}
      </span>
      <button onClick={onStop}>Stop</button>
    </div>
  );
}
