/**
 * Records of runs that never took place, told line by line: a time in seconds, a place, and what was there.
 *
 *     0.1   client connect = 0, until 0.12          a call, with its result
 *     0.1   server recv = blocked                   one that never returned
 *     0.2   client > DATA, seq 5, len 4, lost       a packet that left there
 *     0.3   client : FIN-WAIT-1                     a state
 *     0.4   middle ! cut both ways                  a fault
 *     0.5   server * send_reset NO_SOCKET           a word of the kernel's
 */
import { claims, type DecidableClaimId, type Side, type TcpState } from '@halfopen/catalogue';
import type { PacketEvent } from '@halfopen/timeline';
import { type ClaimFinding, type Evidence, EvidenceMissing } from '../src/claims/claim-check.ts';
import { claimChecks } from '../src/claims/checks.ts';
import type { CallRecord, FaultRecord, KernelRecord, RunRecord } from '../src/observe/record.ts';

/** Time from one end to the other. */
const TRANSIT_NS = 10_000_000;

function nanoseconds(text: string): number {
  return Math.round(Number(text) * 1e9);
}

class Line {
  readonly atNs: number;
  readonly place: string;
  readonly mark: string;
  readonly what: string;
  readonly #options: readonly string[];

  constructor(text: string) {
    const match = /^([\d.]+)\s+(\w+)\s+([>:!*])?\s*(.*)$/.exec(text.trim());
    if (match === null) throw new TypeError(`not a line of a record: ${text}`);
    const [, time = '', place = '', mark = '', rest = ''] = match;
    const [what = '', ...options] = rest.split(', ');
    this.atNs = nanoseconds(time);
    this.place = place;
    this.mark = mark;
    this.what = what;
    this.#options = options;
  }

  get side(): Side {
    if (this.place === 'client' || this.place === 'server') return this.place;
    throw new TypeError(`not a side: ${this.place}`);
  }

  has(option: string): boolean {
    return this.#options.includes(option);
  }

  value(option: string): string | null {
    const found = this.#options.find((text) => text.startsWith(`${option} `));
    return found === undefined ? null : found.slice(option.length + 1);
  }
}

function toCall(line: Line): CallRecord {
  const [call = '', result = ''] = line.what.split(' = ');
  const until = line.value('until');
  const returnedNs = until === null ? line.atNs : nanoseconds(until);
  return {
    side: line.side,
    program: line.value('by') ?? line.side,
    socket: 1,
    call,
    args: line.value('args') ?? '',
    atNs: line.atNs,
    returnedNs: result === 'blocked' ? null : returnedNs,
    result,
    errnoLeft: Number(line.value('left') ?? 0),
    data: '',
    studied: !line.has('other'),
  };
}

function toPacket(line: Line): PacketEvent {
  const ack = line.value('ack');
  return {
    kind: 'packet',
    from: line.place as PacketEvent['from'],
    to: line.place === 'client' ? 'server' : 'client',
    type: line.what as PacketEvent['type'],
    atNs: line.atNs,
    middleNs: null,
    arrivedNs: line.has('lost') ? null : line.atNs + TRANSIT_NS,
    seq: Number(line.value('seq') ?? 0),
    ack: ack === null ? null : Number(ack),
    lengthBytes: Number(line.value('len') ?? 0),
    windowBytes: 65536,
    retransmission: line.has('again') ? 1 : 0,
    frames: {},
  };
}

function toKernel(line: Line): KernelRecord {
  const [event = '', detail = ''] = line.what.split(' ');
  return { side: line.side, atNs: line.atNs, event: event as KernelRecord['event'], detail };
}

/** The record of a run that went as told. */
export function record(story: string): RunRecord {
  const lines = story
    .split('\n')
    .filter((text) => text.trim() !== '')
    .map((text) => new Line(text))
    .sort((a, b) => a.atNs - b.atNs);
  const marked = (mark: string): readonly Line[] => lines.filter((line) => line.mark === mark);
  return {
    client: { address: '10.0.0.1', port: 50000 },
    server: { address: '10.0.0.130', port: 8080 },
    epochNs: 0n,
    delayNs: TRANSIT_NS,
    calls: marked('').map(toCall),
    seen: { client: [], middle: [], server: [] },
    packets: marked('>').map(toPacket),
    states: marked(':').map((line) => ({
      kind: 'state',
      side: line.side,
      atNs: line.atNs,
      state: line.what as TcpState,
      how: 'observed',
    })),
    kernel: marked('*').length === 0 ? null : marked('*').map(toKernel),
    faults: marked('!').map(({ place, atNs, what }) => ({ at: place as FaultRecord['at'], atNs, what })),
    counters: { client: {}, server: {} },
    knobs: [],
    missingKnobs: [],
    endNs: Math.max(...lines.map(({ atNs }) => atNs)) + 100_000_000,
  };
}

/** The same line at several times. */
export function atEach(seconds: readonly number[], line: string): string {
  return seconds.map((at) => `${at} ${line}`).join('\n');
}

/** Runs by name, told. */
export type Stories = Readonly<Record<string, string>>;

/** What the check of a claim makes of these runs. It may ask only for runs that the claim names. */
export function findingOf(id: DecidableClaimId, stories: Stories): ClaimFinding {
  const test = claims.find((claim) => claim.id === id)?.test;
  if (test?.by !== 'runs') throw new TypeError(`${id} is not decided by runs`);
  const evidence: Evidence = {
    run: (name) => {
      const [entry = name] = name.split('/');
      if (!test.runs.includes(name) && !test.runs.includes(entry))
        throw new TypeError(`${id} does not name ${name}`);
      const story = stories[name];
      if (story === undefined) throw new EvidenceMissing(name);
      return record(story);
    },
  };
  return claimChecks[id](evidence);
}
