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
  /** So many packets stand before those that were dropped; Infinity: none was. */
  readonly before: number;
  /** Just behind the last packet; `null`: the last ones were dropped. */
  readonly behindNs: number | null;
}

/** `later`: it is only known that it had not returned before the end of what was captured. `undefined`: no packet tells. */
export type CallMoment = number | 'later' | undefined;

type Test = (packet: PacketEvent) => boolean;

const isAny: Test = () => true;
const isSyn: Test = ({ type }) => type === 'SYN';
const isSynAck: Test = ({ type }) => type === 'SYN-ACK';
const isFin: Test = ({ type }) => type === 'FIN';
const isAbort: Test = ({ type }) => type === 'RST-A';
const isReset: Test = ({ type }) => type === 'RST-A' || type === 'RST-P' || type === 'RST-S';
const isIcmp: Test = ({ type }) => type.startsWith('ICMP-');
/** Keepalives may hold a byte, and resets a reason. */
const isNewData: Test = (packet) =>
  packet.lengthBytes > 0 && packet.retransmission === 0 && packet.type !== 'KEEPALIVE' && !isReset(packet);
/** Neither repeated by the kernel nor made up by it. */
const isFresh: Test = (packet) =>
  packet.retransmission === 0 && packet.type !== 'KEEPALIVE' && !isReset(packet);
/** Of a connection that stands, as far as its sender knows. */
const isTalk: Test = (packet) => !isSyn(packet) && !isSynAck(packet) && !isReset(packet) && !isIcmp(packet);

/** `undefined`, too, if there may have been another one among the packets that were dropped. */
function first(passages: readonly Passage[], test: Test, { before }: Scene): Passage | undefined {
  const found = passages.find(({ packet }) => test(packet));
  if (found === undefined || found.index < before) return found;
  const { packet } = found;
  return packet.retransmission === 0 && (isFin(packet) || isReset(packet)) ? found : undefined;
}

/** `undefined`, too, if there may have been another one among the packets that were dropped. */
function last(passages: readonly Passage[], test: Test, { before }: Scene): Passage | undefined {
  const found = passages.findLast(({ packet }) => test(packet));
  return before < Infinity && found !== undefined && found.index < before ? undefined : found;
}

/** The packets of a connection as `side` knows them; there is one at least. `before`: as {@link Scene} has it. */
export function sceneOf(packets: readonly PacketEvent[], side: Side, before: number): Scene {
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
  const behindNs = before === packets.length ? null : lastNs + 1;
  return { sent, got, firstNs, lastNs, before, behindNs };
}

/** Since when a call waits: a send with the last data that got through it, others behind the last packet of some kind that was sent. */
function waitsSince(call: string, scene: Scene, kind: Test): number | undefined {
  const { sent, before } = scene;
  const hadData = before < Infinity || sent.some(({ packet }) => isNewData(packet));
  return call === 'send' && hadData
    ? last(sent, isNewData, scene)?.atNs
    : after(last(sent, kind, scene)?.atNs);
}

/**
 * When a call was entered, where a packet tells; `null`: it is only known when it returned. One that returned later was entered with
 * the last that the program sent, or as soon as it had to wait; EPIPE is the answer to a call that is made later still.
 */
export function entryOf({ call, result }: CallRecord, scene: Scene, moment: CallMoment): number | null {
  const { sent, firstNs, before, behindNs } = scene;
  if (call === 'connect') return first(sent, isSyn, scene)?.atNs ?? firstNs;
  if (moment !== 'later') return null;
  if (result === 'EPIPE') return behindNs;
  return waitsSince(call, scene, isFresh) ?? (before < Infinity ? null : firstNs);
}

/** The SYN-ACK that the side goes on from, or where that was not captured, its going on. */
function answered(scene: Scene): number | undefined {
  const { sent, got } = scene;
  const talk = first(sent, isTalk, scene);
  if (talk === undefined) return scene.before < Infinity ? undefined : first(got, isSynAck, scene)?.atNs;
  return got.findLast(({ packet, index }) => index < talk.index && isSynAck(packet))?.atNs ?? talk.atNs;
}

/** The reset that ended the connection for the side: one after which it sends nothing but resets. */
function wasReset(scene: Scene): number | undefined {
  const { sent, got, before } = scene;
  const lastWord = sent.findLast(({ packet }) => !isReset(packet))?.index ?? -1;
  const end = got.find(({ packet, index }) => index > lastWord && isReset(packet));
  if (end === undefined) return last(got, isReset, scene)?.atNs;
  return before < Infinity && end.index < before ? undefined : end.atNs;
}

/** A kernel that gives up may say so by a reset; else it is known only that it had not before the end. */
function gaveUp(scene: Scene): CallMoment {
  const abort = last(scene.sent, isAbort, scene);
  if (abort !== undefined) return abort.atNs + 1;
  if (scene.before === Infinity) return 'later';
  const { sent } = scene;
  const goesOn = last(sent, isAny, scene) !== undefined && !sent.some(({ packet }) => isAbort(packet));
  return goesOn ? 'later' : undefined;
}

/** What a close sends; of one before the connection stood nothing is known but that no SYN was sent any more. */
function closed(scene: Scene): number | undefined {
  const { sent, before } = scene;
  const sign = first(sent, (packet) => isFin(packet) || isAbort(packet), scene);
  if (sign !== undefined) {
    // a reset may follow a FIN that was dropped, unless data come behind the gap
    const isSure = (each: Passage): boolean => each.index >= before && isNewData(each.packet);
    return sign.index < before || isFin(sign.packet) || sent.some(isSure) ? sign.atNs : undefined;
  }
  return (first(sent, isTalk, scene) === undefined ? last(sent, isSyn, scene) : last(sent, isReset, scene))
    ?.atNs;
}

function ofConnect(result: string, scene: Scene): CallMoment {
  const { sent, got, firstNs } = scene;
  switch (result) {
    case '0':
      return answered(scene);
    case 'blocked':
    case 'EINPROGRESS':
      return first(sent, isSyn, scene)?.atNs ?? firstNs;
    case 'ETIMEDOUT':
      return 'later';
    default:
      return last(got, (packet) => isReset(packet) || isIcmp(packet), scene)?.atNs;
  }
}

/** What a call was told by a packet, it returns after it. */
function after(ns: number | undefined): number | undefined {
  return ns === undefined ? undefined : ns + 1;
}

/** When a call returned, or since when it is known to be blocked. */
export function momentOf({ call, result }: CallRecord, scene: Scene): CallMoment {
  const { sent, got } = scene;
  if (call === 'connect') return ofConnect(result, scene);
  if (call === 'accept') return after(first(got, isTalk, scene)?.atNs);
  if (call === 'close') return closed(scene);
  switch (result) {
    case '0':
      return after(first(got, isFin, scene)?.atNs);
    case 'ok':
      return last(sent, isNewData, scene)?.atNs;
    case 'blocked':
      return waitsSince(call, scene, isAny);
    case 'ECONNRESET':
      return after(wasReset(scene));
    case 'EPIPE':
      return after(wasReset(scene)) ?? (scene.before < Infinity ? undefined : gaveUp(scene));
    default:
      return gaveUp(scene);
  }
}
