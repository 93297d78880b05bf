// Fills a small disk: appends until the store refuses, makes room, goes on. Says as JSON what happened.
// node store-full-disk.mjs DIRECTORY
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileStore } from '../../dist/index.js';

const [root] = process.argv.slice(2);
const ballast = join(root, 'ballast');
writeFileSync(ballast, Buffer.alloc(300 * 1024));
const directory = join(root, 'store');
const store = fileStore({ directory });
const payload = (seq) => Buffer.alloc(1000, String(seq));
const append = (seq) => store.append('k', 1, { outgoing: [{ seq, payload: payload(seq) }] });

await store.create('k', 1, {});
let acknowledged = 0;
let refusal = null;
while (refusal === null) {
  try {
    await append(acknowledged + 1);
    acknowledged += 1;
  } catch (error) {
    refusal = { code: error.code, errno: error.errno, retryable: error.retryable };
  }
}
const refusals = {
  append: refusal,
  following: await append(acknowledged + 2).then(
    () => null,
    (error) => error.code,
  ),
  claim: await store.claim('k', 2).then(
    () => null,
    ({ code, errno }) => ({ code, errno }),
  ),
};
const reader = fileStore({ directory });
const whenFull = await reader.read('k');
rmSync(ballast);
const claim = await store.claim('k', 3);
for (let more = 0; more < 20; more += 1)
  await store.append('k', 3, {
    outgoing: [{ seq: acknowledged + 1 + more, payload: payload(acknowledged + 1 + more) }],
  });
await store.close();
const after = await reader.read('k');
const whole = after.outgoing.every(({ seq, payload: found }) => payload(seq).equals(found));
process.stdout.write(
  JSON.stringify({
    acknowledged,
    ...refusals,
    thereWhenFull: whenFull.outgoing.length,
    claimAfter: claim.kind,
    thereAfter: after.outgoing.length,
    whole,
  }),
);
