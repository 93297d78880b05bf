/** What a call, a packet or a kernel event is called, in forms from the fullest to the shortest. */
import type { IcmpKind } from '@halfopen/catalogue';
import type { KernelEvent, PacketEvent, StateEvent } from '../../events.ts';
import { isIcmpKind, isReset } from '../cause.ts';
import { durationText } from '../durations.ts';
import type { CallMark, FoldRow, FrameNumber, LadderArrow, Loss, Spacing } from '../geometry.ts';
import { printable } from './foreign.ts';
import type { Glyphs } from './glyphs.ts';
import { cut, wrap } from './line.ts';

/** Calls that fit this are kept on one line. */
const oneLine = 26;
/** Durations from here on are worth a word. */
const noticeableNs = 1_000_000;

const icmpNames: Readonly<Record<IcmpKind, readonly [string, string]>> = {
  'ICMP-NET-UNREACHABLE': ['ICMP net unreachable', 'net unreachable'],
  'ICMP-HOST-UNREACHABLE': ['ICMP host unreachable', 'host unreachable'],
  'ICMP-PORT-UNREACHABLE': ['ICMP port unreachable', 'port unreachable'],
  'ICMP-PROHIBITED': ['ICMP prohibited', 'prohibited'],
  'ICMP-FRAGMENTATION-NEEDED': ['ICMP fragmentation needed', 'frag. needed'],
  'ICMP-TIME-EXCEEDED': ['ICMP time exceeded', 'time exceeded'],
  'ICMP-OTHER': ['ICMP error', 'ICMP error'],
};

/** A call as lines of at most `width`, in the fullest form that fits one line, else two. */
export function callLines(mark: CallMark, width: number, glyphs: Glyphs): readonly string[] {
  const { event, part } = mark;
  const side: string = event.side;
  const program = event.program === side ? '' : `${printable(event.program, glyphs.latin)}: `;
  const name = program + printable(event.call, glyphs.latin);
  const args = part === 'entry' || part === 'whole' ? printable(event.args, glyphs.latin) : null;
  const [result, more] = resultWords(mark, glyphs);
  const full = args === null ? name : `${name}(${args})`;
  for (const tail of [...more.map((each) => `${result}  ${each}`), result]) {
    if (full.length + 1 + tail.length <= width) return [`${full} ${tail}`];
  }
  const head = shortHead(name, args, width - 1 - result.length, glyphs);
  if (head !== null) return [`${head} ${result}`];
  const alone = shortHead(name, args, width, glyphs) ?? cut(name, width, glyphs.ellipsis);
  const tails = [...more.map((each) => `${result}  ${each}`), result];
  const tail = tails.find((each) => each.length <= width) ?? result.replace(/^= (-1 )?/, '');
  return [alone, ...wrap(tail, width)];
}

/** The width that a call needs to keep name and result on one line; for a long result, the result alone. */
export function leastCallWidth(mark: CallMark, glyphs: Glyphs): number {
  const result = resultWords(mark, glyphs)[0].length;
  const both = mark.event.call.length + 1 + result;
  return both <= oneLine ? both : result;
}

/** Whether a call failed, or killed its program. */
export function callTone(mark: CallMark): 'plain' | 'error' | 'killed' {
  if (mark.part === 'entry' || mark.part === 'blocked') return 'plain';
  if (mark.event.result.startsWith('killed')) return 'killed';
  return /^E[A-Z]/.test(mark.event.result) ? 'error' : 'plain';
}

/** The result, and what may follow it if there is room, fullest first. */
function resultWords({ event, part }: CallMark, glyphs: Glyphs): readonly [string, readonly string[]] {
  if (part === 'entry') return [glyphs.ellipsis, []];
  const result = printable(event.result, glyphs.latin);
  if (
    part === 'blocked' ||
    result === 'blocked' ||
    (event.returnedNs === null && !result.startsWith('killed'))
  ) {
    return [`${glyphs.ellipsis} still blocked`, []];
  }
  const tookNs = event.returnedNs === null ? 0 : event.returnedNs - event.atNs;
  const took = tookNs >= noticeableNs ? [`(${durationText(tookNs, 3, glyphs.micro)})`] : [];
  if (result.startsWith('killed')) return [`*** ${result.replace(/^killed */, 'killed by ')}`, []];
  if (/^E[A-Z]/.test(result)) return [event.call === 'getsockopt' ? `= ${result}` : `= -1 ${result}`, took];
  if (result !== '0' || !/^(recv|read)/.test(event.call)) return [`= ${result}`, took];
  return ['= 0', [...took.map((each) => `end of file  ${each}`), 'end of file']];
}

function shortHead(name: string, args: string | null, width: number, glyphs: Glyphs): string | null {
  const room = width - name.length - 2;
  if (args === null) return name.length <= width ? name : null;
  if (args.length <= room) return `${name}(${args})`;
  if (room < glyphs.ellipsis.length) return name.length <= width ? name : null;
  return `${name}(${cut(args, room, glyphs.ellipsis)})`;
}

