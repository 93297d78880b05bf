/** Greets whoever connects, again and again: `node examples/dist/greeting/before-server.js [PORT] [EVERY_MS]`. */
import { createServer } from 'node:net';

const [port = '7001', everyMs = '1000'] = process.argv.slice(2);
let readers = 0;

const server = createServer((socket) => {
  const reader = ++readers;
  let greetings = 0;
  const timer = setInterval(() => {
    socket.write(`greeting ${++greetings}\n`);
    console.log(`sent to reader ${reader}: greeting ${greetings}`);
  }, Number(everyMs));
  socket.on('close', () => {
    clearInterval(timer);
    console.log(`reader ${reader} has left`);
  });
});
server.listen(Number(port), () => console.log(`listening on ${port}`));
