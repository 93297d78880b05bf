#!/usr/bin/env -S node --max-semi-space-size=8
// The command as npm links it. (What it allocates is either kept or gone at once: a small nursery is as fast, and takes 20 MB less.)
// It stands outside dist/, so that the link can be made before anything is built.
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const bundle = new URL('../dist/bundle/main.js', import.meta.url);
const tree = new URL('../dist/main.js', import.meta.url);
const parts = ['catalogue', 'wire', 'timeline', 'explain', 'lab', 'report', 'cli'];

/** When a file was written; 0: it is not there. */
function written(url) {
  return statSync(fileURLToPath(url), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The bundle starts faster; the tree is what was built last. */
function isBundleFresh() {
  const builds = parts.map((part) => written(new URL(`../../${part}/dist/.tsbuildinfo`, import.meta.url)));
  return written(bundle) > Math.max(0, ...builds);
}

if (written(tree) === 0) {
  process.stderr.write('halfopen is not built yet: run npm start, or npm ci and npm run build.\n');
  process.exitCode = 3;
} else {
  await import((isBundleFresh() ? bundle : tree).href);
}
