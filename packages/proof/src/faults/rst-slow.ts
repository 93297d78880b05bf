import { otherSide } from '../record/records.ts';
import type { Fault } from './fault.ts';

/** A RST comes while the application takes nothing: what has arrived before it waits to be taken. */
export const rstSlow: Fault = {
  name: 'rst-slow',
  title: 'RST while the application is slow',
  expects: 'break',
  shortMs: [200, 800],
  realMs: 2000,
  loads: ['busy', 'full'],
  begin: ({ stage, plan }) => {
    stage.order(plan.side, { type: 'read', on: false });
    return stage.abort(otherSide(plan.side));
  },
  end: async ({ stage, plan }) => {
    stage.order(plan.side, { type: 'read', on: true });
  },
};
