import { describe, expect, it } from 'vitest';
import { Explainer } from '../src/explainer.ts';
import { Trace } from './support/conversation.ts';
import { Stamp } from './support/stream.ts';

const MEGABYTE = 1 << 20;
const BEGIN = 1_700_000_000;
const HOURS = 2;
/** What a connection that has ended and waits for an older one may take, garbage included. */
const MOST_WAITING_BYTES = 1500;

/** A question, an answer, a close. */
function shortTalk(): Stamp {
  const trace = new Trace();
  const { c, s } = trace.opened();
  c.data(20);
  s.data(30);
  c.fin();
  s.fin();
  c.ack();
  return new Stamp(trace);
}

/** Memory that rows and tables take, garbage included. */
function buffers(): number {
  return process.memoryUsage().arrayBuffers;
}

interface Load {
  readonly connections: number;
  readonly explainer: Explainer;
  readonly stamp: Stamp;
  /** Address of a connection's client. */
  readonly client: (n: number) => number;
  /** Ports that the clients use. */
  readonly ports?: number;
}

/** Pushes so many connections through in two hours; returns the most that waited and the most memory. */
function run({ connections, explainer, stamp, client, ports = 60_000 }: Load): {
  readonly waiting: number;
  readonly bytes: number;
} {
  const before = buffers();
  let waiting = 0;
  let bytes = 0;
  for (let n = 0; n < connections; n += 1) {
    const seconds = BEGIN + Math.floor((n * HOURS * 3600) / connections);
    explainer.push(stamp.at(seconds, client(n), 1024 + (n % ports), n * 100_003));
    if (n % 500 !== 0) continue;
    for (let finding = explainer.take(); finding !== null; finding = explainer.take())
      explainer.release(finding);
    waiting = Math.max(waiting, explainer.waiting);
    bytes = Math.max(bytes, buffers() - before);
  }
  return { waiting, bytes };
}

function started(): Explainer {
  const explainer = new Explainer({ file: 'long' });
  explainer.push(Stamp.header());
  return explainer;
}

function drain(explainer: Explainer): void {
  explainer.finish();
  for (let finding = explainer.take(); finding !== null; finding = explainer.take())
    explainer.release(finding);
}

describe('memory', () => {
  const connections = 200_000;

  it('200,000 short connections in two hours take as much as those of two minutes', () => {
    const explainer = started();
    const { waiting, bytes } = run({
      connections,
      explainer,
      stamp: shortTalk(),
      client: (n) => 0x0a01_0000 + (n >> 2),
    });
    expect(waiting).toBeLessThan((connections * 130) / (HOURS * 3600));
    expect(bytes).toBeLessThan(64 * MEGABYTE);
    drain(explainer);
    expect(explainer.waiting).toBe(0);
    expect(explainer.told).toBe(connections);
    expect(explainer.summary()).toMatchObject({ connections, ok: connections });
  }, 60_000);

  it('ports that are used again and again take no more', () => {
    const explainer = started();
    const load = { connections: 50_000, explainer, stamp: shortTalk() };
    const { waiting, bytes } = run({ ...load, client: () => 0x0a01_0001, ports: 100 });
    expect(waiting).toBeLessThan(1000);
    expect(bytes).toBeLessThan(64 * MEGABYTE);
    drain(explainer);
    expect(explainer.told).toBe(load.connections);
  }, 60_000);

  it('attempts that nobody answers are let go', () => {
    const trace = new Trace();
    trace.open().c.syn({ lost: true });
    const attempts = 50_000;
    const explainer = started();
    const { waiting } = run({
      connections: attempts,
      explainer,
      stamp: new Stamp(trace),
      client: (n) => 0x0a01_0000 + n,
    });
    expect(waiting).toBeLessThan((attempts * 700) / (HOURS * 3600));
    drain(explainer);
    expect(explainer.summary()).toMatchObject({ connections: attempts });
  }, 60_000);

  it('packets that are kept are given back with their connections', () => {
    const explainer = new Explainer({ file: 'long', packets: { most: 10 } });
    explainer.push(Stamp.header());
    const { waiting } = run({
      connections: 20_000,
      explainer,
      stamp: shortTalk(),
      client: (n) => 0x0a01_0000 + n,
    });
    expect(waiting).toBeLessThan((20_000 * 130) / (HOURS * 3600) + 500);
    drain(explainer);
    expect(explainer.told).toBe(20_000);
  }, 60_000);

  it('one connection that stays open holds the others back, and they take little room meanwhile', () => {
    const open = new Trace();
    open.opened();
    const explainer = started();
    explainer.push(new Stamp(open).at(BEGIN, 0x0a00_0009, 9));
    const { waiting, bytes } = run({
      connections: 50_000,
      explainer,
      stamp: shortTalk(),
      client: (n) => 0x0a01_0000 + n,
    });
    expect(waiting).toBeGreaterThan(40_000);
    expect(bytes / waiting).toBeLessThan(MOST_WAITING_BYTES);
    drain(explainer);
    expect(explainer.summary()).toMatchObject({ connections: 50_001, ok: 50_000, open: 1 });
  }, 60_000);

  it('the same ports used again and again behind one that stays open take little room, too', () => {
    const open = new Trace();
    open.opened();
    const explainer = started();
    explainer.push(new Stamp(open).at(BEGIN, 0x0a00_0009, 9));
    const { waiting, bytes } = run({
      connections: 50_000,
      explainer,
      stamp: shortTalk(),
      client: () => 0x0a01_0001,
      ports: 100,
    });
    expect(bytes / waiting).toBeLessThan(MOST_WAITING_BYTES);
    drain(explainer);
    expect(explainer.summary()).toMatchObject({ connections: 50_001, ok: 50_000, open: 1 });
  }, 60_000);

  it('more that wait for one than can be held are told before it, and none is lost', () => {
    const open = new Trace();
    open.opened();
    const explainer = started();
    explainer.push(new Stamp(open).at(BEGIN, 0x0a00_0009, 9));
    const load = { connections: 120_000, explainer, stamp: shortTalk() };
    const { waiting } = run({ ...load, client: (n) => 0x0a01_0000 + n });
    expect(waiting).toBeLessThan(load.connections);
    drain(explainer);
    expect(explainer.summary()).toMatchObject({ connections: 120_001, ok: 120_000, open: 1 });
  }, 60_000);

  it('100,000 connections that all stay open are told of at the end', () => {
    const open = new Trace();
    open.opened();
    const explainer = started();
    const load = { connections: 100_000, explainer, stamp: new Stamp(open) };
    run({ ...load, client: (n) => 0x0a01_0000 + n });
    expect(explainer.waiting).toBe(load.connections);
    drain(explainer);
    expect(explainer.summary()).toMatchObject({ connections: load.connections, open: load.connections });
  }, 60_000);
});
