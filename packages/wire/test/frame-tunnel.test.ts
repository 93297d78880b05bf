import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, writeU16 } from '../src/bytes.ts';
import { arpRequest } from '../src/emit/arp.ts';
import { ethernetFrame } from '../src/emit/ethernet.ts';
import { icmpError } from '../src/emit/icmp.ts';
import { ipv4Packet } from '../src/emit/ipv4.ts';
import { ipv6Packet } from '../src/emit/ipv6.ts';
import { tcpPacket } from '../src/emit/tcp.ts';
import { FrameView } from '../src/frame/view.ts';

const ends4 = { source: '192.0.2.1', destination: '192.0.2.2' };
const ends6 = { source: 'fd00::1', destination: 'fd00::2' };
const v4 = tcpPacket({
  source: { address: '10.0.0.1', port: 1000 },
  destination: { address: '10.0.0.2', port: 80 },
  seqNumber: 77,
  flags: 0x18,
  payload: Uint8Array.of(1, 2, 3),
  ttl: 9,
});
const v6 = tcpPacket({
  source: { address: 'fd01::1', port: 1000 },
  destination: { address: 'fd01::2', port: 80 },
  seqNumber: 77,
  flags: 0x18,
  payload: Uint8Array.of(1, 2, 3),
  ttl: 9,
});
const inner4 = {
  kind: 'tcp',
  problem: null,
  etherType: 0x0800,
  srcPort: 1000,
  dstPort: 80,
  seqNumber: 77,
  payloadLength: 3,
  ttl: 9,
};
const inner6 = { ...inner4, etherType: 0x86dd };

function viewOf(frame: Uint8Array, view: FrameView = new FrameView()): FrameView {
  view.decode(frame, 0, frame.length, 1);
  return view;
}

function over4(protocol: number, payload: Uint8Array): Uint8Array {
  return ipv4Packet({ ...ends4, protocol, payload });
}

function over6(protocol: number, payload: Uint8Array): Uint8Array {
  return ipv6Packet({ ...ends6, protocol, payload });
}

function framed(packet: Uint8Array): FrameView {
  return viewOf(ethernetFrame({ payload: packet, padTo: 60 }));
}

function behind(header: readonly number[], payload: Uint8Array): Uint8Array {
  return concatBytes([Uint8Array.from(header), payload]);
}

function udp(dstPort: number, payload: Uint8Array): Uint8Array {
  const header = new Uint8Array(8);
  writeU16(header, 0, 50_000);
  writeU16(header, 2, dstPort);
  writeU16(header, 4, 8 + payload.length);
  return concatBytes([header, payload]);
}

function told(view: FrameView): Record<string, unknown> {
  return { ...view, icmp: { ...view.icmp }, options: { ...view.options() } };
}

const vxlan = [0x08, 0, 0, 0, 0, 0, 1, 0];

describe('IP in IP', () => {
  it.each([
    ['IPv4 in IPv4', over4(4, v4), inner4],
    ['IPv6 in IPv4', over4(41, v6), inner6],
    ['IPv4 in IPv6', over6(4, v4), inner4],
    ['IPv6 in IPv6', over6(41, v6), inner6],
  ])('%s shows the inner packet', (_, packet, inner) => {
    const view = framed(packet);
    expect(view).toMatchObject({ ...inner, tunnelDepth: 1 });
    expect(view.sourceAddress()).toMatch(/^(10\.0\.0\.1|fd01::1)$/);
    expect(view.destinationAddress()).toMatch(/^(10\.0\.0\.2|fd01::2)$/);
  });

  it('shows the outer packet where the inner one is none', () => {
    const view = framed(over4(4, Uint8Array.of(0x99, 1, 2)));
    expect(view).toMatchObject({ kind: 'ip', tunnelDepth: 0, etherType: 0x0800, protocol: 4 });
    expect(view.problem).not.toBeNull();
    expect(view.sourceAddress()).toBe('192.0.2.1');
  });

  it('is not looked for in later fragments', () => {
    const packet = ipv4Packet({ ...ends4, protocol: 4, payload: v4, fragmentOffset: 8, dontFragment: false });
    expect(framed(packet)).toMatchObject({ kind: 'ip', tunnelDepth: 0, problem: null, fragmentOffset: 8 });
  });
});

