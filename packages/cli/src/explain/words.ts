/** What records say of captures, in the terminal's words. */
import {
  type ConnectionRecord,
  counted,
  framesText,
  type Outcome,
  spanText,
  type VantageRecord,
} from '@halfopen/explain';
import type { mark } from '../terminal/style.ts';

/** The mark of each. */
export const outcomeMarks: Readonly<Record<Outcome, Parameters<typeof mark>[1]>> = {
  failed: 'bad',
  partial: 'warning',
  open: 'skipped',
  ok: 'good',
};

const places = {
  client: 'at the client',
  middle: 'between the two',
  server: 'at the server',
  unknown: '',
} as const;

const reasons: Readonly<Record<VantageRecord['how'], string>> = {
  given: 'as --at says',
  ttl: 'by TTL',
  timing: 'by timing',
  offload: 'by segment size',
  nothing: '',
};

/** Where a capture was made and how that is known. */
export function vantageText({ at, how }: VantageRecord): string {
  if (at === 'unknown') return 'who knows where (--at tells)';
  // a router on the host's own link sees the same
  const place = how === 'given' || at === 'middle' ? places[at] : places[at].replace('at', 'at or near');
  return `${place} (${reasons[how]})`;
}

const HOUR_NS = 3_600_000_000_000;
const MANY_HOURS = 3;

function clockText(aheadNs: number): string {
  if (aheadNs === 0) return '';
  const ns = Math.abs(aheadNs);
  const span = ns < MANY_HOURS * HOUR_NS ? spanText(ns) : `${(ns / HOUR_NS).toFixed(1)} h`;
  return `, clock ${span} ${aheadNs > 0 ? 'ahead' : 'behind'}`;
}

/** Each capture that saw a connection: its file, where it was made, and how its clock differs from that of the first. */
export function viewsText({ vantages = [], frames }: ConnectionRecord): string[] {
  const base = vantages[0]?.clockOffsetNs;
  return vantages.map((view, index) => {
    const { file, clockOffsetNs } = view;
    const known = base !== undefined && clockOffsetNs !== undefined;
    const clock = known ? clockText(Number(BigInt(clockOffsetNs) - BigInt(base))) : '';
    const which = index === 0 ? framesText(frames) : counted(view.frames, 'frame');
    return `${file}, ${vantageText(view)}, ${which}${clock}`;
  });
}

/** So many captures are named; more are counted. */
const MOST_NAMED = 3;

/** `a`, `a and b`, `a, b and c`, `12 captures`. */
export function namesText(names: readonly string[]): string {
  if (names.length > MOST_NAMED) return counted(names.length, 'capture');
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
