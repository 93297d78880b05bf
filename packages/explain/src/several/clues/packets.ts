/** What a packet is, as clues ask, and how they speak of it. */
import { TcpFlag } from '@halfopen/wire';
import type { Absence } from '../comparison.ts';
import type { Journey } from '../journeys.ts';

const SYN_ACK: number = TcpFlag.SYN | TcpFlag.ACK;

export function isSyn({ flags }: Journey): boolean {
  return (flags & SYN_ACK) === TcpFlag.SYN;
}

export function isSynAck({ flags }: Journey): boolean {
  return (flags & SYN_ACK) === SYN_ACK;
}

export function isReset({ flags }: Journey): boolean {
  return (flags & TcpFlag.RST) !== 0;
}

/** A reset of a live socket. */
export function isAbort({ flags }: Journey): boolean {
  return (flags & TcpFlag.RST) !== 0 && (flags & TcpFlag.ACK) !== 0;
}

export function isFin({ flags }: Journey): boolean {
  return (flags & TcpFlag.FIN) !== 0;
}

export function isData({ flags, lengthBytes }: Journey): boolean {
  return lengthBytes > 0 && (flags & (TcpFlag.SYN | TcpFlag.RST)) === 0;
}

/** An acknowledgement outside of the handshake's first two packets and of resets. */
export function isAck({ flags }: Journey): boolean {
  return (flags & TcpFlag.ACK) !== 0 && (flags & (TcpFlag.SYN | TcpFlag.RST)) === 0;
}

/** Whether `ack` acknowledges all of the segment `of`. */
export function acknowledges(ack: Journey, of: Journey): boolean {
  return isAck(ack) && ((ack.ack - of.seq - of.lengthBytes) | 0) >= 0;
}

/** Whether absences prove something: two that are shown, or all there are. */
export function isShown(absences: readonly Absence[]): boolean {
  const shown = absences.filter((absence) => absence === 'shown').length;
  return shown >= 2 || (shown > 0 && shown === absences.length);
}

/** What to add to a statement that rests on a capture whose time is not known. */
export function reserve(shown: boolean): string {
  return shown ? '' : ', unless that capture did not run then';
}
