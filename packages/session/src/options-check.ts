/** Options that make no sense are refused at once: protection that is silently off is worse than none. */

/** The longest time that a timer of Node's takes; a longer one would be over after 1 ms. */
export const LONGEST_MS: number = 2 ** 31 - 1;

/** What a number option may be. */
export interface NumberBounds {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
  /** What else the option may be, for the message: `, or false`. */
  readonly or?: string;
}

/** A time in milliseconds that cannot be 0. */
export const someMs: NumberBounds = { least: 1, most: LONGEST_MS };

function quoted(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 100)) : String(value);
}

/** `"80" is a string`: what was given, and of what type. */
function given(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  const type = typeof value;
  if (type === 'object') return `an ${Array.isArray(value) ? 'array' : 'object'}`;
  return type === 'function' ? 'a function' : `${quoted(value)} is a ${type}`;
}

/** A `TypeError` that names the option, what it is, and what it has to be. */
export function wrongType(name: string, value: unknown, needed: string): TypeError {
  return new TypeError(`${name}: ${given(value)}; ${needed} is needed`);
}

/** Throws a `TypeError` for what is no number, a `RangeError` for one outside the bounds. Both name the option. */
export function checkNumber(
  name: string,
  value: unknown,
  { least, most, whole = false, or = '' }: NumberBounds,
): number {
  const upTo = most === Number.POSITIVE_INFINITY ? 'up' : `to ${most}`;
  const needed = `a ${whole ? 'whole ' : ''}number from ${least} ${upTo}${or}`;
  if (typeof value !== 'number') throw wrongType(name, value, needed);
  // NaN is in no bounds.
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  throw new RangeError(`${name}: ${value}; ${needed} is needed`);
}

/** A number option, or what it is when it is left out. */
export function numberOr(
  otherwise: number,
  name: string,
  value: number | undefined,
  least: number,
  most: number = Number.POSITIVE_INFINITY,
): number {
  return value === undefined ? otherwise : checkNumber(name, value, { least, most });
}

/** Throws a `TypeError` if a function is needed and something else is there. */
export function checkFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') throw wrongType(name, value, 'a function');
}

/** Throws a `TypeError` for what is no object with options. */
export function checkObject(
  name: string,
  value: unknown,
  needed: string,
): asserts value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongType(name, value, needed);
}

/** Throws a `TypeError` for what lacks a method that is needed, if it is there at all. */
export function checkHas(name: string, value: unknown, method: string): void {
  if (value === undefined) return;
  checkObject(name, value, 'an object');
  if (typeof value[method] !== 'function') throw wrongType(`${name}.${method}`, value[method], 'a function');
}

/** Throws a `TypeError` for a signal that is none. */
export function checkSignal(value: unknown): void {
  if (value === undefined || value === null) return;
  if (typeof (value as Readonly<Record<string, unknown>>)['addEventListener'] !== 'function')
    throw wrongType('signal', value, 'an AbortSignal');
}
