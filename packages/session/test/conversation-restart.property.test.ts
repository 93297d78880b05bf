import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Conversation, type ConversationLimits } from '../src/conversation/conversation.ts';
import { Journal } from '../src/conversation/journal.ts';
import type { StoredSession } from '../src/store/session-store.ts';
import { FakeClock } from './support/fake-clock.ts';
import { Pipe } from './support/pipe.ts';
import { PlainStore } from './support/plain-store.ts';

const limits: ConversationLimits = {
  sendBufferBytes: 2000,
  windowBytes: 1000,
  maxMessageBytes: 1000,
  acknowledge: 'processed',
};

/** Lets everything happen that waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let count = 0; count < 12; count += 1) await Promise.resolve();
}

/** One run of a side's program: from a start to a crash. */
interface Incarnation {
  readonly conversation: Conversation;
  /** Whether each message that was handed out was marked as maybe repeated. */
  readonly marks: boolean[];
  inHand: boolean;
  isDone: boolean;
}

/** One end, whose process dies now and then and whose store does not. */
class Side {
  readonly store = new PlainStore();
  /** What the program meant to send, and what of that send() has promised to keep. */
  readonly tried: string[] = [];
  readonly promised: string[] = [];
  /** What the program was handed and not told to have seen already. */
  readonly seen: string[] = [];
  readonly complaints: string[] = [];
  now!: Incarnation;
  #epoch = 1;
  readonly name: string;
  readonly #clock: FakeClock;
  #isHeld = false;
  #held: (() => void)[] = [];

  constructor(name: string, clock: FakeClock) {
    this.name = name;
    this.#clock = clock;
    this.store.ready = () =>
      this.#isHeld ? new Promise((resolve) => this.#held.push(resolve)) : Promise.resolve();
  }

  async begin(): Promise<void> {
    await this.store.create('it', this.#epoch, {});
    this.#start(null);
  }

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    for (const resolve of this.#held.splice(0)) resolve();
  }

  /** The process dies, and another takes over. What the store was just doing is done, or never. */
  async restart(isWritten: boolean): Promise<void> {
    this.now.conversation.detach();
    if (!isWritten) this.#held = [];
    this.release();
    await turns();
    this.#epoch += 1;
    const claim = await this.store.claim('it', this.#epoch);
    if (claim.kind !== 'claimed') throw new Error(`the claim was ${claim.kind}`);
    this.#start(claim.session);
  }

  #start(restored: StoredSession | null): void {
    const now: { -readonly [K in keyof Incarnation]: Incarnation[K] } = {
      conversation: undefined as never,
      marks: [],
      inHand: false,
      isDone: false,
    };
    now.conversation = new Conversation(
      limits,
      this.#clock,
      {
        done: () => (now.isDone = true),
        peerEnded: () => undefined,
        storeFailed: (error) => {
          if (this.now === now) this.complaints.push(error.message);
        },
      },
      new Journal(this.store, 'it', this.#epoch, this.#clock),
      restored,
    );
    this.now = now;
  }

  send(size: number): void {
    const { now } = this;
    const text = `${this.name}${this.tried.length}:`.padEnd(size, '.');
    this.tried.push(text);
    now.conversation.outbound.send(Buffer.from(text), undefined).then(
      () => this.now === now && this.promised.push(text),
      () => this.tried.pop(),
    );
  }

  read(): void {
    const { now } = this;
    const { inbound } = now.conversation;
    if (now.inHand) {
      now.inHand = false;
      inbound.done();
      return;
    }
    const message = inbound.take();
    if (message === null) return;
    now.inHand = true;
    now.marks.push(message.maybeRepeated);
    const text = message.data.toString();
    const isKnown = this.seen.includes(text);
    if (isKnown && !message.maybeRepeated)
      this.complaints.push(`${text} was handed out twice and not marked`);
    if (!isKnown) this.seen.push(text);
  }
}

type Step =
  | { readonly do: 'send' | 'carry'; readonly side: 0 | 1; readonly size: number }
  | { readonly do: 'read' | 'end' | 'hold' | 'release'; readonly side: 0 | 1 }
  | { readonly do: 'restart'; readonly side: 0 | 1; readonly isWritten: boolean }
  | { readonly do: 'break' | 'connect' | 'wait' };

const side = fc.constantFrom(0 as const, 1 as const);
const sized = (what: 'send' | 'carry', max: number): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constant(what), side, size: fc.integer({ min: 1, max }) });
const plain = (what: 'read' | 'end' | 'hold' | 'release'): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constant(what), side });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 60, arbitrary: sized('send', 300) },
  { weight: 90, arbitrary: sized('carry', 900) },
  { weight: 80, arbitrary: plain('read') },
  { weight: 10, arbitrary: plain('hold') },
  { weight: 20, arbitrary: plain('release') },
  { weight: 1, arbitrary: plain('end') },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('restart' as const), side, isWritten: fc.boolean() }),
  },
  { weight: 30, arbitrary: fc.record({ do: fc.constant('connect' as const) }) },
  { weight: 20, arbitrary: fc.record({ do: fc.constantFrom('break' as const, 'wait' as const) }) },
);

