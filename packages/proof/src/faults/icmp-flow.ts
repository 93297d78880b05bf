import { from } from '../stage/path.ts';
import type { Fault } from './fault.ts';

/** A router answers what the client sends with ICMP host-unreachable: a soft error, to which TCP does not end the connection. */
export const icmpFlow: Fault = {
  name: 'icmp-flow',
  title: 'ICMP host-unreachable in mid-flow',
  expects: 'heals',
  shortMs: [300, 6500],
  realMs: 60_000,
  loads: ['busy', 'full'],
  begin: ({ stage, index }) =>
    stage.path.set(index, [`${from.client} meta l4proto tcp reject with icmpx type host-unreachable`]),
  end: ({ stage, index }) => stage.path.clear(index),
};
