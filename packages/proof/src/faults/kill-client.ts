import type { Fault } from './fault.ts';

/** The client's process is killed in the midst of its work and started again. */
export const killClient: Fault = {
  name: 'kill-client',
  title: 'client killed (kill -9) and restarted',
  expects: 'break',
  shortMs: [100, 1500],
  realMs: 5000,
  loads: ['idle', 'busy', 'full'],
  kills: true,
  witness: 'server',
  begin: ({ stage }) => stage.kill('client'),
  end: ({ stage }) => stage.start('client'),
};
