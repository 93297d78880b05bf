import type { Fault } from './fault.ts';

/** What listens accepts every connection and resets it at once: a balancer without servers behind it. */
export const acceptDie: Fault = {
  name: 'accept-die',
  title: 'server accepts, then dies',
  expects: 'break',
  shortMs: [300, 3000],
  realMs: 20_000,
  loads: ['idle', 'busy', 'full'],
  relayed: true,
  begin: async ({ stage }) => stage.relay({ type: 'die', on: true }),
  end: async ({ stage }) => stage.relay({ type: 'die', on: false }),
};
