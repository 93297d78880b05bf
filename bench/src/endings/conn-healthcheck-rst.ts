import { seqAdd, TcpFlag } from '@halfopen/wire';
import { resetPassive } from '../generator/close.ts';
import type { Conversation } from '../generator/conversation.ts';
import { Layout } from '../generator/frames.ts';
import { sendSyn, sendSynAck } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** A health check has seen the SYN-ACK and resets: a prober with raw sockets, whose kernel knows no such connection. */
export const connHealthcheckRst: Ending = {
  kind: 'conn-healthcheck-rst',
  truth: {
    case: 'conn-healthcheck-rst',
    oneOf: ['conn-healthcheck-rst', 'conn-late-synack', 'conn-app-timeout'],
    outcome: ['ok', 'failed'],
  },
  place: 'live',
  freesPort: true,
  play(conversation) {
    const { client, random } = conversation;
    if (random.chance(0.5)) {
      probe(conversation);
    } else {
      sendSyn(conversation);
      sendSynAck(conversation, client.last + conversation.trip(), client.stampAt(client.last));
    }
    resetPassive(conversation, client, conversation.server.last + 30, client.next);
  },
};

/** A SYN without options, as scanners write it, and its answer. */
function probe(conversation: Conversation): void {
  const { client, server } = conversation;
  const syn = { layout: Layout.bare, window: 1024, lost: true };
  const sent = conversation.put(client, conversation.now, TcpFlag.SYN, 0, client.initial, syn);
  client.next = seqAdd(client.initial, 1);
  server.received = client.next;
  const answer = { layout: Layout.mss, window: 64_240, id: 0, lost: true };
  const at = sent + conversation.trip();
  conversation.put(server, at, TcpFlag.SYN | TcpFlag.ACK, 0, server.initial, answer);
}
