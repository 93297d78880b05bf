/** ICMP errors, held against the segments that they quote. */
import { type FrameView, IcmpType, Icmpv6Type } from '@halfopen/wire';
import type { SideFacts } from '../facts/side-facts.ts';

/** Whether a message says that the quoted packet did not get there (a redirect or a source quench does not). */
export function saysUndelivered(frame: FrameView): boolean {
  const { type, isError } = frame.icmp;
  if (!isError) return false;
  if (frame.ipVersion === 6) return type <= Icmpv6Type.parameterProblem;
  return (
    type === IcmpType.destinationUnreachable ||
    type === IcmpType.timeExceeded ||
    type === IcmpType.parameterProblem
  );
}

/** An ICMP error about a segment of `owner`. */
export function quoted(owner: SideFacts, frame: FrameView, at: number, ns: number): void {
  const { icmp } = frame;
  owner.icmpCount += 1;
  if (owner.icmpCount === 1) {
    owner.icmpFrame = at;
    owner.icmpNs = ns;
  }
  owner.icmpType = icmp.type;
  owner.icmpCode = icmp.code;
  if (icmp.nextHopMtu > 0) owner.icmpMtu = icmp.nextHopMtu;
}
