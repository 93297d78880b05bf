import { describe, expect, it } from 'vitest';
import type { PacketEvent } from '@halfopen/timeline';
import { inferredStates } from '../src/index.ts';
import { type Pair, Trace } from './support/conversation.ts';
import { explained, inEveryShape, theOne } from './support/explained.ts';

/** A packet in a few words: `client FIN 7 8`, relative numbers. */
function told({ from, type, seq, ack, lengthBytes, retransmission }: PacketEvent): string {
  const length = lengthBytes === 0 ? '' : ` +${lengthBytes}`;
  return `${from} ${type} ${seq} ${ack ?? '-'}${length}${retransmission === 0 ? '' : ` again ${retransmission}`}`;
}

async function packetsOf(trace: Trace): Promise<readonly PacketEvent[]> {
  return (await theOne(trace, { packets: { most: 100 } })).packets!;
}

/** A pair whose handshake nobody captured. */
function unseenHandshake(trace: Trace): Pair {
  const pair = trace.open();
  pair.c.syn({ unseen: true });
  pair.s.synAck({ unseen: true });
  pair.c.ack({ unseen: true });
  return pair;
}

function statesOf(packets: readonly PacketEvent[]): string[] {
  return inferredStates(packets).map(({ side, state, how, atNs }) => {
    expect(how).toBe('inferred');
    return `${atNs / 1e6} ${side} ${state}`;
  });
}

describe('packets as events', () => {
  inEveryShape('have the words and relative numbers of the timeline', async (trace) => {
    const { c, s } = trace.opened();
    c.data(7);
    s.ack();
    trace.wait(100);
    c.data(3);
    trace.wait(300);
    c.again();
    s.ack();
    s.fin();
    c.ack();
    c.abort();
    expect((await packetsOf(trace)).map(told)).toEqual([
      'client SYN 0 -',
      'server SYN-ACK 0 1',
      'client HANDSHAKE-ACK 1 1',
      'client DATA 1 1 +7',
      'server ACK 1 8',
      'client DATA 8 1 +3',
      'client DATA 8 1 +3 again 1',
      'server ACK 1 11',
      'server FIN 1 11',
      'client ACK 11 2',
      'client RST-A 11 2',
    ]);
  });

  it('count time from the first of them, and know their frame and nothing of the other end', async () => {
    const trace = new Trace();
    trace.open({ clientPort: 1 }).c.syn();
    trace.wait(500);
    const { c } = trace.open({ clientPort: 2 });
    c.syn();
    trace.wait(99);
    c.again();
    const { connections } = await explained(trace, { packets: { most: 10 }, at: 'server' });
    expect(connections[1]!.packets).toMatchObject([
      { atNs: 0, arrivedNs: 0, middleNs: null, frames: { server: 2 } },
      { atNs: 100e6, arrivedNs: 100e6, middleNs: null, frames: { server: 3 } },
    ]);
  });

  it('are absent unless they are asked for', async () => {
    const trace = new Trace();
    trace.opened();
    expect(await theOne(trace)).not.toHaveProperty('packets');
    expect((await theOne(trace, { packets: { most: 2 } })).packets).toHaveLength(2);
  });

  it('count as if the SYN had come just before the first byte captured', async () => {
    const trace = new Trace();
    const { c, s } = unseenHandshake(trace);
    s.data(5);
    c.ack();
    c.data(2);
    expect((await packetsOf(trace)).map(told).map((text) => text.replace(/^\w+ /, ''))).toEqual([
      'DATA 1 1 +5',
      'ACK 1 6',
      'DATA 1 6 +2',
    ]);
  });

  it.each([
    [4, 3, 0, 'ICMP-NET-UNREACHABLE'],
    [4, 3, 1, 'ICMP-HOST-UNREACHABLE'],
    [4, 3, 2, 'ICMP-OTHER'],
    [4, 3, 3, 'ICMP-PORT-UNREACHABLE'],
    [4, 3, 4, 'ICMP-FRAGMENTATION-NEEDED'],
    [4, 3, 13, 'ICMP-PROHIBITED'],
    [4, 11, 0, 'ICMP-TIME-EXCEEDED'],
    [6, 1, 0, 'ICMP-NET-UNREACHABLE'],
    [6, 1, 4, 'ICMP-PORT-UNREACHABLE'],
    [6, 2, 0, 'ICMP-FRAGMENTATION-NEEDED'],
    [6, 3, 0, 'ICMP-TIME-EXCEEDED'],
  ] as const)('of ICMPv%d type %d code %d are %s', async (version, type, code, kind) => {
    const trace = new Trace({ version });
    const { c } = trace.open();
    trace.icmp(c.syn(), type, code);
    expect((await packetsOf(trace))[1]).toMatchObject({
      from: 'middle',
      to: 'client',
      type: kind,
      ack: null,
    });
  });

  it('tell the three forms of reset apart', async () => {
    const trace = new Trace();
    trace.open({ clientPort: 1 }).c.syn();
    const { c, s } = trace.opened({ clientPort: 2 });
    c.fin();
    s.ack();
    s.data(4);
    c.reset();
    const refusing = trace.open({ clientPort: 3 });
    refusing.c.syn();
    refusing.s.refuse();
    const { connections } = await explained(trace, { packets: { most: 10 } });
    expect(connections.map(({ packets }) => told(packets!.at(-1)!))).toEqual([
      'client SYN 0 -',
      'client RST-P 2 -',
      'server RST-S 0 1',
    ]);
  });
});