class World {
  readonly clock = new FakeClock();
  readonly sides: readonly [Side, Side] = [new Side('a', this.clock), new Side('b', this.clock)];
  restarts = 0;
  #pipes: readonly [Pipe, Pipe] | null = null;

  break(): void {
    this.#pipes = null;
    for (const { now } of this.sides) now.conversation.detach();
  }

  connect(): void {
    this.break();
    const pipes = [new Pipe(), new Pipe()] as const;
    this.#pipes = pipes;
    const terms = this.sides.map(({ now }) => now.conversation.terms(1000));
    for (const [at, { now, name }] of this.sides.entries()) {
      const theirs = terms[1 - at]!;
      expect(now.conversation.canResumeFrom(theirs.receivedSeq), `${name} can go on`).toBe(true);
      now.conversation.attach(pipes[at]!, theirs);
    }
  }

  carry(from: 0 | 1, size: number): void {
    const pipe = this.#pipes?.[from];
    if (pipe === undefined) return;
    const chunk = Buffer.from(pipe.bytes.subarray(0, size));
    pipe.bytes = pipe.bytes.subarray(size);
    const { conversation } = this.sides[1 - from]!.now;
    pipe.parser.push(chunk, (type, bytes, start, end) => {
      expect(conversation.handle(type, bytes, start, end)).toBe(true);
    });
  }

  async run(one: Step): Promise<void> {
    switch (one.do) {
      case 'send':
        this.sides[one.side].send(one.size);
        break;
      case 'carry':
        this.carry(one.side, one.size);
        break;
      case 'read':
        this.sides[one.side].read();
        break;
      case 'end':
        this.sides[one.side].now.conversation.outbound.end().catch(() => undefined);
        break;
      case 'hold':
        this.sides[one.side].hold();
        break;
      case 'release':
        this.sides[one.side].release();
        break;
      case 'restart':
        this.break();
        this.restarts += 1;
        await this.sides[one.side].restart(one.isWritten);
        break;
      case 'break':
        this.break();
        break;
      case 'connect':
        this.connect();
        break;
      case 'wait':
        this.clock.advance(60);
        break;
    }
    this.clock.turn();
    await turns();
    this.clock.turn();
  }

  /** Lets everything come to its end. */
  async finish(): Promise<void> {
    for (const { now } of this.sides) now.conversation.outbound.end().catch(() => undefined);
    for (const one of this.sides) one.release();
    await turns();
    this.connect();
    for (let count = 0; count < 3000 && !this.sides.every(({ now }) => now.isDone); count += 1) {
      for (const from of [0, 1] as const) {
        await this.run({ do: 'carry', side: from, size: 400 });
        await this.run({ do: 'read', side: from });
      }
      this.clock.advance(5);
    }
  }
}

/** Whether everything that was promised came, in order, and nothing that was never sent. */
function expectWhole(from: Side, to: Side): void {
  const order = new Map(from.tried.map((text, at) => [text, at]));
  const places = to.seen.map((text) => order.get(text) ?? Number.NaN);
  expect(
    places.every((place, at) => at === 0 || place > places[at - 1]!),
    'in order',
  ).toBe(true);
  expect(
    from.promised.filter((text) => !to.seen.includes(text)),
    'lost',
  ).toEqual([]);
  expect(to.complaints).toEqual([]);
}

it('loses, reorders and silently repeats nothing, however processes die and connections break', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 200, size: 'max' }), async (steps) => {
      const world = new World();
      for (const one of world.sides) await one.begin();
      world.connect();
      for (const one of steps) {
        const before = world.sides.map(({ now }) => now);
        await world.run(one);
        for (const { marks } of before) {
          // Marked are only the first after a restart: from the first new message on all are new.
          const firstNew = marks.indexOf(false);
          expect(firstNew < 0 || !marks.slice(firstNew).includes(true)).toBe(true);
          if (world.restarts === 0) expect(marks.includes(true)).toBe(false);
        }
      }
      await world.finish();
      const [a, b] = world.sides;
      expect([a.now.isDone, b.now.isDone], 'both are done').toEqual([true, true]);
      expectWhole(a, b);
      expectWhole(b, a);
    }),
    { numRuns: 60 },
  );
}, 20_000);
