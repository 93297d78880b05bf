/** A schedule as text, for people and for comparing. */
import { type Schedule, type Step, stepsOf } from './schedule.ts';

function stepText(step: Step): string {
  switch (step.type) {
    case 'fault-begin':
      return `${step.plan.fault} begins (${step.plan.load}, ${step.plan.side})`;
    case 'fault-end':
      return `${step.plan.fault} ends`;
    case 'traffic': {
      const { from, count, gapMs, minBytes, maxBytes } = step.plan;
      return `${from} sends ${count} messages of ${minBytes} to ${maxBytes} bytes, one every ${gapMs} ms`;
    }
    case 'read':
      return `${step.side} ${step.on ? 'takes messages again' : 'stops taking messages'}`;
  }
}

/** A line for the run and one for each step. */
export function scheduleText(schedule: Schedule): string {
  const lines = stepsOf(schedule).map((step) => `${String(step.atMs).padStart(7)} ms  ${stepText(step)}`);
  return [`seed ${schedule.seed}`, ...lines, ''].join('\n');
}
