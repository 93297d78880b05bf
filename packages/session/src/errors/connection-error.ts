/** What went wrong with a connection, as facts. */
import type { Delivered, EndedBy, ErrorCode, Phase } from './error-codes.ts';

/** One thing that happened shortly before the error. */
export interface RecentEvent {
  /** Milliseconds before the error. */
  readonly beforeMs: number;
  /** What: `connect 10.0.0.2:80`, `read 4096`, `heartbeat`. */
  readonly what: string;
}

/** What the kernel knew about the connection (Linux TCP_INFO), where it could be asked. */
export interface TcpInfo {
  /** State as RFC 9293 writes it. */
  readonly state: string;
  readonly rttMs: number;
  readonly rtoMs: number;
  /** Consecutive retransmissions of the segment that waits. */
  readonly retransmits: number;
  readonly probes: number;
  readonly unackedSegments: number;
  readonly totalRetransmissions: number;
  readonly lastDataSentMs: number;
  readonly lastDataReceivedMs: number;
  readonly lastAckReceivedMs: number;
  /** The peer's receive window; `null` on kernels that don't tell (before Linux 5.4). */
  readonly peerWindowBytes: number | null;
}

/** The facts of a {@link ConnectionError}. */
export interface ConnectionFacts {
  readonly code: ErrorCode;
  readonly phase: Phase;
  readonly endedBy: EndedBy;
  /** Id in halfopen's catalogue of TCP failures (`halfopen cases ID`), where the facts point to one. */
  readonly cause: string | null;
  readonly syscall: string | null;
  /** Symbolic errno: `ECONNRESET`. */
  readonly errno: string | null;
  /** Whether trying again can help. */
  readonly retryable: boolean;
  readonly delivered: Delivered;
  readonly address: string | null;
  readonly port: number | null;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly recent: readonly RecentEvent[];
  readonly tcpInfo: TcpInfo | null;
  /** When the other side asks to be left alone until then. */
  readonly retryAfterMs: number | null;
}

const nothingKnown: Omit<ConnectionFacts, 'code' | 'phase'> = {
  endedBy: 'unknown',
  cause: null,
  syscall: null,
  errno: null,
  retryable: true,
  delivered: 'maybe',
  address: null,
  port: null,
  bytesRead: 0,
  bytesWritten: 0,
  recent: [],
  tcpInfo: null,
  retryAfterMs: null,
};

/** An error with a stable `code` and facts as fields. Also recognised across two copies of this package: see {@link isConnectionError}. */
export class ConnectionError extends Error implements ConnectionFacts {
  override readonly name: string = 'ConnectionError';
  readonly code: ErrorCode;
  readonly phase: Phase;
  readonly endedBy: EndedBy;
  /** Id in the catalogue: an id says more than another error would; that one is {@link original}. */
  override readonly cause: string | null;
  readonly syscall: string | null;
  readonly errno: string | null;
  readonly retryable: boolean;
  readonly delivered: Delivered;
  readonly address: string | null;
  readonly port: number | null;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly recent: readonly RecentEvent[];
  readonly tcpInfo: TcpInfo | null;
  readonly retryAfterMs: number | null;
  /** The error of Node's that this one stands for, if there was one. */
  readonly original: unknown;

  constructor(
    message: string,
    facts: Pick<ConnectionFacts, 'code' | 'phase'> & Partial<ConnectionFacts>,
    original?: unknown,
  ) {
    super(message);
    const known = { ...nothingKnown, ...facts };
    this.code = known.code;
    this.phase = known.phase;
    this.endedBy = known.endedBy;
    this.cause = known.cause;
    this.syscall = known.syscall;
    this.errno = known.errno;
    this.retryable = known.retryable;
    this.delivered = known.delivered;
    this.address = known.address;
    this.port = known.port;
    this.bytesRead = known.bytesRead;
    this.bytesWritten = known.bytesWritten;
    this.recent = known.recent;
    this.tcpInfo = known.tcpInfo;
    this.retryAfterMs = known.retryAfterMs;
    this.original = original;
  }
}

/** Whether an error is one of this package's, from whichever copy of it. */
export function isConnectionError(error: unknown): error is ConnectionError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('HO_');
}

/** The facts of an error, to make another of. */
export function factsOf(error: ConnectionError): ConnectionFacts {
  return error;
}

/** The error for a store that did not do what it was asked. */
export function storeFailure(original: unknown): ConnectionError {
  const reason = original instanceof Error ? original.message : String(original);
  return new ConnectionError(
    `the session store failed: ${reason}`,
    { code: 'HO_STORE_FAILED', phase: 'open', endedBy: 'local', delivered: 'maybe' },
    original,
  );
}
