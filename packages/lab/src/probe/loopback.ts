/** Two small experiments on the loopback of a network namespace, made by the calling thread: no packet leaves the host. */
import type { TcpState } from '@halfopen/catalogue';
import { AF_INET, SOCK_CLOEXEC, SOCK_STREAM } from '../kernel/constants.ts';
import { errnoName } from '../kernel/errno.ts';
import { errno, libc } from '../kernel/libc.ts';
import { inNamespace } from '../kernel/netns.ts';
import { encodeDiagRequest, openDiagSocket, queryState } from '../kernel/sock-diag.ts';
import { decodeSockaddrIn, encodeSockaddrIn, SOCKADDR_IN_BYTES } from '../kernel/sockaddr.ts';

const LOOPBACK = '127.0.0.1';

/** Closed when the experiment is over, however it ends. */
class Descriptors {
  readonly #fds: number[] = [];

  add(fd: number): number {
    if (fd < 0) throw new Error(`socket: ${errnoName(errno())}`);
    this.#fds.push(fd);
    return fd;
  }

  close(): void {
    for (const fd of this.#fds) libc.close(fd);
  }
}

function onLoopback<Result>(namespaceFd: number, body: (open: Descriptors) => Result): Result {
  const open = new Descriptors();
  try {
    return inNamespace(namespaceFd, () => body(open));
  } finally {
    open.close();
  }
}

function tcpSocket(open: Descriptors): number {
  return open.add(libc.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

function succeed(what: string, returned: number): void {
  if (returned !== 0) throw new Error(`${what}: ${errnoName(errno())}`);
}

function portOf(fd: number): number {
  const address = Buffer.alloc(SOCKADDR_IN_BYTES);
  const length = Buffer.from([SOCKADDR_IN_BYTES, 0, 0, 0]);
  succeed('getsockname', libc.getsockname(fd, address, length));
  return decodeSockaddrIn(address).port;
}

function boundSocket(open: Descriptors): number {
  const fd = tcpSocket(open);
  const anyPort = encodeSockaddrIn(LOOPBACK, 0);
  succeed('bind', libc.bind(fd, anyPort, anyPort.length));
  return fd;
}

/** What sock_diag says of the client's end of a connection that was just made. Throws when any step of it fails. */
export function askedState(namespaceFd: number): TcpState {
  return onLoopback(namespaceFd, (open) => {
    const listener = boundSocket(open);
    succeed('listen', libc.listen(listener, 1));
    const client = tcpSocket(open);
    const remotePort = portOf(listener);
    const server = encodeSockaddrIn(LOOPBACK, remotePort);
    succeed('connect', libc.connect(client, server, server.length));
    const tuple = {
      localAddress: LOOPBACK,
      localPort: portOf(client),
      remoteAddress: LOOPBACK,
      remotePort,
    };
    return queryState(open.add(openDiagSocket()), encodeDiagRequest(tuple));
  });
}

/** Connects where nobody listens, so that the kernel sends a reset; the port it comes from. */
export function provokeReset(namespaceFd: number): number {
  return onLoopback(namespaceFd, (open) => {
    // Bound and not listening: nobody else can get this port meanwhile.
    const port = portOf(boundSocket(open));
    const server = encodeSockaddrIn(LOOPBACK, port);
    libc.connect(tcpSocket(open), server, server.length);
    return port;
  });
}
