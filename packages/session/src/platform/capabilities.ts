/** What this platform lets the package do to a socket. What is missing is done without. */
import { loadLibc } from './libc.ts';

/** See {@link capabilities}. */
export interface Capabilities {
  /** TCP_USER_TIMEOUT: unacknowledged data ends a connection after a time of your choice instead of some 15 minutes. */
  readonly userTimeout: boolean;
  /** TCP_INFO: a shut window is told from a dead peer, a reset is noticed while reading is paused, errors carry a snapshot. */
  readonly tcpInfo: boolean;
  /** Interval and count of keepalive probes; without it they are Node's: 10 probes, 1 s apart. */
  readonly keepAliveInterval: boolean;
  /** Why something is missing; `null` when nothing is. */
  readonly why: string | null;
}

/** Since these versions socket.setKeepAlive() takes interval and count. Later lines have it from their start. */
const FOUR_SINCE: Readonly<Record<number, number>> = { 24: 19, 26: 4 };
const NEWEST_LISTED = 26;

/** Whether a version of Node, as `24.19.0`, can set interval and count of keepalive probes. */
export function takesFour(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const since = FOUR_SINCE[major];
  return since === undefined ? major > NEWEST_LISTED : minor >= since;
}

const four = takesFour(process.versions.node);

/** Whether this Node's socket.setKeepAlive() takes enable, delay, interval and count. */
export function keepAliveTakesFour(): boolean {
  return four;
}

/** What works here. Nothing else needs to be asked before using the package. The first call loads koffi, if it is installed. */
export function capabilities(): Capabilities {
  const loaded = loadLibc();
  const hasLibc = loaded.libc !== null;
  return {
    userTimeout: hasLibc,
    tcpInfo: hasLibc,
    keepAliveInterval: hasLibc || four,
    why: loaded.libc === null ? loaded.why : null,
  };
}
