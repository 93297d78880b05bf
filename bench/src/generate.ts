/** The command `generate`: makes a capture of connections that end in many ways, and says what each of them is. */
import { parseArgs } from 'node:util';
import { generate } from './generator/generate.ts';
import { parseSize } from './size.ts';

const usage = `usage: node bench/dist/generate.js --bytes SIZE --out FILE [--truth FILE] [--seed N] [--connections N]
                                   [--snaplen N] [--format pcap|pcapng]
SIZE as in 500MB or 1GB: what the file has with whole frames, about. A seed and its options always give the same bytes.
`;
const wholeFrames = 262_144;
/** Everything up to the TCP header with SACK must fit, or the frame's own length could not be told. */
const leastSnapLength = 54;

function main(): void {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      bytes: { type: 'string' },
      out: { type: 'string' },
      truth: { type: 'string' },
      connections: { type: 'string' },
      snaplen: { type: 'string', default: String(wholeFrames) },
      format: { type: 'string', default: 'pcap' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const { bytes, out, truth, format } = values;
  if (bytes === undefined || out === undefined) throw new TypeError('--bytes and --out are needed');
  if (format !== 'pcap' && format !== 'pcapng') throw new TypeError(`no such format: ${format}`);
  const began = performance.now();
  const made = generate({
    seed: whole('--seed', values.seed, 0),
    bytes: parseSize(bytes),
    snapLength: whole('--snaplen', values.snaplen, leastSnapLength),
    format,
    out,
    ...(truth === undefined ? {} : { truth }),
    ...(values.connections === undefined
      ? {}
      : { connections: whole('--connections', values.connections, 1) }),
  });
  const seconds = (performance.now() - began) / 1000;
  process.stderr.write(
    `${made.connections} connections, ${made.frames} frames, ${made.bytes} bytes in ${seconds.toFixed(1)} s\n`,
  );
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new TypeError(`${name} wants a whole number from ${least} on, not ${text}`);
  return value;
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
}
