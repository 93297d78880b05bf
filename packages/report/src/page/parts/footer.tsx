/** What was read, by what, and what was taken out of it. */
import { counted } from '@halfopen/explain';
import type { JSX } from 'preact';
import type { Library } from '../../library/library.ts';
import { version } from '../version.ts';
import { cut } from '../event-words.ts';
import { bytesText } from '../words.ts';

/** A command may name hundreds of files. */
const MOST_COMMAND = 240;

export function Footer({
  library,
  second,
}: {
  readonly library: Library | null;
  /** What it is compared with. */
  readonly second: Library | null;
}): JSX.Element {
  if (library === null)
    return (
      <footer>
        <p>halfopen {version}. This page works offline and sends nothing anywhere.</p>
      </footer>
    );
  const { head } = library;
  const { addresses, payloadBytes } = head.redaction;
  const held = library.hasCaptures && payloadBytes === 0 ? 'shown when asked for' : 'left out';
  return (
    <footer>
      <p>
        halfopen {head.version}
        {head.command === null ? ', in this page' : null}
        {head.command === null ? null : (
          <>
            : <code title={head.command}>{cut(head.command, MOST_COMMAND)}</code>
          </>
        )}
        . Addresses: {addresses === 'real' ? 'as captured' : 'replaced'}. Payload:{' '}
        {payloadBytes === 0 ? held : `${payloadBytes} bytes of each packet`}. Nothing was uploaded.
      </p>
      {[...head.sources, ...(second?.head.sources ?? [])].map(({ capture, sizeBytes, sha256 }, at) => (
        <p key={at}>
          <b>{capture.file}</b>: {capture.format}, {counted(capture.frames, 'frame')}
          {sizeBytes === null ? '' : `, ${bytesText(sizeBytes)}`}
          {sha256 === null ? null : (
            <>
              , SHA-256 <code>{sha256}</code>
            </>
          )}
        </p>
      ))}
    </footer>
  );
}
