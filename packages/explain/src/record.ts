/**
 * What explain says, record by record: `halfopen.explain/1`. One `capture` record for each file, one `connection` record for
 * each connection in order of its first frame, one `summary`. Whole nanoseconds stand as decimal strings: they exceed what
 * a JSON number holds exactly.
 */
import type { CaseName, EndedBy, Side, Vantage } from '@halfopen/catalogue';
import type { PacketEvent } from '@halfopen/timeline';
import type { ConnState } from './zeek/conn-state.ts';

/** Name and version of the records' shape. */
export const explainSchema = 'halfopen.explain/1';

/** Something that could not be read or decoded: how often, and where first. */
export interface ProblemRecord {
  /** A stable word, e.g. `truncated-ip-header`. */
  readonly problem: string;
  readonly count: number;
  /** 1-based number of the first frame concerned; 0: before the first. */
  readonly frame: number;
}

/** What one file held. */
export interface CaptureRecord {
  readonly type: 'capture';
  readonly schema: typeof explainSchema;
  readonly file: string;
  readonly format: 'pcap' | 'pcapng';
  readonly linkTypes: readonly string[];
  readonly frames: number;
  readonly tcpFrames: number;
  /** The file ends in the middle of a record. */
  readonly truncated: boolean;
  readonly problems: readonly ProblemRecord[];
}

/** One end of a connection. */
export interface EndpointRecord {
  readonly address: string;
  readonly port: number;
}

/**
 * How it went. `ok`: ended, and both sides had all there was. `failed`: ended or given up otherwise. `open`: stands at the
 * capture's end, or nothing shows that it does not. `partial`: too little was seen to tell.
 */
export type Outcome = 'ok' | 'failed' | 'open' | 'partial';

/**
 * `certain`: no other case leaves these packets here. `likely`: its lookalikes are rarer. `possible`: the nearest family;
 * any of its members may be meant.
 */
export type Certainty = 'certain' | 'likely' | 'possible';

/** A packet and what it shows. */
export interface EvidenceRecord {
  /** 1-based number in its file. */
  readonly frame: number;
  /** The file it is in, where several were given. */
  readonly file?: string;
  readonly says: string;
}

/** What a program's call returned, as follows from the packets. */
export interface CallRecord {
  readonly call: 'connect' | 'accept' | 'send' | 'recv' | 'close';
  /** `0`, `ok`, `blocked`, or an errno. `recv` `0` is end of file. */
  readonly result: string;
  /** Only on this platform; absent: on all. */
  readonly on?: 'linux' | 'macos';
}

/** The answer for one connection. */
export interface VerdictRecord {
  /** `null`: nothing went wrong in what was seen. */
  readonly case: CaseName | null;
  readonly certainty: Certainty;
  /** Further cases that leave these packets at this vantage. */
  readonly lookalikes: readonly CaseName[];
  readonly endedBy: EndedBy;
  /** One sentence. */
  readonly summary: string;
  readonly evidence: readonly EvidenceRecord[];
  readonly apps: Readonly<Record<Side, readonly CallRecord[]>>;
  /** What would tell the case from its lookalikes. Empty when there is none. */
  readonly settle: string;
  readonly advice: readonly string[];
}

/** How it is known where the capture was made. */
export type VantageHow = 'given' | 'ttl' | 'timing' | 'offload' | 'nothing';

/** Where a capture was made. */
export interface VantageRecord {
  readonly at: Vantage | 'unknown';
  readonly how: VantageHow;
}

/** One connection and its verdict. */
export interface ConnectionRecord {
  readonly type: 'connection';
  /** 1-based, in order of first frames. */
  readonly id: number;
  readonly client: EndpointRecord;
  readonly server: EndpointRecord;
  /** `false`: the capture starts within the connection, and `client` is who was seen first. */
  readonly clientKnown: boolean;
  /**
   * 1 for the first connection of these addresses and ports, 2 for the next, ... It begins at 1 again when the one before has been
   * over for more than a minute.
   */
  readonly incarnation: number;
  readonly vantage: VantageRecord;
  /** Where several files were given: one entry for each that saw it, `vantage` and the other fields being those of the first. */
  readonly vantages?: readonly (VantageRecord & {
    readonly file: string;
    readonly frames: number;
    /** How far this file's clock is ahead of that of the first file given; absent: they have no packet in common. */
    readonly clockOffsetNs?: string;
  })[];
  readonly startNs: string;
  readonly durationNs: string;
  readonly frames: { readonly first: number; readonly last: number; readonly count: number };
  /** Payload each side sent, repetitions not counted. */
  readonly bytes: Readonly<Record<Side, number>>;
  readonly outcome: Outcome;
  readonly verdict: VerdictRecord;
  readonly tcp: {
    /** From SYN to the handshake's last ACK; `null`: no whole handshake was seen. */
    readonly rttMs: number | null;
    readonly retransmissions: Readonly<Record<Side, number>>;
    readonly zeroWindows: Readonly<Record<Side, number>>;
    readonly keepAlives: number;
    /** Segments that were acknowledged but are not in the capture. */
    readonly notCaptured: number;
    readonly duplicateFrames: number;
  };
  readonly zeek: { readonly connState: ConnState; readonly history: string };
  /** Wireshark display filter that shows this connection. */
  readonly filter: string;
  /** The packets, when they were asked for; of several captures on one clock. */
  readonly packets?: readonly PacketEvent[];
}

/** The whole capture in numbers. */
export interface SummaryRecord {
  readonly type: 'summary';
  readonly schema: typeof explainSchema;
  readonly connections: number;
  /** How many there were, where a filter let only some through; the other numbers count those. */
  readonly of?: number;
  readonly ok: number;
  readonly failed: number;
  readonly open: number;
  readonly partial: number;
  /** How many connections have this case as their verdict. */
  readonly byCase: Readonly<Partial<Record<CaseName, number>>>;
}

/** Any of them. */
export type ExplainRecord = CaptureRecord | ConnectionRecord | SummaryRecord;
