import type { Fault } from './fault.ts';

/** The server's process is killed in the midst of its work and started again. */
export const killServer: Fault = {
  name: 'kill-server',
  title: 'server killed (kill -9) and restarted',
  expects: 'break',
  shortMs: [100, 1500],
  realMs: 5000,
  loads: ['idle', 'busy', 'full'],
  kills: true,
  begin: ({ stage }) => stage.kill('server'),
  end: ({ stage }) => stage.start('server'),
};
