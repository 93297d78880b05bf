/** Numbers as a tired person reads them. */

const units = [
  { name: 's', ns: 1_000_000_000 },
  { name: 'ms', ns: 1_000_000 },
  { name: 'µs', ns: 1000 },
] as const;

/** `15.6 min`, `2.6 s`, `31 ms`, `40 µs`. */
export function spanText(ns: number): string {
  if (ns >= 600 * units[0].ns) return `${(ns / (60 * units[0].ns)).toFixed(1)} min`;
  for (const { name, ns: unit } of units) {
    // what would be rounded up to a thousand of a unit is one of the next
    if (ns >= unit * 0.9995)
      return `${ns < 9.95 * unit ? (ns / unit).toFixed(1) : Math.round(ns / unit)} ${name}`;
  }
  return ns > 0 ? 'less than 1 µs' : 'no time';
}

/** `31 ms later`, or `at once`. */
export function laterText(ns: number): string {
  return ns > 0 ? `${spanText(ns)} later` : 'at once';
}

/** `1 byte`, `6 bytes`, `1,460 bytes`. */
export function bytesText(count: number): string {
  return `${String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')} ${count === 1 ? 'byte' : 'bytes'}`;
}

/** `once`, `twice`, `5 times`. */
export function timesText(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}

const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const ordinals: Intl.PluralRules = new Intl.PluralRules('en', { type: 'ordinal' });

/** `1st`, `2nd`, `12th`. */
export function ordinal(count: number): string {
  return `${count}${endings[ordinals.select(count)] ?? 'th'}`;
}
