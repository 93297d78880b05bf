/** Greets whoever connects, again and again: `node examples/dist/greeting/after-server.js [PORT] [EVERY_MS]`. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Session, SessionLostError, listen } from '@halfopen/session';

const [port = '7001', everyMs = '1000'] = process.argv.slice(2);
let readers = 0;

async function greet(session: Session): Promise<void> {
  const reader = ++readers;
  const left = new AbortController();
  try {
    session.peerEnded.then(() => left.abort()).catch(() => undefined);
    for (let greetings = 1; !left.signal.aborted; greetings++) {
      await session.send(`greeting ${greetings}`);
      // Resolves when the reader has read it: nothing piles up for one that does not.
      await session.flush();
      console.log(`read by reader ${reader}: greeting ${greetings}`);
      await delay(Number(everyMs));
    }
    console.log(`reader ${reader} has left`);
  } catch (error) {
    if (!(error instanceof SessionLostError)) throw error;
    const unread = error.uncertain.map(({ data }) => data.toString()).join(', ');
    console.log(`reader ${reader} is lost (${error.code}), perhaps unread: ${unread}`);
  }
}

await listen({
  port: Number(port),
  profile: 'fast',
  // How long a reader may be away before its session is given up.
  offlineMs: 3000,
  onSession: greet,
  onEvent: (event) => {
    if (event.type === 'state') console.error('a session is', event.to, event.error?.code ?? '');
  },
});
console.log(`listening on ${port}`);
