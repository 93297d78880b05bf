import type { Fault } from './fault.ts';

/** The client's process stops (SIGSTOP), as a laptop does that is closed. */
export const ownStop: Fault = {
  name: 'own-stop',
  title: 'client process stopped',
  expects: 'notice',
  // Who is stopped can notice nothing.
  silentFor: ['server'],
  shortMs: [300, 6500],
  realMs: 60_000,
  loads: ['idle', 'busy', 'full'],
  witness: 'server',
  begin: async ({ stage }) => stage.signal('client', 'SIGSTOP'),
  end: async ({ stage }) => stage.signal('client', 'SIGCONT'),
};
