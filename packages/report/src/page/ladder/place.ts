/** Where things of a ladder stand, for whoever draws their lines and whoever writes their words. */
import type { ArrowItem, CallItem, KernelItem, PacketEvent } from '@halfopen/timeline';
import { isReset } from '../event-words.ts';
import type { Lanes } from './lanes.ts';

/** Classes of an arrow and of its words. */
export function arrowClass(event: PacketEvent): string {
  const words = ['arrow', `from-${event.from}`];
  if (isReset(event)) words.push('reset');
  else if (event.type.startsWith('ICMP')) words.push('icmp');
  else if (event.retransmission > 0) words.push('again');
  else if (event.type === 'ACK' || event.type === 'HANDSHAKE-ACK') words.push('bare');
  if (event.windowBytes === 0 && !isReset(event)) words.push('shut');
  return words.join(' ');
}

/** Whether anybody saw it at the end that it went to: one capture, made elsewhere, does not. */
export function isSeenToArrive({ atNs, arrivedNs, from, to, frames }: PacketEvent): boolean {
  return (
    from === 'middle' || arrivedNs !== atNs || frames[to] !== undefined || Object.keys(frames).length !== 1
  );
}

/** From where to where. */
export interface Way {
  readonly sign: 1 | -1;
  readonly x1: number;
  readonly x2: number;
}

/** Where an arrow runs; a lost one ends on the way. */
export function wayOf({ from, to, loss }: ArrowItem, { client, server }: Lanes): Way {
  const sign = to === 'server' ? 1 : -1;
  const x1 = from === 'middle' ? (client + server) / 2 : from === 'client' ? client : server;
  const far = to === 'server' ? server : client;
  const part = loss === null ? 1 : loss === 'after-router' ? 0.72 : loss === 'before-router' ? 0.38 : 0.6;
  return { sign, x1, x2: loss === null ? far - sign * 2 : x1 + (far - x1) * part };
}

/** Where a call's bar stands, and where words beside it begin; `inward`: 1, they run to the right. */
export function callPlace(
  { lane, track }: Pick<CallItem, 'lane' | 'track'>,
  lanes: Lanes,
): { readonly bar: number; readonly x: number; readonly inward: 1 | -1 } {
  const isClient = lane === 'client-calls';
  const outward = isClient ? -1 : 1;
  const edge = isClient ? lanes.client : lanes.server;
  const bar = edge + outward * (8 + track * 7);
  if (lanes.narrow) return { bar, x: edge - outward * 10, inward: isClient ? 1 : -1 };
  return { bar, x: bar + outward * 9, inward: outward };
}

/** Where a word of the kernel's stands. */
export function kernelPlace(
  { lane }: KernelItem,
  lanes: Lanes,
): { readonly x: number; readonly inward: 1 | -1 } {
  const { x, inward } = callPlace({ lane, track: 0 }, lanes);
  return { x, inward };
}
