/** Ends of connections as names. */
import type { EndpointRecord } from '../record.ts';
import type { Sighting } from './sighting.ts';

export function endText({ address, port }: EndpointRecord): string {
  return `${address} ${port}`;
}

/** The same addresses and ports, whichever side is which. */
export function sameEnds(a: Sighting, b: Sighting): boolean {
  const ends = new Set([endText(b.record.client), endText(b.record.server)]);
  return ends.has(endText(a.record.client)) && ends.has(endText(a.record.server));
}
