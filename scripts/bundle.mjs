// Puts the command and what it is made of into a few files, so that it starts in half the time: the tree of modules that tsc writes
// is hundreds of files, and finding each takes longer than running it. The lab stays as it is: it starts parts of itself by file.
// And makes the page that reports are shown in: one HTML file.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { build as buildPage } from 'vite';

const packages = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages');
const dist = join(packages, 'cli', 'dist');

await build({
  input: { main: join(dist, 'main.js') },
  platform: 'node',
  external: ['@halfopen/lab', 'koffi'],
  output: { dir: join(dist, 'bundle'), format: 'esm', cleanDir: true },
  logLevel: 'warn',
});

await buildPage({ configFile: join(packages, 'report', 'vite.config.ts') });
