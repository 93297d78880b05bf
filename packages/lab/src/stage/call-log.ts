/** Writes down every call of every program: when it was entered, when it returned, with what. */
import type { Side } from '@halfopen/catalogue';
import type { CommandEnd } from './process.ts';

/** A call as it is being made; times on CLOCK_MONOTONIC. */
export interface LoggedCall {
  readonly side: Side;
  readonly program: string;
  readonly socket: number | null;
  readonly call: string;
  readonly args: string;
  beganNs: bigint | null;
  endedNs: bigint | null;
  result: string;
  errnoLeft: number;
  data: string;
  /** accept: port of the peer; 0 otherwise. */
  peerPort: number;
}

export class CallLog {
  readonly calls: LoggedCall[] = [];
  readonly #beginListeners = new Set<() => void>();

  /** Notes a call about to be asked for. It counts from the moment the program enters it. */
  open(call: Pick<LoggedCall, 'side' | 'program' | 'socket' | 'call' | 'args'>): LoggedCall {
    const logged: LoggedCall = {
      ...call,
      beganNs: null,
      endedNs: null,
      result: 'blocked',
      errnoLeft: 0,
      data: '',
      peerPort: 0,
    };
    this.calls.push(logged);
    return logged;
  }

  /** The program has entered the call. */
  begin(logged: LoggedCall, atNs: bigint): void {
    logged.beganNs = atNs;
    for (const listener of this.#beginListeners) listener();
  }

  /** Resolves when a call opened at `index` or later has been entered. */
  untilBegun(index: number): Promise<void> {
    const begun = (): boolean => this.calls.slice(index).some(({ beganNs }) => beganNs !== null);
    if (begun()) return Promise.resolve();
    return new Promise((resolve) => {
      const listener = (): void => {
        if (!begun()) return;
        this.#beginListeners.delete(listener);
        resolve();
      };
      this.#beginListeners.add(listener);
    });
  }

  /** Notes how it ended. */
  close(logged: LoggedCall, end: CommandEnd): void {
    if (end.kind === 'died') {
      logged.endedNs = end.atNs;
      logged.result = end.how;
      return;
    }
    logged.endedNs = BigInt(end.message.endNs);
    logged.result = end.message.result;
    logged.errnoLeft = end.message.errnoLeft;
    logged.data = end.message.data ?? '';
    if (logged.call === 'accept') logged.peerPort = end.message.port ?? 0;
  }

  /** Notes the end of a process that was not inside a call. */
  exit(side: Side, program: string, atNs: bigint, result: string): void {
    this.calls.push({
      side,
      program,
      socket: null,
      call: 'exit',
      args: '',
      beganNs: atNs,
      endedNs: atNs,
      result,
      errnoLeft: 0,
      data: '',
      peerPort: 0,
    });
  }
}
