/** Sizes as people write them. */

const units: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1e3, MB: 1e6, GB: 1e9 };

/** Bytes in `500MB`, `1.1 GB`, `4096`: decimal units. Throws TypeError for anything else. */
export function parseSize(text: string): number {
  const parts = /^([0-9]+(?:\.[0-9]+)?) *([KMG]?B|)$/i.exec(text);
  const unit = units[parts?.[2]?.toUpperCase() ?? '?'];
  if (parts === null || unit === undefined) throw new TypeError(`not a size: ${text}`);
  return Math.round(Number(parts[1]) * unit);
}
