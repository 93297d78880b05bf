import { seqAdd, TcpFlag } from '@halfopen/wire';
import { closeOrderly, resetPassive } from '../generator/close.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** After an orderly close the network delivers an old segment twice; the answer from TIME-WAIT meets no socket. */
export const closeTwRst: Ending = {
  kind: 'close-tw-rst',
  truth: { case: 'close-tw-rst', oneOf: ['close-tw-rst', 'close-orderly'], outcome: ['ok'] },
  place: 'live',
  freesPort: true,
  play(conversation, frames) {
    const { client, server, random } = conversation;
    live(conversation, frames);
    closeOrderly(conversation, client);
    conversation.now += conversation.trip() + random.between(500, 40_000);
    const stray = seqAdd(server.next, -2);
    const came = conversation.put(server, conversation.now, TcpFlag.ACK | TcpFlag.PSH, 1, stray, {
      lost: true,
    });
    const answered = conversation.ack(client, came + 15, { id: 0, lost: true });
    resetPassive(conversation, server, answered + conversation.trip(), client.received);
  },
};
