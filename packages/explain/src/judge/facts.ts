/** The facts of one connection as the judging part of explain takes them: the two sides under their names. */
import { type ConnectionFacts, connectionLayout } from '../facts/connection-facts.ts';
import { sideLayout, type SideFacts } from '../facts/side-facts.ts';
import { copyOf } from '../rows/row-view.ts';

/** What the rest of the capture says about the same server. */
export interface Surroundings {
  /** TTL of SYN-ACKs from the same address and port; 0: none were seen. */
  readonly serverTtl: number;
  /** How many connections to the same address and port were accepted. */
  readonly accepted: number;
}

export interface Facts {
  readonly connection: ConnectionFacts;
  readonly client: SideFacts;
  readonly server: SideFacts;
  /** Time of the capture's last frame. */
  readonly endNs: number;
  /** Address of who sent ICMP errors about it; empty: nobody. */
  readonly icmpSource: string;
  readonly ipVersion: 4 | 6;
  readonly surroundings: Surroundings;
}

/** The same facts as plain objects: views move on, these stay. */
export function copyOfFacts(facts: Facts): Facts {
  return {
    ...facts,
    connection: copyOf(connectionLayout, facts.connection),
    client: copyOf(sideLayout, facts.client),
    server: copyOf(sideLayout, facts.server),
  };
}
