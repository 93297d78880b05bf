import type { Fault } from './fault.ts';

/** The cable between a side and the router is pulled, and put back. */
export const linkDown: Fault = {
  name: 'link-down',
  title: 'link down and up',
  expects: 'notice',
  shortMs: [300, 6500],
  realMs: 60_000,
  loads: ['idle', 'busy', 'full'],
  begin: ({ stage, plan }) =>
    stage.run('router', 'ip', `ip link set ${plan.side === 'client' ? 'rc' : 'rs'} down`),
  end: ({ stage, plan }) =>
    stage.run('router', 'ip', `ip link set ${plan.side === 'client' ? 'rc' : 'rs'} up`),
};
