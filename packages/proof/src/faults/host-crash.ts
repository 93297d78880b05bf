import { from } from '../stage/path.ts';
import type { Fault } from './fault.ts';

/** The server's machine loses power and starts again: no packet of its old connections is ever sent; those that come are answered with RST. */
export const hostCrash: Fault = {
  name: 'host-crash',
  title: 'server host crashes and reboots',
  expects: 'break',
  shortMs: [500, 3000],
  realMs: 20_000,
  loads: ['idle', 'busy', 'full'],
  kills: true,
  begin: async ({ stage, index }) => {
    await stage.path.set(index, [`${from.both} meta l4proto tcp drop`]);
    await stage.kill('server');
    await stage.abort('server');
  },
  end: async ({ stage, index }) => {
    await stage.start('server');
    await stage.path.clear(index);
  },
};
