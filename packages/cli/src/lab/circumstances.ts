/** What a run was made under: without it the times of a drawing would mislead. */
import { type Knobs, type RunRecord, type RunResult, tracedResets } from '@halfopen/lab';

const NS_PER_MS = 1e6;

/** Where states and resets are known from. */
export function sourceOf({ kernel }: RunRecord): string {
  if (kernel === null) return 'states by asking the kernel every 4 ms';
  return tracedResets(kernel) === null
    ? 'states from the kernel trace'
    : 'states and resets from the kernel trace';
}

/** The kernel settings that the lab changed, by host. */
export function settingsOf({ knobs }: RunResult): string {
  const changed = (['client', 'middle', 'server'] as const).flatMap((host) => {
    const settings = Object.entries(Object.assign({}, ...knobs.map((each) => each[host] ?? {})) as Knobs);
    if (settings.length === 0) return [];
    const where = host === 'middle' ? 'router' : host;
    return `${where} ${settings.map(([name, value]) => `${name.replace(/^ipv4\./, '')} ${value}`).join(', ')}`;
  });
  if (changed.length === 0) return "the kernel's own timers";
  return `kernel settings changed: ${changed.join('; ')}`;
}

/** How long a packet takes, one way. */
export function delayText({ delayNs }: RunRecord): string {
  return `${delayNs / NS_PER_MS} ms each way`;
}

/** All of it, a line each. */
export function circumstancesOf(result: RunResult, record: RunRecord): readonly string[] {
  return [`${delayText(record)}; seed ${result.seed}`, sourceOf(record), settingsOf(result)];
}
