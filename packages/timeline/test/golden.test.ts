/** Ladders as a reader sees them. `npx vitest run packages/timeline -u` writes them anew: look at every one. */
import { expect, test } from 'vitest';
import { layoutLadder, paintLadder, type TimelineEvent } from '../src/index.ts';
import * as stories from './stories.ts';

const golden: Readonly<Record<string, { tell: () => TimelineEvent[]; title: string }>> = {
  'orderly-close': {
    tell: stories.orderlyClose,
    title: 'close-orderly: both sides read everything and close',
  },
  'reader-exits': {
    tell: stories.readerExits,
    title: 'close-reader-exits: the reader is gone, the writer writes',
  },
  'killed-by-sigpipe': {
    tell: stories.killedByPipe,
    title: 'close-reader-exits: several writes under way, then SIGPIPE',
  },
  'connection-refused': { tell: stories.refused, title: 'conn-refused: nobody listens' },
  'cut-while-sending': {
    tell: stories.cut,
    title: 'send-cut: 15 retransmissions after a tail probe, then ETIMEDOUT',
  },
  'icmp-on-connect': { tell: stories.icmpOnConnect, title: 'conn-icmp-host: the router knows no way' },
  'fin-crosses-data': {
    tell: stories.crossing,
    title: 'lb-idle-race: the server closes while a request is on its way',
  },
  'crossing-streams': {
    tell: stories.crossingStreams,
    title: 'several packets of each direction under way together',
  },
  'keepalive-gives-up': { tell: stories.keepaliveGivesUp, title: 'idle-keepalive: three probes unanswered' },
  'accept-queue-full': {
    tell: stories.acceptQueueFull,
    title: 'conn-acceptq-full: every SYN arrives, none is answered',
  },
  'zero-window': { tell: stories.zeroWindow, title: 'send-zero-window: the reader has stopped' },
  upload: { tell: stories.upload, title: 'an upload in full flight' },
  'ping-pong': { tell: stories.pingPong, title: 'question and answer, once a second' },
};

const widths = [160, 120, 80, 60] as const;

for (const [name, { tell, title }] of Object.entries(golden)) {
  const ladder = layoutLadder(tell(), {
    title,
    names: { client: 'client 10.7.0.2:50036', server: 'server 10.7.0.130:8080' },
  });
  for (const width of widths) {
    test(`${name} at ${width} columns`, async () => {
      const text = paintLadder(ladder, { width, colour: false, ascii: false });
      await expect(text).toMatchFileSnapshot(`golden/${name}.${width}.golden.txt`);
    });
  }
  test(`${name} in ASCII`, async () => {
    const text = paintLadder(ladder, { width: 120, colour: false, ascii: true });
    await expect(text).toMatchFileSnapshot(`golden/${name}.ascii.golden.txt`);
  });
}
