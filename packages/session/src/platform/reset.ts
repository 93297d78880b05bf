/** Ending a connection at once, whatever state it is in. */
import type { Socket } from 'node:net';
import { resetOnDestroy } from './socket-fd.ts';
import { type SocketKernel, socketKernel } from './socket-kernel.ts';

/** Destroys a socket with a reset where that can be had; what is unsent is dropped. Never waits for the peer. */
export function resetSocket(socket: Socket, kernel: SocketKernel = socketKernel, error?: Error): void {
  if (!kernel.resetOnClose(socket)) resetOnDestroy(socket);
  socket.destroy(error);
}
