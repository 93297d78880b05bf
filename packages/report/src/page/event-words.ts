/** Events in words, as the ladder, its table and its details say them. */
import { bytesText as exactBytes, spanText } from '@halfopen/explain';
import type {
  CallEvent,
  GapItem,
  InFlight,
  KernelEvent,
  PacketEvent,
  TimelineEvent,
} from '@halfopen/timeline';

/** Waits longer than this are worth a word. */
const NOTICEABLE_NS = 1_000_000;

export function isReset({ type }: PacketEvent): boolean {
  return type.startsWith('RST');
}

/** A keepalive and a probe of a shut window are the same packet: what the sender knows tells them apart. */
export function isWindowProbe({ type }: PacketEvent, flight: InFlight | undefined): boolean {
  return type === 'KEEPALIVE' && flight?.window === 'zero';
}

function isIcmp({ type }: PacketEvent): boolean {
  return type.startsWith('ICMP');
}

/** `DATA 28 bytes, again (2)`, `RST-A`, `ICMP host unreachable`. `flight`: what its sender knew, if that is known. */
export function packetText(packet: PacketEvent, flight?: InFlight): string {
  const { type, lengthBytes, retransmission, windowBytes } = packet;
  if (isIcmp(packet)) return `ICMP ${type.slice('ICMP-'.length).toLowerCase().replaceAll('-', ' ')}`;
  const bytes = lengthBytes > 0 && type !== 'KEEPALIVE' ? ` ${exactBytes(lengthBytes)}` : '';
  const again = retransmission > 0 ? `, again (${retransmission})` : '';
  const window = windowBytes === 0 && !isReset(packet) ? ', window 0' : '';
  const name = type === 'HANDSHAKE-ACK' ? 'ACK' : isWindowProbe(packet, flight) ? 'WINDOW PROBE' : type;
  return `${name}${bytes}${again}${window}`;
}

/** `seq 1 ack 29`; an ICMP error has no numbers. */
export function numbersText(packet: PacketEvent): string {
  if (isIcmp(packet)) return '';
  return packet.ack === null ? `seq ${packet.seq}` : `seq ${packet.seq} ack ${packet.ack}`;
}

/** What a sender had on its way, where that is the story: the window is shut or used up. */
export function flightText({ bytes, windowBytes, window }: InFlight): string {
  return window === 'full' && windowBytes !== null
    ? `${exactBytes(bytes)} in flight: the window is full`
    : '';
}

/** What a call returned. */
export function resultText({ call, result, atNs, returnedNs, how }: CallEvent): string {
  const isOpen = returnedNs === null && !result.startsWith('killed');
  if (result === 'blocked' || (isOpen && how === 'observed')) return '… still waits';
  const tookNs = returnedNs === null ? 0 : returnedNs - atNs;
  const took = isOpen ? ', later' : tookNs >= NOTICEABLE_NS ? ` (${spanText(tookNs)})` : '';
  if (result.startsWith('killed')) return `✝ ${result.replace(/^killed */, 'killed by ')}`;
  if (/^E[A-Z]/.test(result)) return `= ${call === 'getsockopt' ? '' : '-1 '}${result}${took}`;
  return `= ${result}${result === '0' && /^(?:recv|read)/.test(call) ? ', end of file' : ''}${took}`;
}

/** `recv("hello") `, without its result; of a further program with its name. */
export function callText({ call, args, program, side }: CallEvent): string {
  return `${program === side ? '' : `${program}: `}${call}(${args})`;
}

/** The first of some texts that fits; the last one, cut, if none does. */
export function fitting(texts: readonly [string, ...string[]], room: number): string {
  return texts.find((text) => text.length <= room) ?? cut(texts.at(-1) ?? '', room);
}

/** So much of a text as there is room for. */
export function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
}

/** A call with what it returned, fullest first: its arguments matter least, its result most. */
export function callForms(event: CallEvent): readonly [string, ...string[]] {
  const result = resultText(event);
  const brief = result.replace(/ \([^)]*\)$/, '').replace('killed by ', '');
  const short = event.args === '' ? '()' : '(…)';
  return [
    `${callText(event)} ${result}`,
    `${callText(event)} ${brief}`,
    `${event.call}${short} ${result}`,
    `${event.call}${short} ${brief}`,
    `${event.call} ${brief}`,
    `${event.call} ${brief.replace(/^= (?:-1 )?/, '')}`,
  ];
}

/** What the kernel said, fullest first. */
export function kernelForms(event: KernelEvent): readonly [string, ...string[]] {
  const full = kernelText(event);
  return [
    full,
    full.replace('kernel: ', ''),
    event.detail === '' ? full.replace('kernel: ', '') : event.detail,
  ];
}

/** Characters of the longest call of each side, with its result, or word of its kernel's; 0: there is none. */
export function longestCalls(events: readonly TimelineEvent[]): {
  readonly client: number;
  readonly server: number;
} {
  const longest = { client: 0, server: 0 };
  for (const event of events) {
    if (event.kind !== 'call' && event.kind !== 'kernel') continue;
    const text = event.kind === 'call' ? `${callText(event)} ${resultText(event)}` : kernelText(event);
    longest[event.side] = Math.max(longest[event.side], text.length);
  }
  return longest;
}

/** Whether a call failed, or ended its program. */
export function isFailure({ result }: CallEvent): boolean {
  return /^(?:E[A-Z]|killed)/.test(result);
}

export function kernelText({ event, detail }: KernelEvent): string {
  switch (event) {
    case 'send_reset':
      return `kernel: reset sent${detail === '' ? '' : `, ${detail}`}`;
    case 'receive_reset':
      return 'kernel: reset taken in';
    case 'error_report':
      return `kernel: error${detail === '' ? '' : ` ${detail}`} for the program`;
    case 'retransmit':
      return 'kernel: sends again';
  }
}

/** The silence, and what ended it, fullest first. */
export function gapForms(
  { durationNs, end }: GapItem,
  flights: ReadonlyMap<PacketEvent, InFlight>,
): readonly [string, ...string[]] {
  const silence = `${spanText(durationNs)} nothing`;
  if (end === null) return [silence];
  const what = isWindowProbe(end.event, flights.get(end.event)) ? 'window probe' : end.kind;
  const brief = `${silence}, then ${what} ${end.number}`;
  return end.sinceNs === null
    ? [brief, silence]
    : [`${brief}, ${spanText(end.sinceNs)} after the last`, brief, silence];
}

/** Whoever did it, or where it happened. */
export function whoText(event: TimelineEvent): string {
  switch (event.kind) {
    case 'packet':
      return `${event.from} → ${event.to}`;
    case 'fault':
      return event.at;
    case 'call':
    case 'state':
    case 'kernel':
      return event.side;
  }
}

/** Any event, in a line. `flights`: what senders knew, which tells a window probe from a keepalive. */
export function eventText(event: TimelineEvent, flights?: ReadonlyMap<PacketEvent, InFlight>): string {
  switch (event.kind) {
    case 'packet':
      return `${packetText(event, flights?.get(event))}${event.arrivedNs === null ? ', lost' : ''}`;
    case 'call':
      return `${callText(event)} ${resultText(event)}`;
    case 'state':
      return event.state;
    case 'kernel':
      return kernelText(event);
    case 'fault':
      return event.what;
  }
}

/** Whether it was seen, or follows from what was seen. */
export function isInferred(event: TimelineEvent): boolean {
  return (event.kind === 'call' || event.kind === 'state') && event.how === 'inferred';
}
