/** Numbers and names as the page writes them. */
import { type EndpointRecord, endText, grouped, type Outcome } from '@halfopen/explain';

/** The sign of an outcome; it stands beside the word, so that colour is never alone. */
export const outcomeSigns: Readonly<Record<Outcome, string>> = {
  failed: '✗',
  partial: '!',
  open: '○',
  ok: '✓',
};

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `17 bytes`, `1.5 kB`, `2.1 GB`. */
export function bytesText(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power > 0 && value < 10 ? value.toFixed(1) : grouped(Math.round(value))} ${bytes === 1 ? 'byte' : units[power]}`;
}

/** Seconds with so many decimals that neighbours differ: `0.0249`, `1234.5`. */
export function secondsText(ns: number): string {
  const seconds = ns / 1e9;
  const decimals = Math.abs(seconds) >= 1000 ? 2 : Math.abs(seconds) >= 100 ? 3 : 4;
  return seconds.toFixed(decimals);
}

/** `10.0.0.1:40000 → 10.0.0.2:80`. */
export function endsText({
  client,
  server,
}: {
  readonly client: EndpointRecord;
  readonly server: EndpointRecord;
}): string {
  return `${endText(client)} → ${endText(server)}`;
}

/** What a Date can hold (ECMA-262 section 21.4.1.1). */
const LAST_DATE_MS = 8.64e15;

/** `2026-11-20 12:00:01 UTC`; empty: no such date. */
export function dateText(ns: number): string {
  // a damaged capture can name any year
  if (!(Math.abs(ns / 1e6) <= LAST_DATE_MS)) return '';
  return `${new Date(ns / 1e6).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
