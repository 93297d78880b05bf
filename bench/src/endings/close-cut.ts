import { TcpFlag } from '@halfopen/wire';
import { retransmit } from '../generator/retransmit.ts';
import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** tcp_orphan_retries 0 means 8 for a socket without a program (Documentation/networking/ip-sysctl.rst). */
const orphanRetries = 8;

/** The client closes during a cut, with everything acknowledged: its FIN is repeated, then nothing. */
export const closeCut: Ending = {
  kind: 'close-cut',
  truth: { case: 'close-cut', oneOf: ['close-cut', 'close-lastack-lost'], outcome: ['failed'] },
  place: 'live',
  freesPort: false,
  play(conversation, frames) {
    const { client } = conversation;
    live(conversation, frames);
    const sequence = client.next;
    conversation.now = conversation.fin(client, conversation.now, { lost: true });
    const flags = TcpFlag.FIN | TcpFlag.ACK;
    retransmit(conversation, { peer: client, sequence, length: 0, flags, times: orphanRetries });
  },
};
