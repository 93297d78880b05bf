/** Prints every greeting: `node examples/dist/greeting/before-reader.js [HOST] [PORT]`. */
import { connect } from 'node:net';

const [host = '127.0.0.1', port = '7001'] = process.argv.slice(2);

const socket = connect({ host, port: Number(port) }, () => console.log('connected'));
socket.on('error', (error) => console.error(error.message));
socket.on('data', (chunk) => process.stdout.write(chunk));
