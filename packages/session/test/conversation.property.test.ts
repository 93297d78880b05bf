import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Conversation, type ConversationLimits } from '../src/conversation/conversation.ts';
import { FakeClock } from './support/fake-clock.ts';
import { Pipe } from './support/pipe.ts';

/** One end: its conversation, the connection it writes to, and what its program has seen. */
class Side {
  readonly name: string;
  readonly conversation: Conversation;
  readonly seen: string[] = [];
  readonly flagged: string[] = [];
  readonly accepted: string[] = [];
  sent = 0;
  inHand: string | null = null;
  isDone = false;

  constructor(name: string, limits: ConversationLimits, clock: FakeClock) {
    this.name = name;
    this.conversation = new Conversation(limits, clock, {
      done: () => (this.isDone = true),
      peerEnded: () => undefined,
      storeFailed: (error) => {
        throw error;
      },
    });
  }

  send(size: number): void {
    const text = `${this.name}${this.sent}:`.padEnd(size, '.');
    this.sent += 1;
    this.accepted.push(text);
    void this.conversation.outbound.send(Buffer.from(text), undefined);
  }

  /** The program takes one message, or is done with the one it has, or hands it back. */
  read(how: 'take' | 'give-back'): void {
    const { inbound } = this.conversation;
    if (this.inHand !== null) {
      if (how === 'give-back') inbound.giveBack();
      else {
        this.seen.push(this.inHand);
        inbound.done();
      }
      this.inHand = null;
      return;
    }
    const message = inbound.take();
    if (message === null) return;
    this.inHand = String(message.data);
    if (message.maybeRepeated) this.flagged.push(this.inHand);
  }
}

type Step =
  | { readonly do: 'send' | 'read' | 'give-back' | 'end'; readonly side: 0 | 1; readonly size: number }
  | { readonly do: 'carry'; readonly side: 0 | 1; readonly size: number }
  | { readonly do: 'break' | 'connect' | 'wait' };

const side = fc.constantFrom(0 as const, 1 as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('send' as const), side, size: fc.integer({ min: 1, max: 300 }) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('read' as const), side, size: fc.constant(0) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('give-back' as const), side, size: fc.constant(0) }) },
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constant('carry' as const), side, size: fc.integer({ min: 1, max: 900 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('break' as const, 'wait' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('connect' as const) }) },
);

/** Two sides and the connections between them. */
class World {
  readonly clock = new FakeClock();
  readonly sides: readonly [Side, Side];
  #pipes: readonly [Pipe, Pipe] | null = null;

  constructor(limits: ConversationLimits) {
    this.sides = [new Side('a', limits, this.clock), new Side('b', limits, this.clock)];
  }

  connect(): void {
    this.break();
    const pipes = [new Pipe(), new Pipe()] as const;
    this.#pipes = pipes;
    const terms = this.sides.map(({ conversation }) => conversation.terms(1000));
    for (const [at, { conversation }] of this.sides.entries()) {
      const theirs = terms[1 - at]!;
      expect(conversation.canResumeFrom(theirs.receivedSeq)).toBe(true);
      conversation.attach(pipes[at]!, theirs);
    }
  }

  break(): void {
    this.#pipes = null;
    for (const { conversation } of this.sides) conversation.detach();
  }

  /** Takes up to `size` bytes from one side to the other. */
  carry(from: 0 | 1, size: number): void {
    const pipe = this.#pipes?.[from];
    if (pipe === undefined) return;
    const chunk = Buffer.from(pipe.bytes.subarray(0, size));
    pipe.bytes = pipe.bytes.subarray(size);
    const { conversation } = this.sides[1 - from]!;
    pipe.parser.push(chunk, (type, bytes, start, end) => {
      expect(conversation.handle(type, bytes, start, end)).toBe(true);
    });
    this.clock.turn();
  }

  run(one: Step): void {
    switch (one.do) {
      case 'send':
        this.sides[one.side].send(one.size);
        break;
      case 'read':
      case 'give-back':
        this.sides[one.side].read(one.do === 'read' ? 'take' : 'give-back');
        break;
      case 'end':
        void this.sides[one.side].conversation.outbound.end();
        break;
      case 'carry':
        this.carry(one.side, one.size);
        break;
      case 'break':
        this.break();
        break;
      case 'connect':
        this.connect();
        break;
      case 'wait':
        this.clock.advance(50);
        break;
    }
    this.clock.turn();
  }
}

/** Long ones: short ones never fill a buffer. */
const arraySize: fc.ArrayConstraints = { maxLength: 200, size: 'max' };

const limits: ConversationLimits = {
  sendBufferBytes: 2000,
  windowBytes: 1000,
  maxMessageBytes: 1000,
  acknowledge: 'processed',
};

it.each(['processed', 'received'] as const)(
  'loses, repeats and reorders nothing, however connections break (%s)',
  async (acknowledge) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, arraySize), async (steps) => {
        const world = new World({ ...limits, acknowledge });
        for (const one of steps) world.run(one);
        const [a, b] = world.sides;
        for (const { conversation } of world.sides) void conversation.outbound.end();
        // One connection that holds lets everything arrive, whatever came before.
        world.connect();
        // Much comes before anything is read: windows close.
        for (const from of [0, 1, 0, 1] as const) world.carry(from, 10_000);
        for (let turns = 0; turns < 2000 && !(a.isDone && b.isDone); turns += 1) {
          for (const from of [0, 1] as const) {
            world.carry(from, 400);
            world.run({ do: 'read', side: from, size: 0 });
          }
          world.clock.advance(5);
          await Promise.resolve();
        }
        expect([a.isDone, b.isDone]).toEqual([true, true]);
        expect(b.seen).toEqual(a.accepted);
        expect(a.seen).toEqual(b.accepted);
      }),
      { numRuns: 150 },
    );
  },
);

it('marks a message as maybe repeated only where its program had it in hand before', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        step.filter((one) => one.do !== 'give-back'),
        arraySize,
      ),
      async (steps) => {
        const world = new World(limits);
        for (const one of steps) world.run(one);
        await Promise.resolve();
        for (const { flagged } of world.sides) expect(flagged).toEqual([]);
      },
    ),
    { numRuns: 100 },
  );
});
