/** What of a socket's handle Node does not show: needed for socket options and for telling whether anybody reads. */
import type { Socket } from 'node:net';

interface Handle {
  readonly fd?: number;
  /** Whether Node has asked libuv to read. */
  readonly reading?: boolean;
  /** Bytes that libuv has taken and the kernel has not. */
  readonly writeQueueSize?: number;
  readonly reset?: unknown;
  /** Below TLS: the TCP handle. */
  readonly _parent?: Handle | null;
}

function handleOf(socket: Socket): Handle | null {
  return (socket as unknown as { readonly _handle?: Handle | null })._handle ?? null;
}

/** The descriptor, below TLS as well; `null` before there is one, after it is closed, and on Windows, which has none. */
export function fdOf(socket: Socket): number | null {
  const fd = handleOf(socket)?.fd;
  return fd === undefined || fd < 0 ? null : fd;
}

/** Whether what arrives is taken from the kernel: not while the socket is paused or its reader is behind. */
export function isReading(socket: Socket): boolean {
  return handleOf(socket)?.reading ?? false;
}

/** Written, but not taken by the kernel: bytes below Node's own buffer. */
export function queuedBelow(socket: Socket): number {
  const handle = handleOf(socket);
  return (handle?._parent ?? handle)?.writeQueueSize ?? 0;
}

/**
 * Makes the next destroy() a reset, as resetAndDestroy() does, which takes no error to report. Does nothing below TLS, and
 * nothing after end(): libuv refuses to reset what is being shut down.
 */
export function resetOnDestroy(socket: Socket): void {
  if (socket.writableEnded || socket.connecting) return;
  if (typeof handleOf(socket)?.reset === 'function') Object.assign(socket, { resetAndClosing: true });
}
