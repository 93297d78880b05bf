import { type Scene, repetitions, seconds } from '../scene.ts';
import type { Play } from '../play.ts';

const EVERY_MS = 250;
const READ_FIRST = 4;
/** How many greetings the plain server may send to nobody before the act ends. */
const CLAIMED = 40;
/** The same while its reader is stopped. */
const CLAIMED_STOPPED = 8;
const PATIENCE_MS = 15_000;

async function open(play: Play, port: number, act: string): Promise<void> {
  play.start('server', 'server', `greeting/${play.version}-server.js`, [port, EVERY_MS]);
  await play.ready('server', /^listening/);
  play.act(act);
  play.start('reader', 'client', `greeting/${play.version}-reader.js`, [play.serverHost, port]);
  const first = new RegExp(`greeting ${READ_FIRST}$`);
  await Promise.all([play.ready('reader', first), play.ready('server', first)]);
}

async function powerCut(play: Play): Promise<void> {
  await open(play, play.port, "The reader's machine loses its power: no FIN, no reset, nothing");
  await play.blackHole(true);
  play.fault('the reader is gone without a packet');
  await play.program('reader').kill();
  if (play.version === 'before') {
    await play.until('server', new RegExp(`greeting ${CLAIMED}$`), PATIENCE_MS);
    play.note('and so on, until the kernel gives up after 15 minutes');
  } else await play.until('server', /is lost/, PATIENCE_MS);
  play.curtain();
  await play.program('server').kill();
  await play.blackHole(false);
}

async function slowReaderDies(play: Play): Promise<void> {
  await open(play, play.port + 1, 'A reader is slow, and is killed (kill -9) with a greeting unread');
  const reader = play.program('reader');
  reader.signal('SIGSTOP');
  if (play.version === 'before')
    await play.until('server', new RegExp(`greeting ${CLAIMED_STOPPED}$`), PATIENCE_MS);
  else await play.pause(EVERY_MS * 4);
  play.fault('kill -9 of the reader');
  await reader.kill();
  await play.until('server', /is lost/, PATIENCE_MS);
}

/** Greetings for whoever listens. */
export const greeting: Scene = {
  name: 'greeting',
  title: 'Greeting server and reader',
  versions: { before: 'before: net.Server', after: 'after: session' },
  words: { sent: 'counted as delivered', arrived: 'read', unknown: 'lost without a word' },
  needs: [],
  play: async (play) => {
    await powerCut(play);
    await slowReaderDies(play);
    const claimed = play.numbers('server', /^(?:sent to|read by) reader \d+: greeting (\d+)$/);
    const read = play.numbers('reader', /^greeting (\d+)$/);
    const lost = Math.max(0, claimed.length - read.length);
    return {
      sent: claimed.length,
      arrived: read.length,
      lost,
      // Two readers, each greeted from 1 on.
      repeated: Math.max(0, repetitions(read) - READ_FIRST),
      unknown: lost,
      noticedMs: play.firstAfter(1, 'server', /offline|has left|^Error/),
      wentOnMs: null,
      died: play.numbers('server', /^the program has ended, exit code (\d+)$/).length > 0,
    };
  },
  conclusion: (before, after) =>
    `Without: ${before.lost} greetings "sent" that nobody read, a vanished reader never noticed, and the server itself ${before.died ? 'brought down by' : 'survives'} a reader's death. ` +
    `With: noticed after ${seconds(after.noticedMs, '(never)')}, every greeting that counts as read was read, the uncertain ones are named, the server lives.`,
  findings: (before, after) => [
    ...(before.noticedMs === null ? [] : ['the plain server noticed the loss of power']),
    ...(before.lost > 0 ? [] : ['the plain server lost nothing']),
    ...(before.died ? [] : ["the plain server survived its reader's death"]),
    ...(after.noticedMs === null ? ['the session did not notice'] : []),
    ...(after.lost === 0 ? [] : ['the session counted as read what was not']),
    ...(after.died ? ['the server with sessions died'] : []),
  ],
};
