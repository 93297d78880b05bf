/** Generates a capture into a temporary directory and reads it back, frame by frame. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CaptureReader, FrameView, ipv4HeaderChecksumOk, tcpChecksum, TcpFlag } from '@halfopen/wire';
import type { CaptureFormat, FrameProblem, IcmpMessage, TcpChecksum } from '@halfopen/wire';
import { generate } from '../src/generator/generate.ts';
import type { Generated } from '../src/generator/generate.ts';
import { endpointText } from '../src/generator/truth.ts';
import type { TruthLine } from '../src/generator/truth.ts';

/** What tests ask of a frame. */
export interface Seen {
  readonly kind: string;
  readonly problem: FrameProblem | null;
  readonly checksum: TcpChecksum;
  readonly ipChecksumOk: boolean;
  readonly ipVersion: number;
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly source: string;
  readonly destination: string;
  /** Of ICMP errors: the ends of the quoted packet. */
  readonly quoted: readonly [string, string] | null;
  readonly ttl: number;
  readonly id: number;
  readonly seq: number;
  readonly ack: number;
  readonly flags: number;
  readonly window: number;
  readonly length: number;
  readonly stamp: number | null;
  readonly sacks: number;
  readonly capturedLength: number;
  readonly originalLength: number;
}

/** A capture with its truth. */
export interface Captured {
  readonly made: Generated;
  readonly bytes: Buffer;
  readonly truth: readonly TruthLine[];
  readonly frames: readonly Seen[];
}

/** Options of {@link capture}. */
export interface CaptureOptions {
  readonly seed?: number;
  readonly bytes?: number;
  readonly connections?: number;
  readonly snapLength?: number;
  readonly format?: CaptureFormat;
}

/** Makes a capture: by default a small one that holds every kind of ending. */
export function capture(options: CaptureOptions = {}): Captured {
  const directory = mkdtempSync(join(tmpdir(), 'halfopen-bench-test-'));
  const out = join(directory, 'capture');
  const truth = join(directory, 'truth');
  try {
    const made = generate({
      seed: 1,
      bytes: 2_000_000,
      connections: 200,
      snapLength: 262_144,
      format: 'pcap',
      ...options,
      out,
      truth,
    });
    const bytes = readFileSync(out);
    const lines = readFileSync(truth, 'utf8').trim().split('\n');
    return {
      made,
      bytes,
      truth: lines.map((line) => JSON.parse(line) as TruthLine),
      frames: framesOf(bytes),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function framesOf(bytes: Uint8Array): readonly Seen[] {
  const reader = new CaptureReader();
  const view = new FrameView();
  const frames: Seen[] = [];
  reader.push(bytes);
  while (reader.next()) {
    view.decode(reader.data, reader.offset, reader.capturedLength, reader.linkType, reader.originalLength);
    const options = view.options();
    const { icmp } = view;
    frames.push({
      kind: view.kind,
      problem: view.problem,
      checksum: tcpChecksum(view),
      ipChecksumOk: view.ipVersion === 6 || ipv4HeaderChecksumOk(view),
      ipVersion: view.ipVersion,
      time: BigInt(reader.seconds) * 1_000_000_000n + BigInt(reader.nanoseconds),
      source: endpointText(view.sourceAddress(), view.srcPort),
      destination: endpointText(view.destinationAddress(), view.dstPort),
      quoted: view.kind === 'icmp' ? quotedEnds(icmp) : null,
      ttl: view.ttl,
      id: view.ipId,
      seq: view.seqNumber,
      ack: view.ackNumber,
      flags: view.flags,
      window: view.window,
      length: view.payloadLength,
      stamp: options.hasTimestamps ? options.timestampValue : null,
      sacks: options.sackBlocks,
      capturedLength: reader.capturedLength,
      originalLength: reader.originalLength,
    });
  }
  return frames;
}

/** The frames of each true connection, ICMP errors about it included, in the order of `truth`. */
export function byConnection({ truth, frames }: Captured): ReadonlyMap<TruthLine, readonly Seen[]> {
  const groups = new Map<string, Seen[]>();
  for (const frame of frames) {
    const [one, other] = frame.quoted ?? [frame.source, frame.destination];
    const key = one < other ? `${one} ${other}` : `${other} ${one}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(frame);
  }
  return new Map(
    truth.map((line) => {
      const { client, server } = line;
      const group = groups.get(client < server ? `${client} ${server}` : `${server} ${client}`) ?? [];
      const start = BigInt(line.startNs);
      const next = truth.find(
        (each) =>
          each.client === client && each.server === server && each.incarnation === line.incarnation + 1,
      );
      const end = next === undefined ? null : BigInt(next.startNs);
      return [line, group.filter(({ time }) => time >= start && (end === null || time < end))];
    }),
  );
}

function quotedEnds(icmp: IcmpMessage): readonly [string, string] {
  return [
    endpointText(icmp.quotedSourceAddress(), icmp.quotedSrcPort),
    endpointText(icmp.quotedDestinationAddress(), icmp.quotedDstPort),
  ];
}

/** Flags of a frame as letters in the order of the header, from FIN on. */
export function flagsText(frame: Seen): string {
  const names = [
    [TcpFlag.FIN, 'F'],
    [TcpFlag.SYN, 'S'],
    [TcpFlag.RST, 'R'],
    [TcpFlag.PSH, 'P'],
    [TcpFlag.ACK, 'A'],
  ] as const;
  return names.map(([flag, name]) => ((frame.flags & flag) === 0 ? '' : name)).join('');
}
