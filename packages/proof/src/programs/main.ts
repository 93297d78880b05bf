/** One side of one run: `node main.js SUBJECT client|server`, or `node main.js relay`. Orders come as lines on standard input. */
import { createInterface } from 'node:readline';
import type { Order } from '../record/records.ts';
import { loadSubject } from '../subjects/load.ts';
import type { SubjectName } from '../subjects/subject.ts';
import { runRelay } from './relay.ts';
import { Side } from './side.ts';
import { tell } from './tell.ts';

const [name = '', role = ''] = process.argv.slice(2);
process.on('unhandledRejection', (error) => tell({ type: 'trouble', text: String(error) }));
const subject = name === 'relay' ? null : await loadSubject(name as SubjectName);
const lines = createInterface({ input: process.stdin });
// Whoever gives orders is gone: so is the run.
lines.once('close', () => process.exit(0));

if (subject === null) {
  runRelay(lines);
} else {
  const side = new Side(subject, role === 'server' ? 'server' : 'client', tell);
  lines.on('line', (line) => side.obey(JSON.parse(line) as Order));
}