describe('inferred states', () => {
  it('follow an orderly end', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened();
    c.fin();
    s.ack();
    s.fin();
    c.ack();
    expect(statesOf(await packetsOf(trace))).toEqual([
      '0 client SYN-SENT',
      '1 server SYN-RECEIVED',
      '1 client ESTABLISHED',
      '2 server ESTABLISHED',
      '3 client FIN-WAIT-1',
      '3 server CLOSE-WAIT',
      '4 client FIN-WAIT-2',
      '5 server LAST-ACK',
      '5 client TIME-WAIT',
      '6 server CLOSED',
    ]);
  });

  it('leave a server in SYN-RECEIVED that has not taken the handshake in', async () => {
    const trace = new Trace();
    const { s } = trace.opened();
    trace.wait(1000);
    s.again();
    expect(statesOf(await packetsOf(trace))).toEqual([
      '0 client SYN-SENT',
      '1 server SYN-RECEIVED',
      '1 client ESTABLISHED',
    ]);
  });

  it('let a server be established by the acknowledgement that it takes in', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened();
    trace.wait(1000);
    s.again();
    c.ack();
    s.data(5);
    expect(statesOf(await packetsOf(trace)).at(-1)).toBe('1004 server ESTABLISHED');
  });

  it('count an acknowledgement of a FIN only when the FIN is not repeated after it', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened();
    c.fin();
    s.ack({ lost: true });
    trace.wait(300);
    c.again();
    s.ack();
    expect(statesOf(await packetsOf(trace)).at(-1)).toBe('306 client FIN-WAIT-2');
  });

  it('do not take a FIN for received that nobody acknowledges, nor its acknowledgement while it is repeated', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened();
    s.data(3);
    c.ack();
    c.fin();
    trace.wait(200);
    c.again();
    expect(statesOf(await packetsOf(trace)).slice(-2)).toEqual([
      '2 server ESTABLISHED',
      '5 client FIN-WAIT-1',
    ]);
  });

  it('close both ends at a reset, but not one that goes on', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened();
    s.data(1);
    c.ack();
    s.abort();
    expect(statesOf(await packetsOf(trace)).slice(-2)).toEqual(['5 server CLOSED', '5 client CLOSED']);
    c.data(5);
    expect(statesOf(await packetsOf(trace)).at(-1)).toBe('5 server CLOSED');
  });

  it('end in CLOSING and TIME-WAIT when FINs cross', async () => {
    const trace = new Trace();
    const { c, s } = trace.opened();
    c.fin();
    s.fin({ ack: s.expected - 1 });
    c.ack();
    s.ack();
    expect(statesOf(await packetsOf(trace)).slice(4)).toEqual([
      '3 client FIN-WAIT-1',
      '4 server FIN-WAIT-1',
      '4 server CLOSING',
      '4 client CLOSING',
      '5 server TIME-WAIT',
      '6 client TIME-WAIT',
    ]);
  });

  it('say only what changes where the beginning is missing', async () => {
    const trace = new Trace();
    const { c, s } = unseenHandshake(trace);
    c.data(5);
    s.ack();
    c.fin();
    s.ack();
    expect(statesOf(await packetsOf(trace))).toEqual([
      '2 client FIN-WAIT-1',
      '2 server CLOSE-WAIT',
      '3 client FIN-WAIT-2',
    ]);
  });
});
