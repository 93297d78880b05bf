import { from } from '../stage/path.ts';
import type { Fault } from './fault.ts';

/** What the client sends is lost; what the server sends arrives. */
export const blackHoleUp: Fault = {
  name: 'black-hole-up',
  title: 'black hole, client to server only',
  expects: 'notice',
  // The client hears the server until that gives it up, and then its RST.
  silentFor: ['server'],
  shortMs: [300, 6500],
  realMs: 60_000,
  loads: ['idle', 'busy', 'full'],
  begin: ({ stage, index }) => stage.path.set(index, [`${from.client} meta l4proto tcp drop`]),
  end: ({ stage, index }) => stage.path.clear(index),
};
