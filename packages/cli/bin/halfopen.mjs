#!/usr/bin/env node
// The command as npm links it. It stands outside dist/, so that the link can be made before anything is built.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(fileURLToPath(main))) {
  await import(main.href);
} else {
  process.stderr.write('halfopen is not built yet: run npm start, or npm ci and npm run build.\n');
  process.exitCode = 3;
}
