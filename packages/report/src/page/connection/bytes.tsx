/** A packet's header, field by field, beside its bytes: pointing at one shows the other. */
import type { HeaderField } from '@halfopen/explain';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

const PER_LINE = 16;

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** Only what is plain ASCII is shown as such. */
function readable(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}

export function Bytes({
  bytes,
  fields,
}: {
  readonly bytes: Uint8Array;
  readonly fields: readonly HeaderField[];
}): JSX.Element {
  const [marked, setMarked] = useState<HeaderField | null>(null);
  const isMarked = (at: number): boolean =>
    marked !== null && at >= marked.offset && at < marked.offset + marked.lengthBytes;
  const lines = Array.from({ length: Math.ceil(bytes.length / PER_LINE) }, (_, line) => line * PER_LINE);
  return (
    <div class="bytes">
      <table class="fields">
        <tbody>
          {fields.map((field, at) => (
            <tr
              key={at}
              class={field === marked ? 'marked' : ''}
              onMouseEnter={() => setMarked(field)}
              onMouseLeave={() => setMarked(null)}
            >
              <td class="dim">{field.layer === fields[at - 1]?.layer ? '' : field.layer}</td>
              <th scope="row">{field.name}</th>
              <td>
                {field.value}
                {field.note === undefined ? null : <span class="dim"> {field.note}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <pre class="hex" tabIndex={0} aria-label="Bytes of the packet">
        {lines.map((line) => (
          <div key={line}>
            <span class="dim">{line.toString(16).padStart(4, '0')} </span>
            {Array.from(bytes.subarray(line, line + PER_LINE), (byte, at) => (
              <span key={at} class={isMarked(line + at) ? 'marked' : ''}>
                {` ${hex(byte)}`}
              </span>
            ))}
            {'   '.repeat(PER_LINE - bytes.subarray(line, line + PER_LINE).length)}
            <span class="dim"> {Array.from(bytes.subarray(line, line + PER_LINE), readable).join('')}</span>
          </div>
        ))}
      </pre>
    </div>
  );
}
