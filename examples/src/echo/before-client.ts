/** Sends each line of standard input, prints what comes back: `node examples/dist/echo/before-client.js [HOST] [PORT]`. */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [host = '127.0.0.1', port = '7000'] = process.argv.slice(2);

const socket = connect({ host, port: Number(port) }, () => console.log('connected'));
socket.on('error', (error) => console.error(error.message));
socket.on('close', () => {
  console.log('connection closed');
  process.exit();
});
socket.on('data', (chunk) => process.stdout.write(chunk));
createInterface({ input: process.stdin })
  .on('line', (line) => socket.write(`${line}\n`))
  .on('close', () => socket.end());
