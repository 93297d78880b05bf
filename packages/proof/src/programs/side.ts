/** The application on one side: sends what it is ordered to send and reports what happens. */
import { decodePayload, encodePayload, sizeOf } from '../record/payload.ts';
import type { Order, Report, Side as SideName } from '../record/records.ts';
import { Gate } from '../subjects/gate.ts';
import { type Link, type Subject, codeOf } from '../subjects/subject.ts';
import { blockFor, shiftClock } from './hooks.ts';

type SendOrder = Extract<Order, { type: 'send' }>;
type StartOrder = Extract<Order, { type: 'start' }>;

export class Side {
  readonly #subject: Subject;
  readonly #side: SideName;
  readonly #tell: (report: Report) => void;
  readonly #gate = new Gate();
  readonly #room: (() => void)[] = [];
  #link: Link | null = null;
  #nextId = 1;
  #underWay = 0;
  #sending: Promise<void> = Promise.resolve();

  constructor(subject: Subject, side: SideName, tell: (report: Report) => void) {
    this.#subject = subject;
    this.#side = side;
    this.#tell = tell;
  }

  /** Carries an order out; sends are made one order after the other. */
  obey(order: Order): void {
    switch (order.type) {
      case 'start':
        this.#sending = this.#start(order);
        this.#sending.catch((error: unknown) => this.#tell({ type: 'trouble', text: codeOf(error) }));
        return;
      case 'send':
        this.#sending = this.#sending.then(() => this.#send(order));
        return;
      case 'read':
        this.#gate.set(order.on);
        return;
      case 'block':
        blockFor(order.ms);
        return;
      case 'jump':
        shiftClock(order.ms);
        return;
    }
  }

  async #start({ host, port, firstId, folder, profile }: StartOrder): Promise<void> {
    this.#nextId = firstId;
    const tell = this.#tell;
    this.#link = await this.#subject[this.#side]({
      host,
      port,
      folder,
      profile,
      gate: this.#gate,
      events: {
        up: () => tell({ type: 'up' }),
        down: (code) => tell({ type: 'down', code }),
        got: (payload, flagged) => tell({ type: 'got', flagged, ...decodePayload(payload) }),
        givenBack: (payload, code, delivered) =>
          tell({ type: 'failed', id: decodePayload(payload).id, code, delivered }),
      },
    });
    tell({ type: 'ready' });
  }

  async #send({ count, gapMs, minBytes, maxBytes }: SendOrder): Promise<void> {
    const began = performance.now();
    for (let sent = 0; sent < count; sent++) {
      await this.#untilRoom();
      // Timers are late: what they missed is sent at once.
      const early = began + sent * gapMs - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      this.#sendOne(minBytes, maxBytes);
    }
  }

  #sendOne(minBytes: number, maxBytes: number): void {
    const id = this.#nextId++;
    const payload = encodePayload(id, sizeOf(id, minBytes, maxBytes));
    this.#tell({ type: 'sending', id });
    this.#underWay++;
    (this.#link?.send(payload) ?? Promise.reject(new Error('not started')))
      .then(
        () => this.#tell({ type: 'sent', id }),
        (error: unknown) => this.#tell({ type: 'failed', id, code: codeOf(error), delivered: null }),
      )
      .finally(() => {
        this.#underWay--;
        this.#room.shift()?.();
      });
  }

  #untilRoom(): Promise<void> {
    if (this.#underWay < this.#subject.window) return Promise.resolve();
    return new Promise((resolve) => this.#room.push(resolve));
  }
}
