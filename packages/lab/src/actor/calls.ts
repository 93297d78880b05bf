/** The system calls a program of the lab can make, each as one function from command to answer. */
import * as c from '../kernel/constants.ts';
import { errnoName } from '../kernel/errno.ts';
import { errno, libc, setErrno } from '../kernel/libc.ts';
import { SOCKADDR_IN_BYTES, decodeSockaddrIn, encodeSockaddrIn } from '../kernel/sockaddr.ts';
import { setIntOption, setOptions } from './options.ts';
import type { Command, EndMessage } from './protocol.ts';
import { pollOne, readinessName, selectOne } from './readiness.ts';

/** An answer before it gets its number and time. */
export type Answer = Omit<EndMessage, 'id' | 'endNs'>;

type Extra = Pick<EndMessage, 'data' | 'address' | 'port'>;

function answer(value: number, extra: Extra = {}): Answer {
  if (value >= 0) return { result: String(value), value, errno: null, errnoLeft: errno(), ...extra };
  const name = errnoName(errno());
  return { result: name, value, errno: name, errnoLeft: 0, ...extra };
}

function textAnswer(value: number, result: string): Answer {
  return value < 0 ? answer(value) : { result, value, errno: null, errnoLeft: errno() };
}

function check(value: number, what: string): number {
  if (value < 0) throw new Error(`${what}: ${errnoName(errno())}`);
  return value;
}

function socketLength(): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(SOCKADDR_IN_BYTES);
  return length;
}

function localAddress(fd: number): { readonly address: string; readonly port: number } {
  const address = Buffer.alloc(SOCKADDR_IN_BYTES);
  check(libc.getsockname(fd, address, socketLength()), 'getsockname');
  return decodeSockaddrIn(address);
}

function openBound(address: string, port: number): number {
  const fd = check(libc.socket(c.AF_INET, c.SOCK_STREAM | c.SOCK_CLOEXEC, 0), 'socket');
  setIntOption(fd, c.SOL_SOCKET, c.SO_REUSEADDR, 1);
  const sockaddr = encodeSockaddrIn(address, port);
  check(libc.bind(fd, sockaddr, sockaddr.length), `bind ${address}:${port}`);
  return fd;
}

const shutdownHow = { read: c.SHUT_RD, write: c.SHUT_WR, both: c.SHUT_RDWR } as const;

const recvBuffer = Buffer.alloc(1 << 20);

function receive(fd: number, maxBytes: number): Answer {
  const value = libc.recv(fd, recvBuffer, Math.min(maxBytes, recvBuffer.length), 0);
  return answer(value, { data: value > 0 ? recvBuffer.toString('latin1', 0, value) : '' });
}

function transmit(fd: number, data: string | number): Answer {
  const bytes = typeof data === 'number' ? Buffer.alloc(data, 'halfopen ') : Buffer.from(data, 'latin1');
  return answer(libc.send(fd, bytes, bytes.length, 0));
}

function acceptOne(fd: number): Answer {
  const address = Buffer.alloc(SOCKADDR_IN_BYTES);
  const value = libc.accept(fd, address, socketLength());
  return answer(value, value < 0 ? {} : decodeSockaddrIn(address));
}

function pendingError(fd: number): Answer {
  const value = Buffer.alloc(4);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(4);
  const returned = libc.getsockopt(fd, c.SOL_SOCKET, c.SO_ERROR, value, length);
  const number = value.readInt32LE();
  return textAnswer(returned, number === 0 ? '0' : errnoName(number));
}

function poll(fd: number, command: Extract<Command, { op: 'poll' }>): Answer {
  const { value, revents } = pollOne(fd, command.interest, command.timeoutMs);
  return textAnswer(value, value === 0 ? 'timeout' : `ready ${readinessName(revents)}`);
}

function until(fd: number, command: Extract<Command, { op: 'until' }>): Answer {
  const first = pollOne(fd, [command.interest], command.timeoutMs);
  if (first.value <= 0) return textAnswer(first.value, 'timeout');
  const all = pollOne(fd, ['IN', 'OUT', 'RDHUP'], 0);
  return textAnswer(all.value, `ready ${readinessName(all.revents)}`);
}

function select(fd: number, timeoutMs: number): Answer {
  const { value, ready } = selectOne(fd, timeoutMs);
  return textAnswer(value, value === 0 ? 'timeout' : `ready ${ready}`);
}

function nonBlocking(fd: number): Answer {
  const flags = check(libc.fcntl(fd, c.F_GETFL, 0), 'fcntl');
  return answer(libc.fcntl(fd, c.F_SETFL, flags | c.O_NONBLOCK));
}

function forget(fd: number): Answer {
  setIntOption(fd, c.IPPROTO_TCP, c.TCP_REPAIR, 1);
  return answer(libc.close(fd));
}

function listen(command: Extract<Command, { op: 'listen' }>): Answer {
  const fd = openBound(command.address, command.port);
  setOptions(fd, command.options);
  check(libc.listen(fd, command.backlog), 'listen');
  return answer(fd, localAddress(fd));
}

function openSocket(command: Extract<Command, { op: 'socket' }>): Answer {
  const fd = openBound(command.bindAddress, command.bindPort);
  setOptions(fd, command.options);
  return answer(fd, localAddress(fd));
}

/** Makes the call. Throws only for what a script must not ask for (a bad option, no privilege): the lab's own faults. */
export function perform(command: Command): Answer {
  // So that what a successful call leaves in errno is its own doing.
  setErrno(0);
  switch (command.op) {
    case 'socket':
      return openSocket(command);
    case 'listen':
      return listen(command);
    case 'accept':
      return acceptOne(command.fd);
    case 'connect': {
      const sockaddr = encodeSockaddrIn(command.address, command.port);
      return answer(libc.connect(command.fd, sockaddr, sockaddr.length));
    }
    case 'send':
      return transmit(command.fd, command.data);
    case 'recv':
      return receive(command.fd, command.maxBytes);
    case 'poll':
      return poll(command.fd, command);
    case 'until':
      return until(command.fd, command);
    case 'select':
      return select(command.fd, command.timeoutMs);
    case 'getError':
      return pendingError(command.fd);
    case 'nonBlocking':
      return nonBlocking(command.fd);
    case 'set':
      setOptions(command.fd, command.options);
      return answer(0);
    case 'shutdown':
      return answer(libc.shutdown(command.fd, shutdownHow[command.how]));
    case 'close':
      return answer(libc.close(command.fd));
    case 'forget':
      return forget(command.fd);
    case 'sigpipe':
      libc.signal(c.SIGPIPE, command.disposition === 'default' ? c.SIG_DFL : c.SIG_IGN);
      return answer(0);
    case 'abort':
      libc.abort();
      return answer(0);
    case 'exit':
      process.exit(command.code);
  }
}
