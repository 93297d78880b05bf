import { describe, expect, it } from 'vitest';
import { concatBytes } from '../src/bytes.ts';
import { ethernetFrame } from '../src/emit/ethernet.ts';
import { tcpPacket } from '../src/emit/tcp.ts';
import { linkTypeName } from '../src/frame/link-types.ts';
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

function viewOf(frame: Uint8Array, linkType: number): FrameView {
  const view = new FrameView();
  view.decode(frame, 0, frame.length, linkType);
  return view;
}

describe('Ethernet', () => {
  it('carries either IP version', () => {
    const four = viewOf(ethernetFrame({ payload: v4 }), 1);
    expect(four).toMatchObject({ kind: 'tcp', etherType: 0x0800, ipOffset: 14, vlanTags: 0, vlanId: -1 });
    const six = viewOf(ethernetFrame({ payload: v6 }), 1);
    expect(six).toMatchObject({ kind: 'tcp', etherType: 0x86dd, ipOffset: 14 });
  });

  it('is decoded behind VLAN tags', () => {
    const one = viewOf(ethernetFrame({ payload: v4, vlanTags: [{ id: 0xfff }] }), 1);
    expect(one).toMatchObject({ kind: 'tcp', etherType: 0x0800, ipOffset: 18, vlanTags: 1, vlanId: 0xfff });
    const vlanTags = [{ id: 100, etherType: 0x88a8 }, { id: 7 }];
    const two = viewOf(ethernetFrame({ payload: v6, vlanTags }), 1);
    expect(two).toMatchObject({ kind: 'tcp', etherType: 0x86dd, ipOffset: 22, vlanTags: 2, vlanId: 100 });
  });

  it('cut short says so', () => {
    const frame = ethernetFrame({ payload: v4, vlanTags: [{ id: 1 }] });
    for (const length of [0, 13, 14, 17]) {
      expect(viewOf(frame.subarray(0, length), 1)).toMatchObject({
        kind: 'other',
        problem: 'truncated-link-header',
      });
    }
  });

  it('with nothing behind its header says so', () => {
    const frame = ethernetFrame({ payload: v4 });
    expect(viewOf(frame.subarray(0, 14), 1).problem).toBe('truncated-ip-header');
    const tagged = ethernetFrame({ payload: v4, vlanTags: [{ id: 1 }] });
    expect(viewOf(tagged.subarray(0, 18), 1).problem).toBe('truncated-ip-header');
  });

  it('with another EtherType is no problem', () => {
    const frame = ethernetFrame({ payload: new Uint8Array(46), etherType: 0x88cc });
    expect(viewOf(frame, 1)).toMatchObject({
      kind: 'other',
      problem: null,
      etherType: 0x88cc,
      ipVersion: 0,
      protocol: -1,
    });
  });

  it('that announces the wrong IP version is not believed', () => {
    const frame = ethernetFrame({ payload: v6, etherType: 0x0800 });
    expect(viewOf(frame, 1)).toMatchObject({ kind: 'other', problem: 'bad-ip-version' });
  });
});

describe('raw IP', () => {
  it('is told apart by its version', () => {
    expect(viewOf(v4, 101)).toMatchObject({ kind: 'tcp', ipVersion: 4, etherType: 0x0800 });
    expect(viewOf(v6, 101)).toMatchObject({ kind: 'tcp', ipVersion: 6, etherType: 0x86dd });
    expect(viewOf(Uint8Array.of(0x50), 101).problem).toBe('bad-ip-version');
    expect(viewOf(new Uint8Array(0), 101).problem).toBe('truncated-ip-header');
  });

  it('of a stated version is only that', () => {
    expect(viewOf(v4, 228).kind).toBe('tcp');
    expect(viewOf(v6, 229).kind).toBe('tcp');
    expect(viewOf(v6, 228).problem).toBe('bad-ip-version');
    expect(viewOf(concatBytes([v4, v4]), 229).problem).toBe('bad-ip-version');
  });
});

describe('Linux cooked captures', () => {
  const header1 = Uint8Array.of(0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 0x08, 0x00);
  const header2 = Uint8Array.of(0x86, 0xdd, 0, 0, 0, 0, 0, 3, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0);

  it('of version 1 tell the direction', () => {
    expect(viewOf(concatBytes([header1, v4]), 113)).toMatchObject({
      kind: 'tcp',
      packetType: 4,
      interfaceIndex: 0,
      ipOffset: 16,
    });
  });

  it('of version 2 tell the interface as well', () => {
    expect(viewOf(concatBytes([header2, v6]), 276)).toMatchObject({
      kind: 'tcp',
      packetType: 4,
      interfaceIndex: 3,
      ipOffset: 20,
    });
  });

  it('of netlink messages hold no IP', () => {
    const netlink = header1.slice();
    netlink.set([824 >>> 8, 824 & 0xff], 2);
    const view = viewOf(concatBytes([netlink, v4]), 113);
    expect(view).toMatchObject({ kind: 'other', problem: null });
    const netlink2 = header2.slice();
    netlink2.set([824 >>> 8, 824 & 0xff], 8);
    expect(viewOf(concatBytes([netlink2, v6]), 276)).toMatchObject({ kind: 'other', problem: null });
  });

  it('cut short say so', () => {
    expect(viewOf(header1.subarray(0, 15), 113).problem).toBe('truncated-link-header');
    expect(viewOf(header2.subarray(0, 19), 276).problem).toBe('truncated-link-header');
  });

  it('with nothing behind their header say so', () => {
    expect(viewOf(header1, 113).problem).toBe('truncated-ip-header');
    expect(viewOf(header2, 276).problem).toBe('truncated-ip-header');
  });
});

describe('link types', () => {
  it('that are unknown are said to be', () => {
    expect(viewOf(v4, 147).problem).toBe('unsupported-link-type');
  });

  it.each([
    [1, 'EN10MB'],
    [101, 'RAW'],
    [113, 'LINUX_SLL'],
    [228, 'IPV4'],
    [229, 'IPV6'],
    [276, 'LINUX_SLL2'],
    [147, 'LINKTYPE_147'],
  ])('%i is called %s', (linkType, name) => {
    expect(linkTypeName(linkType)).toBe(name);
  });
});
