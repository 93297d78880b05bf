/**
 * Network namespaces without names: each lives only as long as a file descriptor of this process (or a process inside)
 * holds it. Nothing can be left behind under a run directory, and the kernel takes links, addresses, routes and
 * firewall rules away with the namespace. Children enter by the path `/proc/PID/fd/N`.
 */
import { closeSync, openSync } from 'node:fs';
import { CLONE_NEWNET } from './constants.ts';
import { errnoName } from './errno.ts';
import { errno, libc } from './libc.ts';

const OWN = '/proc/thread-self/ns/net';

/** A namespace that can't be made or entered: `NAMESPACE_REFUSED`, with the errno's name in the message. */
export class NamespaceError extends Error {
  readonly code = 'NAMESPACE_REFUSED';
  constructor(what: string, number: number) {
    super(`${what}: ${errnoName(number)}`);
    this.name = 'NamespaceError';
  }
}

/** Moves the calling thread into the namespace behind `fd`. */
export function enterNamespace(fd: number): void {
  if (libc.setns(fd, CLONE_NEWNET) !== 0) throw new NamespaceError('setns', errno());
}

/** Runs `body` on the calling thread inside the namespace, then comes back. */
export function inNamespace<Result>(fd: number, body: () => Result): Result {
  const home = openSync(OWN, 'r');
  try {
    enterNamespace(fd);
    return body();
  } finally {
    enterNamespace(home);
    closeSync(home);
  }
}

/** Makes a namespace and returns a descriptor that holds it. The calling thread stays where it was. */
export function createNamespace(): number {
  const home = openSync(OWN, 'r');
  try {
    if (libc.unshare(CLONE_NEWNET) !== 0) throw new NamespaceError('unshare', errno());
    return openSync(OWN, 'r');
  } finally {
    enterNamespace(home);
    closeSync(home);
  }
}
