/** Frames of one connection before they become bytes: numbers in columns, 48 bytes a frame. */

/** Which options a segment carries. The number goes into a frame's words. */
export const Layout = {
  /** No options: resets that no socket sent. */
  bare: 0,
  /** Timestamps behind two NOPs. */
  timestamps: 1,
  /** Timestamps, then one SACK block. */
  sack: 2,
  /** MSS, SACK permitted, timestamps, NOP, window scale: how Linux opens. */
  open: 3,
  /** MSS alone. */
  mss: 4,
} as const;

/** One of {@link Layout}'s numbers. */
export type LayoutNumber = (typeof Layout)[keyof typeof Layout];

/** How many 32-bit words describe a frame. */
export const frameWords: number = 10;

/** Positions of the words. `head` packs direction, layout, TCP flags and TTL; `icmp` is not 0 for ICMP errors. */
export const FrameField = {
  head: 0,
  seq: 1,
  ack: 2,
  windowAndId: 3,
  length: 4,
  stamp: 5,
  echo: 6,
  sackLeft: 7,
  sackRight: 8,
  icmp: 9,
} as const;

/** Packs the `head` word. */
export function packHead(fromServer: boolean, layout: LayoutNumber, flags: number, ttl: number): number {
  return (fromServer ? 1 : 0) | (layout << 1) | (flags << 8) | (ttl << 16);
}

/** Frames in order of time, ready to be written. `times` are in whole microseconds since the capture began. */
export interface FramePlan {
  readonly times: Float64Array;
  readonly words: Int32Array;
}

const firstRoom = 256;

/** Frames as a script puts them down, nearly in order of time. One list serves many connections. */
export class FrameList {
  length: number = 0;
  #times = new Float64Array(firstRoom);
  #words = new Int32Array(firstRoom * frameWords);
  #dropped = new Set<number>();

  /** Forgets all frames. */
  clear(): void {
    this.length = 0;
    this.#dropped.clear();
  }

  /** Adds a frame with its words still 0 and tells where they begin in `words`. */
  add(time: number): number {
    if (this.length === this.#times.length) this.#grow();
    const at = this.length * frameWords;
    this.#times[this.length] = time;
    this.#words.fill(0, at, at + frameWords);
    this.length += 1;
    return at;
  }

  /** The words of all frames. Ask again after each `add`. */
  get words(): Int32Array {
    return this.#words;
  }

  /** When frame `index` is seen. */
  timeOf(index: number): number {
    return this.#times[index]!;
  }

  /** Moves frame `index` to another time. */
  moveTo(index: number, time: number): void {
    this.#times[index] = time;
  }

  /** Leaves frame `index` out of the plan: it was on the wire, but the capture missed it. */
  drop(index: number): void {
    this.#dropped.add(index);
  }

  /** All frames that were not dropped, sorted by time; equal times keep the order in which they were added. */
  plan(): FramePlan {
    const order = this.#order();
    const times = new Float64Array(order.length);
    const words = new Int32Array(order.length * frameWords);
    for (let to = 0; to < order.length; to += 1) {
      const from = order[to]!;
      times[to] = this.#times[from]!;
      for (let word = 0; word < frameWords; word += 1)
        words[to * frameWords + word] = this.#words[from * frameWords + word]!;
    }
    return { times, words };
  }

  /** Insertion sort: scripts put frames down nearly in order. */
  #order(): Int32Array {
    const order = new Int32Array(this.length - this.#dropped.size);
    let count = 0;
    for (let index = 0; index < this.length; index += 1) {
      if (this.#dropped.has(index)) continue;
      const time = this.#times[index]!;
      let at = count;
      while (at > 0 && this.#times[order[at - 1]!]! > time) {
        order[at] = order[at - 1]!;
        at -= 1;
      }
      order[at] = index;
      count += 1;
    }
    return order;
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    const words = new Int32Array(this.#words.length * 2);
    times.set(this.#times);
    words.set(this.#words);
    this.#times = times;
    this.#words = words;
  }
}
