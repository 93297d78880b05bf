import { from } from '../stage/path.ts';
import type { Fault } from './fault.ts';

/** The connection is reset. The name has two addresses: one refuses, and at the other the first SYN of every attempt is lost. */
export const synLostDual: Fault = {
  name: 'syn-lost-dual',
  title: 'one SYN lost, name with two addresses',
  expects: 'break',
  shortMs: [1500, 4000],
  realMs: 20_000,
  loads: ['idle', 'busy', 'full'],
  named: true,
  begin: async ({ stage, index }) => {
    await stage.path.set(index, [
      `${from.client} meta nfproto ipv4 tcp flags & (syn|ack) == syn reject with tcp reset`,
      // The first SYN of a port is remembered and lost; its repetition passes.
      `${from.client} tcp flags & (syn|ack) == syn ip6 saddr . tcp sport != @tried add @tried { ip6 saddr . tcp sport } drop`,
    ]);
    await stage.abort('server');
  },
  end: ({ stage, index }) => stage.path.clear(index),
};
