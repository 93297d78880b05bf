/** A tcpdump at one vantage: ready before the first packet, read as it goes, complete at the end. */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { PcapReader } from '@halfopen/wire';
import { startInside } from './children.ts';
import { LabFault } from './errors.ts';

/** Whole packets: the largest there can be. */
const SNAP_LENGTH = '65535';
/** How long the last packets may take from the kernel to us. */
const DRAIN_LIMIT_MS = 5000;
const DRAIN_INTERVAL_MS = 10;

/** tcpdump's account on SIGUSR1. */
const STATISTICS =
  /(\d+) packets? captured, (\d+) packets? received by filter, (\d+) packets? dropped by kernel/g;

export class Capture {
  readonly #child: ChildProcess;
  readonly #chunks: Buffer[] = [];
  readonly #reader = new PcapReader();
  readonly #onFrame: (reader: PcapReader) => void;
  readonly #closed: Promise<void>;
  readonly #stderrListeners = new Set<() => void>();
  #stderr = '';
  #ended = false;

  /** Starts capturing on an interface of a namespace. `onFrame` is called with the reader at each record. */
  constructor(namespaceFd: number, interfaceName: string, onFrame: (reader: PcapReader) => void) {
    this.#onFrame = onFrame;
    const user = process.getuid?.() === 0 ? ['-Z', 'root'] : [];
    this.#child = startInside(namespaceFd, [
      'tcpdump',
      ...user,
      '-i',
      interfaceName,
      '-n',
      '-s',
      SNAP_LENGTH,
      '--immediate-mode',
      '-U',
      '--time-stamp-precision=nano',
      '-w',
      '-',
    ]);
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
      this.#notify();
    });
    this.#closed = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#stderr += error.message;
        this.#ended = true;
        this.#notify();
        resolve();
      });
      this.#child.once('close', () => {
        this.#ended = true;
        this.#notify();
        resolve();
      });
    });
  }

  /** The capture file so far. */
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** Resolves when packets are being captured. */
  async ready(): Promise<void> {
    await this.#untilStderr(() => this.#stderr.includes('listening on'));
  }

  /** Resolves when every packet the kernel has taken for this capture has been read. */
  async drain(): Promise<void> {
    const deadline = performance.now() + DRAIN_LIMIT_MS;
    while (performance.now() < deadline) {
      const asked = this.#accounts().length;
      this.#child.kill('SIGUSR1');
      await this.#untilStderr(() => this.#accounts().length > asked);
      const last = this.#accounts().at(-1);
      if (last === undefined) continue;
      const [captured = 0, received = 0, dropped = 0] = last;
      if (dropped > 0) throw new LabFault(`tcpdump lost ${dropped} packets: the machine is too busy`);
      if (captured >= received) return;
      await delay(DRAIN_INTERVAL_MS);
    }
    throw new LabFault('tcpdump keeps packets back');
  }

  /** Ends the capture. */
  async stop(): Promise<void> {
    if (!this.#ended) this.#child.kill('SIGTERM');
    await this.#closed;
  }

  #accounts(): number[][] {
    return [...this.#stderr.matchAll(STATISTICS)].map((match) => match.slice(1, 4).map(Number));
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#reader.push(chunk);
    while (this.#reader.next()) this.#onFrame(this.#reader);
  }

  #notify(): void {
    for (const listener of this.#stderrListeners) listener();
  }

  async #untilStderr(happened: () => boolean): Promise<void> {
    while (!happened()) {
      if (this.#ended) throw new LabFault(`tcpdump ended: ${this.#stderr.trim()}`);
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#stderrListeners.delete(listener);
          resolve();
        };
        this.#stderrListeners.add(listener);
      });
    }
  }
}
