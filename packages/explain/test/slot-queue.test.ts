import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlotQueue } from '../src/track/slot-queue.ts';

describe('the queue of slots', () => {
  it('does what an array does', () => {
    const step = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ push: fc.array(fc.nat(1_000_000), { maxLength: 700, size: 'max' }) }),
      },
      { weight: 2, arbitrary: fc.record({ shift: fc.nat(900) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const queue = new SlotQueue();
        const model: number[] = [];
        let taken = 0;
        for (const each of steps) {
          if ('push' in each) {
            for (const slot of each.push) {
              expect(queue.push(slot)).toBe(taken + model.length);
              model.push(slot);
            }
          } else {
            const shifted = Array.from({ length: each.shift }, () => queue.shift());
            const wanted = model.splice(0, each.shift);
            taken += wanted.length;
            expect(shifted).toEqual([...wanted, ...Array<number>(each.shift - wanted.length).fill(-1)]);
          }
          expect(queue.length).toBe(model.length);
          expect(queue.peek()).toBe(model[0] ?? -1);
          expect(queue.first).toBe(taken);
          const some = model.length >> 1;
          if (model.length === 0) continue;
          expect(queue.get(taken + some)).toBe(model[some]);
          queue.set(taken + some, -7);
          model[some] = -7;
        }
        expect(Array.from({ length: model.length }, () => queue.shift())).toEqual(model);
        expect(queue.length).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the order when it grows after it went round', () => {
    const queue = new SlotQueue();
    for (let slot = 0; slot < 1000; slot += 1) queue.push(slot);
    for (let slot = 0; slot < 900; slot += 1) expect(queue.shift()).toBe(slot);
    for (let slot = 1000; slot < 4000; slot += 1) queue.push(slot);
    for (let slot = 900; slot < 4000; slot += 1) expect(queue.shift()).toBe(slot);
    expect(queue.shift()).toBe(-1);
  });
});
