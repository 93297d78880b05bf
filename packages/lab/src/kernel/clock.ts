/** One clock for everything a run observes: CLOCK_MONOTONIC, with wall-clock times (captures) brought over to it. */
import { libc } from './libc.ts';

const CLOCK_REALTIME = 0;
const SAMPLES = 9;
const NS_PER_S = 1_000_000_000n;

function realtimeNs(): bigint {
  const time = Buffer.alloc(16);
  libc.clock_gettime(CLOCK_REALTIME, time);
  return time.readBigInt64LE(0) * NS_PER_S + time.readBigInt64LE(8);
}

/** A wall clock that was moved more than this during a run has spoilt it. */
const MAX_STEP_NS = 5_000_000n;

/** Wall clock minus CLOCK_MONOTONIC, from the reading that was disturbed least. */
function clockOffsetNs(): bigint {
  let best = { width: NS_PER_S, offset: 0n };
  for (let i = 0; i < SAMPLES; i++) {
    const before = process.hrtime.bigint();
    const wall = realtimeNs();
    const after = process.hrtime.bigint();
    const width = after - before;
    if (width < best.width) best = { width, offset: wall - (before + after) / 2n };
  }
  return best.offset;
}

/** Nanoseconds since the moment it was made, as plain numbers. */
export class RunClock {
  readonly #zeroNs: bigint = process.hrtime.bigint();
  readonly #offsetNs: bigint = clockOffsetNs();

  /** Wall-clock time of its zero, nanoseconds since 1970. */
  get zeroWallNs(): bigint {
    return this.#zeroNs + this.#offsetNs;
  }

  /** Whether the wall clock was set since: times of captures can't be trusted then. */
  wasSet(): boolean {
    const moved = clockOffsetNs() - this.#offsetNs;
    return moved > MAX_STEP_NS || moved < -MAX_STEP_NS;
  }

  now(): number {
    return this.fromMonotonic(process.hrtime.bigint());
  }

  fromMonotonic(ns: bigint): number {
    return Number(ns - this.#zeroNs);
  }

  fromWall(ns: bigint): number {
    return Number(ns - this.zeroWallNs);
  }
}
