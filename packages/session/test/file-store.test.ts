import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore } from '../src/index.ts';
import { storeConformance } from './store-conformance.ts';

storeConformance('fileStore', {
  newPlace: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'halfopen-store-'));
    return {
      // Tiny limits, so that logs are rewritten and files closed all the time.
      open: () => fileStore({ directory, sync: false, openFiles: 1, compactBytes: 200 }),
      destroy: () => rm(directory, { recursive: true, force: true }),
    };
  },
  histories: 30,
});
