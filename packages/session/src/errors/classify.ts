/** Any error of a socket as a {@link ConnectionError}. */
import { codeFacts } from './code-facts.ts';
import {
  ConnectionError,
  type ConnectionFacts,
  isConnectionError,
  type RecentEvent,
  type TcpInfo,
} from './connection-error.ts';
import { errorCodes, type Phase } from './error-codes.ts';
import { doubtAboutTls, messageOf, partsOf } from './error-words.ts';
import { findSocketError, type SocketErrorRow, tellingRank } from './socket-errors.ts';

/** What the caller knows besides the error. Whatever is missing stays unknown. */
export interface ErrorContext {
  readonly phase?: Phase;
  readonly address?: string | null;
  readonly port?: number | null;
  readonly bytesRead?: number;
  readonly bytesWritten?: number;
  readonly recent?: readonly RecentEvent[];
  readonly tcpInfo?: TcpInfo | null;
  /** Whether data waited for an acknowledgement; tells a cut under data from one while idle. */
  readonly unacknowledged?: boolean;
  /** Whether TCP_USER_TIMEOUT was set. */
  readonly userTimeout?: boolean;
}

/** The fields that errors of Node carry, if they do. */
interface NodeFields {
  readonly name: string | null;
  readonly syscall: string | null;
  readonly hasNumber: boolean;
  readonly address: string | null;
  readonly port: number | null;
}

/** `cause` of `cause`, and errors in errors: no deeper. */
const MAX_DEPTH = 4;

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function fieldsOf(error: unknown): NodeFields {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as Readonly<
    Record<string, unknown>
  >;
  return {
    // An AbortError has a number as its code.
    name: text(fields['code']) ?? text(fields['name']),
    syscall: text(fields['syscall']),
    hasNumber: typeof fields['errno'] === 'number',
    address: text(fields['address']),
    port: number(fields['port']),
  };
}

function phaseOfSyscall(syscall: string | null): Phase | null {
  if (syscall === null) return null;
  if (syscall === 'connect' || syscall === 'bind' || syscall === 'socket') return 'connect';
  return syscall === 'getaddrinfo' || syscall.startsWith('query') ? 'resolve' : null;
}

interface Found {
  readonly row: SocketErrorRow | null;
  readonly fields: NodeFields;
  readonly phase: Phase | null;
}

function look(error: unknown, known: Phase | null): Found {
  const fields = fieldsOf(error);
  const phase = phaseOfSyscall(fields.syscall) ?? known;
  const isMadeUp = fields.syscall === null && !fields.hasNumber;
  const row = fields.name === null ? null : findSocketError(fields.name, { phase, isMadeUp });
  return { row, fields, phase };
}

/** `around`: the errors that this one was found in; none of them is searched again. */
function search(error: unknown, known: Phase | null, around: readonly unknown[] = []): Found {
  const own = look(error, known);
  if (around.length === MAX_DEPTH) return own;
  const within = [...around, error];
  const parts = partsOf(error)
    .filter((part) => !within.includes(part))
    .map((part) => search(part, known, within));
  const [most] = parts.sort((a, b) => tellingRank(a.fields.name) - tellingRank(b.fields.name));
  if (most !== undefined && most.row !== null) return most;
  if (own.row !== null && own.fields.name !== 'UND_ERR_SOCKET') return own;
  // undici says only that there was something with the socket; what it was is below, if anybody knows.
  const cause = error instanceof Error ? error.cause : undefined;
  const below =
    cause === undefined || cause === null || within.includes(cause) ? null : search(cause, known, within);
  return below !== null && below.row !== null ? below : own;
}

function isBeforeOpen(phase: Phase): boolean {
  return phase === 'resolve' || phase === 'connect' || phase === 'handshake';
}

/** The kernel gave up: on data, or on keepalive probes? */
function causeOfTimeout({ unacknowledged, userTimeout }: ErrorContext): string | null {
  if (unacknowledged === undefined) return null;
  if (!unacknowledged) return 'idle-keepalive';
  return userTimeout === true ? 'send-user-timeout' : 'send-cut';
}

function factsOf({ row, fields, phase: seen }: Found, context: ErrorContext): ConnectionFacts {
  const code = row?.code ?? 'HO_UNKNOWN';
  const general = codeFacts[code];
  // Once open, TLS hardly ever fails.
  const phase = row?.phase ?? seen ?? (code === 'HO_TLS_FAILED' ? 'handshake' : 'open');
  const bytesWritten = context.bytesWritten ?? 0;
  const nothingSent = context.bytesWritten === 0;
  return {
    code,
    phase,
    endedBy: row?.endedBy ?? general.endedBy,
    cause: row?.cause ?? (code === 'HO_TIMED_OUT' ? causeOfTimeout(context) : null),
    syscall: fields.syscall,
    errno: fields.name,
    retryable: row?.retryable ?? general.retryable,
    delivered: isBeforeOpen(phase) || nothingSent ? 'no' : general.delivered,
    address: fields.address ?? context.address ?? null,
    port: fields.port ?? context.port ?? null,
    bytesRead: context.bytesRead ?? 0,
    bytesWritten,
    recent: context.recent ?? [],
    tcpInfo: context.tcpInfo ?? null,
    retryAfterMs: null,
  };
}

/** What {@link classify} puts into its error. */
export function factsAbout(error: unknown, context: ErrorContext): ConnectionFacts {
  return factsOf(search(error, context.phase ?? null), context);
}

/**
 * The same facts for any error of Node's net, tls, dns or fetch, whether it comes alone, as the `cause` of another or
 * among several in an AggregateError. An error of this package is returned as it is. Never throws; what it does not know is
 * `HO_UNKNOWN`, with the error as `original`.
 */
export function classify(error: unknown, context: ErrorContext = {}): ConnectionError {
  try {
    return isConnectionError(error) ? error : classified(error, context ?? {});
  } catch {
    // A getter or a Proxy that throws, an object that is no text.
    return new ConnectionError(
      `${errorCodes.HO_UNKNOWN}: it cannot be read`,
      { code: 'HO_UNKNOWN', phase: 'open' },
      error,
    );
  }
}

function classified(error: unknown, context: ErrorContext): ConnectionError {
  const facts = factsAbout(error, context);
  const message = messageOf(error);
  const isTls = facts.code === 'HO_TLS_FAILED' && facts.phase === 'handshake';
  const doubt = isTls ? doubtAboutTls(message) : '';
  return new ConnectionError(`${errorCodes[facts.code]}: ${message}${doubt}`, facts, error);
}

/** What the kernel says has become of a connection, where Node did not notice; `null`: that it is gone. */
export function classifyErrno(errno: string | null, context: ErrorContext): ConnectionError {
  const told = new Error(`read ${errno ?? 'a connection that is gone'}`);
  return classify(Object.assign(told, { code: errno ?? 'ECONNRESET', syscall: 'read' }), context);
}
