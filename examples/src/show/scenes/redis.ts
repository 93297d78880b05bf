import { type Scene, repetitions, seconds } from '../scene.ts';

const EVERY_MS = 250;
const STOPPED_MS = 7000;
const PATIENCE_MS = 15_000;

/** A counter in Redis. */
export const redis: Scene = {
  name: 'redis',
  title: 'Redis client',
  versions: { before: 'before: ioredis', after: 'after: ioredis on a guarded socket' },
  words: { sent: 'INCR sent', arrived: 'answered', unknown: 'pending without a word' },
  needs: ['redis-server'],
  play: async (play) => {
    const { port } = play;
    const listening = ['--port', String(port), '--bind', '0.0.0.0', '--protected-mode', 'no'];
    const forgetful = ['--save', '', '--appendonly', 'no', '--dir', play.folder];
    play.startUnseen('redis', 'server', ['redis-server', ...listening, ...forgetful]);
    await play.ready('redis', /Ready to accept connections/);
    play.act(`Redis is stopped for ${STOPPED_MS / 1000} s: its kernel goes on acknowledging`);
    const args = [play.serverHost, port, EVERY_MS];
    play.start('client', 'client', `redis/${play.version}-client.js`, args);
    await play.ready('client', /^visit 5$/);
    const server = play.program('redis');
    server.signal('SIGSTOP');
    play.fault('Redis does not run');
    await play.at(STOPPED_MS);
    const failed = play.numbers('client', /^(a) visit that may not/).length;
    const answered = play.numbers('client', /^visit (\d+)$/).length;
    server.signal('SIGCONT');
    play.note('Redis runs again', STOPPED_MS);
    await play.until('client', /^visit [89]$/, PATIENCE_MS);
    const visits = play.numbers('client', /^visit (\d+)$/);
    const noticedMs = play.firstAfter(1, 'client', /^HO_/);
    return {
      sent: answered + 1,
      arrived: answered,
      lost: 0,
      repeated: repetitions(visits),
      unknown: failed > 0 ? 0 : 1,
      noticedMs,
      wentOnMs: play.firstAfter(1, 'client', /^visit/),
      died: play.program('client').over,
    };
  },
  conclusion: (before, after) =>
    `Without: a command pending for as long as Redis stands still, for ever if it must; no error, no timer of the kernel runs. ` +
    `With: an error with a code and the kernel's own figures after ${seconds(after.noticedMs, '(never)')}, and the program decides.${before.died || after.died ? ' A client has died.' : ''}`,
  findings: (before, after) => [
    ...(before.unknown === 1 ? [] : ['the plain client did not hang']),
    ...(after.unknown === 0 ? [] : ['the guarded client hung']),
    ...(after.noticedMs !== null && after.noticedMs < STOPPED_MS ? [] : ['the guard did not notice in time']),
    ...(after.wentOnMs === null ? ['the guarded client did not go on'] : []),
  ],
};
