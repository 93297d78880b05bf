/** Lines of `explain --format jsonl` (schema halfopen.explain/1) and of truth files, as far as scoring needs them. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { caseNames } from '@halfopen/catalogue';
import type { CaseName } from '@halfopen/catalogue';
import type { Outcome } from '../endings/ending.ts';
import { endpointText } from '../generator/truth.ts';
import type { TruthLine } from '../generator/truth.ts';

/** What `explain` said of one connection. */
export interface Explained {
  /** `address:port` as in truth files. Without a SYN the two may be the other way round. */
  readonly client: string;
  readonly server: string;
  readonly startNs: string;
  readonly outcome: Outcome;
  /** `null`: no case. */
  readonly case: CaseName | null;
  readonly lookalikes: readonly CaseName[];
}

const outcomes: readonly unknown[] = ['ok', 'failed', 'open', 'partial'] satisfies readonly Outcome[];

/** The connections that `explain` told of. Rejects with TypeError for a line that breaks the contract. */
export async function readExplained(path: string): Promise<readonly Explained[]> {
  const found: Explained[] = [];
  await eachLine(path, (line) => {
    const explained = parseExplained(line);
    if (explained !== undefined) found.push(explained);
  });
  return found;
}

/** The lines of a truth file. Rejects with TypeError for a line that is none. */
export async function readTruth(path: string): Promise<readonly TruthLine[]> {
  const found: TruthLine[] = [];
  await eachLine(path, (line) => {
    if (!isRecord(line) || typeof line['ending'] !== 'string' || !Array.isArray(line['outcome']))
      throw new TypeError('no line of a truth file');
    found.push(line as unknown as TruthLine);
  });
  return found;
}

/** A `connection` line; `undefined` for lines of other types. Throws TypeError when it breaks the contract. */
export function parseExplained(line: unknown): Explained | undefined {
  if (!isRecord(line) || typeof line['type'] !== 'string') throw new TypeError('a line without a type');
  if (line['type'] !== 'connection') return undefined;
  const { startNs, outcome } = line;
  if (typeof startNs !== 'string') throw new TypeError('startNs is no text');
  if (!outcomes.includes(outcome)) throw new TypeError(`no such outcome: ${String(outcome)}`);
  const verdict = isRecord(line['verdict']) ? line['verdict'] : {};
  return {
    client: endpointOf(line['client']),
    server: endpointOf(line['server']),
    startNs,
    outcome: outcome as Outcome,
    case: caseOf(verdict['case'] ?? null),
    lookalikes: listOf(verdict['lookalikes'] ?? []).map((each) => {
      const name = caseOf(each);
      if (name === null) throw new TypeError('a lookalike without a name');
      return name;
    }),
  };
}

async function eachLine(path: string, use: (line: unknown) => void): Promise<void> {
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    if (text === '') continue;
    try {
      use(JSON.parse(text));
    } catch (error) {
      throw new TypeError(
        `${path}, line ${number}: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  }
}

function endpointOf(value: unknown): string {
  if (!isRecord(value) || typeof value['address'] !== 'string' || typeof value['port'] !== 'number')
    throw new TypeError('an end without address and port');
  return endpointText(value['address'], value['port']);
}

function caseOf(value: unknown): CaseName | null {
  if (value === null) return null;
  if (typeof value !== 'string') throw new TypeError('a case that is no text');
  if (!Object.hasOwn(caseNames, value)) throw new TypeError(`no such case: ${value}`);
  return value as CaseName;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('lookalikes are no list');
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
