/** Sends each line of standard input, prints what comes back: `node examples/dist/echo/after-client.js [HOST] [PORT]`. */
import { createInterface } from 'node:readline';
import { type ConnectionError, SessionLostError, connect } from '@halfopen/session';

const [host = '127.0.0.1', port = '7000'] = process.argv.slice(2);

const session = await connect({
  host,
  port: Number(port),
  profile: 'fast',
  connectMs: 2000,
  onEvent: (event) => {
    if (event.type === 'state') console.error(event.to, event.error?.code ?? '');
  },
}).catch((error: ConnectionError) => {
  console.error(`${error.code}: ${error.message}`);
  return process.exit(1);
});

async function printEchoes(): Promise<void> {
  for await (const { data } of session) console.log(data.toString());
}

async function sendLines(): Promise<void> {
  // Resolves though the connection is down: the line is kept until the server has processed it.
  for await (const line of createInterface({ input: process.stdin })) await session.send(line);
  await session.end();
}

try {
  await Promise.all([printEchoes(), sendLines()]);
} catch (error) {
  if (!(error instanceof SessionLostError)) throw error;
  // The server has lost its memory. Nothing is lost in silence: these lines it may not have read.
  for (const { data } of error.uncertain) console.error(`perhaps not read: ${data.toString()}`);
  process.exit(1);
}
