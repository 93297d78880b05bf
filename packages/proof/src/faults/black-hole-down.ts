import { from } from '../stage/path.ts';
import type { Fault } from './fault.ts';

/** What the server sends is lost; what the client sends arrives. */
export const blackHoleDown: Fault = {
  name: 'black-hole-down',
  title: 'black hole, server to client only',
  expects: 'notice',
  // The server hears the client until that gives it up, and then its RST.
  silentFor: ['client'],
  shortMs: [300, 6500],
  realMs: 60_000,
  loads: ['idle', 'busy', 'full'],
  begin: ({ stage, index }) => stage.path.set(index, [`${from.server} meta l4proto tcp drop`]),
  end: ({ stage, index }) => stage.path.clear(index),
};
