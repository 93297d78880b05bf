import { type Scene, repetitions, seconds } from '../scene.ts';
import type { Play } from '../play.ts';

const HOLE_MS = 7000;
const PATIENCE_MS = 20_000;
const GAP_MS = 100;
const SETTLE_MS = 1000;
const DOWN_MS = 1000;
const TYPED = 30;

async function startServer(play: Play): Promise<void> {
  const command = play.commandOf(`echo/${play.version}-server.js`, [play.port, play.folder]);
  play.startUnseen('server', 'server', command);
  await play.ready('server', /^listening/);
}

async function hole(play: Play): Promise<void> {
  play.act(`Every packet is lost for ${HOLE_MS / 1000} s, and nothing says so`);
  await play.type('client', 1, 10, GAP_MS);
  await play.ready('client', /^line 10$/);
  await play.blackHole(true);
  play.fault('packets are lost from here on');
  await play.type('client', 11, 20, GAP_MS);
  await play.at(HOLE_MS);
  await play.blackHole(false);
  play.note('the path is whole again', HOLE_MS);
  await play.until('client', /^line 20$/, PATIENCE_MS);
  // For the server to note that it is done with the last line: killed before that, it would send that echo once more.
  await play.pause(SETTLE_MS);
}

async function restart(play: Play): Promise<void> {
  play.act('The server is killed (kill -9) while five lines wait for it, and started again');
  const server = play.program('server');
  server.signal('SIGSTOP');
  await play.type('client', 21, 25, GAP_MS);
  // Their way into the server's kernel, which acknowledges them.
  await play.pause(GAP_MS);
  play.fault('kill -9 of the server');
  await server.kill();
  await play.type('client', 26, 30, GAP_MS);
  await play.at(DOWN_MS);
  play.note('the server is started again', DOWN_MS);
  await startServer(play);
  await play.until('client', /^line 30$/, PATIENCE_MS);
}

/** Lines typed at a client, and their echoes. */
export const echo: Scene = {
  name: 'echo',
  title: 'Echo client and server',
  versions: { before: 'before: net.Socket', after: 'after: session' },
  words: { sent: 'lines typed', arrived: 'echoed', unknown: 'lost without a word' },
  needs: [],
  play: async (play) => {
    await startServer(play);
    play.start('client', 'client', `echo/${play.version}-client.js`, [play.serverHost, play.port]);
    await play.ready('client', /^(connected|open)$/);
    await hole(play);
    await restart(play);
    const client = play.program('client');
    client.endInput();
    await Promise.race([client.ended, play.pause(PATIENCE_MS / 4)]);
    const echoes = play.numbers('client', /^line (\d+)$/);
    const arrived = new Set(echoes).size;
    const named = new Set(play.numbers('client', /^perhaps not read: line (\d+)$/)).size;
    return {
      sent: TYPED,
      arrived,
      lost: TYPED - arrived,
      repeated: repetitions(echoes),
      unknown: Math.max(0, TYPED - arrived - named),
      noticedMs: play.firstAfter(1, 'client', /^offline|^read|^write/),
      wentOnMs: play.firstAfter(1, 'client', /^line 20$/),
      died: play.numbers('client', /exit code ([1-9])/).length > 0,
    };
  },
  conclusion: (before, after) =>
    `Without: ${seconds(before.wentOnMs, 'for ever')} of standstill and not a word about it, then ${before.lost} of ${before.sent} lines lost; five of them had been acknowledged by TCP. ` +
    `With: the dead path noticed after ${seconds(after.noticedMs, '(never)')}, the conversation on its way again after ${seconds(after.wentOnMs, '(never)')}, ${after.lost} lost, ${after.repeated} repeated.`,
  findings: (before, after) => [
    ...(before.noticedMs === null ? [] : ['the plain client noticed the black hole']),
    ...(before.lost > 0 ? [] : ['the plain client lost nothing']),
    ...(after.noticedMs !== null && after.noticedMs < HOLE_MS ? [] : ['the session did not notice in time']),
    ...(after.lost === 0 ? [] : ['the session lost messages']),
    ...(after.repeated === 0 ? [] : ['the session repeated messages']),
  ],
};
