import { type Fault, nothing } from './fault.ts';

/** One side's wall clock is set an hour ahead or back. */
export const clockJump: Fault = {
  name: 'clock-jump',
  title: 'clock jumps by an hour',
  expects: 'live',
  shortMs: [300, 1000],
  realMs: 5000,
  loads: ['idle', 'busy', 'full'],
  begin: async ({ stage, plan }) => stage.order(plan.side, { type: 'jump', ms: plan.jumpMs }),
  end: nothing,
};
