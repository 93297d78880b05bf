import { type Fault, nothing } from './fault.ts';

/** The kernel of one side aborts the connection, by order of an administrator (`ss --kill`): RST to the other side. */
export const rstIdle: Fault = {
  name: 'rst-idle',
  title: 'RST',
  expects: 'break',
  shortMs: [100, 300],
  realMs: 1000,
  loads: ['idle', 'busy', 'full'],
  side: 'server',
  begin: ({ stage, plan }) => stage.abort(plan.side),
  end: nothing,
};
