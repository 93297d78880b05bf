import { from } from '../stage/path.ts';
import type { Fault } from './fault.ts';

/** The connection is reset, and a router answers new SYNs with ICMP host-unreachable. */
export const icmpConnect: Fault = {
  name: 'icmp-connect',
  title: 'ICMP host-unreachable on connecting',
  expects: 'break',
  shortMs: [200, 3000],
  realMs: 20_000,
  loads: ['idle', 'busy', 'full'],
  begin: async ({ stage, index }) => {
    await stage.path.set(index, [
      `${from.client} tcp flags & (syn|ack) == syn reject with icmpx type host-unreachable`,
    ]);
    await stage.abort('server');
  },
  end: ({ stage, index }) => stage.path.clear(index),
};
