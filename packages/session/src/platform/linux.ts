/** Numbers of the Linux socket interface (asm-generic: the same on x86-64, arm64 and RISC-V). */

export const SOL_SOCKET = 1;
export const SO_ERROR = 4;
export const SO_LINGER = 13;

export const IPPROTO_TCP = 6;
export const TCP_KEEPINTVL = 5;
export const TCP_KEEPCNT = 6;
export const TCP_INFO = 11;
export const TCP_USER_TIMEOUT = 18;

/** Errors that a connection can have waiting for its program (asm-generic/errno.h). */
const errnoNames: Readonly<Record<number, string>> = {
  13: 'EACCES',
  32: 'EPIPE',
  71: 'EPROTO',
  92: 'ENOPROTOOPT',
  100: 'ENETDOWN',
  101: 'ENETUNREACH',
  103: 'ECONNABORTED',
  104: 'ECONNRESET',
  110: 'ETIMEDOUT',
  111: 'ECONNREFUSED',
  112: 'EHOSTDOWN',
  113: 'EHOSTUNREACH',
};

/** Symbolic name of an errno, or its number as text. */
export function errnoName(number: number): string {
  return errnoNames[number] ?? `errno ${number}`;
}
