/** Several stores on one directory that create, claim, append to and remove one session all at once. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileStore, isConnectionError, type SessionStore, type StoredSession } from '../src/index.ts';

/** An append that resolved: to which session, by which epoch, and what. */
interface Stored {
  readonly made: string;
  readonly epoch: number;
  readonly seq: number;
}

/** What everybody knows of everybody: the judge's view. */
interface Judge {
  readonly stored: Stored[];
  readonly created: Set<string>;
  /** Sessions whose removal somebody began. */
  readonly removed: Set<string>;
  made: number;
}

/** What was said to be stored, and is missing or another's in a session as it was found later. */
function missingIn(session: StoredSession, stored: readonly Stored[]): readonly Stored[] {
  const found = new Map(session.outgoing.map(({ seq, payload }) => [seq, Number(String(payload))]));
  return stored.filter(
    ({ made, epoch, seq }) =>
      made === session.about['made'] && seq > session.settledSeq && found.get(seq) !== epoch,
  );
}

/** One who takes part: does as told, one thing after another. */
async function takePart(store: SessionStore, plan: readonly number[], judge: Judge): Promise<void> {
  let own: { readonly made: string; readonly epoch: number; seq: number } | null = null;
  for (const choice of plan) {
    try {
      if (own === null || choice < 3) {
        const before = [...judge.stored];
        const known = await store.read('k');
        if (known !== null) expect(missingIn(known, before)).toEqual([]);
        const epoch = (known?.epoch ?? 0) + 1 + (choice % 2);
        if (known === null) {
          judge.made += 1;
          const made = String(judge.made);
          // Above all epochs of the sessions before, so that nobody who had one of those removes this one.
          const first = judge.made * 1000;
          await store.create('k', first, { made });
          judge.created.add(made);
          own = { made, epoch: first, seq: 0 };
        } else {
          const beforeClaim = [...judge.stored];
          const claim = await store.claim('k', epoch);
          if (claim.kind !== 'claimed') continue;
          expect(missingIn(claim.session, beforeClaim)).toEqual([]);
          const seq = claim.session.outgoing.at(-1)?.seq ?? claim.session.settledSeq;
          own = { made: claim.session.about['made']!, epoch, seq };
        }
      } else if (choice === 3) {
        judge.removed.add(own.made);
        await store.remove('k', own.epoch);
        own = null;
      } else {
        own.seq += 1;
        const { made, epoch, seq } = own;
        await store.append('k', epoch, {
          outgoing: [{ seq, payload: Buffer.from(String(epoch)) }],
          settledSeq: choice === 4 ? Math.max(0, seq - 5) : 0,
        });
        judge.stored.push({ made, epoch, seq });
      }
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      const lost = error.code === 'HO_FENCED' || error.message.includes('the store has no session');
      expect(lost ? 'fenced or removed' : error.message).toBe('fenced or removed');
      own = null;
    }
  }
}

it('leaves one of them in possession, with everything that was stored', async () => {
  const plan = fc.array(fc.nat(30), { minLength: 20, maxLength: 60, size: 'max' });
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { minLength: 2, maxLength: 5 }), async (plans) => {
      const directory = await mkdtemp(join(tmpdir(), 'halfopen-store-'));
      const stores = plans.map(() => fileStore({ directory, sync: false, compactBytes: 300 }));
      const judge: Judge = { stored: [], created: new Set(), removed: new Set(), made: 0 };
      try {
        await Promise.all(plans.map((one, index) => takePart(stores[index]!, one, judge)));
        const known = await stores[0]!.read('k');
        if (known !== null) expect(missingIn(known, judge.stored)).toEqual([]);
        const gone = [...judge.created].filter((made) => made !== known?.about['made']);
        expect(gone.filter((made) => !judge.removed.has(made))).toEqual([]);
        await stores[0]!.remove('k', 1_000_000);
        await stores[0]!.create('k', 1, { made: 'after all' });
        expect(await readdir(join(directory, 'new'))).toEqual([]);
        expect((await readdir(join(directory, 'sessions'))).length).toBe(1);
        expect(await stores[1]!.claim('k', 2)).toMatchObject({ session: { about: { made: 'after all' } } });
      } finally {
        for (const store of stores) await store.close();
        await rm(directory, { recursive: true, force: true });
      }
    }),
    { numRuns: Number(process.env['HALFOPEN_RACES'] ?? 5), endOnFailure: true },
  );
}, 300_000);
