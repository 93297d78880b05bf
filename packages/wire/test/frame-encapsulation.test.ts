import { describe, expect, it } from 'vitest';
import { concatBytes } from '../src/bytes.ts';
import { ethernetFrame } from '../src/emit/ethernet.ts';
import { tcpPacket } from '../src/emit/tcp.ts';
import { FrameView } from '../src/frame/view.ts';

const spec = { seqNumber: 1, flags: 0x10 };
const v4 = tcpPacket({
  ...spec,
  source: { address: '10.0.0.1', port: 1 },
  destination: { address: '10.0.0.2', port: 2 },
});
const v6 = tcpPacket({
  ...spec,
  source: { address: 'fd00::1', port: 1 },
  destination: { address: 'fd00::2', port: 2 },
});

function viewOf(linkType: number, ...parts: readonly (Uint8Array | readonly number[])[]): FrameView {
  const frame = concatBytes(parts.map((part) => Uint8Array.from(part)));
  const view = new FrameView();
  view.decode(frame, 0, frame.length, linkType);
  return view;
}

function tags(count: number): { readonly id: number }[] {
  return Array.from({ length: count }, (_, id) => ({ id }));
}

function ethernet(etherType: number, ...parts: readonly (Uint8Array | readonly number[])[]): FrameView {
  const payload = concatBytes(parts.map((part) => Uint8Array.from(part)));
  return viewOf(1, ethernetFrame({ payload, etherType }));
}

describe('BSD loopback', () => {
  it.each([
    [0, [2, 0, 0, 0], v4, 0x0800],
    [0, [0, 0, 0, 2], v4, 0x0800],
    [108, [0, 0, 0, 2], v4, 0x0800],
    [0, [10, 0, 0, 0], v6, 0x86dd],
    [0, [23, 0, 0, 0], v6, 0x86dd],
    [0, [24, 0, 0, 0], v6, 0x86dd],
    [0, [0, 0, 0, 28], v6, 0x86dd],
    [0, [30, 0, 0, 0], v6, 0x86dd],
    [108, [0, 0, 0, 30], v6, 0x86dd],
  ])('of link type %i with family %j', (linkType, family, packet, etherType) => {
    expect(viewOf(linkType, family, packet)).toMatchObject({
      kind: 'tcp',
      problem: null,
      etherType,
      ipOffset: 4,
    });
  });

  it('with another family is no problem', () => {
    expect(viewOf(0, [7, 0, 0, 0], v4)).toMatchObject({ kind: 'other', problem: null });
  });

  it('cut short says so', () => {
    expect(viewOf(0, [2, 0, 0]).problem).toBe('truncated-link-header');
    expect(viewOf(0, [2, 0, 0, 0]).problem).toBe('truncated-ip-header');
  });
});

describe('PPP', () => {
  it.each([
    ['framed', [0xff, 0x03, 0x00, 0x21], v4],
    ['bare', [0x00, 0x21], v4],
    ['compressed', [0x21], v4],
    ['framed and compressed', [0xff, 0x03, 0x57], v6],
    ['framed', [0xff, 0x03, 0x00, 0x57], v6],
    ['with a label', [0xff, 0x03, 0x02, 0x81, 0, 0, 0x11, 64], v4],
  ])('%s carries IP', (_, header, packet) => {
    for (const linkType of [9, 50]) {
      expect(viewOf(linkType, header, packet)).toMatchObject({
        kind: 'tcp',
        problem: null,
        ipOffset: header.length,
      });
    }
  });

  it('with another protocol is no problem', () => {
    expect(viewOf(9, [0xff, 0x03, 0xc0, 0x21, 1, 2])).toMatchObject({ kind: 'other', problem: null });
  });

  it('cut short says so', () => {
    for (const header of [[], [0xff], [0xff, 0x03], [0xff, 0x03, 0x00], [0x00]]) {
      expect(viewOf(9, header).problem).toBe('truncated-link-header');
    }
  });

  it('gives way to Cisco HDLC where its address stands', () => {
    expect(viewOf(50, [0x0f, 0x00, 0x08, 0x00], v4)).toMatchObject({ kind: 'tcp', etherType: 0x0800 });
    expect(viewOf(104, [0x8f, 0x00, 0x86, 0xdd], v6)).toMatchObject({ kind: 'tcp', etherType: 0x86dd });
    expect(viewOf(104, [0x8f, 0x00, 0x86]).problem).toBe('truncated-link-header');
  });
});

describe('PPPoE', () => {
  const header = [0x11, 0x00, 0x12, 0x34, 0x00, 0x2a];

  it('carries IP once the session is established', () => {
    const four = ethernet(0x8864, header, [0x00, 0x21], v4);
    expect(four).toMatchObject({ kind: 'tcp', etherType: 0x0800, ipOffset: 22 });
    expect(viewOf(51, header, [0x00, 0x57], v6)).toMatchObject({ kind: 'tcp', etherType: 0x86dd });
  });

  it('cut short says so', () => {
    expect(ethernet(0x8864, header.slice(0, 5)).problem).toBe('truncated-link-header');
    expect(ethernet(0x8864, header, [0x00]).problem).toBe('truncated-link-header');
  });

  it('before that is no problem', () => {
    expect(ethernet(0x8863, header)).toMatchObject({ kind: 'other', problem: null });
  });
});

