/**
 * The kernel's own account, through an instance of tracefs that belongs to this lab alone: which resets were sent and
 * why, which errors sockets were given, how states changed. Real root only. The file system is mounted in a mount
 * namespace of this thread, so nothing of it shows on the machine; the instance directory is removed at the end, and
 * one that a killed lab left is found by the owner in its name.
 */
import { mkdirSync, openSync, readdirSync, rmdirSync, writeFileSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { CLONE_NEWNS, MS_PRIVATE, MS_REC } from '../kernel/constants.ts';
import { errnoName } from '../kernel/errno.ts';
import { errno, libc } from '../kernel/libc.ts';
import { isOwnerGone, labMark } from '../lab-mark.ts';
import { SERVER_PORT } from '../stage/addresses.ts';

const ROOT = '/sys/kernel/tracing';
const PREFIX = 'halfopen.';
const LAST_SERVER_PORT = SERVER_PORT + 9;
/** Ports the lab's servers use: others' events are kept out of the ring. */
const PORTS =
  `(sport >= ${SERVER_PORT} && sport <= ${LAST_SERVER_PORT}) || ` +
  `(dport >= ${SERVER_PORT} && dport <= ${LAST_SERVER_PORT})`;
/** Read at a time, in bytes. */
const CHUNK_BYTES = 65_536;

const EVENTS: readonly { readonly path: string; readonly filtered: boolean }[] = [
  { path: 'tcp/tcp_send_reset', filtered: false },
  { path: 'tcp/tcp_receive_reset', filtered: true },
  { path: 'tcp/tcp_retransmit_skb', filtered: true },
  { path: 'sock/inet_sock_set_state', filtered: true },
  { path: 'sock/inet_sk_error_report', filtered: true },
];

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Makes tracefs visible to this thread; `null`, or why that can't be. */
function mountTracefs(): string | null {
  if (existsSync(join(ROOT, 'instances'))) return null;
  if (libc.unshare(CLONE_NEWNS) !== 0) return `no mount namespace: ${errnoName(errno())}`;
  if (libc.mount('none', '/', null, MS_REC | MS_PRIVATE, null) !== 0) return `mount: ${errnoName(errno())}`;
  if (libc.mount('tracefs', ROOT, 'tracefs', 0, null) !== 0) {
    return `tracefs can't be mounted (${errnoName(errno())}): it needs real root`;
  }
  return null;
}

/** The trace of this process's lab. */
export class Trace {
  readonly #instance: string;
  readonly #pipe: number;
  readonly #chunk = Buffer.alloc(CHUNK_BYTES);
  #partial = '';

  private constructor(instance: string, pipe: number) {
    this.#instance = instance;
    this.#pipe = pipe;
  }

  /** The trace, or why there is none. */
  static open(): Trace | string {
    const refused = mountTracefs();
    if (refused !== null) return refused;
    const instance = join(ROOT, 'instances', `${PREFIX}${labMark()}`);
    try {
      mkdirSync(instance);
    } catch (error) {
      return `the kernel trace can't be set up: ${reason(error)}`;
    }
    try {
      writeFileSync(join(instance, 'trace_clock'), 'mono');
      for (const { path, filtered } of EVENTS) {
        const event = join(instance, 'events', path);
        if (!existsSync(event)) continue;
        if (filtered) writeFileSync(join(event, 'filter'), PORTS);
        writeFileSync(join(event, 'enable'), '1');
      }
      return new Trace(
        instance,
        openSync(join(instance, 'trace_pipe'), constants.O_RDONLY | constants.O_NONBLOCK),
      );
    } catch (error) {
      // Half of it would go on recording for the whole machine.
      removeInstance(instance);
      return `the kernel trace can't be set up: ${reason(error)}`;
    }
  }

  get fd(): number {
    return this.#pipe;
  }

  /** Complete lines that have come since the last call. */
  lines(): string[] {
    let text = this.#partial;
    for (;;) {
      const length = libc.read(this.#pipe, this.#chunk, this.#chunk.length);
      if (length <= 0) break;
      text += this.#chunk.toString('utf8', 0, length);
    }
    const lines = text.split('\n');
    this.#partial = lines.pop() ?? '';
    return lines;
  }

  /** Ends the trace. An instance that somebody else is reading stays until the next lab finds it. */
  close(): void {
    libc.close(this.#pipe);
    removeInstance(this.#instance);
  }
}

/** False when it can't be: somebody reads it, or has removed it meanwhile. */
function removeInstance(instance: string): boolean {
  try {
    // An instance with enabled events is busy.
    writeFileSync(join(instance, 'events', 'enable'), '0');
    rmdirSync(instance);
    return true;
  } catch {
    return false;
  }
}

/** Removes the instances of labs that are gone; how many. */
export function cleanInstances(): number {
  if (mountTracefs() !== null) return 0;
  return readdirSync(join(ROOT, 'instances'))
    .filter((name) => name.startsWith(PREFIX) && isOwnerGone(name.slice(PREFIX.length)))
    .filter((name) => removeInstance(join(ROOT, 'instances', name))).length;
}
