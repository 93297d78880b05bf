/** Options as TCP (RFC 9293 section 3.2) and IPv4 (RFC 791 section 3.1) list them: kind, length, body; two kinds are one byte. */

/** One option, or several of no operation. */
export interface ListedOption {
  readonly kind: number;
  readonly offset: number;
  /** With kind and length. Of the end of the list, and of a length that can't be: all that is left. */
  readonly lengthBytes: number;
  /** `false`: its length is below 2, or beyond the end. */
  readonly sound: boolean;
}

/** Kinds that have no length. */
export const ListOption: Readonly<{ end: 0; nop: 1 }> = Object.freeze({ end: 0, nop: 1 });

/** The options from `from` to `end`. The list ends with an unsound one, or with its end. */
export function listedOptions(data: Uint8Array, from: number, end: number): readonly ListedOption[] {
  const options: ListedOption[] = [];
  for (let offset = from; offset < end;) {
    const kind = data[offset]!;
    const left = end - offset;
    let lengthBytes = left;
    let sound = true;
    if (kind === ListOption.nop) {
      lengthBytes = 1;
      while (lengthBytes < left && data[offset + lengthBytes] === ListOption.nop) lengthBytes += 1;
    } else if (kind !== ListOption.end) {
      const stated = left > 1 ? data[offset + 1]! : 0;
      sound = stated >= 2 && stated <= left;
      if (sound) lengthBytes = stated;
    }
    options.push({ kind, offset, lengthBytes, sound });
    offset += lengthBytes;
  }
  return options;
}
