/** Turns what a stage collected into a run's record, on one clock whose zero is the studied connection's first call. */
import type { Side, Vantage } from '@halfopen/catalogue';
import { errnoName } from '../kernel/errno.ts';
import type { LoggedCall } from '../stage/call-log.ts';
import type { LabStage, Studied } from '../stage/stage.ts';
import { joinVantages } from './join.ts';
import type { CallRecord, KernelRecord, RunRecord, SeenPacket } from './record.ts';
import { type StateSighting, mergeStates } from './states.ts';
import type { TraceEvent } from './trace-events.ts';

/** What the stage itself doesn't know. */
export interface Surroundings {
  readonly delayNs: number;
  readonly traced: boolean;
  readonly knobs: RunRecord['knobs'];
  readonly missingKnobs: readonly string[];
  readonly counters: RunRecord['counters'];
}

function isStudied(call: LoggedCall, stage: LabStage, studied: Studied): boolean {
  const { client } = studied.ends;
  const acceptance = stage.acceptances.find(({ peerPort }) => peerPort === client.port);
  if (call.side === 'client')
    return (
      call.socket === studied.clientSocket || (call.call === 'exit' && call.program === studied.clientProgram)
    );
  if (call.call === 'exit') return call.program === 'server';
  if (call.call === 'accept') return call.peerPort === 0 || call.peerPort === client.port;
  return (
    call.socket === acceptance?.socket || !stage.acceptances.some(({ socket }) => socket === call.socket)
  );
}

function toCallRecords(stage: LabStage, studied: Studied, zeroNs: number): CallRecord[] {
  return stage.log.calls
    .flatMap((call) => {
      if (call.beganNs === null) return [];
      const { side, program, socket, call: name, args, result, errnoLeft, data } = call;
      return {
        side,
        program,
        socket,
        call: name,
        args,
        atNs: stage.clock.fromMonotonic(call.beganNs) - zeroNs,
        returnedNs: call.endedNs === null ? null : stage.clock.fromMonotonic(call.endedNs) - zeroNs,
        result,
        errnoLeft,
        data,
        studied: isStudied(call, stage, studied),
      };
    })
    .sort((a, b) => a.atNs - b.atNs);
}

function sideOf({ local }: TraceEvent, { client, server }: Studied['ends']): Side | null {
  if (local.address === client.address) return 'client';
  return local.address === server.address ? 'server' : null;
}

/** Whether a trace event is about the studied connection; a listener's answer names no remote end. */
function isAbout({ local, remote, event }: TraceEvent, { client, server }: Studied['ends']): boolean {
  if (remote.port === 0) return event === 'send_reset' && local.port === server.port;
  return (
    (local.port === client.port && remote.port === server.port) ||
    (local.port === server.port && remote.port === client.port)
  );
}

function traceDetail({ event, detail }: TraceEvent): string {
  if (event === 'error_report') return errnoName(Math.abs(Number(detail)));
  return detail;
}

interface Traced {
  readonly states: StateSighting[];
  readonly kernel: KernelRecord[];
}

function sortTrace(stage: LabStage, studied: Studied, zeroNs: number): Traced {
  const traced: Traced = { states: [], kernel: [] };
  for (const event of stage.traced) {
    const side = sideOf(event, studied.ends);
    if (side === null || !isAbout(event, studied.ends)) continue;
    const atNs = stage.clock.fromMonotonic(event.atNs) - zeroNs;
    if (event.event === 'state') {
      traced.states.push({ side, atNs, state: event.detail as StateSighting['state'] });
    } else if (event.event !== 'error_report' || Number(event.detail) !== 0) {
      traced.kernel.push({ side, atNs, event: event.event, detail: traceDetail(event) });
    }
  }
  return traced;
}

/** The record of a run whose captures are closed; `null` when the script broke off before its connect. */
export function assembleRecord(stage: LabStage, surroundings: Surroundings): RunRecord | null {
  const { studied } = stage;
  if (studied === null) return null;
  const firstCall = stage.log.calls.find(
    ({ socket, call }) => socket === studied.clientSocket && call === 'connect',
  );
  if (firstCall === undefined || firstCall.beganNs === null) return null;
  const zeroNs = stage.clock.fromMonotonic(firstCall.beganNs);
  const shifted = (at: Vantage): SeenPacket[] =>
    stage.wire.seen[at].map((packet) => ({ ...packet, atNs: packet.atNs - zeroNs }));
  const seen = { client: shifted('client'), middle: shifted('middle'), server: shifted('server') };
  const { states, kernel } = sortTrace(stage, studied, zeroNs);
  const watched = stage.sightings.map((sighting) => ({ ...sighting, atNs: sighting.atNs - zeroNs }));
  const times = (at: Side): number[] => seen[at].map(({ atNs }) => atNs);
  return {
    ...studied.ends,
    epochNs: stage.clock.zeroWallNs + BigInt(zeroNs),
    delayNs: surroundings.delayNs,
    calls: toCallRecords(stage, studied, zeroNs),
    seen,
    packets: joinVantages(seen),
    states: mergeStates(states, watched, { client: times('client'), server: times('server') }),
    kernel: surroundings.traced ? kernel : null,
    faults: stage.faults.map((fault) => ({ ...fault, atNs: fault.atNs - zeroNs })),
    counters: surroundings.counters,
    knobs: surroundings.knobs,
    missingKnobs: surroundings.missingKnobs,
    endNs: stage.clock.now() - zeroNs,
  };
}
