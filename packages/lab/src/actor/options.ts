/** Socket options by name: level, number and layout of their values. */
import * as c from '../kernel/constants.ts';
import { errnoName } from '../kernel/errno.ts';
import { errno, libc } from '../kernel/libc.ts';
import type { SocketOptions } from '../scenario.ts';

type Layout = 'int' | 'linger' | 'timeval';

const options: Readonly<
  Record<keyof SocketOptions, { readonly level: number; readonly number: number; readonly layout: Layout }>
> = {
  SO_KEEPALIVE: { level: c.SOL_SOCKET, number: c.SO_KEEPALIVE, layout: 'int' },
  SO_SNDBUF: { level: c.SOL_SOCKET, number: c.SO_SNDBUF, layout: 'int' },
  SO_RCVBUF: { level: c.SOL_SOCKET, number: c.SO_RCVBUF, layout: 'int' },
  SO_SNDTIMEO: { level: c.SOL_SOCKET, number: c.SO_SNDTIMEO, layout: 'timeval' },
  SO_RCVTIMEO: { level: c.SOL_SOCKET, number: c.SO_RCVTIMEO, layout: 'timeval' },
  SO_LINGER: { level: c.SOL_SOCKET, number: c.SO_LINGER, layout: 'linger' },
  TCP_KEEPIDLE: { level: c.IPPROTO_TCP, number: c.TCP_KEEPIDLE, layout: 'int' },
  TCP_KEEPINTVL: { level: c.IPPROTO_TCP, number: c.TCP_KEEPINTVL, layout: 'int' },
  TCP_KEEPCNT: { level: c.IPPROTO_TCP, number: c.TCP_KEEPCNT, layout: 'int' },
  TCP_USER_TIMEOUT: { level: c.IPPROTO_TCP, number: c.TCP_USER_TIMEOUT, layout: 'int' },
  TCP_NODELAY: { level: c.IPPROTO_TCP, number: c.TCP_NODELAY, layout: 'int' },
  TCP_SYNCNT: { level: c.IPPROTO_TCP, number: c.TCP_SYNCNT, layout: 'int' },
};

function encodeValue(layout: Layout, value: number): Buffer {
  switch (layout) {
    case 'int': {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32LE(value);
      return bytes;
    }
    case 'linger': {
      const bytes = Buffer.alloc(8);
      bytes.writeInt32LE(1, 0);
      bytes.writeInt32LE(value, 4);
      return bytes;
    }
    case 'timeval': {
      const bytes = Buffer.alloc(16);
      bytes.writeBigInt64LE(BigInt(Math.trunc(value / 1000)), 0);
      bytes.writeBigInt64LE(BigInt(Math.round((value % 1000) * 1000)), 8);
      return bytes;
    }
  }
}

/** setsockopt(2) with an integer value; throws when the kernel refuses. */
export function setIntOption(fd: number, level: number, name: number, value: number): void {
  const bytes = encodeValue('int', value);
  if (libc.setsockopt(fd, level, name, bytes, bytes.length) !== 0) {
    throw new Error(`setsockopt(${level}, ${name}): ${errnoName(errno())}`);
  }
}

/** Sets each option given; throws when the kernel refuses one. */
export function setOptions(fd: number, wanted: SocketOptions): void {
  for (const name of Object.keys(wanted) as (keyof SocketOptions)[]) {
    const value = wanted[name];
    if (value === undefined) continue;
    const { level, number, layout } = options[name];
    const bytes = encodeValue(layout, value);
    if (libc.setsockopt(fd, level, number, bytes, bytes.length) !== 0) {
      throw new Error(`setsockopt ${name}: ${errnoName(errno())}`);
    }
  }
}
