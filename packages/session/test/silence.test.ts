import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Silence } from '../src/guard/silence.ts';
import { StalledWrite } from '../src/guard/stalled-write.ts';

const policy = { probeAfterMs: 1000, killAfterMs: 3000 };

function quiet(usableNow: number, bytesRead = 0) {
  return { usableNow, bytesRead, isReading: true, lastDataMs: null };
}

describe('silence', () => {
  it('asks once, then kills', () => {
    const silence = new Silence(policy, true, 0, 0);
    expect(silence.dueAt).toBe(1000);
    expect(silence.look(quiet(999))).toBe('wait');
    expect(silence.look(quiet(1000))).toBe('probe');
    expect(silence.dueAt).toBe(3000);
    expect(silence.look(quiet(2999))).toBe('wait');
    expect(silence.look(quiet(3000))).toBe('dead');
  });

  it('asks before it kills, however late it looks', () => {
    const silence = new Silence(policy, true, 0, 0);
    expect(silence.look(quiet(60_000))).toBe('probe');
    expect(silence.look(quiet(60_001))).toBe('dead');
  });

  it('begins anew with the last byte, not with the look that finds it', () => {
    const silence = new Silence(policy, true, 0, 0);
    silence.look(quiet(1000));
    silence.look({ usableNow: 2000, bytesRead: 5, isReading: true, lastDataMs: 700 });
    expect(silence.silenceMs(2000)).toBe(700);
    expect(silence.dueAt).toBe(2300);
  });

  it('takes the look for the last byte where nobody can tell, and looks more often', () => {
    const silence = new Silence(policy, false, 0, 0);
    expect(silence.dueAt).toBe(375);
    silence.look(quiet(375, 5));
    expect(silence.silenceMs(375)).toBe(0);
  });

  it('does not blame a peer that nobody reads from', () => {
    const silence = new Silence(policy, true, 0, 0);
    silence.look(quiet(1000));
    for (let at = 2000; at < 60_000; at += 1000)
      expect(silence.look({ ...quiet(at), isReading: false })).toBe('wait');
  });

  it('asks at once after a sleep, and waits for the answer', () => {
    const silence = new Silence(policy, true, 0, 0);
    silence.look(quiet(1000));
    silence.suspect(2900);
    expect(silence.look(quiet(2900))).toBe('probe');
    expect(silence.look(quiet(4899))).toBe('wait');
    expect(silence.look(quiet(4900))).toBe('dead');
  });

  it('never ends a peer of whom a byte came within its time', () => {
    const sights = fc.array(fc.record({ afterMs: fc.integer({ min: 1, max: 1400 }), bytes: fc.nat(2) }));
    fc.assert(
      fc.property(sights, fc.boolean(), (all, exact) => {
        const silence = new Silence(policy, exact, 0, 0);
        let now = 0;
        let lastByteAt = 0;
        let bytesRead = 0;
        for (const { afterMs, bytes } of all) {
          now += afterMs;
          bytesRead += bytes;
          if (bytes > 0) lastByteAt = now;
          if (silence.look(quiet(now, bytesRead)) === 'dead')
            expect(now - lastByteAt).toBeGreaterThanOrEqual(3000);
        }
      }),
    );
  });
});

describe('a stalled write', () => {
  it('is one of which nothing is taken, however much is added', () => {
    const stalled = new StalledWrite(1000, 0);
    const waits = { isWaiting: true, taken: 50 };
    expect(stalled.look({ usableNow: 100, ...waits })).toBe(false);
    expect(stalled.look({ usableNow: 1099, ...waits })).toBe(false);
    expect(stalled.look({ usableNow: 1100, ...waits })).toBe(true);
    expect(stalled.stalledMs(1100)).toBe(1000);
  });

  it('is none while a byte is taken now and then, or nothing waits', () => {
    const stalled = new StalledWrite(1000, 0);
    for (let at = 0; at < 20_000; at += 900)
      expect(stalled.look({ usableNow: at, isWaiting: true, taken: at })).toBe(false);
    for (let at = 20_000; at < 40_000; at += 900)
      expect(stalled.look({ usableNow: at, isWaiting: false, taken: 5 })).toBe(false);
    stalled.look({ usableNow: 40_000, isWaiting: true, taken: 5 });
    expect(stalled.look({ usableNow: 41_000, isWaiting: false, taken: 5 })).toBe(false);
  });
});
