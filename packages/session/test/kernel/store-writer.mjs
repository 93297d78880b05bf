// Writes to a file store until it is killed, and says on stdout what was acknowledged, a line each:
//   SESSION EPOCH LAST-SEQ PROCESSED SETTLED
// node store-writer.mjs DIRECTORY SYNC(0|1) SESSIONS
import { writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileStore } from '../../dist/index.js';
import { payloadOf } from './store-payloads.mjs';

const [directory, sync, sessions] = process.argv.slice(2);
const store = fileStore({ directory, sync: sync === '1', openFiles: 2, compactBytes: 20_000 });

async function open(key) {
  for (;;) {
    const known = await store.read(key);
    if (known === null) {
      await store.create(key, 1, { seed: key });
      return { epoch: 1, last: 0, processed: 0, settled: 0 };
    }
    const claim = await store.claim(key, known.epoch + 1);
    if (claim.kind !== 'claimed') continue;
    const { settledSeq, processedSeq, outgoing } = claim.session;
    const last = outgoing.at(-1)?.seq ?? settledSeq;
    return { epoch: known.epoch + 1, last, processed: processedSeq, settled: settledSeq };
  }
}

async function write(key) {
  let { epoch, last, processed, settled } = await open(key);
  for (let round = 0; ; round += 1) {
    const appends = [];
    for (let count = (round % 7) + 1; count > 0; count -= 1) {
      last += 1;
      processed += 3;
      settled = Math.max(settled, last - 20);
      const [seq, p, s] = [last, processed, settled];
      const change = { outgoing: [{ seq, payload: payloadOf(seq) }], processedSeq: p, settledSeq: s };
      appends.push(
        store.append(key, epoch, change).then(() => writeSync(1, `${key} ${epoch} ${seq} ${p} ${s}\n`)),
      );
    }
    await Promise.all(appends);
    await setImmediate();
  }
}

await Promise.all(Array.from({ length: Number(sessions) }, (_, index) => write(`session-${index}`)));
