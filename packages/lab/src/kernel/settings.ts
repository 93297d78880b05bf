/** What the running kernel can be set to. */
import { existsSync } from 'node:fs';

/** Whether there is `net.ipv4.tcp_rto_max_ms` (Linux 6.15), which shortens every timer and keeps every count. */
export function hasRtoMaxKnob(): boolean {
  return existsSync('/proc/sys/net/ipv4/tcp_rto_max_ms');
}
