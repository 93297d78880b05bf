// Fights with others of its kind for one session: claims it, appends until it is fenced, claims it again. Each message says which
// epoch wrote it. Says on stdout what was acknowledged, "EPOCH SEQ" a line, and ends after MESSAGES of its own.
// node store-rival.mjs DIRECTORY MESSAGES
import { writeSync } from 'node:fs';
import { fileStore } from '../../dist/index.js';

const [directory, messages] = process.argv.slice(2);
const store = fileStore({ directory, sync: false, compactBytes: 4000 });

let left = Number(messages);
while (left > 0) {
  const { epoch } = await store.read('k');
  const own = epoch + 1 + Math.floor(Math.random() * 3);
  const claim = await store.claim('k', own);
  if (claim.kind !== 'claimed') continue;
  let seq = claim.session.outgoing.at(-1)?.seq ?? claim.session.settledSeq;
  try {
    for (let turn = 0; turn < 25 && left > 0; turn += 1) {
      seq += 1;
      await store.append('k', own, { outgoing: [{ seq, payload: Buffer.from(String(own)) }] });
      writeSync(1, `${own} ${seq}\n`);
      left -= 1;
    }
  } catch (error) {
    if (error.code !== 'HO_FENCED') throw error;
  }
}
await store.close();
