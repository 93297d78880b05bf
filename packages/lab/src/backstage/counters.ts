/** Kernel counters of a network namespace, from the two-line tables of the proc files snmp and netstat. */
import { readFileSync } from 'node:fs';

/** `{ 'Tcp.OutRsts': 1, … }` from pairs of lines: names, then values. Lines that don't pair up are passed over. */
export function parseCounters(text: string): Record<string, number> {
  const counters: Record<string, number> = {};
  const lines = text.split('\n');
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const names = lines[i]?.split(' ') ?? [];
    const values = lines[i + 1]?.split(' ') ?? [];
    const group = names[0];
    if (group === undefined || group !== values[0]) continue;
    for (let column = 1; column < names.length; column++) {
      counters[`${group.replace(':', '')}.${names[column] ?? ''}`] = Number(values[column]);
    }
  }
  return counters;
}

/** The counters of the namespace the calling thread is in. */
export function readCounters(): Record<string, number> {
  // thread-self, because /proc/net shows the namespace of the process's first thread.
  return {
    ...parseCounters(readFileSync('/proc/thread-self/net/snmp', 'utf8')),
    ...parseCounters(readFileSync('/proc/thread-self/net/netstat', 'utf8')),
  };
}
