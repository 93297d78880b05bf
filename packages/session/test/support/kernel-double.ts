/** A socket and a kernel that say what a test wants them to. */
import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import type { SocketKernel } from '../../src/platform/socket-kernel.ts';
import type { KernelView } from '../../src/platform/tcp-info.ts';

const healthy: KernelView = {
  state: 'ESTABLISHED',
  rttMs: 20,
  rtoMs: 220,
  retransmits: 0,
  probes: 0,
  unackedSegments: 0,
  totalRetransmissions: 0,
  lastDataSentMs: 0,
  lastDataReceivedMs: 0,
  lastAckReceivedMs: 0,
  peerWindowBytes: 65_535,
  notSentBytes: 0,
  ackedBytes: 0,
};

/** Remembers what was set, and shows what {@link shows} was given; `null` for a platform without TCP_INFO. */
export class KernelDouble implements SocketKernel {
  userTimeouts: number[] = [];
  keepAlives = 0;
  resets = 0;
  looks = 0;
  error: string | null = null;
  #view: KernelView | null = healthy;

  shows(view: Partial<KernelView> | null): void {
    this.#view = view === null ? null : { ...healthy, ...view };
  }

  setUserTimeout(_socket: Socket, ms: number): boolean {
    this.userTimeouts.push(ms);
    return true;
  }

  setKeepAlive(): boolean {
    this.keepAlives += 1;
    return true;
  }

  view(): KernelView | null {
    this.looks += 1;
    return this.#view;
  }

  takeError(): string | null {
    return this.error;
  }

  resetOnClose(): boolean {
    this.resets += 1;
    return true;
  }
}

/** Looks like a connected socket; its counters are the test's. */
export class SocketDouble extends Duplex {
  bytesRead = 0;
  bytesWritten = 0;
  connecting = false;
  remoteAddress: string = '192.0.2.1';
  remotePort: number = 80;
  _handle: { reading: boolean; fd: number; writeQueueSize: number } = {
    reading: true,
    fd: 9,
    writeQueueSize: 0,
  };

  constructor() {
    super({ allowHalfOpen: false });
  }

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }
}

/** For what takes a net.Socket. */
export function asSocket(socket: SocketDouble): Socket {
  return socket as unknown as Socket;
}
