/**
 * Arithmetic on TCP sequence numbers, RFC 9293 section 3.4.
 *
 * Sequence numbers are counted modulo 2^32, so which of two comes first is a matter of the shorter way round the
 * circle:
 *
 *            0xffffffff  0
 *                 . - ` - .
 *              .             .        seqDiff(0x10, 0xfffffff0) is +32:
 *   0xfffffff0 o             o 0x10   0x10 comes 32 bytes after 0xfffffff0
 *              `             `
 *                 ` - . - `
 *                0x80000000
 *
 * Two numbers exactly 2^31 apart have no order: then each counts as less than the other. A window is never wider than
 * 2^30 (RFC 7323 section 2.3), so live segments of one connection cannot be that far apart.
 *
 * The same comparison serves TCP timestamps (RFC 7323 section 5.2).
 */

declare const seqBrand: unique symbol;

/** A sequence number: an unsigned 32-bit integer. The brand keeps a bare `<` between two of them out of reviewed code. */
export type Seq = number & { readonly [seqBrand]: true };

/** `n` modulo 2^32 as a sequence number. */
export function seq(n: number): Seq {
  return (n >>> 0) as Seq;
}

/** The number `bytes` after `a`; `bytes` may be negative. */
export function seqAdd(a: Seq, bytes: number): Seq {
  return ((a + bytes) >>> 0) as Seq;
}

/** How many bytes `a` comes after `b`: from -2^31 to 2^31 - 1, negative when `a` comes before `b`. */
export function seqDiff(a: Seq, b: Seq): number {
  return (a - b) | 0;
}

/** `a` comes before `b`. */
export function seqLessThan(a: Seq, b: Seq): boolean {
  return ((a - b) | 0) < 0;
}

/** `a` comes before `b` or is the same. */
export function seqAtMost(a: Seq, b: Seq): boolean {
  return a === b || ((a - b) | 0) < 0;
}

/** The later of two. */
export function seqMax(a: Seq, b: Seq): Seq {
  return seqLessThan(a, b) ? b : a;
}

/** The earlier of two. */
export function seqMin(a: Seq, b: Seq): Seq {
  return seqLessThan(a, b) ? a : b;
}

/** `a` lies in the window of `size` bytes that begins at `start`: `start <= a < start + size`. `size` is at most 2^32 - 1. */
export function seqInWindow(a: Seq, start: Seq, size: number): boolean {
  return (a - start) >>> 0 < size;
}
