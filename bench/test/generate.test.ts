import { expect, test } from 'vitest';
import { endings } from '../src/endings.ts';
import { byConnection, capture } from './captured.ts';

const whole = capture();

test('a seed gives the same bytes and the same truth every time', () => {
  const again = capture();
  expect(again.bytes.equals(whole.bytes)).toBe(true);
  expect(again.truth).toEqual(whole.truth);
});

test('another seed gives another capture', () => {
  expect(capture({ seed: 2 }).bytes.equals(whole.bytes)).toBe(false);
});

test('every frame decodes, with right checksums', () => {
  const wrong = whole.frames.filter(
    (frame) =>
      frame.problem !== null ||
      !frame.ipChecksumOk ||
      (frame.kind === 'tcp' ? frame.checksum !== 'good' : frame.kind !== 'icmp'),
  );
  expect(wrong).toEqual([]);
  expect(whole.frames).toHaveLength(whole.made.frames);
});

test('frames are in order of time', () => {
  const backwards = whole.frames.filter(({ time }, index) => time < (whole.frames[index - 1]?.time ?? 0n));
  expect(backwards).toEqual([]);
});

test('every kind of ending is there, some connections are IPv6, some frames are ICMP errors', () => {
  const kinds = new Set(whole.truth.map(({ ending }) => ending));
  expect(kinds).toEqual(new Set(endings.map(({ ending }) => ending.kind)));
  expect(whole.truth.filter(({ client }) => client.startsWith('[')).length).toBeGreaterThan(10);
  expect(new Set(whole.frames.filter(({ kind }) => kind === 'icmp').map((frame) => frame.ipVersion))).toEqual(
    new Set([4, 6]),
  );
});

test('truth tells of every connection, in order of start, and of no frame too few', () => {
  expect(whole.truth).toHaveLength(200);
  const connections = byConnection(whole);
  let frames = 0;
  for (const [line, seen] of connections) {
    expect(String(seen[0]?.time), line.ending).toBe(line.startNs);
    frames += seen.length;
  }
  expect(frames).toBe(whole.frames.length);
});

test('a port comes again only as the next incarnation', () => {
  const many = capture({ connections: 4000, bytes: 12_000_000 });
  const ends = many.truth.map(({ client, server, incarnation }) => `${client} ${server} ${incarnation}`);
  expect(new Set(ends).size).toBe(ends.length);
  expect(many.truth.filter(({ incarnation }) => incarnation > 1).length).toBeGreaterThan(20);
  const last = new Map<string, number>();
  for (const { client, server, incarnation } of many.truth) {
    const key = `${client} ${server}`;
    expect(incarnation).toBe((last.get(key) ?? 0) + 1);
    last.set(key, incarnation);
  }
});

test('the file is about as large as was asked for', () => {
  const { bytes } = capture({ connections: 1000, bytes: 50_000_000 });
  expect(bytes.length).toBeGreaterThan(45_000_000);
  expect(bytes.length).toBeLessThan(55_000_000);
});

test('a snap length cuts frames and changes nothing else', () => {
  const cut = capture({ snapLength: 96 });
  expect(cut.truth).toEqual(whole.truth);
  expect(cut.frames.map((frame) => frame.originalLength)).toEqual(
    whole.frames.map((frame) => frame.originalLength),
  );
  expect(Math.max(...cut.frames.map((frame) => frame.capturedLength))).toBe(96);
  expect(cut.frames.map(({ seq, length, stamp }) => [seq, length, stamp])).toEqual(
    whole.frames.map(({ seq, length, stamp }) => [seq, length, stamp]),
  );
});

test('pcapng holds the same frames at the same times', () => {
  const other = capture({ format: 'pcapng' });
  expect(other.frames).toEqual(whole.frames);
});

function sum(of: typeof endings): number {
  return of.reduce((total, { weight }) => total + weight, 0);
}

test('weights are thousandths, and 620 of them are of connections that are not dead', () => {
  expect(sum(endings)).toBe(1000);
  expect(
    sum(
      endings.slice(
        0,
        endings.findIndex(({ ending }) => ending.kind === 'conn-refused'),
      ),
    ),
  ).toBe(620);
  expect(sum(endings.filter(({ ending }) => ending.truth.outcome.every((word) => word !== 'failed')))).toBe(
    626,
  );
});

test('the truth of every ending names its own case among those that look alike', () => {
  for (const { ending } of endings) {
    if (ending.truth.case === null) expect(ending.truth.oneOf).toEqual([]);
    else expect(ending.truth.oneOf, ending.kind).toContain(ending.truth.case);
  }
});
