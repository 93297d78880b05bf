/**
 * The backstage thread: everything that must happen inside network namespaces without being a program of the play. One
 * thread serves all runs; it waits in ppoll(2) on the delay boxes' sockets, the trace and a wake-up descriptor, and
 * never blocks anywhere else.
 *
 *            ┌─ requests (port, woken through an eventfd)
 *     ppoll ─┼─ frames on the boxes' sockets, or one is due
 *            ├─ trace_pipe
 *            └─ time for the next look at connection states
 */
import { closeSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { EFD_NONBLOCK, POLLIN } from '../kernel/constants.ts';
import { libc } from '../kernel/libc.ts';
import { createNamespace, inNamespace } from '../kernel/netns.ts';
import { readCounters } from './counters.ts';
import { DelayBox } from './delay-box.ts';
import type { FromBackstage, KnobWrite, RequestMessage, RequestName, Requests } from './protocol.ts';
import { StateWatch, WATCH_INTERVAL_NS } from './state-watch.ts';
import { Trace, cleanInstances } from './trace.ts';

const SYSCTL_ROOT = '/proc/sys/net';
const IDLE_NS = 1_000_000_000n;
const NS_PER_S = 1_000_000_000n;

const { port } = workerData as { readonly port: MessagePort };
const wakeFd = libc.eventfd(0, EFD_NONBLOCK);
const boxes = new Map<number, DelayBox>();
const watches = new Map<number, StateWatch>();
let trace: Trace | null = null;
let nextNumber = 1;
let lastLookNs = 0n;
const stopped = { done: false };

function tell(message: FromBackstage): void {
  port.postMessage(message);
}

function configure(fd: number, writes: readonly KnobWrite[]): readonly string[] {
  return inNamespace(fd, () => {
    const refused: string[] = [];
    for (const { path, value } of writes) {
      try {
        writeFileSync(join(SYSCTL_ROOT, path), value);
      } catch {
        refused.push(path);
      }
    }
    return refused;
  });
}

function sendTrace(): void {
  const lines = trace?.lines() ?? [];
  if (lines.length > 0) tell({ type: 'trace', lines });
}

function number<Thing>(register: Map<number, Thing>, thing: Thing): number {
  const assigned = nextNumber++;
  register.set(assigned, thing);
  return assigned;
}

function openNamespaces(count: number): number[] {
  const fds: number[] = [];
  try {
    while (fds.length < count) fds.push(createNamespace());
    return fds;
  } catch (error) {
    for (const fd of fds) closeSync(fd);
    throw error;
  }
}

function openTrace(): string | null {
  const opened = Trace.open();
  if (typeof opened === 'string') return opened;
  trace = opened;
  return null;
}

type Handlers = { readonly [Name in RequestName]: (input: Requests[Name]['in']) => Requests[Name]['out'] };

const handlers: Handlers = {
  'namespaces-open': ({ count }) => openNamespaces(count),
  'namespaces-close': ({ fds }) => {
    for (const fd of fds) closeSync(fd);
    return null;
  },
  configure: ({ fd, writes }) => configure(fd, writes),
  counters: ({ fd }) => inNamespace(fd, readCounters),
  'box-open': ({ fd, clientInterface, serverInterface, delayNs }) =>
    number(
      boxes,
      inNamespace(fd, () => new DelayBox(clientInterface, serverInterface, delayNs)),
    ),
  'box-unplug': ({ box, side, unplugged }) => {
    boxes.get(box)?.unplug(side, unplugged);
    return null;
  },
  'box-lost': ({ box }) => boxes.get(box)?.lost() ?? 0,
  'box-close': ({ box }) => {
    boxes.get(box)?.close();
    boxes.delete(box);
    return null;
  },
  'watch-open': ({ fds, tuples }) => number(watches, new StateWatch(fds, tuples)),
  'watch-look': ({ watch }) => {
    lookAt(watch);
    return null;
  },
  'watch-close': ({ watch }) => {
    watches.get(watch)?.close();
    watches.delete(watch);
    return null;
  },
  'trace-open': openTrace,
  'trace-flush': () => {
    sendTrace();
    return null;
  },
  'trace-clean': cleanInstances,
  stop: () => {
    stopped.done = true;
    trace?.close();
    trace = null;
    return null;
  },
};

function answer<Name extends RequestName>({ id, name, input }: RequestMessage<Name>): void {
  try {
    tell({ type: 'response', id, output: handlers[name](input) });
  } catch (error) {
    tell({ type: 'refusal', id, message: error instanceof Error ? error.message : String(error) });
  }
}

function serveRequests(): void {
  for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
    answer(got.message as RequestMessage);
  }
}

function lookAt(watch: number): void {
  watches
    .get(watch)
    ?.look((side, state) => tell({ type: 'state', watch, side, state, atNs: process.hrtime.bigint() }));
}

function look(nowNs: bigint): void {
  if (nowNs - lastLookNs < WATCH_INTERVAL_NS) return;
  lastLookNs = nowNs;
  for (const watch of watches.keys()) lookAt(watch);
}

function waitNs(nowNs: bigint): bigint {
  let shortest = watches.size > 0 ? lastLookNs + WATCH_INTERVAL_NS - nowNs : IDLE_NS;
  for (const box of boxes.values()) {
    const due = box.nextDueNs;
    if (due !== null && due - nowNs < shortest) shortest = due - nowNs;
  }
  return shortest < 0n ? 0n : shortest;
}

function wait(): void {
  const fds = [wakeFd, ...(trace === null ? [] : [trace.fd])];
  for (const box of boxes.values()) fds.push(...box.fds);
  const pollfds = Buffer.alloc(fds.length * 8);
  fds.forEach((fd, index) => {
    pollfds.writeInt32LE(fd, index * 8);
    pollfds.writeInt16LE(POLLIN, index * 8 + 4);
  });
  const timeout = Buffer.alloc(16);
  const ns = waitNs(process.hrtime.bigint());
  timeout.writeBigInt64LE(ns / NS_PER_S, 0);
  timeout.writeBigInt64LE(ns % NS_PER_S, 8);
  libc.ppoll(pollfds, fds.length, timeout, null);
}

const drain = Buffer.alloc(8);
tell({ type: 'ready', wakeFd });
while (!stopped.done) {
  wait();
  libc.read(wakeFd, drain, drain.length);
  const nowNs = process.hrtime.bigint();
  for (const box of boxes.values()) box.work(nowNs);
  look(nowNs);
  sendTrace();
  serveRequests();
}
port.close();
