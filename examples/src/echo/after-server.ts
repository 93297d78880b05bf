/** Sends back what comes: `node examples/dist/echo/after-server.js [PORT] [DIRECTORY]`. */
import { fileStore, listen } from '@halfopen/session';

const [port = '7000', directory = 'echo-sessions'] = process.argv.slice(2);

await listen({
  port: Number(port),
  profile: 'fast',
  // Sessions outlive this process: it may be killed and started again.
  store: fileStore({ directory }),
  // The echo is stored together with the fact that its message is processed: both happen, or neither.
  onSession: (session) => session.consume((message) => session.reply(message, message.data)),
});
console.log(`listening on ${port}`);
