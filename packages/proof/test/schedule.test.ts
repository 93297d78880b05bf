import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultNamed, faults } from '../src/faults/faults.ts';
import { type ScheduleChoice, makeSchedule } from '../src/schedule/make-schedule.ts';
import { scheduleText } from '../src/schedule/schedule-text.ts';
import { type Load, loads, stepsOf } from '../src/schedule/schedule.ts';

const choices: fc.Arbitrary<ScheduleChoice> = fc.record({
  faults: fc.subarray([...faults], { minLength: 1 }),
  maxFaults: fc.integer({ min: 1, max: 4 }),
  load: fc.constantFrom<Load | null>(null, ...loads),
  side: fc.constantFrom(null, 'client' as const, 'server' as const),
  realTime: fc.boolean(),
});
const seeds = fc.integer({ min: 1, max: 1_000_000 });

describe('a schedule', () => {
  it('follows from its seed and what was asked for', () => {
    fc.assert(
      fc.property(seeds, choices, (seed, choice) => {
        expect(makeSchedule(seed, choice)).toStrictEqual(makeSchedule(seed, choice));
      }),
    );
  });

  it('differs from seed to seed', () => {
    const choice: ScheduleChoice = { faults, maxFaults: 2, load: null, side: null, realTime: false };
    const texts = new Set(Array.from({ length: 200 }, (_, seed) => scheduleText(makeSchedule(seed, choice))));
    expect(texts.size).toBe(200);
  });

  it('has its faults one after the other, within their bounds, under a load that suits them', () => {
    fc.assert(
      fc.property(seeds, choices, (seed, choice) => {
        let freeFromMs = 0;
        const schedule = makeSchedule(seed, choice);
        expect(schedule.faults.length).toBeGreaterThan(0);
        for (const { fault, atMs, forMs, load } of schedule.faults) {
          const { shortMs, realMs, loads: suited } = faultNamed(fault) ?? faults[0]!;
          expect(atMs).toBeGreaterThan(freeFromMs);
          expect(suited).toContain(load);
          if (choice.realTime) expect(forMs).toBe(realMs);
          else expect(forMs >= shortMs[0] && forMs <= shortMs[1]).toBe(true);
          freeFromMs = atMs + forMs;
        }
      }),
    );
  });

  it('is a list of steps in order of time in which everything that begins also ends, and messages come last', () => {
    fc.assert(
      fc.property(seeds, choices, (seed, choice) => {
        const schedule = makeSchedule(seed, choice);
        const steps = stepsOf(schedule);
        const open = new Set<string>();
        let lastMs = 0;
        for (const step of steps) {
          expect(step.atMs).toBeGreaterThanOrEqual(lastMs);
          lastMs = step.atMs;
          if (step.type === 'fault-begin') open.add(`fault ${step.index}`);
          if (step.type === 'fault-end') expect(open.delete(`fault ${step.index}`)).toBe(true);
          if (step.type === 'read' && !step.on) open.add(step.side);
          if (step.type === 'read' && step.on) open.delete(step.side);
        }
        expect(open).toStrictEqual(new Set());
        const lastFaultMs = Math.max(...schedule.faults.map(({ atMs, forMs }) => atMs + forMs));
        const after = schedule.traffic.filter(({ atMs }) => atMs >= lastFaultMs).map(({ from }) => from);
        expect(after.toSorted()).toStrictEqual(['client', 'server']);
      }),
    );
  });

  it('is told step by step', () => {
    const choice: ScheduleChoice = {
      faults: faults.filter(({ name }) => name === 'black-hole'),
      maxFaults: 1,
      load: 'full',
      side: null,
      realTime: false,
    };
    const text = scheduleText(makeSchedule(7, choice));
    expect(text).toContain('seed 7\n');
    expect(text).toMatch(/ms {2}client stops taking messages\n/);
    expect(text).toMatch(/ms {2}black-hole begins \(full, (client|server)\)\n/);
    expect(text.split('\n')).toHaveLength(stepsOf(makeSchedule(7, choice)).length + 2);
  });
});
