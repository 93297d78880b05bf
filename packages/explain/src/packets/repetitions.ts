/** How often the same thing was sent before, counted as segments come. */
import { TcpFlag } from '@halfopen/wire';

const TAKES_SEQUENCE: number = TcpFlag.SYN | TcpFlag.FIN;

/** Of one connection. */
export class Repetitions {
  /** By side and sequence number: how often something with that number was sent. */
  readonly #sent = new Map<number, number>();

  /** How many times what a segment takes sequence numbers for had been sent before it. */
  count(side: 0 | 1, seq: number, flags: number, lengthBytes: number): number {
    if (lengthBytes === 0 && (flags & TAKES_SEQUENCE) === 0) return 0;
    const key = seq * 2 + side;
    const times = this.#sent.get(key) ?? 0;
    if ((flags & TcpFlag.RST) === 0) this.#sent.set(key, times + 1);
    return times;
  }
}
