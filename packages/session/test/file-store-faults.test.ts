/** A disk that fails now and then: what was acknowledged is there, and the log goes on. */
import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileStore } from '../src/index.ts';
import { claimSession, readSession } from '../src/store/file/claim.ts';
import { HEADER_BYTES } from '../src/store/file/log-format.ts';
import { OpenFiles } from '../src/store/file/open-files.ts';
import { SessionLog } from '../src/store/file/session-log.ts';

type Fault = 'none' | 'write' | 'short write' | 'sync' | 'sync and truncate' | 'write and truncate';

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: made by the test`), { code });
}

/** A handle that fails as told. */
function faulty(handle: FileHandle, fault: Fault): FileHandle {
  return new Proxy(handle, {
    get(target, name) {
      if (name === 'write' && (fault === 'short write' || fault.startsWith('write')))
        return async (bytes: Uint8Array, from: number, length: number, at: number) => {
          if (fault === 'short write') return target.write(bytes, from, Math.min(length, 7), at);
          await target.write(bytes, from, length >> 1, at);
          throw failure('ENOSPC');
        };
      if (name === 'datasync' && fault.startsWith('sync')) return () => Promise.reject(failure('EIO'));
      if (name === 'truncate' && fault.endsWith('truncate')) return () => Promise.reject(failure('EIO'));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const faults = fc.array(
  fc.constantFrom<Fault>(
    'none',
    'none',
    'write',
    'short write',
    'sync',
    'sync and truncate',
    'write and truncate',
  ),
  { minLength: 1, maxLength: 25 },
);

it('keeps what it acknowledged, and nothing else, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(faults, fc.boolean(), async (plan, small) => {
      const root = await mkdtemp(join(tmpdir(), 'halfopen-store-'));
      const files = new OpenFiles(4);
      try {
        const store = fileStore({ directory: root, sync: false });
        await store.create('k', 1, {});
        await store.close();
        const [name] = await readdir(join(root, 'sessions'));
        const directory = join(root, 'sessions', name!);
        const claim = await claimSession({
          directory,
          key: 'k',
          epoch: 2,
          sync: false,
          salt: Buffer.alloc(8, 1),
        });
        if (claim.kind !== 'claimed') throw new Error(claim.kind);
        let fault: Fault = 'none';
        const log = new SessionLog(claim.place, claim.end, {
          files: {
            use: (path, task) => files.use(path, (handle) => task(faulty(handle, fault))),
            forget: (path) => files.forget(path),
          },
          sync: true,
          compactBytes: small ? 100 : 1_000_000,
          newSalt: () => randomBytes(8),
        });
        const stored: string[] = [];
        let doubtful: string | null = null;
        for (fault of plan) {
          const payload = `message ${stored.length + 1} in spite of ${fault}`.repeat(
            fault === 'none' ? 1 : 9,
          );
          const outgoing = [{ seq: stored.length + 1, payload: Buffer.from(payload) }];
          let result: unknown = null;
          const reject = (error: unknown): void => {
            result = error;
          };
          await log.commit([{ epoch: 2, change: { outgoing }, resolve: () => undefined, reject }]);
          expect(result === null).toBe(fault === 'none' || fault === 'short write');
          const header = (await readFile(log.path)).toString('hex', 0, HEADER_BYTES);
          // After a failed sync nobody can vouch for a file: the next success must be in another.
          if (result !== null && fault.startsWith('sync')) doubtful = header;
          if (result === null) expect(header).not.toBe(doubtful);
          if (result === null) stored.push(payload);
          else expect(result).toMatchObject({ code: 'HO_STORE_FAILED', retryable: true });
          // What was not acknowledged may be there after all, as the last message, until it is written over.
          const seen = (await readSession(directory, 'k'))?.outgoing.map((one) => String(one.payload)) ?? [];
          expect(seen.slice(0, stored.length)).toEqual(stored);
          expect(seen.length - stored.length).toBeLessThanOrEqual(fault.endsWith('truncate') ? 1 : 0);
        }
      } finally {
        await files.closeAll();
        await rm(root, { recursive: true, force: true });
      }
    }),
    { numRuns: 40 },
  );
});
