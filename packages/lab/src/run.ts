/** One run of one variant: build, play, settle, assemble, judge, dismantle. */
import type { CaseEntry, Vantage } from '@halfopen/catalogue';
import { setTimeout as delay } from 'node:timers/promises';
import type { Backstage } from './backstage/backstage.ts';
import { hasRtoMaxKnob } from './kernel/settings.ts';
import { judge } from './judge/judge.ts';
import { assembleRecord } from './observe/assemble.ts';
import type { RunRecord } from './observe/record.ts';
import type { HostKnobs, Scenario } from './scenario.ts';
import { runAddresses } from './stage/addresses.ts';
import { ScriptSurprise } from './stage/errors.ts';
import { Random } from './stage/random.ts';
import { LabStage } from './stage/stage.ts';
import { type Topology, buildTopology, dismantle } from './stage/topology.ts';

/** One way, on every path of the lab. */
const DELAY_NS = 10_000_000;
const PATIENCE_MS = 30_000;
/** A run that takes longer than this, or three times what it should, hangs in a call that never returns. */
const RUN_LIMIT_MS = 60_000;
const RUN_LIMIT_FACTOR = 3;
/** With the kernel's own timers a wait may last as long as the case, and half as much again. */
const REAL_TIME_PATIENCE = 1.5;

/** No tail loss probe, and no retransmission within the second in which a busy machine may catch up. */
const calmHost = { 'ipv4.tcp_early_retrans': 0, 'ipv4.tcp_rto_min_us': 1_000_000 };
const calmKnobs: HostKnobs = { client: calmHost, server: calmHost };

/** What a run is to be. */
export interface RunOrder {
  readonly scenario: Scenario;
  readonly variant: string;
  readonly seed: number;
  readonly realTime: boolean;
  /** Number of the lab's network and of the run in it: they make the addresses. */
  readonly labNumber: number;
  readonly runNumber: number;
  /** Whether the kernel trace is being read. */
  readonly traced: boolean;
  /** Rejects to break the run off; what it made is taken down all the same. */
  readonly interrupted: Promise<never>;
}

/** What came of it. */
export interface RunResult {
  readonly entry: CaseEntry;
  readonly variant: string;
  readonly outcome: 'as-expected' | 'surprised' | 'skipped';
  /** What was not as expected, or why it was skipped, one sentence each. */
  readonly surprises: readonly string[];
  readonly tookMs: number;
  readonly seed: number;
  readonly realTime: boolean;
  readonly knobs: readonly HostKnobs[];
  /** `null` when the run broke off before there was a connection. */
  readonly record: RunRecord | null;
  readonly captures: Readonly<Record<Vantage, Uint8Array>>;
}

/** A run without a record has shown nothing of what its case promises. */
const NOTHING_CONNECTED = 'the script ended before it connected anything';

type Counters = Readonly<Record<'client' | 'server', Readonly<Record<string, number>>>>;

async function readCounters(backstage: Backstage, { namespaces }: Topology): Promise<Counters> {
  const [client, server] = await Promise.all([
    backstage.request('counters', { fd: namespaces.client }),
    backstage.request('counters', { fd: namespaces.server }),
  ]);
  return { client, server };
}

function counterChanges(before: Counters, after: Counters): Counters {
  const changes = (side: 'client' | 'server'): Record<string, number> =>
    Object.fromEntries(
      Object.entries(after[side])
        .map(([name, value]) => [name, value - (before[side][name] ?? 0)] as const)
        .filter(([, change]) => change !== 0),
    );
  return { client: changes('client'), server: changes('server') };
}

function variantOf(entry: CaseEntry, name: string): CaseEntry['variants'][number] {
  const variant = entry.variants.find((candidate) => candidate.name === name);
  if (variant === undefined) throw new TypeError(`${entry.id} has no variant ${name}`);
  return variant;
}

/** Rejects when a run has taken much longer than it should, with what it hangs in. */
async function limit(stage: LabStage, { scenario, realTime }: RunOrder, over: AbortSignal): Promise<never> {
  const seconds = (realTime ? scenario.realTimeS : scenario.takesS) ?? 1;
  const limitMs = Math.max(RUN_LIMIT_MS, seconds * 1000 * RUN_LIMIT_FACTOR);
  try {
    await delay(limitMs, undefined, { signal: over });
  } catch {
    // The script ended first.
    return new Promise<never>(() => undefined);
  }
  const open = stage.log.calls.filter(({ beganNs, endedNs }) => beganNs !== null && endedNs === null);
  const where = open.map(({ program, call }) => `${program} in ${call}`).join(', ') || 'no call';
  throw new ScriptSurprise(`the script did not end within ${Math.round(limitMs / 1000)} s: ${where}`);
}

