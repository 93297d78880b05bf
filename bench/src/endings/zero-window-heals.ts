import { closeOrderly } from '../generator/close.ts';
import { fillWindow, probeWindow } from '../generator/probes.ts';
import { open, say, talk } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** The server's program stops reading for a while, then reads on; then an orderly close. */
export const zeroWindowHeals: Ending = {
  kind: 'zero-window-heals',
  truth: { case: 'close-orderly', oneOf: ['close-orderly', 'send-zero-window'], outcome: ['ok'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { client, server, random } = conversation;
    const buffer = server.space;
    server.largestSpace = buffer;
    open(conversation);
    talk(conversation, frames / 2);
    conversation.quiesce();
    fillWindow(conversation);
    probeWindow(conversation, random.whole(2, 6), true);
    server.space = buffer;
    conversation.now = conversation.ack(server, conversation.now + conversation.trip() + 30_000);
    conversation.now += 20;
    say(conversation, client, random.magnitude(2000, 60_000));
    conversation.quiesce();
    closeOrderly(conversation, random.chance(0.5) ? client : server);
  },
};
