/** Times and durations as text. */

/** Nanoseconds with so many significant digits in a fitting unit: `20.1 ms`, `2.98 s`, `133 s`. `micro` names the microsecond. */
export function durationText(ns: number, digits: number, micro: string): string {
  const units = [
    { name: 's', ns: 1e9 },
    { name: 'ms', ns: 1e6 },
  ];
  // Half a unit of the last digit below 1, so that 999.96 ms becomes 1.00 s.
  const roundsUp = 1 - 0.5 * 10 ** -digits;
  const unit = units.find((each) => ns / each.ns >= roundsUp) ?? { name: micro, ns: 1e3 };
  const value = Math.max(0, ns / unit.ns);
  const whole = Math.max(1, Math.floor(Math.log10(Math.max(1, value / roundsUp))) + 1);
  return `${value.toFixed(Math.max(0, digits - whole))} ${unit.name}`;
}

/** Seconds since the start with so many decimals. */
export function secondsText(atNs: number, startNs: number, decimals: number): string {
  const text = ((atNs - startNs) / 1e9).toFixed(decimals);
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text;
}
