/** One line for each connection: what was made to happen. */
import type { CaseName } from '@halfopen/catalogue';
import type { Outcome } from '../endings/ending.ts';
import type { Planned } from './schedule.ts';

/** A line of a truth file. */
export interface TruthLine {
  /** `address:port`, IPv6 addresses in brackets. */
  readonly client: string;
  readonly server: string;
  /** 1 for the first connection between these ports. */
  readonly incarnation: number;
  /** Time of its first frame in the capture, in nanoseconds since 1970. */
  readonly startNs: string;
  /** Kind of ending; the name of its script. */
  readonly ending: string;
  readonly case: CaseName | null;
  /** Cases that leave the same packets. */
  readonly oneOf: readonly CaseName[];
  /** Acceptable outcomes. */
  readonly outcome: readonly Outcome[];
}

/** The line for a connection whose first frame is seen at `start`, in microseconds since 1970. */
export function truthLine(planned: Planned, start: number): TruthLine {
  const { client, clientPort, server, serverPort, incarnation, ending } = planned;
  return {
    client: endpointText(client.address, clientPort),
    server: endpointText(server.address, serverPort),
    incarnation,
    startNs: String(BigInt(start) * 1000n),
    ending: ending.kind,
    case: ending.truth.case,
    oneOf: ending.truth.oneOf,
    outcome: ending.truth.outcome,
  };
}

/** `address:port`, with brackets around an IPv6 address (RFC 3986 section 3.2.2). */
export function endpointText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
