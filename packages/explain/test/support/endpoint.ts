/** One end of a test's conversation: numbers, windows and options as a kernel keeps them. */
import { type SackBlock, TcpFlag, type TcpOptionSpec, tcpPacket, type TcpPacketSpec } from '@halfopen/wire';

const { ACK, FIN, PSH, RST, SYN } = TcpFlag;
const SHIFT = 7;
const MSS = 1460;

/** How a segment differs from what its end would send by itself. */
export interface Saying {
  /** Captured, but the other end never gets it. */
  readonly lost?: boolean;
  /** Gets there, but is not captured. */
  readonly unseen?: boolean;
  readonly flags?: number;
  readonly seq?: number;
  readonly ack?: number;
  readonly payload?: number;
  /** What the payload begins with, where that matters. */
  readonly beginning?: readonly number[];
  /** As it stands in the header. */
  readonly windowField?: number;
  readonly ttl?: number;
  readonly ipId?: number;
  readonly checksum?: number;
  readonly options?: readonly TcpOptionSpec[];
}

/** A segment that was sent. */
export interface Sent {
  /** Its number in the capture; 0: not captured. */
  readonly frame: number;
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly payload: number;
  readonly spec: TcpPacketSpec;
}

/** Where segments are written down. */
interface Scribe {
  ms: number;
  write(packet: Uint8Array): number;
}

interface EndpointSpec {
  readonly address: string;
  readonly port: number;
  readonly isn: number;
  readonly ttl: number;
  readonly timestamps: boolean;
}

/** Sequence number behind a segment. */
function endOf({
  seq,
  payload,
  flags,
}: {
  readonly seq: number;
  readonly payload: number;
  readonly flags: number;
}): number {
  return (seq + payload + ((flags & SYN) !== 0 ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0)) >>> 0;
}

export class Endpoint {
  /** Bytes it can take. */
  window: number = 64_256;
  /** The next sequence number it sends, and the next it expects. */
  next: number;
  expected: number = 0;
  /** The last segment that took sequence numbers, and the last one at all. */
  lastTaking: Sent | null = null;
  last: Sent | null = null;

  readonly #scribe: Scribe;
  readonly #spec: EndpointSpec;
  #peer: Endpoint | null = null;
  #heard = false;
  #ipId: number;
  #echo = 0;
  #early: SackBlock[] = [];
  #twice: SackBlock | null = null;

  constructor(scribe: Scribe, spec: EndpointSpec) {
    this.#scribe = scribe;
    this.#spec = spec;
    this.next = spec.isn;
    this.#ipId = spec.port;
  }

  meet(peer: Endpoint): void {
    this.#peer = peer;
  }

  syn(saying: Saying = {}): Sent {
    return this.say({ flags: SYN, ...saying });
  }

  synAck(saying: Saying = {}): Sent {
    return this.say({ flags: SYN | ACK, ...saying });
  }

  /** Acknowledges whatever has come, with SACK and D-SACK where due. */
  ack(saying: Saying = {}): Sent {
    return this.say(saying);
  }

  data(payload: number, saying: Saying = {}): Sent {
    return this.say({ flags: ACK | PSH, payload, ...saying });
  }

  /** A FIN, with data before it if asked for. */
  fin(saying: Saying = {}): Sent {
    return this.say({ flags: ACK | FIN, ...saying });
  }

  /** Sends a segment again: the last one that took sequence numbers, unless another is named. */
  again(saying: Saying = {}, sent: Sent = this.lastTaking!): Sent {
    return this.say({ flags: sent.flags, seq: sent.seq, payload: sent.payload, ...saying });
  }

  /** A keepalive or a window probe, as Linux sends both: nothing, one before what is next. */
  probe(saying: Saying = {}): Sent {
    return this.say({ flags: ACK, seq: (this.next - 1) >>> 0, ...saying });
  }

  /** RST with ACK, window and options: a live socket's. */
  abort(saying: Saying = {}): Sent {
    return this.say({ flags: RST | ACK, ...saying });
  }

