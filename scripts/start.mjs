// `npm start`: sets up what is missing, then runs the lab's main job; with arguments, the halfopen command they make.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { installTools, prepare, root } from './setup.mjs';

prepare();
if (!installTools()) process.exit(3);

const args = process.argv.slice(2);
const command = args.length > 0 ? args : ['lab', '--seeds', '--out', 'runs'];
const child = spawn(process.execPath, [join(root, 'packages', 'cli', 'dist', 'main.js'), ...command], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  // A terminal sends Ctrl-C to the command as well; a plain kill reaches only this process.
  process.on(signal, () => (signal === 'SIGTERM' ? child.kill(signal) : undefined));
}
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? code : 128 + constants.signals[signal];
});
