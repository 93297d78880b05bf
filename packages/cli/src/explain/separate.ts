/** Explains captures one after the other, each by itself. */
import { Unreadable, warnOf } from './complaints.ts';
import { type Input, openInput } from './input.ts';
import type { Came, Job } from './job.ts';
import { readingProgress } from './progress.ts';
import { Reading } from './reading.ts';

/** Explains each. */
export async function explainSeparately(job: Job): Promise<Came> {
  const unreadable = new Unreadable(job.context, job.files.length);
  let partial = false;
  for (const [index, file] of job.files.entries()) {
    try {
      const input = openInput(file);
      const read = await explainOne(job, input, index);
      partial ||= read;
    } catch (error) {
      unreadable.note(error);
    }
    if (job.chooser.hasAll) break;
  }
  return { unreadable: unreadable.any, partial };
}

/** Returns whether it could be read in part only. */
async function explainOne(
  { context, places, keeping: { packets, addresses }, report, signal }: Job,
  input: Input,
  index: number,
): Promise<boolean> {
  const at = places[index] ?? null;
  const options = {
    ...(at === null ? {} : { at }),
    ...(packets === null ? {} : { packets }),
    ...(addresses === null ? {} : { addresses }),
  };
  const reading = new Reading(input, options, report.begin());
  const progress = readingProgress(context, input, reading.explainer);
  try {
    const read = await reading.run(signal);
    progress.stop();
    warnOf(context, input.name, read);
    report.end({ name: input.name, ...read });
    return read.partial;
  } finally {
    progress.stop();
    input.close();
  }
}