/** What a state change is called. Inferred states stand in parentheses. */
export function stateText(change: StateEvent): string {
  return change.how === 'inferred' ? `(${change.state})` : change.state;
}

/** What the kernel said, in its own word. */
export function kernelText(event: KernelEvent, glyphs: Glyphs): string {
  const detail = printable(event.detail, glyphs.latin);
  if (event.event === 'error_report') return detail === '' ? 'kernel: error' : `kernel: error ${detail}`;
  return detail === '' ? 'kernel: reset sent' : `kernel: ${detail}`;
}

/** Frame numbers, `7`, or `c7 s6` where there are several captures. */
export function framesText(frames: readonly FrameNumber[]): string {
  return frames.map(({ number, of }) => `${of?.[0] ?? ''}${number}`).join(' ');
}

/** A packet's label, fullest first. Only the first has sequence numbers, and the last has no frame number. */
export function packetLabels({ packet, frames }: LadderArrow): readonly [string, ...string[]] {
  const mark = frames.length === 0 ? '' : ` #${framesText(frames)}`;
  if (isIcmpKind(packet.type)) {
    const [long, short] = icmpNames[packet.type];
    const labels = [`${long}${mark}`, `${long}${mark}`, `${short}${mark}`] as const;
    return mark === '' ? labels : [...labels, short];
  }
  const again = packet.retransmission > 0 ? `again (${packet.retransmission})` : '';
  const window = packet.windowBytes === 0 && !isReset(packet) ? '  win 0' : '';
  const [full, short, bare] = packetNames(packet);
  const withAgain = (name: string, joint: string): string =>
    `${again === '' ? name : `${name}${joint}${again}`}${mark}`;
  const numbers = packet.ack === null ? `seq ${packet.seq}` : `seq ${packet.seq} ack ${packet.ack}`;
  return [
    `${withAgain(full, ', ')}${window}  ${numbers}`,
    `${withAgain(full, ', ')}${window}`,
    `${withAgain(short, ', ')}${window}`,
    `${withAgain(bare, ' ')}${window}`,
    ...(mark === '' ? [] : [`${bare}${mark}${window}`]),
    `${bare}${window}`,
  ];
}

function packetNames({ type, lengthBytes }: PacketEvent): readonly [string, string, string] {
  const bytes = count(lengthBytes, 'byte');
  if (type === 'DATA') return [`DATA ${bytes}`, `DATA ${lengthBytes}`, 'DATA'];
  const name = type === 'HANDSHAKE-ACK' ? 'ACK' : type;
  if (lengthBytes === 0 || type === 'KEEPALIVE') return [name, name, name];
  return [`${name} + ${bytes}`, `${name} + ${lengthBytes}`, name];
}

/** Where a packet was lost, for the end of its arrow. */
export function lossText(loss: Loss): string {
  switch (loss) {
    case 'before-router':
      return 'before the router';
    case 'after-router':
      return 'at the router';
    case 'somewhere':
      return 'lost';
  }
}

/** What a gap leaves out. */
export function gapText(durationNs: number, glyphs: Glyphs): string {
  return `${durationText(durationNs, 3, glyphs.micro)} nothing`;
}

/** What a fold leaves out: how much, and how it is spaced. `inRows`: whether the reader sees rows. */
export function foldText(fold: FoldRow, glyphs: Glyphs, inRows: boolean): string {
  const { period, rounds, bytes, hidden } = fold;
  if (period === null) {
    const packets = hidden.filter(({ arrow }) => arrow !== null && arrow.piece !== 'arrival').length;
    const calls = hidden.flatMap(({ client, server }) => [client?.call ?? [], server?.call ?? []].flat());
    const ended = calls.filter(({ part }) => part !== 'entry').length;
    const took = durationText(fold.durationNs, 2, glyphs.micro);
    const parts = [
      packets === 0 ? [] : count(packets, 'packet'),
      ended === 0 ? [] : count(ended, 'call'),
    ].flat();
    return `${parts.join(' and ')} more, ${count(bytes, 'byte')} in ${took}`;
  }
  const repeated = inRows ? `these ${period} rows ${rounds} times more` : `${rounds} more rounds of these`;
  const what = period === 1 ? `${rounds} more` : repeated;
  return `${what}${bytes === 0 ? '' : `, ${count(bytes, 'byte')}`}, ${spacingText(fold.spacing, glyphs)}`;
}

/** `every 1.0 s`, `doubling from 200 ms to 26 s`, or both in turn. */
function spacingText(spacing: readonly Spacing[], glyphs: Glyphs): string {
  const texts = spacing.map(({ kind, fromNs, toNs }) => {
    const from = durationText(fromNs, 2, glyphs.micro);
    const to = durationText(toNs, 2, glyphs.micro);
    if (kind === 'constant') return `every ${from}`;
    return kind === 'doubling' ? `doubling from ${from} to ${to}` : `${from} to ${to} apart`;
  });
  return texts.join(', then ');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
