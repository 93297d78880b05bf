/**
 * Connection attempts raced as RFC 8305 sections 4 and 5 say ("Happy Eyeballs"): addresses of both families take turns, the
 * next attempt begins when the one before has failed or has had its time, and those before it go on. The first connection
 * wins; only then the others are let go.
 *
 *     2001:db8::1  SYN ----- lost, repeated after 1 s ------ SYN-ACK    would still have won
 *     192.0.2.1         250 ms  SYN -- SYN-ACK                          wins
 *     2001:db8::2                  250 ms                               not begun
 *
 * A state machine without time or sockets of its own: it is told what happened and answers with what to do.
 */

/** What to do. After `won` and `lost` nothing more comes. */
export type RaceStep =
  | { readonly do: 'attempt'; readonly index: number }
  | { readonly do: 'win'; readonly index: number; readonly losers: readonly number[] }
  | { readonly do: 'lose' };

/** One race over a list of addresses, by their places in it. */
export class Race {
  readonly #count: number;
  readonly #delayMs: number;
  readonly #running = new Set<number>();
  #next = 0;
  #nextAt: number | null = null;
  #over = false;

  /** `delayMs` before the next attempt: RFC 8305 recommends 250, at least 100, at most 2000. */
  constructor(count: number, delayMs: number) {
    this.#count = count;
    this.#delayMs = delayMs;
  }

  /** When {@link due} is to be called; `null` for never. */
  get nextAt(): number | null {
    return this.#nextAt;
  }

  /** Starts. */
  begin(now: number): readonly RaceStep[] {
    return this.#attempt(now);
  }

  /** The time of {@link nextAt} has come. */
  due(now: number): readonly RaceStep[] {
    return this.#over || this.#nextAt === null || now < this.#nextAt ? [] : this.#attempt(now);
  }

  /** An attempt came to nothing: the next one need not wait. */
  failed(index: number, now: number): readonly RaceStep[] {
    if (this.#over || !this.#running.delete(index)) return [];
    return this.#attempt(now);
  }

  /** An attempt became a connection. */
  connected(index: number): readonly RaceStep[] {
    if (this.#over || !this.#running.delete(index)) return [];
    this.#end();
    return [{ do: 'win', index, losers: [...this.#running] }];
  }

  #attempt(now: number): readonly RaceStep[] {
    if (this.#next === this.#count) {
      this.#nextAt = null;
      if (this.#running.size > 0) return [];
      this.#end();
      return [{ do: 'lose' }];
    }
    const index = this.#next++;
    this.#running.add(index);
    this.#nextAt = this.#next < this.#count ? now + this.#delayMs : null;
    return [{ do: 'attempt', index }];
  }

  #end(): void {
    this.#over = true;
    this.#nextAt = null;
  }
}

/** An address to try. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Families in turn, beginning with the first address's; the order within a family stays (RFC 8305 section 4). */
export function interleave(addresses: readonly Address[]): Address[] {
  const first = addresses[0]?.family;
  const leading = addresses.filter(({ family }) => family === first);
  const others = addresses.filter(({ family }) => family !== first);
  return leading
    .flatMap((address, place) => [address, ...others.slice(place, place + 1)])
    .concat(others.slice(leading.length));
}
