/** Explains several captures as views of the same traffic: one record for each connection, whoever saw it. */
import {
  type CaptureRecord,
  type ConnectionRecord,
  type ConnectionStory,
  type SeveralInput,
  storiesOfCaptures,
} from '@halfopen/explain';
import { CaptureError } from '@halfopen/wire';
import { Unreadable, warnOf } from './complaints.ts';
import { type Connection, connectionOf } from './connection.ts';
import { shortNames } from './file-names.ts';
import { isSystemError } from './input-errors.ts';
import { openInput, turn } from './input.ts';
import type { Came, Job } from './job.ts';
import { type Together, togetherProgress } from './progress.ts';
import type { Listener } from './report.ts';
import { Source } from './source.ts';
import { namesText } from './words.ts';

/** So many connections are told before others have their turn. */
const CONNECTIONS_A_TURN = 512;

/** How captures are to be held against each other. */
export interface TogetherOptions {
  /** All of them ran from the first frame of any to the last. */
  readonly ranThroughout: boolean;
  /** The records call files by what people read most easily, not by the words that were typed. */
  readonly shortNames: boolean;
}

/** Explains all files of the job as one. Captures that can't be read are told, and left out. */
export async function explainTogether(job: Job, options: TogetherOptions): Promise<Came> {
  const unreadable = new Unreadable(job.context, job.files.length);
  const together: Together = { sources: [], told: 0 };
  const progress = togetherProgress(job.context, together);
  try {
    const inputs = await readable(job, unreadable, together, options);
    const captures = await merge(job, inputs, options, together);
    progress.stop();
    const partial = together.sources.map(({ input, damage }, index) => {
      const { frames = 0, truncated = false, problems = [] } = captures[index] ?? {};
      const went = { frames, problems, partial: truncated || damage !== null, damage };
      warnOf(job.context, input.name, went);
      return went.partial;
    });
    job.report.end({
      name: namesText(inputs.map(({ file }) => file)),
      frames: captures.reduce((sum, { frames }) => sum + frames, 0),
      tcpFrames: captures.reduce((sum, { tcpFrames }) => sum + tcpFrames, 0),
      connections: together.told,
    });
    return { unreadable: unreadable.any, partial: partial.includes(true) };
  } finally {
    progress.stop();
    for (const source of together.sources) await source.close();
  }
}

/** Opens the inputs; those that can be read become the sources. */
async function readable(
  { files, places, signal }: Job,
  unreadable: Unreadable,
  together: Together,
  options: TogetherOptions,
): Promise<readonly SeveralInput[]> {
  const nameOf = shortNames(files);
  const inputs: SeveralInput[] = [];
  for (const [index, file] of files.entries()) {
    try {
      const source = new Source(openInput(file), signal);
      together.sources.push(source);
      await source.open();
      const at = places[index] ?? null;
      const name = options.shortNames ? nameOf(file) : file;
      inputs.push({ file: name, input: source.bytes(), ...(at === null ? {} : { at }) });
    } catch (error) {
      unreadable.note(error);
      if (together.sources.length > inputs.length) await together.sources.pop()?.close();
    }
  }
  return inputs;
}

/** Tells everything there is. Returns the captures' own records. */
async function merge(
  { keeping: { packets, addresses }, report, signal }: Job,
  inputs: readonly SeveralInput[],
  { ranThroughout }: TogetherOptions,
  together: Together,
): Promise<readonly CaptureRecord[]> {
  const listener = report.begin();
  const captures: CaptureRecord[] = [];
  const options = {
    ranThroughout,
    ...(packets === null ? {} : { packets: packets.most }),
    ...(packets?.bytes === undefined ? {} : { bytes: packets.bytes }),
    ...(addresses === null ? {} : { addresses }),
  };
  try {
    for await (const told of storiesOfCaptures(inputs, options)) {
      // what is thrown while a capture is read counts as damage to it: the wish to stop must be looked for
      signal.throwIfAborted();
      if (told.type === 'capture') {
        captures.push(told);
        listener.capture(told);
      }
      if (told.type !== 'story') continue;
      together.told += 1;
      const connection = packets === null ? connectionOf(told.record) : drawable(told);
      if (listener.found(connection) === 'enough') break;
      if (together.told % CONNECTIONS_A_TURN === 1) await pause(listener, signal);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CaptureError) && !isSystemError(error)) throw error;
    // the source it came from knows of it
  }
  return captures;
}

/** A connection whose record has its packets. */
function drawable(told: ConnectionStory): Connection {
  const record = (): ConnectionRecord => {
    const packets = told.story.events.filter((event) => event.kind === 'packet');
    return { ...told.record, packets };
  };
  return { ...connectionOf(told.record), record, told: () => ({ record: told.record, story: told.story }) };
}

async function pause(listener: Listener, signal: AbortSignal): Promise<void> {
  await turn();
  await listener.ready(signal);
  signal.throwIfAborted();
}
