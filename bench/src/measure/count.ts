/** How much there is in a capture. */
import { createReadStream, statSync } from 'node:fs';
import { CaptureReader, readCapture } from '@halfopen/wire';

/** Size of a capture. */
export interface CaptureSize {
  readonly frames: number;
  readonly bytes: number;
}

const chunkBytes = 4 << 20;

/** Counts frames; afterwards the file is in the page cache, where every reader then finds it. Rejects as reading does. */
export async function countFrames(path: string): Promise<CaptureSize> {
  const reader = new CaptureReader();
  for await (const chunk of readCapture(createReadStream(path, { highWaterMark: chunkBytes }))) {
    reader.push(chunk);
    while (reader.next());
  }
  reader.finish();
  return { frames: reader.frameNumber, bytes: statSync(path).size };
}