describe('MPLS', () => {
  const label = [0x00, 0x01, 0x00, 64];
  const bottom = [0x00, 0x01, 0x01, 64];

  it.each([0x8847, 0x8848])('with EtherType %i carries IP', (etherType) => {
    expect(ethernet(etherType, bottom, v4)).toMatchObject({ kind: 'tcp', etherType: 0x0800, ipOffset: 18 });
    expect(ethernet(etherType, label, label, bottom, v6)).toMatchObject({ kind: 'tcp', ipOffset: 26 });
  });

  it('carries Ethernet, with or without a control word', () => {
    const frame = ethernetFrame({ payload: v4, vlanTags: [{ id: 5 }] });
    expect(ethernet(0x8847, bottom, [0, 0, 0, 0], frame)).toMatchObject({ kind: 'tcp', vlanId: 5 });
    expect(ethernet(0x8847, bottom, frame)).toMatchObject({ kind: 'tcp', vlanId: 5, tunnelDepth: 0 });
  });

  it('with something else is no problem', () => {
    expect(ethernet(0x8847, bottom, new Uint8Array(30))).toMatchObject({ kind: 'other', problem: null });
  });

  it('cut short says so', () => {
    expect(ethernet(0x8847, label, [0, 0]).problem).toBe('truncated-link-header');
    expect(ethernet(0x8847, bottom).problem).toBe('truncated-link-header');
  });

  it('is followed to a bound', () => {
    const fifteen = Array.from({ length: 15 }, () => label).flat();
    expect(ethernet(0x8847, fifteen, bottom, v4).kind).toBe('tcp');
    expect(ethernet(0x8847, fifteen, label, bottom, v4).problem).toBe('too-many-link-headers');
  });
});

describe('other headers before IP', () => {
  it('are those of MAC-in-MAC', () => {
    const inner = ethernetFrame({ payload: v4 });
    expect(ethernet(0x88e7, [0, 0, 0, 9], inner)).toMatchObject({ kind: 'tcp', etherType: 0x0800 });
    const vlanTags = [{ id: 8, etherType: 0x88a8 }];
    const outer = ethernetFrame({
      payload: concatBytes([new Uint8Array(4), inner]),
      etherType: 0x88e7,
      vlanTags,
    });
    expect(viewOf(1, outer)).toMatchObject({ kind: 'tcp', vlanId: 8 });
  });

  it('are LLC and SNAP where a length stands for the type', () => {
    const snap = [0xaa, 0xaa, 0x03, 0, 0, 0, 0x08, 0x00];
    expect(ethernet(48, snap, v4)).toMatchObject({ kind: 'tcp', etherType: 0x0800, ipOffset: 22 });
    expect(ethernet(48, [0x42, 0x42, 0x03], v4)).toMatchObject({ kind: 'other', problem: null });
  });

  it('are mixed, to a bound', () => {
    expect(viewOf(1, ethernetFrame({ payload: v4, vlanTags: tags(16) }))).toMatchObject({
      kind: 'tcp',
      vlanTags: 16,
    });
    const seventeen = ethernetFrame({ payload: v4, vlanTags: tags(17) });
    expect(viewOf(1, seventeen).problem).toBe('too-many-link-headers');
  });

  it('however many, cost no stack', () => {
    const pppoeWithMpls = [0x88, 0x64, 0x11, 0, 0, 0, 0, 0, 0x02, 0x81, 0, 0, 1, 64, 0, 0, 0, 0];
    const frame = Uint8Array.from({ length: 260_000 }, (_, at) => pppoeWithMpls[at % 18]!);
    expect(viewOf(1, frame).kind).toBe('other');
  });
});

describe('NFLOG', () => {
  const little = [2, 0, 0, 5, 8, 0, 1, 0, 0x08, 0, 0, 0, 6, 0, 10, 0, 0x61, 0, 0, 0];
  const big = [2, 0, 0, 5, 0, 8, 0, 1, 0x08, 0, 0, 0, 0, 6, 0, 10, 0x61, 0, 0, 0];

  it('holds the packet in an attribute, in either byte order', () => {
    expect(viewOf(239, little, [48, 0, 9, 0], v4)).toMatchObject({ kind: 'tcp', ipOffset: 24 });
    expect(viewOf(239, big, [0, 48, 0, 9], v6)).toMatchObject({ kind: 'tcp', ipOffset: 24 });
  });

  it('cut short, or damaged, says so', () => {
    expect(viewOf(239, [2, 0, 0]).problem).toBe('truncated-link-header');
    expect(viewOf(239, little).problem).toBe('truncated-link-header');
    expect(viewOf(239, [2, 0, 0, 5, 3, 0, 1, 0], v4).problem).toBe('bad-nflog-attribute');
  });
});
