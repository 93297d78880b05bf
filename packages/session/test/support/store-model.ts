/** What a store is to do, as a model of a few lines, and random histories to hold a real one against it. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { SessionStore, StoreChange } from '../../src/index.ts';
import { codeOf, plain, type StorePlace } from './store-observed.ts';

/** One call, of one of two stores on one place. */
export type Step =
  | {
      readonly do: 'create' | 'claim' | 'remove';
      readonly key: string;
      readonly at: 0 | 1;
      readonly epoch: number;
    }
  | {
      readonly do: 'append';
      readonly key: string;
      readonly holder: number;
      readonly payloads: readonly (Uint8Array | null)[];
      readonly skip: number;
      readonly processed: number;
      readonly settle: number;
    }
  | { readonly do: 'read'; readonly key: string; readonly at: 0 | 1 };

const key = fc.constantFrom('k', 'l');
const at = fc.constantFrom(0 as const, 1 as const);
const epoch = fc.integer({ min: 0, max: 12 });
/** Random histories of two sessions. */
export const history: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ do: fc.constant('create' as const), key, at, epoch }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('claim' as const), key, at, epoch }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), key, at, epoch }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), key, at }) },
    {
      weight: 14,
      arbitrary: fc.record({
        do: fc.constant('append' as const),
        key,
        holder: fc.nat(3),
        payloads: fc.array(fc.option(fc.uint8Array({ maxLength: 40 })), { maxLength: 4 }),
        // Mostly what follows; at times something that is stored already, or a gap.
        skip: fc.constantFrom(0, 0, 0, 0, 0, 0, -1, -3, 1),
        processed: fc.nat(20),
        settle: fc.integer({ min: -2, max: 5 }),
      }),
    },
  ),
  { minLength: 5, maxLength: 40, size: 'max' },
);

interface ModelSession {
  readonly about: string;
  epoch: number;
  processed: number;
  settled: number;
  readonly sent: (Uint8Array | null)[];
}

/** A store that held a session once, and may think that it still does. */
interface Holder {
  readonly key: string;
  readonly at: 0 | 1;
  readonly epoch: number;
}

/** Carries out a history on a store and on the model, and compares what each call says and what is there in the end. */
export async function runHistory(steps: readonly Step[], place: StorePlace): Promise<void> {
  const stores = [place.open(), place.open()] as const;
  try {
    await compare(steps, stores);
  } finally {
    await Promise.all(stores.map((one) => one.close()));
  }
}

async function compare(steps: readonly Step[], stores: readonly [SessionStore, SessionStore]): Promise<void> {
  const model = new Map<string, ModelSession>();
  const holders: Holder[] = [];
  let made = 0;
  const seen = (name: string): unknown => {
    const session = model.get(name);
    if (session === undefined) return null;
    const { epoch: has, processed, settled, sent } = session;
    const outgoing = sent.map((payload, index) => ({ seq: index + 1, payload })).slice(settled);
    return plain({
      about: { made: session.about },
      epoch: has,
      processedSeq: processed,
      settledSeq: settled,
      outgoing,
    });
  };
  for (const step of steps) {
    const session = model.get(step.key);
    switch (step.do) {
      case 'create': {
        made += 1;
        const result = await codeOf(stores[step.at].create(step.key, step.epoch, { made: `${made}` }));
        expect(result).toBe(session === undefined ? 'ok' : 'HO_FENCED');
        if (session !== undefined) break;
        model.set(step.key, { about: `${made}`, epoch: step.epoch, processed: 0, settled: 0, sent: [] });
        holders.push(step);
        break;
      }
      case 'claim': {
        const before = seen(step.key);
        const claim = await stores[step.at].claim(step.key, step.epoch);
        if (session === undefined) expect(claim).toEqual({ kind: 'unknown' });
        else if (session.epoch >= step.epoch) expect(claim).toEqual({ kind: 'held', epoch: session.epoch });
        else {
          expect(claim.kind === 'claimed' && plain(claim.session)).toEqual(before);
          session.epoch = step.epoch;
          holders.push(step);
        }
        break;
      }
      case 'remove':
        await stores[step.at].remove(step.key, step.epoch);
        if (session !== undefined && session.epoch <= step.epoch) {
          model.delete(step.key);
          // A store need not tell a session from one of the same name that came later.
          for (let index = holders.length - 1; index >= 0; index -= 1)
            if (holders[index]!.key === step.key) holders.splice(index, 1);
        }
        break;
      case 'read':
        expect(plain(await stores[step.at].read(step.key))).toEqual(seen(step.key));
        break;
      case 'append': {
        const holder = holders.filter((one) => one.key === step.key).at(-1 - step.holder);
        if (holder === undefined || session === undefined) break;
        const first = session.sent.length + 1 + step.skip;
        const settledSeq = Math.max(0, session.settled + step.settle);
        const change: StoreChange = {
          outgoing: step.payloads.map((payload, index) => ({ seq: first + index, payload })),
          processedSeq: step.processed,
          settledSeq,
        };
        const result = await codeOf(stores[holder.at].append(step.key, holder.epoch, change));
        if (holder.epoch < session.epoch) {
          expect(result).toBe('HO_FENCED');
          break;
        }
        const last = Math.max(session.sent.length, first + step.payloads.length - 1);
        const gap = step.payloads.length > 0 && (first < 1 || first > session.sent.length + 1);
        const fits = !gap && settledSeq <= (step.payloads.length > 0 ? last : session.sent.length);
        expect(result).toBe(fits ? 'ok' : 'HO_STORE_FAILED');
        if (!fits) break;
        for (const [index, payload] of step.payloads.entries())
          if (first + index > session.sent.length) session.sent.push(payload);
        session.processed = Math.max(session.processed, step.processed);
        session.settled = Math.max(session.settled, settledSeq);
        break;
      }
    }
  }
  for (const name of ['k', 'l']) expect(plain(await stores[0].read(name))).toEqual(seen(name));
}
