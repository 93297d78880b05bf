/**
 * Who is inside and who stands at the door: counts connections, and those of them that have not completed the handshake.
 *
 *     arrive() ─▶ at the door ── admit() ─▶ inside ── leave()
 *                      └── leave(), or put out for a newcomer
 */
import type { ServerLimits } from './options.ts';
import { PerAddress } from './per-address.ts';

/** One connection. */
export interface Visitor {
  readonly group: string;
  /** Ends it because somebody else needs its place. */
  readonly putOut: () => void;
}

export class Door {
  readonly #limits: ServerLimits;
  readonly #perGroup: PerAddress = new PerAddress();
  /** Who waits, by group, oldest first. */
  readonly #waiting = new Map<string, Set<Visitor>>();
  #connections = 0;
  #waitingCount = 0;

  constructor(limits: ServerLimits) {
    this.#limits = limits;
  }

  get connections(): number {
    return this.#connections;
  }

  get handshakes(): number {
    return this.#waitingCount;
  }

  /** Lets somebody in as far as the door; why not, if not. */
  arrive(visitor: Visitor): 'welcome' | 'full' | 'too-many-of-address' {
    if (this.#connections >= this.#limits.connections) return 'full';
    if (this.#perGroup.count(visitor.group) >= this.#limits.connectionsPerAddress)
      return 'too-many-of-address';
    if (this.#waitingCount >= this.#limits.handshakes) this.#putOutOne();
    this.#connections += 1;
    this.#perGroup.add(visitor.group);
    const waiting = this.#waiting.get(visitor.group) ?? new Set();
    this.#waiting.set(visitor.group, waiting.add(visitor));
    this.#waitingCount += 1;
    return 'welcome';
  }

  /** Whether the handshake is not complete. */
  isWaiting(visitor: Visitor): boolean {
    return this.#waiting.get(visitor.group)?.has(visitor) === true;
  }

  /** The handshake is complete. */
  admit(visitor: Visitor): void {
    const waiting = this.#waiting.get(visitor.group);
    if (waiting?.delete(visitor) !== true) return;
    this.#waitingCount -= 1;
    if (waiting.size === 0) this.#waiting.delete(visitor.group);
  }

  /** The connection is gone. Called once. */
  leave(visitor: Visitor): void {
    this.admit(visitor);
    this.#connections -= 1;
    this.#perGroup.remove(visitor.group);
  }

  /** The oldest of the address that has the most waiting: who floods, pays. */
  #putOutOne(): void {
    let busiest: Set<Visitor> | null = null;
    for (const waiting of this.#waiting.values()) {
      if (busiest === null || waiting.size > busiest.size) busiest = waiting;
    }
    const [oldest] = busiest ?? [];
    if (oldest === undefined) return;
    this.admit(oldest);
    oldest.putOut();
  }
}