async function play(stage: LabStage, order: RunOrder): Promise<string[]> {
  const script = order.scenario.scripts[order.variant];
  if (script === undefined) throw new TypeError(`no script for ${order.variant}`);
  const over = new AbortController();
  try {
    await Promise.race([script(stage.forScript()), order.interrupted, limit(stage, order, over.signal)]);
    return [];
  } catch (error) {
    if (error instanceof ScriptSurprise) return [error.message];
    throw error;
  } finally {
    over.abort();
  }
}

async function perform(
  backstage: Backstage,
  topology: Topology,
  order: RunOrder,
): Promise<Pick<RunResult, 'surprises' | 'record' | 'captures'>> {
  const { scenario, variant, seed, realTime } = order;
  const patienceMs = realTime
    ? Math.max(PATIENCE_MS, (scenario.realTimeS ?? 0) * 1000 * REAL_TIME_PATIENCE)
    : PATIENCE_MS;
  const random = new Random(seed, `${scenario.case.id}/${variant}`);
  const stage = new LabStage({ backstage, topology, random, realTime, patienceMs });
  try {
    await stage.ready();
    const before = await readCounters(backstage, topology);
    const surprises = await play(stage, order);
    await stage.settle();
    const after = await readCounters(backstage, topology);
    const record = assembleRecord(stage, {
      delayNs: topology.delayNs,
      traced: order.traced,
      knobs: topology.knobs,
      missingKnobs: topology.missingKnobs,
      counters: counterChanges(before, after),
    });
    const differences =
      record === null ? [NOTHING_CONNECTED] : judge(record, variantOf(scenario.case, variant).expects);
    return {
      surprises: [...surprises, ...differences],
      record,
      captures: {
        client: stage.captureBytes('client'),
        middle: stage.captureBytes('middle'),
        server: stage.captureBytes('server'),
      },
    };
  } finally {
    await stage.dismantle();
  }
}

const noCaptures: RunResult['captures'] = {
  client: new Uint8Array(0),
  middle: new Uint8Array(0),
  server: new Uint8Array(0),
};

/** `knob` as the topology reports it: `client: net.ipv4.tcp_retries2`. */
function isNeeded(knob: string, needs: HostKnobs): boolean {
  return (['client', 'middle', 'server'] as const).some((host) =>
    Object.keys(needs[host] ?? {}).some((name) => knob === `${host}: net.${name}`),
  );
}

/** Performs a run and takes everything down again, whatever happens. Throws only for faults of the lab itself. */
export async function performRun(backstage: Backstage, order: RunOrder): Promise<RunResult> {
  const { scenario, variant, seed, realTime, labNumber, runNumber } = order;
  const began = performance.now();
  const kind = scenario.topology ?? 'routed';
  const { calm = false, needs = {}, shortens = {}, shortensWithoutRtoMax = shortens } = scenario;
  const shortening = hasRtoMaxKnob() ? shortens : shortensWithoutRtoMax;
  const knobs = [...(calm ? [calmKnobs] : []), needs, ...(realTime ? [] : [shortening])];
  const addresses = runAddresses(labNumber, runNumber, kind);
  const topology = await buildTopology(backstage, kind, addresses, DELAY_NS, knobs);
  const about = { entry: scenario.case, variant, seed, realTime, knobs };
  try {
    const lacking = topology.missingKnobs.filter((knob) => isNeeded(knob, needs));
    if (lacking.length > 0) {
      const surprises = lacking.map((knob) => `this kernel has no setting ${knob}`);
      const tookMs = performance.now() - began;
      return { ...about, outcome: 'skipped', surprises, tookMs, record: null, captures: noCaptures };
    }
    const { surprises, record, captures } = await perform(backstage, topology, order);
    const outcome = surprises.length === 0 ? 'as-expected' : 'surprised';
    return { ...about, outcome, surprises, tookMs: performance.now() - began, record, captures };
  } finally {
    await dismantle(backstage, topology);
  }
}
