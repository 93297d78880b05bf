/** What a program saw in one run, in a few words: its results that were not plain success. */
import { setUpCalls, type Side } from '@halfopen/catalogue';
import { type CallRecord, type RunRecord, tracedResets } from '@halfopen/lab';
import type { PacketEvent } from '@halfopen/timeline';

const waiting: ReadonlySet<string> = new Set(['poll', 'select']);

function isTelling({ call, result }: CallRecord): boolean {
  if (setUpCalls.has(call)) return false;
  if (waiting.has(call)) return result === 'timeout';
  if (call === 'recv' && result === '0') return true;
  if (call === 'exit') return result !== '0';
  return !/^\d+$/.test(result);
}

function words({ call, args, result }: CallRecord): string {
  if (call === 'exit') return result;
  if (call === 'recv' && result === '0') return 'recv 0 (end of file)';
  const name = call === 'getsockopt' ? args : call;
  return `${name} ${result}`;
}

/** e.g. `recv ECONNRESET, send EPIPE`; `all calls succeed`; empty when the program made no call. */
export function saw(record: RunRecord, side: Side): string {
  const calls = record.calls.filter((call) => call.side === side && call.studied);
  if (calls.every(({ call }) => setUpCalls.has(call))) return '';
  const telling = calls.filter(isTelling).map(words);
  const distinct = telling.filter((text, index) => telling[index - 1] !== text);
  return distinct.length === 0 ? 'all calls succeed' : distinct.join(', ');
}

/** Neighbours that are the same told once, with how often. */
function counted(told: readonly string[], times: string, between: string): string {
  const runs: { word: string; count: number }[] = [];
  for (const word of told) {
    const last = runs.at(-1);
    if (last?.word === word) last.count += 1;
    else runs.push({ word, count: 1 });
  }
  return runs.map(({ word, count }) => (count === 1 ? word : `${word} ${times}${count}`)).join(between);
}

/** Who reset, with the kernel's reasons, e.g. `server TCP_ABORT_ON_CLOSE`; with the form on the wire where it tells none. */
export function resetsOf(record: RunRecord, times: string): string {
  const traced = tracedResets(record.kernel);
  const sent = record.packets.filter(({ type }) => type.startsWith('RST'));
  const resets =
    traced === null
      ? sent.map(({ from, type }) => `${from} ${type}`)
      : traced.map(({ side, detail }) => `${side} ${detail}`);
  return counted(resets, times, ', ');
}

const arrows = { client: '>', server: '<', middle: '<router ' } as const;

function packetWord({ from, type, retransmission }: PacketEvent): string {
  const icmp = type.startsWith('ICMP-') ? `ICMP ${type.slice(5).replaceAll('-', ' ').toLowerCase()}` : type;
  const word = type === 'HANDSHAKE-ACK' ? 'ACK' : icmp;
  return `${arrows[from]}${word}${retransmission > 0 ? ' again' : ''}`;
}

/**
 * The packets of the connection in one line, in order of departure: `>` from the client, `<` from the server. Later bare
 * ACKs are left out, repetitions counted, and a packet that did not arrive is marked `lost`.
 */
export function wireLine({ packets }: RunRecord, times: string): string {
  const sent = packets
    .filter(({ type }) => type !== 'ACK')
    .map((packet) => `${packetWord(packet)}${packet.arrivedNs === null ? ' lost' : ''}`);
  return counted(sent, times, '  ');
}
