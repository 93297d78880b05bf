// `node scripts/run-built.mjs PROGRAM [ARGUMENT…]`: dependencies, build, then a program of a workspace, with all that follows its path.
// `npm run proof` and `npm run examples` are this; their own help: `npm run proof -- --help`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './setup.mjs';

const [program, ...args] = process.argv.slice(2);
prepare();
const child = spawn(process.execPath, [join(root, program), ...args], { stdio: 'inherit' });
// The terminal sends Ctrl-C to both: the program ends when it has cleaned up. Other signals come to this process alone.
process.on('SIGINT', () => undefined);
for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
child.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 0 : 130);
});
