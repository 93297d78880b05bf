/**
 * What can be asked of the kernel about one socket, beyond what Node offers. Every function works everywhere: where the
 * platform does not know the option, or the socket has no descriptor (any more), it says so by its result.
 */
import type { Socket } from 'node:net';
import { keepAliveTakesFour } from './capabilities.ts';
import { type Libc, loadLibc } from './libc.ts';
import {
  errnoName,
  IPPROTO_TCP,
  SO_ERROR,
  SO_LINGER,
  SOL_SOCKET,
  TCP_INFO,
  TCP_KEEPCNT,
  TCP_KEEPINTVL,
  TCP_USER_TIMEOUT,
} from './linux.ts';
import { fdOf } from './socket-fd.ts';
import { type KernelView, parseTcpInfo, TCP_INFO_BYTES } from './tcp-info.ts';

/** When an idle connection is probed, and when it is given up: after `idleMs` + `count` × `intervalMs`. Whole seconds. */
export interface KeepAlive {
  /** Silence before the first probe; at least 1000. */
  readonly idleMs: number;
  /** Between probes, where it can be set; Node's fixed 1000 elsewhere. */
  readonly intervalMs: number;
  /** Unanswered probes, where it can be set; Node's fixed 10 elsewhere. */
  readonly count: number;
}

/** The kernel as a port. */
export interface SocketKernel {
  /** See {@link setUserTimeout}. */
  setUserTimeout(socket: Socket, ms: number): boolean;
  /** See {@link setKeepAlive}. */
  setKeepAlive(socket: Socket, keepAlive: KeepAlive): boolean;
  /** What TCP_INFO says now; `null` where it cannot be asked. */
  view(socket: Socket): KernelView | null;
  /** The error that waits to be reported, as `ECONNRESET`; takes it away. `null` when there is none or nobody can tell. */
  takeError(socket: Socket): string | null;
  /** Makes the next close a reset that drops what is unsent. False where that cannot be set. */
  resetOnClose(socket: Socket): boolean;
}

/** Node turns a shorter delay into 0, and keepalive into the system's own: two hours. */
const SHORTEST_MS = 1000;
const MS_PER_S = 1000;

/** Node 24.19 and 26.4. */
interface TakesFour {
  setKeepAlive(on: boolean, idleMs: number, intervalMs: number, count: number): void;
}

const noFd = -1;

// Calls are synchronous and copy what they need, so one buffer of each size serves all sockets.
const info = Buffer.alloc(TCP_INFO_BYTES);
const word = Buffer.alloc(4);
const pair = Buffer.alloc(8);
const length = Buffer.alloc(4);

function setWord(libc: Libc, fd: number, name: number, value: number): boolean {
  word.writeUInt32LE(value);
  return libc.setsockopt(fd, IPPROTO_TCP, name, word, word.length) === 0;
}

/**
 * Sets TCP_USER_TIMEOUT (tcp(7)): the kernel ends the connection when data has waited `ms` for an acknowledgement; 0 leaves
 * it to the system's retransmission limit, some 15 minutes. It also ends a connection whose peer keeps its window shut, alive
 * or not. Returns whether it was set.
 */
export function setUserTimeout(socket: Socket, ms: number): boolean {
  const { libc } = loadLibc();
  return libc !== null && setWord(libc, fdOf(socket) ?? noFd, TCP_USER_TIMEOUT, ms);
}

/**
 * Turns keepalive on, as one means it. Call it on a connected socket: some versions of Node forget what was asked for before
 * a TLS handshake. Returns whether interval and count were set, too.
 */
export function setKeepAlive(socket: Socket, { idleMs, intervalMs, count }: KeepAlive): boolean {
  const idle = Math.max(SHORTEST_MS, idleMs);
  const interval = Math.max(SHORTEST_MS, intervalMs);
  if (keepAliveTakesFour()) {
    (socket as unknown as TakesFour).setKeepAlive(true, idle, interval, count);
    return true;
  }
  socket.setKeepAlive(true, idle);
  const { libc } = loadLibc();
  const fd = fdOf(socket);
  if (libc === null || fd === null) return false;
  const intervalSet = setWord(libc, fd, TCP_KEEPINTVL, Math.round(interval / MS_PER_S));
  return setWord(libc, fd, TCP_KEEPCNT, count) && intervalSet;
}

function view(socket: Socket): KernelView | null {
  const { libc } = loadLibc();
  const fd = fdOf(socket);
  if (libc === null || fd === null) return null;
  length.writeUInt32LE(info.length);
  if (libc.getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, length) !== 0) return null;
  return parseTcpInfo(info, length.readUInt32LE());
}

function takeError(socket: Socket): string | null {
  const { libc } = loadLibc();
  const fd = fdOf(socket);
  if (libc === null || fd === null) return null;
  length.writeUInt32LE(word.length);
  if (libc.getsockopt(fd, SOL_SOCKET, SO_ERROR, word, length) !== 0) return null;
  const error = word.readUInt32LE();
  return error === 0 ? null : errnoName(error);
}

function resetOnClose(socket: Socket): boolean {
  const { libc } = loadLibc();
  pair.writeUInt32LE(1, 0);
  pair.writeUInt32LE(0, 4);
  return (
    libc !== null && libc.setsockopt(fdOf(socket) ?? noFd, SOL_SOCKET, SO_LINGER, pair, pair.length) === 0
  );
}

/** The real one. */
export const socketKernel: SocketKernel = { setUserTimeout, setKeepAlive, view, takeError, resetOnClose };

/** What the kernel knows about a connection; `null` where it cannot be asked (see `capabilities()`), or has no descriptor. */
export function readTcpInfo(socket: Socket): KernelView | null {
  return view(socket);
}
