import { from } from '../stage/path.ts';
import type { Fault } from './fault.ts';

/** The connection is reset, and new SYNs are lost. */
export const synDrop: Fault = {
  name: 'syn-drop',
  title: 'SYNs lost',
  expects: 'break',
  shortMs: [200, 3000],
  realMs: 20_000,
  loads: ['idle', 'busy', 'full'],
  begin: async ({ stage, index }) => {
    await stage.path.set(index, [`${from.client} tcp flags & (syn|ack) == syn drop`]);
    await stage.abort('server');
  },
  end: ({ stage, index }) => stage.path.clear(index),
};
