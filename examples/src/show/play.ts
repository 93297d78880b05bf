/**
 * One version of one example under its faults: programs on two hosts, the path between them, and what was seen when.
 *
 *     act()         fault()                            act()
 *       |  before     | 0.0 s ... times since the fault   |  before ...
 */
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeWorkFolder } from '@halfopen/lab';
import { type Hosts, Path } from '@halfopen/proof';
import { Program } from './program.ts';

/** Written the plain way, or with the session or the guard. */
export type Version = 'before' | 'after';

/** Something seen. */
export interface Sight {
  /** Milliseconds since the act's fault; negative before it. */
  readonly atMs: number;
  /** `null`: done by the show. */
  readonly program: string | null;
  readonly text: string;
}

/** What happened around one fault. */
export interface Act {
  readonly title: string;
  readonly sights: readonly Sight[];
}

/** A line that a program said. */
interface Line {
  readonly program: string;
  readonly act: number;
  readonly atMs: number;
  readonly text: string;
}

interface OpenAct {
  readonly title: string;
  zeroMs: number;
  readonly sights: Sight[];
  isOver: boolean;
}

const PORT = 7000;
const RULES = 1;

export class Play {
  readonly version: Version;
  readonly port: number = PORT;
  /** Kept until the play is closed: for what a program stores. */
  readonly folder: string;
  readonly #hosts: Hosts;
  readonly #path: Path;
  readonly #signal: AbortSignal;
  readonly #programs = new Map<string, Program>();
  readonly #lines: Line[] = [];
  readonly #firstLine = new Map<string, number>();
  readonly #acts: OpenAct[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(version: Version, hosts: Hosts, signal: AbortSignal) {
    this.version = version;
    this.#hosts = hosts;
    this.#signal = signal;
    this.#path = new Path(hosts);
    this.folder = makeWorkFolder();
  }

  /** Where the server is, for the client. */
  get serverHost(): string {
    return this.#hosts.server.v4;
  }

  get acts(): readonly Act[] {
    return this.#acts.map(({ title, zeroMs, sights }) => ({
      title,
      sights: sights.map((sight) => ({ ...sight, atMs: Math.round((sight.atMs - zeroMs) * 1000) / 1000 })),
    }));
  }

  /** Starts an example's program, in place of one of that name which has ended. `file` is relative to the compiled examples. */
  start(name: string, side: 'client' | 'server', file: string, args: readonly (string | number)[]): void {
    this.#start(name, side, this.commandOf(file, args), true);
  }

  /** The command of an example's program. */
  commandOf(file: string, args: readonly (string | number)[]): readonly string[] {
    const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
    return [process.execPath, path, ...args.map(String)];
  }

  /** Starts any program whose lines are heard, but not shown. */
  startUnseen(name: string, side: 'client' | 'server', command: readonly string[]): void {
    this.#start(name, side, command, false);
  }

  program(name: string): Program {
    const program = this.#programs.get(name);
    if (program === undefined) throw new RangeError(`no program ${name}`);
    return program;
  }

  /** Begins an act; what is seen from now on belongs to it. */
  act(title: string): void {
    this.#acts.push({ title, zeroMs: performance.now(), sights: [], isOver: false });
  }

  /** Ends the act: what is seen from now on is not shown. */
  curtain(): void {
    const act = this.#acts.at(-1);
    if (act !== undefined) act.isOver = true;
  }

  /** The act's fault begins now: time 0. */
  fault(text: string): void {
    const act = this.#acts.at(-1);
    if (act !== undefined) act.zeroMs = performance.now();
    this.note(text, 0);
  }

  /** Writes down what the show does: now, or when it was planned, in milliseconds since the fault. */
  note(text: string, plannedMs: number | null = null): void {
    const zeroMs = this.#acts.at(-1)?.zeroMs ?? 0;
    this.#see(null, text, plannedMs === null ? performance.now() : zeroMs + plannedMs);
  }

  /** Loses every packet between the hosts, both ways, or none any more. */
  async blackHole(on: boolean): Promise<void> {
    if (on) await this.#path.set(RULES, ['meta l4proto tcp drop']);
    else await this.#path.clear(RULES);
  }

  /** Resolves so long after the act's fault. */
  async at(sinceFaultMs: number): Promise<void> {
    const zeroMs = this.#acts.at(-1)?.zeroMs ?? 0;
    await this.pause(Math.max(0, zeroMs + sinceFaultMs - performance.now()));
  }

  async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#signal });
  }

  /** Types numbered lines, `line 1` and so on. */
  async type(name: string, first: number, last: number, gapMs: number): Promise<void> {
    for (let number = first; number <= last; number++) {
      this.program(name).type(`line ${number}`);
      await this.pause(gapMs);
    }
  }

  /** Whether the program says such a line before it ends, and before the limit. What it said before counts. */
  until(name: string, pattern: RegExp, limitMs: number): Promise<boolean> {
    const program = this.program(name);
    const first = this.#firstLine.get(name) ?? 0;
    const said = (): boolean =>
      this.#lines.slice(first).some((line) => line.program === name && pattern.test(line.text));
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        this.#signal.removeEventListener('abort', aborted);
      };
      const look = (): void => {
        const isSaid = said();
        if (!isSaid && !program.over) return;
        stop();
        resolve(isSaid);
      };
      const aborted = (): void => {
        stop();
        reject(this.#signal.reason as Error);
      };
      const timer = setTimeout(() => {
        stop();
        resolve(false);
      }, limitMs);
      this.#listeners.add(look);
      this.#signal.addEventListener('abort', aborted, { once: true });
      if (this.#signal.aborted) aborted();
      else look();
    });
  }

  /** As {@link until}, for what must come. Rejects with what the program said instead. */
  async ready(name: string, pattern: RegExp, limitMs: number = 20_000): Promise<void> {
    if (await this.until(name, pattern, limitMs)) return;
    const said = this.#lines.filter((line) => line.program === name).map(({ text }) => text);
    throw new Error(`${name}: no ${pattern.source}; it said ${JSON.stringify(said.slice(-5))}`);
  }

  /** The first group of every line that matches, as a number, in order. */
  numbers(name: string, pattern: RegExp): readonly number[] {
    return this.#lines.flatMap((line) => {
      const found = line.program === name ? pattern.exec(line.text) : null;
      return found === null ? [] : [Number(found[1])];
    });
  }

  /** When, after the fault of an act, a program first said such a line, in milliseconds; `null` if it did not. */
  firstAfter(act: number, name: string, pattern: RegExp): number | null {
    const zeroMs = this.#acts[act - 1]?.zeroMs ?? 0;
    const line = this.#lines.find(
      (one) => one.act === act && one.program === name && one.atMs >= zeroMs && pattern.test(one.text),
    );
    return line === undefined ? null : line.atMs - zeroMs;
  }

  /** Ends everything that runs. */
  async close(): Promise<void> {
    await Promise.all([...this.#programs.values()].map((program) => program.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  #start(name: string, side: 'client' | 'server', command: readonly string[], shown: boolean): void {
    this.#firstLine.set(name, this.#lines.length);
    const program = new Program({
      namespace: this.#hosts.namespaces[side],
      command,
      heard: (text) => {
        this.#lines.push({ program: name, act: this.#acts.length, atMs: performance.now(), text });
        if (shown) this.#see(name, text);
        this.#wake();
      },
    });
    void program.ended.then(() => this.#wake());
    this.#programs.set(name, program);
  }

  #wake(): void {
    for (const listener of this.#listeners) listener();
  }

  #see(program: string | null, text: string, atMs: number = performance.now()): void {
    const act = this.#acts.at(-1);
    if (act?.isOver === false) act.sights.push({ atMs, program, text });
  }
}
