/**
 * Addresses of one run. Every run has a /24 of its own, so that the kernel trace, which knows no namespaces, can tell
 * runs apart: 10.LAB.RUN.0, where LAB is reserved for the lab's process and RUN counts its runs.
 *
 *     10.x.y.2/25 client ── 10.x.y.1  router  10.x.y.129 ── 10.x.y.130/25 server
 */
import type { Endpoint } from '../scenario.ts';

/** Port the lab's servers listen on. */
export const SERVER_PORT = 8080;

/** A run's addresses. */
export interface Addresses {
  readonly client: string;
  readonly clientGateway: string;
  readonly server: string;
  readonly serverGateway: string;
  /** Length of the hosts' network prefix. */
  readonly prefix: 24 | 25;
}

/** Addresses of run number `run` (it wraps after 254) of the lab that holds network `lab` (1..254). */
export function runAddresses(lab: number, run: number, topology: 'routed' | 'lan'): Addresses {
  const net = `10.${lab}.${1 + (run % 254)}`;
  return {
    client: `${net}.2`,
    clientGateway: `${net}.1`,
    server: `${net}.130`,
    serverGateway: `${net}.129`,
    prefix: topology === 'lan' ? 24 : 25,
  };
}

/** `10.7.0.130:8080`. */
export function endpointText({ address, port }: Endpoint): string {
  return `${address}:${port}`;
}
