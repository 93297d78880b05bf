/** Fields of options, of TCP as of IPv4. */
import { bytesText } from '../../judge/in-words.ts';
import { listedOptions } from '../option-list.ts';
import type { Sheet } from './sheet.ts';

/** What is known of a kind of option: its name, its whole length (absent: any), what its body of `length` bytes at `at` says. */
export type KnownOption = readonly [
  name: string,
  lengthBytes?: number | null,
  value?: (sheet: Sheet, at: number, length: number) => string,
];

/** Notes the options from `from` to `to`, of which the last may be cut off. */
export function optionFields(
  sheet: Sheet,
  from: number,
  to: number,
  known: Readonly<Record<number, KnownOption>>,
): void {
  const { bytes } = sheet;
  for (const { kind, offset, lengthBytes, sound } of listedOptions(bytes, from, Math.min(to, bytes.length))) {
    if (kind < 2) {
      sheet.put(
        kind === 0 ? 'end of option list' : 'no-operation',
        offset,
        lengthBytes,
        bytesText(lengthBytes),
      );
      continue;
    }
    const [name, whole, value] = known[kind] ?? [`option ${kind}`];
    const fits = sound && (whole ?? lengthBytes) === lengthBytes;
    const body = lengthBytes - 2;
    const text =
      fits && value !== undefined
        ? value(sheet, offset + 2, body)
        : body > 0
          ? sheet.hex(offset + 2, body)
          : '';
    const why = to > bytes.length && !sound ? 'cut off' : 'its length cannot be';
    sheet.put(name, offset, lengthBytes, text, fits ? '' : why);
  }
}
