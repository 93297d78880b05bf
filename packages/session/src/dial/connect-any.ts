/** Runs a {@link Race} over real sockets. */
import { isIPv6, type Socket } from 'node:net';
import type { Clock, Timer } from '../time/clock.ts';
import type { DialEvent } from './dial-options.ts';
import { type Address, Race, type RaceStep } from './race.ts';
import type { Step } from './wait.ts';

/** How an attempt stands, by the address's place in the list. */
export interface AttemptState {
  readonly address: string;
  readonly startedAt: number;
  readonly error: Error | null;
}

/** What a race needs. */
export interface RaceSetting {
  readonly addresses: readonly Address[];
  readonly port: number;
  readonly delayMs: number;
  readonly clock: Clock;
  /** A socket that is connecting. */
  readonly open: (address: Address) => Socket;
  readonly tell: (event: DialEvent) => void;
}

/** `192.0.2.1:80`, `[2001:db8::1]:80`. */
export function endpointText(address: string, port: number): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}

const nothing = (): void => undefined;

/** Attempts over all addresses of one name. */
export class ConnectAny {
  readonly #setting: RaceSetting;
  readonly #race: Race;
  readonly #sockets = new Map<number, Socket>();
  readonly #attempts = new Map<number, AttemptState>();
  #timer: Timer | null = null;
  #over = false;
  #done: (socket: Socket) => void = nothing;
  #failed: (error: Error) => void = nothing;

  constructor(setting: RaceSetting) {
    this.#setting = setting;
    this.#race = new Race(setting.addresses.length, setting.delayMs);
  }

  /** Every attempt begun so far. */
  get attempts(): readonly AttemptState[] {
    return [...this.#attempts.values()];
  }

  /** Yields the winner, or an AggregateError with one error for each address. What is left of the others is destroyed. */
  readonly run: Step<Socket> = (done, failed) => {
    this.#done = done;
    this.#failed = failed;
    this.#do(this.#race.begin(this.#setting.clock.now()));
    return () => this.#stop();
  };

  #stop(): void {
    this.#over = true;
    this.#timer?.cancel();
    this.#timer = null;
    for (const socket of this.#sockets.values()) socket.destroy();
    this.#sockets.clear();
  }

  #do(steps: readonly RaceStep[]): void {
    for (const step of steps) {
      // Whoever is told of a step may call everything off.
      if (this.#over) return;
      switch (step.do) {
        case 'attempt':
          this.#attempt(step.index);
          break;
        case 'win':
          this.#win(step.index);
          break;
        case 'lose':
          this.#failed(new AggregateError(this.attempts.map(({ error }) => error)));
          break;
      }
    }
    this.#schedule();
  }

  #schedule(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const { nextAt } = this.#race;
    if (nextAt === null || this.#over) return;
    const { clock } = this.#setting;
    this.#timer = clock.after(nextAt - clock.now(), () => this.#do(this.#race.due(nextAt)));
  }

  #attempt(index: number): void {
    const { addresses, open, tell, clock, port } = this.#setting;
    const target = addresses[index]!;
    const address = endpointText(target.address, port);
    this.#attempts.set(index, { address, startedAt: clock.now(), error: null });
    const socket = open(target);
    this.#sockets.set(index, socket);
    // Stays for good: an error of a socket that has lost, or of one that nobody has taken over yet, must not end the process.
    socket.on('error', (error) => this.#lost(index, error));
    socket.once('connect', () => this.#do(this.#race.connected(index)));
    tell({ type: 'attempt', address });
  }

  #lost(index: number, error: Error): void {
    const attempt = this.#attempts.get(index);
    if (attempt === undefined || !this.#sockets.delete(index)) return;
    this.#attempts.set(index, { ...attempt, error });
    this.#setting.tell({ type: 'attempt-failed', address: attempt.address, error });
    this.#do(this.#race.failed(index, this.#setting.clock.now()));
  }

  #win(index: number): void {
    const socket = this.#sockets.get(index)!;
    this.#sockets.delete(index);
    this.#done(socket);
    this.#setting.tell({ type: 'connected', address: this.#attempts.get(index)?.address ?? '' });
  }
}
