/**
 * Asks the kernel for the state of one connection by its addresses: sock_diag(7), one exact look-up, no dump. Finds full
 * sockets, SYN-RECEIVED requests and TIME-WAIT mini-sockets alike, whoever owns them; needs no privilege beyond the
 * namespace that the netlink socket was opened in.
 */
import type { TcpState } from '@halfopen/catalogue';
import {
  AF_INET,
  AF_NETLINK,
  IPPROTO_TCP,
  MSG_DONTWAIT,
  NETLINK_SOCK_DIAG,
  SOCK_CLOEXEC,
  SOCK_RAW,
} from './constants.ts';
import { errnoName } from './errno.ts';
import { errno, libc } from './libc.ts';
import { ipv4Bytes } from './sockaddr.ts';

const NLMSG_HEADER_BYTES = 16;
const NLMSG_ERROR = 2;
const ENOENT = 2;
const SOCK_DIAG_BY_FAMILY = 20;
const NLM_F_REQUEST = 1;
const REQUEST_BYTES = NLMSG_HEADER_BYTES + 56;
const STATE_OFFSET = NLMSG_HEADER_BYTES + 1;

/** State numbers of include/net/tcp_states.h. */
const states: Readonly<Record<number, TcpState>> = {
  1: 'ESTABLISHED',
  2: 'SYN-SENT',
  3: 'SYN-RECEIVED',
  4: 'FIN-WAIT-1',
  5: 'FIN-WAIT-2',
  6: 'TIME-WAIT',
  7: 'CLOSED',
  8: 'CLOSE-WAIT',
  9: 'LAST-ACK',
  10: 'LISTEN',
  11: 'CLOSING',
  12: 'SYN-RECEIVED',
};

/** One end of a connection, seen from its host. */
export interface DiagTuple {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** Opens a diagnostics socket in the calling thread's network namespace. Returns its descriptor; throws when refused. */
export function openDiagSocket(): number {
  const fd = libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (fd < 0) throw new Error(`sock_diag socket: ${errnoName(errno())}`);
  return fd;
}

/** struct nlmsghdr and struct inet_diag_req_v2 for one exact look-up. */
export function encodeDiagRequest(tuple: DiagTuple): Buffer {
  const message = Buffer.alloc(REQUEST_BYTES);
  message.writeUInt32LE(REQUEST_BYTES, 0);
  message.writeUInt16LE(SOCK_DIAG_BY_FAMILY, 4);
  message.writeUInt16LE(NLM_F_REQUEST, 6);
  const body = NLMSG_HEADER_BYTES;
  message[body] = AF_INET;
  message[body + 1] = IPPROTO_TCP;
  message.writeUInt32LE(0xffffffff, body + 4);
  message.writeUInt16BE(tuple.localPort, body + 8);
  message.writeUInt16BE(tuple.remotePort, body + 10);
  message.set(ipv4Bytes(tuple.localAddress), body + 12);
  message.set(ipv4Bytes(tuple.remoteAddress), body + 28);
  // No cookie: whatever incarnation is there now.
  message.writeUInt32LE(0xffffffff, body + 48);
  message.writeUInt32LE(0xffffffff, body + 52);
  return message;
}

/** The state in an answer; `CLOSED` when the kernel knows no such connection. Throws on any other refusal. */
export function decodeDiagState(answer: Buffer): TcpState {
  if (answer.length < STATE_OFFSET + 4) throw new Error('sock_diag: an answer without a body');
  if (answer.readUInt16LE(4) === NLMSG_ERROR) {
    const number = -answer.readInt32LE(NLMSG_HEADER_BYTES);
    if (number === ENOENT) return 'CLOSED';
    throw new Error(`sock_diag: ${errnoName(number)}`);
  }
  const state = states[answer[STATE_OFFSET] ?? 0] ?? 'CLOSED';
  // The look-up falls back to the listener when no connection matches.
  return state === 'LISTEN' ? 'CLOSED' : state;
}

/** More than an answer with all its attributes takes. */
const ANSWER_BYTES = 4096;
const answerBuffer = Buffer.alloc(ANSWER_BYTES);

/** State of one end, now. Throws when the kernel can't be asked. */
export function queryState(diagFd: number, request: Buffer): TcpState {
  if (libc.send(diagFd, request, request.length, 0) < 0) throw new Error(`sock_diag: ${errnoName(errno())}`);
  // netlink answers inside send(2), so the reply is already there.
  const length = libc.recv(diagFd, answerBuffer, answerBuffer.length, MSG_DONTWAIT);
  if (length < 0) throw new Error(`sock_diag: ${errnoName(errno())}`);
  return decodeDiagState(answerBuffer.subarray(0, length));
}
