/**
 * Follows the TCP state of both ends of a connection by asking the kernel every few milliseconds. It sees what no trace
 * shows (SYN-RECEIVED requests, TIME-WAIT) and works without privileges; a state shorter than the interval is missed.
 */
import type { Side, TcpState } from '@halfopen/catalogue';
import { libc } from '../kernel/libc.ts';
import { inNamespace } from '../kernel/netns.ts';
import { type DiagTuple, encodeDiagRequest, openDiagSocket, queryState } from '../kernel/sock-diag.ts';

/** Time between two looks. */
export const WATCH_INTERVAL_NS = 4_000_000n;

interface End {
  readonly side: Side;
  readonly diagFd: number;
  readonly request: Buffer;
  state: TcpState;
}

/** Both ends of one connection. */
export class StateWatch {
  readonly #ends: readonly End[];

  constructor(fds: Readonly<Record<Side, number>>, tuples: Readonly<Record<Side, DiagTuple>>) {
    this.#ends = (['client', 'server'] as const).map((side) => ({
      side,
      diagFd: inNamespace(fds[side], openDiagSocket),
      request: encodeDiagRequest(tuples[side]),
      state: 'CLOSED',
    }));
  }

  /** Looks once; `changed` for each end whose state is not what it was at the last look. */
  look(changed: (side: Side, state: TcpState) => void): void {
    for (const end of this.#ends) {
      const state = queryState(end.diagFd, end.request);
      if (state === end.state) continue;
      end.state = state;
      changed(end.side, state);
    }
  }

  close(): void {
    for (const end of this.#ends) libc.close(end.diagFd);
  }
}
