import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heartbeat, type HeartbeatStep } from '../src/link/heartbeat.ts';
import { LoopWatch } from '../src/time/loop-watch.ts';
import { FakeClock } from './support/fake-clock.ts';

const defaults = { heartbeatMs: 10_000, graceMs: 2000 };
const someTimes = fc.record({ heartbeatMs: fc.integer({ min: 1, max: 60_000 }), graceMs: fc.nat(60_000) });
const begin = fc.oneof(fc.nat(1_000_000), fc.double({ min: 0, max: 1e9, noNaN: true }));

/** Steps when due until the peer is taken for dead: what was said when, counted from `now`. */
function untilDead(heartbeat: Heartbeat, now: number): [number, HeartbeatStep][] {
  const said: [number, HeartbeatStep][] = [];
  for (let at = now, turns = 0; turns < 20; turns += 1) {
    at += heartbeat.dueInMs(at);
    const step = heartbeat.step(at);
    if (step !== 'wait') said.push([at - now, step]);
    if (step === 'dead') return said;
  }
  throw new Error('the peer never dies');
}

describe('a heartbeat', () => {
  it('asks after one heartbeat of silence and after two, and gives up after the grace', () => {
    expect(untilDead(new Heartbeat(defaults, 5), 5)).toEqual([
      [10_000, 'ping'],
      [20_000, 'ping'],
      [22_000, 'dead'],
    ]);
  });

  it('begins anew with every byte', () => {
    const heartbeat = new Heartbeat(defaults, 0);
    expect(heartbeat.step(21_000)).toBe('ping');
    heartbeat.heard(21_500);
    expect(heartbeat.step(21_500)).toBe('wait');
    expect(heartbeat.silenceMs(22_000)).toBe(500);
    expect(untilDead(heartbeat, 21_500).map(([at]) => at)).toEqual([10_000, 20_000, 22_000]);
  });

  it('asks at once after a suspicion, and gives the peer a heartbeat and the grace to answer', () => {
    const heartbeat = new Heartbeat(defaults, 0);
    heartbeat.suspect(1000);
    expect(untilDead(heartbeat, 1000)).toEqual([
      [0, 'ping'],
      [10_000, 'ping'],
      [12_000, 'dead'],
    ]);
    heartbeat.suspect(50_000);
    heartbeat.heard(50_100);
    expect(untilDead(heartbeat, 50_100)).toHaveLength(3);
  });

  it('always comes to an end in time when it is stepped when due', () => {
    fc.assert(
      fc.property(someTimes, begin, (times, now) => {
        const said = untilDead(new Heartbeat(times, now), now);
        expect(said.map(([, step]) => step)).toEqual(['ping', 'ping', 'dead']);
        expect(said[2]![0]).toBeLessThanOrEqual(2 * times.heartbeatMs + times.graceMs + 2);
      }),
    );
  });

  it('never gives up before its time, and never without having asked twice, however it is stepped', () => {
    const moves = fc.array(fc.record({ ms: fc.nat(40_000), heard: fc.boolean(), steps: fc.nat(3) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(someTimes, moves, (times, all) => {
        const heartbeat = new Heartbeat(times, 0);
        let now = 0;
        let heardAt = 0;
        let asked = 0;
        let askedAt = 0;
        for (const { ms, heard, steps } of all) {
          now += ms;
          for (let count = 0; count < steps; count += 1) {
            const step = heartbeat.step(now);
            const silenceMs = now - heardAt;
            if (step === 'ping') {
              asked += 1;
              askedAt = now;
              expect(silenceMs).toBeGreaterThanOrEqual(asked * times.heartbeatMs);
            }
            if (step === 'dead') {
              expect(silenceMs).toBeGreaterThanOrEqual(2 * times.heartbeatMs + times.graceMs);
              expect(asked).toBe(2);
              expect(now - askedAt).toBeGreaterThanOrEqual(times.graceMs);
            }
            // It is due now if, and only if, something is to be said: nobody turns in circles.
            expect(heartbeat.dueInMs(now) === 0).toBe(
              heartbeatSays(times, now - heardAt, asked, now - askedAt),
            );
          }
          if (heard) {
            heartbeat.heard(now);
            heardAt = now;
            asked = 0;
          }
        }
        expect(asked).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('does not count time that was stolen from this process', () => {
    const blocks = fc.array(fc.tuple(fc.nat(900), fc.integer({ min: 1000, max: 100_000 })), {
      maxLength: 15,
    });
    fc.assert(
      fc.property(blocks, (all) => {
        const clock = new FakeClock();
        const watch = new LoopWatch(clock);
        const stop = watch.listen(() => undefined);
        const usable = (): number => clock.now() - watch.stolenMs();
        const heartbeat = new Heartbeat(defaults, usable());
        for (const [idleMs, blockedMs] of all) {
          clock.advance(idleMs);
          clock.block(blockedMs);
          // A sample and the tolerance are all that a block can cost the peer: 15 × (900 + 350) ms is no reason to give up.
          expect(heartbeat.step(usable())).not.toBe('dead');
        }
        stop();
      }),
    );
  });
});

function heartbeatSays(
  times: typeof defaults,
  silenceMs: number,
  asked: number,
  sinceAskedMs: number,
): boolean {
  const { heartbeatMs, graceMs } = times;
  if (asked < 2) return silenceMs >= heartbeatMs * (asked + 1);
  return silenceMs >= 2 * heartbeatMs + graceMs && sinceAskedMs >= graceMs;
}
