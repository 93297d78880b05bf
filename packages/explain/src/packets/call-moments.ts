/** The moment at which a call returned what it did, for each call and result that a verdict can have. */
import type { Side } from '@halfopen/catalogue';
import type { PacketEvent } from '@halfopen/timeline';
import type { CallRecord } from '../record.ts';

/** A packet where one side sends or gets it, its time there, and its place among all packets. */
interface Passage {
  readonly packet: PacketEvent;
  readonly atNs: number;
  readonly index: number;
}

/** The packets as one side knows them. */
export interface Scene {
  readonly sent: readonly Passage[];
  readonly got: readonly Passage[];
  readonly firstNs: number;
  readonly lastNs: number;
}

type Test = (packet: PacketEvent) => boolean;

const isSyn: Test = ({ type }) => type === 'SYN';
const isSynAck: Test = ({ type }) => type === 'SYN-ACK';
const isFin: Test = ({ type }) => type === 'FIN';
const isAbort: Test = ({ type }) => type === 'RST-A';
const isReset: Test = ({ type }) => type === 'RST-A' || type === 'RST-P' || type === 'RST-S';
const isIcmp: Test = ({ type }) => type.startsWith('ICMP-');
/** Keepalives may hold a byte, and resets a reason. */
const isNewData: Test = (packet) =>
  packet.lengthBytes > 0 && packet.retransmission === 0 && packet.type !== 'KEEPALIVE' && !isReset(packet);
/** Of a connection that stands, as far as its sender knows. */
const isTalk: Test = (packet) => !isSyn(packet) && !isSynAck(packet) && !isReset(packet) && !isIcmp(packet);

function first(passages: readonly Passage[], test: Test): Passage | undefined {
  return passages.find(({ packet }) => test(packet));
}

function last(passages: readonly Passage[], test: Test): Passage | undefined {
  return passages.findLast(({ packet }) => test(packet));
}

/** The packets of a connection as `side` knows them; there is one at least. */
export function sceneOf(packets: readonly PacketEvent[], side: Side): Scene {
  const sent: Passage[] = [];
  const got: Passage[] = [];
  let firstNs = Infinity;
  let lastNs = -Infinity;
  packets.forEach((packet, index) => {
    const { from, to, atNs, arrivedNs } = packet;
    firstNs = Math.min(firstNs, atNs);
    lastNs = Math.max(lastNs, atNs, arrivedNs ?? atNs);
    if (from === side) sent.push({ packet, atNs, index });
    if (to === side && arrivedNs !== null) got.push({ packet, atNs: arrivedNs, index });
  });
  return { sent, got, firstNs, lastNs };
}

/** When a call was entered that is known to have brought about a packet; `null`: it is only known when it returned. */
export function entryOf({ call }: CallRecord, { sent, firstNs }: Scene): number | null {
  return call === 'connect' ? (first(sent, isSyn)?.atNs ?? firstNs) : null;
}

/** The SYN-ACK that the side goes on from, or where that was not captured, its going on. */
function answered({ sent, got }: Scene): number | undefined {
  const talk = first(sent, isTalk);
  const heard = talk === undefined ? got : got.filter(({ index }) => index < talk.index);
  return (talk === undefined ? first(heard, isSynAck) : last(heard, isSynAck))?.atNs ?? talk?.atNs;
}

/** The reset that ended the connection for the side: one after which it sends nothing but resets. */
function wasReset({ sent, got }: Scene): number | undefined {
  const lastWord = sent.findLast(({ packet }) => !isReset(packet))?.index ?? -1;
  const resets = got.filter(({ packet }) => isReset(packet));
  return (resets.find(({ index }) => index > lastWord) ?? resets.at(-1))?.atNs;
}

/** A kernel that gives up may say so by a reset; else it is known only that it had not before the end. */
function gaveUp({ sent, lastNs }: Scene): number {
  return last(sent, isAbort)?.atNs ?? lastNs;
}

/** What a close sends; of one before the connection stood nothing is known but that no SYN was sent any more. */
function closed({ sent }: Scene): number | undefined {
  const sign = first(sent, (packet) => isFin(packet) || isAbort(packet));
  if (sign !== undefined) return sign.atNs;
  return (first(sent, isTalk) === undefined ? last(sent, isSyn) : last(sent, isReset))?.atNs;
}

function ofConnect(result: string, scene: Scene): number | undefined {
  const { sent, got, firstNs } = scene;
  switch (result) {
    case '0':
      return answered(scene);
    case 'blocked':
    case 'EINPROGRESS':
      return first(sent, isSyn)?.atNs ?? firstNs;
    case 'ETIMEDOUT':
      return undefined;
    default:
      return last(got, (packet) => isReset(packet) || isIcmp(packet))?.atNs;
  }
}

/** What a call was told by a packet, it returns after it. */
function after(ns: number | undefined): number | undefined {
  return ns === undefined ? undefined : ns + 1;
}

/**
 * When a call returned, or since when it is known to be blocked; `undefined`: no packet tells. `earliestNs`: the call before it has
 * returned by then; `null`: it is the first.
 */
export function momentOf(
  { call, result }: CallRecord,
  scene: Scene,
  earliestNs: number | null,
): number | undefined {
  const { sent, got } = scene;
  if (call === 'connect') return ofConnect(result, scene);
  if (call === 'accept') return after(first(got, isTalk)?.atNs);
  if (call === 'close') return closed(scene);
  switch (result) {
    case '0':
      return after(first(got, isFin)?.atNs);
    case 'ok':
      return last(sent, isNewData)?.atNs;
    case 'blocked':
      return (call === 'send' ? last(sent, isNewData)?.atNs : undefined) ?? after(sent.at(-1)?.atNs);
    case 'ECONNRESET':
      return after(wasReset(scene));
    case 'EPIPE':
      return after(wasReset(scene)) ?? earliestNs ?? undefined;
    default:
      return after(gaveUp(scene));
  }
}
