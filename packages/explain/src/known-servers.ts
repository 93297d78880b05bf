/** What other connections to the same server show: an answer to what one connection by itself leaves open. */
import type { Surroundings } from './judge/facts.ts';

/** Servers that are remembered. */
const MOST_SERVERS = 4096;

const nothingKnown: Surroundings = { serverTtl: 0, accepted: 0 };

/** Servers by address and port, in whatever form {@link FlowTable.endKey} gives. */
export class KnownServers {
  readonly #servers = new Map<number | string, { ttl: number; accepted: number }>();

  /** What is known of a server so far; a connection that it accepted with SYN-ACKs of this TTL (0: none seen) is noted. */
  ask(key: number | string, synAckTtl: number): Surroundings {
    const known = this.#servers.get(key);
    const told = known === undefined ? nothingKnown : { serverTtl: known.ttl, accepted: known.accepted };
    if (synAckTtl === 0) return told;
    if (known !== undefined) {
      known.ttl = synAckTtl;
      known.accepted += 1;
      return told;
    }
    if (this.#servers.size >= MOST_SERVERS) this.#servers.delete(this.#servers.keys().next().value!);
    this.#servers.set(key, { ttl: synAckTtl, accepted: 1 });
    return told;
  }
}
