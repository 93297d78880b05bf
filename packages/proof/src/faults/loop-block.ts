import { type Fault, nothing } from './fault.ts';

/** One side's event loop does nothing else for a while: when it comes back, its timers are late and its peer is well. */
export const loopBlock: Fault = {
  name: 'loop-block',
  title: 'own event loop blocked',
  expects: 'busy',
  shortMs: [300, 6500],
  realMs: 30_000,
  loads: ['idle', 'busy', 'full'],
  begin: async ({ stage, plan }) => stage.order(plan.side, { type: 'block', ms: plan.forMs }),
  end: nothing,
};
