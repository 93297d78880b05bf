import { from } from '../stage/path.ts';
import type { Fault } from './fault.ts';

/** A middle answers whatever is sent with a RST, to the sender, as a firewall does that lost its table. */
export const rstWrite: Fault = {
  name: 'rst-write',
  title: 'RST while writing',
  expects: 'break',
  shortMs: [50, 400],
  realMs: 400,
  loads: ['busy', 'full'],
  begin: ({ stage, index }) => stage.path.set(index, [`${from.both} meta l4proto tcp reject with tcp reset`]),
  end: ({ stage, index }) => stage.path.clear(index),
};
