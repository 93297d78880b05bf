/** Sends back what comes: `node examples/dist/echo/before-server.js [PORT]`. */
import { createServer } from 'node:net';

const [port = '7000'] = process.argv.slice(2);

const server = createServer((socket) => {
  socket.on('data', (chunk) => socket.write(chunk));
  socket.on('error', (error) => console.error(error.message));
});
server.listen(Number(port), () => console.log(`listening on ${port}`));
