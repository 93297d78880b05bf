/**
 * What every store must do, whatever it keeps its bytes in: single rules, and random histories compared with a model. For a store
 * of your own, call {@link storeConformance} in a test file of its own.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionStore, StoreChange, StoredMessage } from '../src/index.ts';
import { codeOf, plain, type StorePlace } from './support/store-observed.ts';
import { history, runHistory } from './support/store-model.ts';

/** What the suite needs to know of a store. */
export interface StoreUnderTest {
  /** A new place, empty, and how to open stores on it. Stores opened on one place share its sessions. */
  readonly newPlace: () => Promise<StorePlace>;
  /** Random histories to try. Default 50. */
  readonly histories?: number;
  /** Whether all that is stored is gone when the last store closes. */
  readonly forgetful?: boolean;
}

const messages = (first: number, ...texts: readonly (string | null)[]): readonly StoredMessage[] =>
  texts.map((text, index) => ({
    seq: first + index,
    payload: text === null ? null : Buffer.from(text),
  }));

/** Registers the suite. */
export function storeConformance(
  name: string,
  { newPlace, histories = 50, forgetful = false }: StoreUnderTest,
): void {
  describe(`${name}, as every store`, () => {
    let place: StorePlace;
    let store: SessionStore;

    beforeEach(async () => {
      place = await newPlace();
      store = place.open();
    });
    afterEach(async () => {
      await store.close();
      await place.destroy();
    });

    it('gives back what was stored, byte for byte', async () => {
      const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
      await store.create('a', 7, { seed: 'secret', __proto__x: 'ü\ud83d\ude00' });
      const outgoing = [
        { seq: 1, payload: everyByte },
        { seq: 2, payload: new Uint8Array() },
        { seq: 3, payload: null },
      ];
      await store.append('a', 7, { outgoing, processedSeq: 9_007_199_254_740_991 });
      expect(plain(await store.read('a'))).toEqual(
        plain({
          about: { seed: 'secret', __proto__x: 'ü\ud83d\ude00' },
          epoch: 7,
          processedSeq: 9_007_199_254_740_991,
          settledSeq: 0,
          outgoing,
        }),
      );
    });

    it('keeps no hold on the bytes it was given', async () => {
      const payload = Buffer.from('before');
      await store.create('a', 1, {});
      await store.append('a', 1, { outgoing: [{ seq: 1, payload }] });
      payload.write('after!');
      const first = await store.read('a');
      expect(String(Buffer.from(first!.outgoing[0]!.payload!))).toBe('before');
      first!.outgoing[0]!.payload!.fill(0);
      expect(String(Buffer.from((await store.read('a'))!.outgoing[0]!.payload!))).toBe('before');
    });

    it('forgets what is settled, and keeps the rest', async () => {
      await store.create('a', 1, {});
      await store.append('a', 1, { outgoing: messages(1, 'one', 'two', 'three') });
      await store.append('a', 1, { settledSeq: 2 });
      await store.append('a', 1, { settledSeq: 1, processedSeq: 5 });
      await store.append('a', 1, { processedSeq: 4 });
      expect(plain(await store.read('a'))).toEqual(
        plain({ about: {}, epoch: 1, processedSeq: 5, settledSeq: 2, outgoing: messages(3, 'three') }),
      );
    });

    it('takes a message and its settlement in one change', async () => {
      await store.create('a', 1, {});
      await store.append('a', 1, { outgoing: messages(1, 'one', 'two'), settledSeq: 2 });
      await store.append('a', 1, { outgoing: messages(3, null) });
      expect(plain(await store.read('a'))).toEqual(
        plain({ about: {}, epoch: 1, processedSeq: 0, settledSeq: 2, outgoing: messages(3, null) }),
      );
    });

    it('carries out calls in the order they were made, without waiting in between', async () => {
      const calls = [store.create('a', 1, {})];
      for (let seq = 1; seq <= 50; seq += 1)
        calls.push(store.append('a', 1, { outgoing: messages(seq, `m${seq}`) }));
      const claim = store.claim('a', 2);
      for (let seq = 51; seq <= 60; seq += 1)
        calls.push(store.append('a', 2, { outgoing: messages(seq, `m${seq}`) }));
      await Promise.all(calls);
      const claimed = await claim;
      expect(claimed.kind === 'claimed' && claimed.session.outgoing.length).toBe(50);
      expect((await store.read('a'))?.outgoing.map(({ payload }) => String(Buffer.from(payload!)))).toEqual(
        Array.from({ length: 60 }, (_, index) => `m${index + 1}`),
      );
    });

    it('refuses a gap, and takes what is repeated', async () => {
      await store.create('a', 1, {});
      await store.append('a', 1, { outgoing: messages(1, 'one') });
      expect(await codeOf(store.append('a', 1, { outgoing: messages(3, 'three') }))).toBe('HO_STORE_FAILED');
      expect(await codeOf(store.append('a', 1, { settledSeq: 2 }))).toBe('HO_STORE_FAILED');
      expect(await codeOf(store.append('a', 1, { outgoing: messages(1, 'one', 'two') }))).toBe('ok');
      const results = await Promise.all([
        codeOf(store.append('a', 1, { outgoing: messages(3, 'three') })),
        codeOf(store.append('a', 1, { outgoing: messages(5, 'five') })),
        codeOf(store.append('a', 1, { outgoing: messages(4, 'four') })),
      ]);
      expect(results).toEqual(['ok', 'HO_STORE_FAILED', 'ok']);
      expect((await store.read('a'))?.outgoing.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    });

    it('creates a session once', async () => {
      await store.create('a', 1, { made: 'first' });
      expect(await codeOf(store.create('a', 2, {}))).toBe('HO_FENCED');
      expect(await codeOf(place.open().create('a', 3, {}))).toBe('HO_FENCED');
      expect((await store.read('a'))?.about).toEqual({ made: 'first' });
    });

    it('fences whoever had the session', async () => {
      const other = place.open();
      await store.create('a', 1, {});
      await store.append('a', 1, { outgoing: messages(1, 'one') });
      const claim = await other.claim('a', 5);
      expect(claim.kind === 'claimed' && plain(claim.session)).toEqual(
        plain({ about: {}, epoch: 1, processedSeq: 0, settledSeq: 0, outgoing: messages(1, 'one') }),
      );
      expect(await codeOf(store.append('a', 1, { processedSeq: 9 }))).toBe('HO_FENCED');
      expect(await store.claim('a', 5)).toEqual({ kind: 'held', epoch: 5 });
      expect(await store.claim('a', 4)).toEqual({ kind: 'held', epoch: 5 });
      await other.append('a', 5, { outgoing: messages(2, 'two') });
      expect(plain(await store.read('a'))).toEqual(
        plain({ about: {}, epoch: 5, processedSeq: 0, settledSeq: 0, outgoing: messages(1, 'one', 'two') }),
      );
      await store.remove('a', 4);
      expect(await store.read('a')).not.toBeNull();
      if (other !== store) await other.close();
    });

    it('gives a session to one of those who claim it at once', async () => {
      await store.create('a', 0, {});
      await store.append('a', 0, { outgoing: messages(1, 'one') });
      const others = [store, place.open(), place.open()];
      const epochs = [3, 1, 4, 1, 5, 9, 2, 6];
      const claims = await Promise.all(epochs.map((epoch, index) => others[index % 3]!.claim('a', epoch)));
      for (const claim of claims)
        if (claim.kind === 'claimed') expect(claim.session.outgoing.length).toBe(1);
        else expect(claim.kind).toBe('held');
      expect(claims[epochs.indexOf(9)]!.kind).toBe('claimed');
      expect((await store.read('a'))?.epoch).toBe(9);
      const taken = epochs.filter((_, index) => claims[index]!.kind === 'claimed');
      expect(new Set(taken).size).toBe(taken.length);
      for (const other of others) if (other !== store) await other.close();
    });

    it('knows nothing of a session that is removed, and lets it be created again', async () => {
      expect(await store.read('a')).toBeNull();
      expect(await store.claim('a', 1)).toEqual({ kind: 'unknown' });
      await store.remove('a', 1);
      await store.create('a', 1, {});
      await store.append('a', 1, { outgoing: messages(1, 'one') });
      await store.remove('a', 1);
      expect(await store.read('a')).toBeNull();
      expect(await store.claim('a', 2)).toEqual({ kind: 'unknown' });
      expect(await codeOf(store.append('a', 1, { processedSeq: 1 }))).toBe('HO_STORE_FAILED');
      await store.create('a', 1, { made: 'again' });
      expect(plain(await store.read('a'))).toEqual(
        plain({ about: { made: 'again' }, epoch: 1, processedSeq: 0, settledSeq: 0, outgoing: [] }),
      );
    });

    it('takes any well-formed key up to 200 characters, and keeps them apart', async () => {
      const keys = [
        '',
        'a',
        'A',
        '.',
        '..',
        '../x',
        'a/b',
        '{a}b',
        '}a{',
        'ü',
        '\ud83d\ude00'.repeat(100),
        ' ',
        '\n',
        'x'.repeat(200),
      ];
      for (const key of keys) await store.create(key, 1, { key });
      for (const key of keys) expect((await store.read(key))?.about).toEqual({ key });
      for (const key of ['x'.repeat(201), 'a\0b', '\ud83d'])
        expect(await codeOf(store.create(key, 1, {}))).toBe('HO_STORE_FAILED');
    });

    it('refuses epochs and sequence numbers that are none', async () => {
      await store.create('a', 1, {});
      for (const epoch of [-1, 0.5, Number.NaN, 2 ** 53])
        expect(await codeOf(store.claim('a', epoch))).toBe('HO_STORE_FAILED');
      const bad: readonly StoreChange[] = [
        { processedSeq: -1 },
        { settledSeq: 0.5 },
        { outgoing: messages(0, 'zero') },
        { outgoing: [...messages(1, 'one'), ...messages(3, 'three')] },
      ];
      for (const change of bad) expect(await codeOf(store.append('a', 1, change))).toBe('HO_STORE_FAILED');
      expect(await codeOf(store.append('a', 2, { processedSeq: 1 }))).toBe('HO_STORE_FAILED');
      expect((await store.read('a'))?.processedSeq).toBe(0);
    });

    it('stores a large message and many small ones', async () => {
      const large = Buffer.alloc(3_000_000, 'large');
      await store.create('a', 1, {});
      await store.append('a', 1, { outgoing: [{ seq: 1, payload: large }] });
      const many = Array.from({ length: 3000 }, (_, index) => ({
        seq: index + 2,
        payload: Buffer.from(`${index}`),
      }));
      await store.append('a', 1, { outgoing: many });
      expect((await store.read('a'))?.outgoing.length).toBe(3001);
      await store.append('a', 1, { settledSeq: 3000 });
      expect((await store.read('a'))?.outgoing.map(({ seq }) => seq)).toEqual([3001]);
    });

    it('does nothing after it is closed', async () => {
      await store.create('a', 1, {});
      const last = store.append('a', 1, { processedSeq: 1 });
      await store.close();
      await last;
      expect(await codeOf(store.append('a', 1, { processedSeq: 2 }))).toBe('HO_STORE_FAILED');
      expect(await codeOf(store.read('a'))).toBe('HO_STORE_FAILED');
      if (!forgetful) expect((await place.open().read('a'))?.processedSeq).toBe(1);
    });

    it('behaves as the model in random histories', { timeout: 120_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(history, async (steps) => {
          const own = await newPlace();
          try {
            await runHistory(steps, own);
          } finally {
            await own.destroy();
          }
        }),
        { numRuns: histories },
      );
    });
  });
}