  /** RST alone: no socket for the segment it answers. */
  reset(answered: Sent = this.#peer!.last!, saying: Saying = {}): Sent {
    return this.say({
      flags: RST,
      seq: answered.ack,
      ack: 0,
      windowField: 0,
      options: [],
      ipId: 0,
      ...saying,
    });
  }

  /** RST with ACK and sequence number 0: no listener for the SYN. */
  refuse(saying: Saying = {}): Sent {
    return this.say({ flags: RST | ACK, seq: 0, windowField: 0, options: [], ipId: 0, ...saying });
  }

  say(saying: Saying): Sent {
    const flags = saying.flags ?? ACK;
    const payload = saying.payload ?? 0;
    const seq = saying.seq ?? this.next;
    const ack = saying.ack ?? (this.#heard ? this.expected : 0);
    const isSyn = (flags & SYN) !== 0;
    const bytes = new Uint8Array(payload).fill(seq & 0xff);
    bytes.set(saying.beginning ?? []);
    this.#ipId = (this.#ipId + 1) & 0xffff;
    const spec: TcpPacketSpec = {
      source: this.#spec,
      destination: this.#peer!.#spec,
      seqNumber: seq,
      ackNumber: (flags & ACK) === 0 ? 0 : ack,
      flags,
      window: saying.windowField ?? Math.min(0xffff, isSyn ? this.window : this.window >>> SHIFT),
      ttl: saying.ttl ?? this.#spec.ttl,
      ipId: saying.ipId ?? (this.#ipId || 1),
      options: saying.options ?? this.#options(isSyn, payload === 0),
      payload: bytes,
      ...(saying.checksum === undefined ? {} : { checksum: saying.checksum }),
    };
    const frame = saying.unseen === true ? 0 : this.#scribe.write(tcpPacket(spec));
    const sent: Sent = { frame, flags, seq, ack, payload, spec };
    const end = endOf(sent);
    this.last = sent;
    if (end !== seq && (flags & RST) === 0) {
      this.lastTaking = sent;
      if (((end - this.next) | 0) > 0) this.next = end;
    }
    if (saying.lost !== true) this.#peer!.#take(sent);
    this.#scribe.ms += 1;
    return sent;
  }

  #options(isSyn: boolean, roomForSack: boolean): readonly TcpOptionSpec[] {
    const { timestamps } = this.#spec;
    const clock: readonly TcpOptionSpec[] = timestamps
      ? [
          { kind: 'nop' },
          { kind: 'nop' },
          { kind: 'timestamps', value: Math.floor(this.#scribe.ms) >>> 0, echo: this.#echo },
        ]
      : [];
    if (isSyn) {
      return [
        { kind: 'mss', bytes: MSS },
        { kind: 'sack-permitted' },
        ...clock,
        { kind: 'nop' },
        { kind: 'window-scale', shift: SHIFT },
      ];
    }
    const blocks = [...(this.#twice === null ? [] : [this.#twice]), ...this.#early].slice(0, 3);
    this.#twice = null;
    return roomForSack && blocks.length > 0
      ? [...clock, { kind: 'nop' }, { kind: 'nop' }, { kind: 'sack', blocks }]
      : clock;
  }

  #take(sent: Sent): void {
    const end = endOf(sent);
    this.#echo = Math.floor(this.#scribe.ms) >>> 0;
    if ((sent.flags & SYN) !== 0) {
      this.expected = end;
      this.#heard = true;
      return;
    }
    if (end === sent.seq || (sent.flags & RST) !== 0) return;
    if (!this.#heard) {
      this.expected = sent.seq;
      this.#heard = true;
    }
    if (((end - this.expected) | 0) <= 0) this.#twice = { left: sent.seq, right: end };
    else this.#early.unshift({ left: sent.seq, right: end });
    for (let moved = true; moved;) {
      moved = false;
      for (const { left, right } of this.#early) {
        if (((left - this.expected) | 0) > 0 || ((right - this.expected) | 0) <= 0) continue;
        this.expected = right;
        moved = true;
      }
    }
    this.#early = this.#early.filter(({ right }) => ((right - this.expected) | 0) > 0);
  }
}