describe('GRE', () => {
  it.each([
    ['bare', [0, 0, 8, 0]],
    ['with a checksum', [0x80, 0, 8, 0, 1, 1, 0, 0]],
    ['with a key', [0x20, 0, 8, 0, 1, 2, 3, 4]],
    ['with a sequence number', [0x10, 0, 8, 0, 1, 2, 3, 4]],
    ['with all three', [0xb0, 0, 8, 0, 1, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['with source routes', [0x40, 0, 8, 0, 0, 0, 0, 0, 8, 0, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0]],
    ['of PPTP', [0x30, 0x81, 0x88, 0x0b, 0, 47, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0xff, 0x03, 0x00, 0x21]],
    ['with a label', [0, 0, 0x88, 0x47, 0, 0, 0x11, 64]],
  ])('%s carries IP', (_, header) => {
    expect(framed(over4(47, behind(header, v4)))).toMatchObject({ ...inner4, tunnelDepth: 1 });
    expect(framed(over6(47, behind(header, v4)))).toMatchObject({ ...inner4, tunnelDepth: 1 });
  });

  it('carries Ethernet', () => {
    const frame = ethernetFrame({ payload: v6, vlanTags: [{ id: 3 }] });
    expect(framed(over4(47, behind([0x20, 0, 0x65, 0x58, 0, 0, 1, 0], frame)))).toMatchObject({
      ...inner6,
      tunnelDepth: 1,
      vlanTags: 1,
      vlanId: 3,
    });
  });

  it('cut short says so, and shows the outer packet', () => {
    for (const header of [
      [0, 0],
      [0x80, 0, 8, 0, 1],
      [0x40, 0, 8, 0, 0, 0, 0, 0, 8, 0, 0, 200, 1],
      [0x40, 0, 8, 0, 0, 0, 0, 0, 8, 0, 0],
    ]) {
      // the padding of the Ethernet frame is no part of the tunnel
      expect(framed(over4(47, Uint8Array.from(header)))).toMatchObject({
        kind: 'ip',
        problem: 'truncated-tunnel-header',
        tunnelDepth: 0,
        protocol: 47,
      });
    }
  });

  it('with something else, or of another version, is no problem', () => {
    const keepAlive = framed(over4(47, behind([0, 0, 0, 0], new Uint8Array(4))));
    expect(keepAlive).toMatchObject({ kind: 'ip', problem: null, etherType: 0x0800 });
    expect(framed(over4(47, behind([0, 2, 8, 0], v4)))).toMatchObject({ kind: 'ip', problem: null });
  });
});

describe('tunnels over UDP', () => {
  it.each([4789, 8472])('VXLAN on port %i carries Ethernet', (port) => {
    const packet = udp(port, behind(vxlan, ethernetFrame({ payload: v4 })));
    expect(framed(over4(17, packet))).toMatchObject({ ...inner4, tunnelDepth: 1 });
    expect(framed(over6(17, packet))).toMatchObject({ ...inner4, tunnelDepth: 1 });
  });

  it('Geneve carries Ethernet and IP, behind options', () => {
    const frame = ethernetFrame({ payload: v6 });
    const bare = udp(6081, behind([0, 0, 0x65, 0x58, 0, 0, 1, 0], frame));
    expect(framed(over4(17, bare))).toMatchObject({ ...inner6, tunnelDepth: 1 });
    const options = udp(6081, behind([2, 0, 0x08, 0x00, 0, 0, 1, 0, 1, 2, 3, 1, 5, 6, 7, 8], v4));
    expect(framed(over6(17, options))).toMatchObject({ ...inner4, tunnelDepth: 1 });
  });

  it('are known by their destination and their header alone', () => {
    const inside = ethernetFrame({ payload: v4 });
    const other = { kind: 'ip', problem: null, tunnelDepth: 0, protocol: 17 };
    expect(framed(over4(17, udp(53, behind(vxlan, inside))))).toMatchObject(other);
    expect(framed(over4(17, udp(4789, behind([0, 0, 0, 0, 0, 0, 1, 0], inside))))).toMatchObject(other);
    expect(framed(over4(17, udp(4789, behind([8, 0, 0, 0, 0, 0, 1, 1], inside))))).toMatchObject(other);
    expect(framed(over4(17, udp(6081, behind([0x40, 0, 0x65, 0x58, 0, 0, 1, 0], inside))))).toMatchObject(
      other,
    );
  });

  it('cut short say so', () => {
    const cut = { kind: 'ip', problem: 'truncated-tunnel-header', tunnelDepth: 0 };
    expect(framed(over4(17, udp(4789, Uint8Array.of(8, 0, 0))))).toMatchObject(cut);
    expect(framed(over4(17, udp(6081, Uint8Array.of(0, 0, 8))))).toMatchObject(cut);
    expect(framed(over4(17, udp(6081, Uint8Array.of(5, 0, 8, 0, 0, 0, 1, 0, 1))))).toMatchObject(cut);
    expect(framed(over4(17, Uint8Array.of(1)))).toMatchObject({ kind: 'ip', problem: null });
  });
});

describe('what lies within a tunnel', () => {
  it('may be ARP, which has no IP layer', () => {
    const arp = arpRequest({ sender: '10.0.0.1', target: '10.0.0.2' });
    const frame = ethernetFrame({ payload: arp, etherType: 0x0806 });
    const view = framed(over4(17, udp(4789, behind(vxlan, frame))));
    expect(view).toMatchObject({ kind: 'arp', ipVersion: 0, ipOffset: 0, protocol: -1, tunnelDepth: 1 });
    expect(view.sourceAddress()).toBe('10.0.0.1');
  });

  it('may be ICMP, and an ICMP error that quotes a tunnel stays one', () => {
    const error = icmpError({ ...ends4, type: 3, code: 1, quoted: v4 });
    const within = framed(over6(4, error));
    expect(within).toMatchObject({ kind: 'icmp', tunnelDepth: 1 });
    expect(within.icmp.quotedDstPort).toBe(80);
    const about = framed(icmpError({ ...ends4, type: 3, code: 1, quoted: over4(4, v4) }));
    expect(about).toMatchObject({ kind: 'icmp', tunnelDepth: 0, icmp: { quotedProtocol: 4 } });
  });

  it('may be a segment without a stated length', () => {
    const big = v4.slice();
    writeU16(big, 2, 0);
    const outer = over4(17, udp(4789, behind(vxlan, ethernetFrame({ payload: big }))));
    writeU16(outer, 2, 0);
    expect(viewOf(ethernetFrame({ payload: outer }))).toMatchObject({
      ...inner4,
      tunnelDepth: 1,
      ipLengthInferred: true,
    });
  });

  it('is looked for four deep', () => {
    let packet = v4;
    for (let depth = 1; depth <= 4; depth += 1) {
      packet = over4(4, packet);
      expect(framed(packet)).toMatchObject({ ...inner4, tunnelDepth: depth });
    }
    expect(framed(over4(4, packet))).toMatchObject({
      kind: 'ip',
      problem: 'too-many-tunnels',
      tunnelDepth: 4,
      srcPort: 0,
    });
  });

  it('leaves no trace on the next frame, nor the frame before on it', () => {
    const arp = ethernetFrame({
      payload: arpRequest({ sender: '10.0.0.1', target: '10.0.0.2' }),
      etherType: 0x0806,
    });
    const frames = [
      ethernetFrame({ payload: v4 }),
      ethernetFrame({ payload: over4(4, v4) }),
      ethernetFrame({ payload: over6(47, behind([0, 0, 0x65, 0x58], arp)) }),
      arp,
      ethernetFrame({ payload: over6(47, behind([0, 0, 0, 0], v4)) }),
      ethernetFrame({ payload: over4(41, Uint8Array.of(0x60, 1)) }),
      ethernetFrame({ payload: icmpError({ ...ends6, type: 1, code: 4, quoted: over6(4, v4) }) }),
    ];
    const any = fc.constantFrom(...frames);
    fc.assert(
      fc.property(any, any, (before, after) => {
        expect(told(viewOf(after, viewOf(before)))).toEqual(told(viewOf(after)));
      }),
    );
  });
});
