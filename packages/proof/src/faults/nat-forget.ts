import { from } from '../stage/path.ts';
import { type Fault, nothing } from './fault.ts';

/** A middle that lets pass only what belongs to a flow whose SYN it has seen. */
function rulesOf(family: 'ip' | 'ip6', flows: string): readonly string[] {
  const flow = `${family} saddr . tcp sport`;
  return [
    `${from.client} tcp flags & (syn|ack) == syn add @${flows} { ${flow} } return`,
    `${from.client} ${flow} != @${flows} drop`,
    // What a relay here has with the server is no flow of the client's.
    `${from.server} fib daddr type local return`,
    `${from.server} ${family} daddr . tcp dport != @${flows} drop`,
  ];
}

/** A middle has forgotten its flows and drops their packets in silence; a new SYN makes a new entry. It does not heal by itself. */
export const natForget: Fault = {
  name: 'nat-forget',
  title: 'NAT forgets the flow',
  expects: 'notice',
  shortMs: [5500, 7000],
  realMs: 60_000,
  loads: ['idle', 'busy', 'full'],
  begin: ({ stage, index }) =>
    stage.path.set(index, [...rulesOf('ip', 'flows'), ...rulesOf('ip6', 'flows6')]),
  end: nothing,
};
