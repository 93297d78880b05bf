/**
 * The page of the wire format, read as a machine would: its tables decode frames. It shares nothing with the codec, so that what
 * both agree on is what the page says.
 */
import { readFileSync } from 'node:fs';

/** What a field holds: a number where it has at most 8 bytes, otherwise its bytes in hexadecimal. */
export type Fields = Readonly<Record<string, number | string>>;

interface Row {
  readonly offset: string;
  readonly bytes: string;
  readonly field: string;
}

export interface PageFrame {
  readonly name: string;
  readonly type: number;
  readonly rows: readonly Row[];
}

const text = readFileSync(new URL('../../../../docs/session-protocol.md', import.meta.url), 'utf8');

/** The rows of every table whose header begins with these columns. */
export function tablesOf(part: string, ...columns: readonly string[]): string[][][] {
  const tables: string[][][] = [];
  let rows: string[][] | null = null;
  for (const line of part.split('\n')) {
    const cells = line.startsWith('|')
      ? line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim())
      : null;
    if (cells === null) rows = null;
    else if (columns.every((column, at) => cells[at] === column)) tables.push((rows = []));
    else if (!/^-+$/.test(cells[0] ?? '')) rows?.push(cells);
  }
  return tables;
}

/** The only table of the page that has these columns. */
export function tableOf(...columns: readonly string[]): string[][] {
  const [table] = tablesOf(text, ...columns);
  if (table === undefined) throw new Error(`the page has no table of ${columns.join(', ')}`);
  return table;
}

/** Every frame that the page has a heading and a table for. */
export const pageFrames: readonly PageFrame[] = text
  .split(/^### /m)
  .slice(1)
  .map((section) => {
    const [, name, type] = /^(\w+) (0x[0-9a-f]{2})\n/.exec(section)!;
    const [rows] = tablesOf(section, 'offset', 'bytes', 'field');
    return {
      name: name!,
      type: Number(type),
      rows: rows!.map(([offset, bytes, field]) => ({ offset: offset!, bytes: bytes!, field: field! })),
    };
  });

/** A place or a length: a number, a field's name, or a sum of those. */
function valueOf(expression: string, fields: Fields): number {
  return expression
    .split('+')
    .map((part) => part.trim())
    .reduce((sum, part) => sum + (/^\d+$/.test(part) ? Number(part) : (fields[part] as number)), 0);
}

/** A frame's fields, by the page's table; its name, too. */
export function decodeByPage(frame: Buffer): { readonly name: string; readonly fields: Fields } {
  const type = frame[0]!;
  const body = frame.subarray(4);
  if (frame[1]! * 65_536 + frame[2]! * 256 + frame[3]! !== body.length) throw new Error('a wrong length');
  const found = pageFrames.find((one) => one.type === type);
  if (found === undefined) throw new Error(`the page knows no type ${type}`);
  const fields: Record<string, number | string> = {};
  let end = 0;
  for (const { offset, bytes, field } of found.rows) {
    const at = valueOf(offset, fields);
    if (at !== end)
      throw new Error(`${found.name}: ${field} begins at ${at}, but what is before it ends at ${end}`);
    const length = bytes === 'rest' ? body.length - at : valueOf(bytes, fields);
    end = at + length;
    if (end > body.length) throw new Error(`${found.name}: ${field} lies beyond the end`);
    const value = body.subarray(at, end);
    fields[field] =
      /^\d+$/.test(bytes) && length <= 8
        ? value.reduce((sum, byte) => sum * 256 + byte, 0)
        : value.toString('hex');
  }
  if (end !== body.length) throw new Error(`${found.name}: ${body.length - end} bytes that no field holds`);
  return { name: found.name, fields };
}

/** A frame with these fields, by the page's table; a number that is left out is 0, bytes that are left out are none. */
export function encodeByPage(name: string, fields: Fields): Buffer {
  const found = pageFrames.find((one) => one.name === name)!;
  const body = Buffer.concat(
    found.rows.map(({ bytes, field }) => {
      const value = fields[field] ?? (/^[1-8]$/.test(bytes) ? 0 : '');
      if (typeof value === 'string') return Buffer.from(value, 'hex');
      const number = Buffer.alloc(8);
      number.writeBigUInt64BE(BigInt(value));
      return number.subarray(8 - Number(bytes));
    }),
  );
  return Buffer.concat([Buffer.from([found.type, body.length >> 16, body.length >> 8, body.length]), body]);
}
