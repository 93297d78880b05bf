/**
 * Tunnels over UDP, known by the destination port: VXLAN (RFC 7348 section 5) and Geneve (RFC 8926 section 3.4). Anybody may
 * use those ports for something else, so headers that do not look right are left alone.
 */
import { readU16 } from '../bytes.ts';
import { EtherType } from './numbers.ts';
import type { FrameView } from './view.ts';

const udp = { dstPort: 2, bytes: 8 } as const;

/** IANA's ports, and the one Linux used for VXLAN before there was one; overlays for containers still do. */
const port = { vxlan: 4789, vxlanLinux: 8472, geneve: 6081 } as const;

const vxlan = { flags: 0, validNetwork: 0x08, reserved: 7, bytes: 8 } as const;
const geneve = {
  versionLength: 0,
  versionMask: 0xc0,
  lengthMask: 0x3f,
  wordBytes: 4,
  protocol: 2,
  bytes: 8,
} as const;

/**
 * Steps over the headers of UDP and the tunnel at `at`, of which no byte lies at or beyond `end`, and sets the EtherType of
 * what follows; -1 when there is no tunnel.
 */
export function udpTunnelPayload(view: FrameView, at: number, end: number): number {
  const header = at + udp.bytes;
  if (header > end) return -1;
  switch (readU16(view.data, at + udp.dstPort)) {
    case port.vxlan:
    case port.vxlanLinux:
      return vxlanPayload(view, header, end);
    case port.geneve:
      return genevePayload(view, header, end);
    default:
      return -1;
  }
}

function vxlanPayload(view: FrameView, at: number, end: number): number {
  if (at + vxlan.bytes > end) return truncated(view);
  const { data } = view;
  if ((data[at + vxlan.flags]! & vxlan.validNetwork) === 0 || data[at + vxlan.reserved] !== 0) return -1;
  view.etherType = EtherType.transparentEthernet;
  return at + vxlan.bytes;
}

function genevePayload(view: FrameView, at: number, end: number): number {
  if (at + geneve.bytes > end) return truncated(view);
  const first = view.data[at + geneve.versionLength]!;
  if ((first & geneve.versionMask) !== 0) return -1;
  const next = at + geneve.bytes + (first & geneve.lengthMask) * geneve.wordBytes;
  if (next > end) return truncated(view);
  view.etherType = readU16(view.data, at + geneve.protocol);
  return next;
}

function truncated(view: FrameView): number {
  view.problem = 'truncated-tunnel-header';
  return -1;
}
