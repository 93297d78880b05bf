/** The programs that are compared: each reads the whole capture and tells of its connections. */
import { fileURLToPath } from 'node:url';

/** A program to measure. */
export interface Reader {
  readonly name: string;
  /** As a shell would need it, with FILE for the capture. */
  readonly command: string;
  readonly program: string;
  readonly args: (file: string) => readonly string[];
}

const halfopen = fileURLToPath(new URL('../../../packages/cli/bin/halfopen.mjs', import.meta.url));

/** In the order in which they run. The first is the one the others are compared with. */
export const readers: readonly [Reader, ...Reader[]] = [
  {
    name: 'halfopen',
    command: 'halfopen explain FILE --format jsonl',
    program: halfopen,
    args: (file) => ['explain', file, '--format', 'jsonl'],
  },
  {
    name: 'halfopen-text',
    command: 'halfopen explain FILE',
    program: halfopen,
    args: (file) => ['explain', file, '-q'],
  },
  {
    name: 'tshark',
    command: 'tshark -n -q -z conv,tcp -r FILE',
    program: 'tshark',
    args: (file) => ['-n', '-q', '-z', 'conv,tcp', '-r', file],
  },
  {
    name: 'tcptrace',
    command: 'tcptrace -n FILE',
    program: 'tcptrace',
    args: (file) => ['-n', file],
  },
];
