/** How often the same thing was sent before, counted as segments come. */
import { TcpFlag } from '@halfopen/wire';

const TAKES_SEQUENCE: number = TcpFlag.SYN | TcpFlag.FIN;

/** Of one connection. */
export class Repetitions {
  /** By side and sequence number: how often something with that number was sent. */
  #sent = new Map<number, number>();
  /** The same, of a while ago. */
  #before = new Map<number, number>();

  /** Remembers so many numbers from now on, or twice as many; what is forgotten counts as not sent. */
  upTo(most: number): this {
    if (this.#sent.size >= most) {
      this.#before = this.#sent;
      this.#sent = new Map();
    }
    return this;
  }

  /** How many times what a segment takes sequence numbers for had been sent before it. */
  count(side: 0 | 1, seq: number, flags: number, lengthBytes: number): number {
    if (lengthBytes === 0 && (flags & TAKES_SEQUENCE) === 0) return 0;
    const key = seq * 2 + side;
    const times = this.#sent.get(key) ?? this.#before.get(key) ?? 0;
    if ((flags & TcpFlag.RST) === 0) this.#sent.set(key, times + 1);
    return times;
  }
}
