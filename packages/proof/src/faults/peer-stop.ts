import type { Fault } from './fault.ts';

/** The server's process stops (SIGSTOP): its kernel still acknowledges. */
export const peerStop: Fault = {
  name: 'peer-stop',
  title: 'server process stopped',
  expects: 'notice',
  // Who is stopped can notice nothing.
  silentFor: ['client'],
  shortMs: [300, 6500],
  realMs: 60_000,
  loads: ['idle', 'busy', 'full'],
  begin: async ({ stage }) => stage.signal('server', 'SIGSTOP'),
  end: async ({ stage }) => stage.signal('server', 'SIGCONT'),
};
