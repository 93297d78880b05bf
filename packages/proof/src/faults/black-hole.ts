import { from } from '../stage/path.ts';
import type { Fault } from './fault.ts';

/** Every packet is lost, both ways, and nothing says so. */
export const blackHole: Fault = {
  name: 'black-hole',
  title: 'black hole, both ways',
  expects: 'notice',
  shortMs: [300, 6500],
  realMs: 60_000,
  loads: ['idle', 'busy', 'full'],
  begin: ({ stage, index }) => stage.path.set(index, [`${from.both} meta l4proto tcp drop`]),
  end: ({ stage, index }) => stage.path.clear(index),
};
