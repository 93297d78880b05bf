/**
 * Packets within packets: IP in IP (RFC 2003, RFC 2473), IPv6 in IPv4 (RFC 4213), GRE, VXLAN and Geneve. The outer packet
 * has been decoded; when the inner one is, its fields take the place of the outer one's.
 */
import { grePayload } from './gre.ts';
import { decodeNetwork } from './network.ts';
import { EtherType, Protocol } from './numbers.ts';
import { udpTunnelPayload } from './udp-tunnel.ts';
import type { FrameView } from './view.ts';

/** An overlay network on top of another one makes two; honest traffic does not get to five. */
const mostTunnels = 4;

/** Decodes what the decoded IP packet carries, as long as that is another packet. */
export function decodeTunnels(view: FrameView): void {
  while (view.kind === 'ip' && view.problem === null && view.fragmentOffset === 0 && enterTunnel(view)) {
    view.tunnelDepth += 1;
  }
}

function enterTunnel(view: FrameView): boolean {
  const { etherType, ipOffset } = view;
  const inner = tunnelPayload(view);
  if (inner >= 0) {
    if (view.tunnelDepth === mostTunnels) view.problem = 'too-many-tunnels';
    else decodeNetwork(view, view.etherType, inner);
  }
  if (view.kind === 'arp') view.ipVersion = 0;
  else if (view.ipOffset === ipOffset) {
    view.etherType = etherType;
    return false;
  }
  return true;
}

/** Where the inner packet begins, of which the view gets the EtherType; -1: there is none. */
function tunnelPayload(view: FrameView): number {
  const at = view.ipOffset + view.ipHeaderLength;
  // link-layer padding behind the packet is no part of a tunnel
  const end = Math.min(view.captureEnd, view.ipOffset + view.ipTotalLength);
  switch (view.protocol) {
    case Protocol.udp:
      return udpTunnelPayload(view, at, end);
    case Protocol.gre:
      return grePayload(view, at, end);
    case Protocol.ipv4:
      view.etherType = EtherType.ipv4;
      return at;
    case Protocol.ipv6:
      view.etherType = EtherType.ipv6;
      return at;
    default:
      return -1;
  }
}
