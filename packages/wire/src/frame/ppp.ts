/**
 * PPP (RFC 1661 section 2), PPPoE (RFC 2516 section 4) and Cisco HDLC. Each ends in a number for the next protocol, which is
 * turned into the EtherType of the same meaning.
 */
import { readU16 } from '../bytes.ts';
import { decodeNetwork } from './network.ts';
import type { FrameView } from './view.ts';
import { hdlc, pppPayload } from './ppp-header.ts';

const ciscoHdlcBytes = 4;
const ciscoHdlcEtherType = 2;

/** Decodes the PPP frame at `at`. */
export function decodePpp(view: FrameView, at: number): void {
  const next = pppPayload(view, at);
  if (next >= 0) decodeNetwork(view, view.etherType, next);
}

/** Decodes the Cisco HDLC frame at `at`: address, control, EtherType. */
export function decodeCiscoHdlc(view: FrameView, at: number): void {
  const next = at + ciscoHdlcBytes;
  if (next > view.captureEnd) {
    view.problem = 'truncated-link-header';
    return;
  }
  decodeNetwork(view, readU16(view.data, at + ciscoHdlcEtherType), next);
}

/** Decodes the frame at `at`, of which the first byte tells whether it is PPP or Cisco HDLC. */
export function decodePppHdlc(view: FrameView, at: number): void {
  const address = at < view.captureEnd ? view.data[at]! : hdlc.allStations;
  if (address === hdlc.ciscoUnicast || address === hdlc.ciscoMulticast) decodeCiscoHdlc(view, at);
  else decodePpp(view, at);
}
