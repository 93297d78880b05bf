import { otherSide } from '../record/records.ts';
import type { Fault } from './fault.ts';

const FLOOD = { type: 'send', count: 120, gapMs: 1, minBytes: 8000, maxBytes: 16_384 } as const;

/** One side's application takes no messages while the other goes on sending: slow is not dead. */
export const zeroWindow: Fault = {
  name: 'zero-window',
  title: 'receiver takes nothing, sender fills all buffers (zero window)',
  beginsText: 'nothing under way, then buffers full',
  expects: 'live',
  shortMs: [500, 6500],
  realMs: 60_000,
  loads: ['idle'],
  side: 'server',
  begin: async ({ stage, plan }) => {
    stage.order(plan.side, { type: 'read', on: false });
    stage.order(otherSide(plan.side), FLOOD);
  },
  end: async ({ stage, plan }) => {
    stage.order(plan.side, { type: 'read', on: true });
  },
};
