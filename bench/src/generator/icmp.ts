/** ICMP errors of routers on the way, as frames of the connection they quote. */
import { IcmpType, Icmpv6Type } from '@halfopen/wire';
import type { Conversation } from './conversation.ts';
import { FrameField, frameWords } from './frames.ts';

/** Codes of "destination unreachable": a host that does not answer, in both versions (RFC 792, RFC 4443 section 3.1). */
const unreachableCode = { 4: 1, 6: 3 } as const;

/** Packs the `icmp` word: never 0. */
export function packIcmp(type: number, code: number, hops: number): number {
  return (1 << 24) | (hops << 16) | (type << 8) | code;
}

/** A router `hops` away answers the client's frame `index`, seen at `at`: host unreachable. */
export function hostUnreachable(conversation: Conversation, index: number, at: number, hops: number): void {
  const { frames, ipVersion, client } = conversation;
  const to = frames.add(Math.round(Math.max(at, client.last + 1)));
  const { words } = frames;
  words.copyWithin(to, index * frameWords, (index + 1) * frameWords);
  const type = ipVersion === 4 ? IcmpType.destinationUnreachable : Icmpv6Type.destinationUnreachable;
  words[to + FrameField.icmp] = packIcmp(type, unreachableCode[ipVersion], hops);
}
