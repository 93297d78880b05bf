import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LoopEvent, LoopWatch } from '../src/time/loop-watch.ts';
import { FakeClock } from './support/fake-clock.ts';

function watched(): { clock: FakeClock; watch: LoopWatch; events: LoopEvent[]; stop: () => void } {
  const clock = new FakeClock();
  const watch = new LoopWatch(clock);
  const events: LoopEvent[] = [];
  const stop = watch.listen((event) => events.push(event));
  return { clock, watch, events, stop };
}

describe('a watch over the event loop', () => {
  it('sees nothing stolen while timers come when they are due', () => {
    const { clock, watch, events } = watched();
    clock.advance(60_000);
    expect(watch.stolenMs()).toBe(0);
    expect(events).toEqual([]);
  });

  it('counts what a block took, within one sample, before its own timer has run and after', () => {
    const { clock, watch, events } = watched();
    clock.advance(100);
    const before = watch.stolenMs();
    let within = 0;
    clock.after(30_000, () => {
      within = watch.stolenMs();
    });
    clock.block(30_000);
    expect(watch.stolenMs() - before).toBeGreaterThanOrEqual(30_000 - 250);
    expect(watch.stolenMs() - before).toBeLessThanOrEqual(30_000);
    expect(within).toBe(watch.stolenMs());
    expect(events).toEqual([{ type: 'blocked', ms: watch.stolenMs() }]);
  });

  it('takes no ordinary busy moment for a block', () => {
    const { clock, watch, events } = watched();
    for (let count = 0; count < 50; count += 1) clock.block(340);
    expect(watch.stolenMs()).toBe(0);
    expect(events).toEqual([]);
  });

  it('tells that the wall clock has run ahead: the machine may have slept', () => {
    const { clock, watch, events } = watched();
    clock.advance(1000);
    clock.jump(3_600_000);
    clock.advance(1000);
    expect(events).toEqual([{ type: 'clock-jump', ms: 3_600_000 }]);
    expect(watch.stolenMs()).toBe(0);
  });

  it('does not mind a wall clock that drifts, or that is set back', () => {
    const { clock, events } = watched();
    clock.jump(1500);
    clock.advance(1000);
    clock.jump(-3_600_000);
    clock.advance(1000);
    expect(events).toEqual([]);
  });

  it('needs a timer only while somebody listens', () => {
    const { clock, watch, events, stop } = watched();
    const stopSecond = watch.listen(() => undefined);
    stop();
    stop();
    expect(clock.timers).toBe(1);
    stopSecond();
    expect(clock.timers).toBe(0);
    clock.block(30_000);
    expect(watch.stolenMs()).toBe(0);
    expect(events).toEqual([]);
    watch.listen((event) => events.push(event));
    clock.advance(1000);
    expect(watch.stolenMs()).toBe(0);
  });

  it('may be left from within an event', () => {
    const clock = new FakeClock();
    const watch = new LoopWatch(clock);
    let told = 0;
    const stop = watch.listen(() => {
      told += 1;
      stop();
    });
    clock.block(10_000);
    clock.advance(1000);
    expect(told).toBe(1);
    expect(clock.timers).toBe(0);
  });

  it('never counts more than has passed, and never takes back what it counted', () => {
    const moves = fc.array(fc.tuple(fc.boolean(), fc.nat(5000)), { maxLength: 40 });
    fc.assert(
      fc.property(moves, (all) => {
        const { clock, watch } = watched();
        let blockedMs = 0;
        let stolenMs = 0;
        for (const [blocks, ms] of all) {
          if (blocks) {
            clock.block(ms);
            blockedMs += ms;
          } else clock.advance(ms);
          expect(watch.stolenMs()).toBeGreaterThanOrEqual(stolenMs);
          expect(watch.stolenMs()).toBeLessThanOrEqual(blockedMs);
          stolenMs = watch.stolenMs();
        }
        expect(stolenMs).toBeGreaterThanOrEqual(blockedMs - 350 * all.length);
      }),
    );
  });
});
