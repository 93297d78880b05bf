/** Holds the packets at one vantage against the catalogue. */
import { type SegmentStep, segmentText, type WireStep } from '@halfopen/catalogue';
import type { SeenPacket } from '../observe/record.ts';
import { type Pattern, type Step, matchPattern } from './match.ts';

function namesAck(steps: readonly WireStep[]): boolean {
  return steps.some((step) =>
    'anyOrder' in step ? namesAck(step.anyOrder) : step.kinds.some((kind) => kind === 'ACK'),
  );
}

function toStep(step: SegmentStep): Step<SeenPacket> {
  return {
    accepts: ({ by, type, retransmitted }) =>
      by === step.by &&
      step.kinds.includes(type) &&
      (step.retransmitted === undefined || step.retransmitted === retransmitted),
    min: step.times?.min ?? 1,
    max: step.times === undefined ? 1 : step.times.max,
  };
}

const signs = { client: '>', server: '<', middle: 'router' } as const;

function stepText(step: WireStep): string {
  return 'anyOrder' in step
    ? `in any order (${step.anyOrder.map((each) => segmentText(each, signs)).join('; ')})`
    : segmentText(step, signs);
}

function packetText({ by, type, retransmitted }: SeenPacket): string {
  return `${signs[by]} ${type}${retransmitted ? ' again' : ''}`;
}

/** What differs, as one sentence; `null` when the packets are as the catalogue says. */
export function judgeWire(packets: readonly SeenPacket[], steps: readonly WireStep[]): string | null {
  const compared = namesAck(steps) ? packets : packets.filter(({ type }) => type !== 'ACK');
  const pattern: Pattern<SeenPacket> = steps.map((step) =>
    'anyOrder' in step ? { anyOrder: step.anyOrder.map(toStep) } : toStep(step),
  );
  const mismatch = matchPattern(compared, pattern);
  if (mismatch === null) return null;
  const wanted = steps[mismatch.stepIndex];
  const got = compared[mismatch.itemIndex];
  const expected = wanted === undefined ? 'nothing more' : stepText(wanted);
  const observed = got === undefined ? 'the end of the capture' : packetText(got);
  return `packet ${mismatch.itemIndex + 1}: expected ${expected}, saw ${observed} (all: ${compared.map(packetText).join(', ')})`;
}
