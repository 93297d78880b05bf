/** The register of described cases: one line a case, in the order in which they are shown. */
import type { CaseEntry } from './case.ts';
import { closeCrashStreaming } from './cases/close-crash-streaming.ts';
import { closeCut } from './cases/close-cut.ts';
import { closeCutHeals } from './cases/close-cut-heals.ts';
import { closeHalf } from './cases/close-half.ts';
import { closeLingerTimeout } from './cases/close-linger-timeout.ts';
import { closeLinger0 } from './cases/close-linger0.ts';
import { closeOrderly } from './cases/close-orderly.ts';
import { closePeerExit } from './cases/close-peer-exit.ts';
import { closePeerKilledUnread } from './cases/close-peer-killed-unread.ts';
import { closeReaderExits } from './cases/close-reader-exits.ts';
import { closeUnread } from './cases/close-unread.ts';
import { closeWriterExits } from './cases/close-writer-exits.ts';
import { connAcceptqFull } from './cases/conn-acceptq-full.ts';
import { connAckLost } from './cases/conn-ack-lost.ts';
import { connAppTimeout } from './cases/conn-app-timeout.ts';
import { connBlackhole } from './cases/conn-blackhole.ts';
import { connIcmpHost } from './cases/conn-icmp-host.ts';
import { connLateSynack } from './cases/conn-late-synack.ts';
import { connNoaccept } from './cases/conn-noaccept.ts';
import { connRefused } from './cases/conn-refused.ts';
import { connServerSilent } from './cases/conn-server-silent.ts';
import { idleCut } from './cases/idle-cut.ts';
import { idleFrozenPeer } from './cases/idle-frozen-peer.ts';
import { idleKeepalive } from './cases/idle-keepalive.ts';
import { idleReboot } from './cases/idle-reboot.ts';
import { sendBufferFull } from './cases/send-buffer-full.ts';
import { sendCut } from './cases/send-cut.ts';
import { sendCutHeals } from './cases/send-cut-heals.ts';
import { sendCutIcmp } from './cases/send-cut-icmp.ts';
import { sendKeepaliveUseless } from './cases/send-keepalive-useless.ts';
import { sendLanVanish } from './cases/send-lan-vanish.ts';
import { sendUserTimeout } from './cases/send-user-timeout.ts';

/** The ids of the cases described in full. */
export const describedCases = [
  'conn-refused',
  'conn-server-silent',
  'conn-noaccept',
  'conn-acceptq-full',
  'conn-blackhole',
  'conn-icmp-host',
  'conn-app-timeout',
  'conn-late-synack',
  'conn-ack-lost',
  'idle-cut',
  'idle-keepalive',
  'idle-reboot',
  'idle-frozen-peer',
  'send-cut',
  'send-cut-heals',
  'send-cut-icmp',
  'send-lan-vanish',
  'send-buffer-full',
  'send-user-timeout',
  'send-keepalive-useless',
  'close-orderly',
  'close-half',
  'close-writer-exits',
  'close-reader-exits',
  'close-peer-exit',
  'close-peer-killed-unread',
  'close-crash-streaming',
  'close-unread',
  'close-linger0',
  'close-linger-timeout',
  'close-cut',
  'close-cut-heals',
] as const;

/** The id of a case that is described in full. */
export type DescribedCase = (typeof describedCases)[number];

/** Every case described in full, by id. */
export const cases: { readonly [Id in DescribedCase]: CaseEntry<Id> } = {
  'conn-refused': connRefused,
  'conn-server-silent': connServerSilent,
  'conn-noaccept': connNoaccept,
  'conn-acceptq-full': connAcceptqFull,
  'conn-blackhole': connBlackhole,
  'conn-icmp-host': connIcmpHost,
  'conn-app-timeout': connAppTimeout,
  'conn-late-synack': connLateSynack,
  'conn-ack-lost': connAckLost,
  'idle-cut': idleCut,
  'idle-keepalive': idleKeepalive,
  'idle-reboot': idleReboot,
  'idle-frozen-peer': idleFrozenPeer,
  'send-cut': sendCut,
  'send-cut-heals': sendCutHeals,
  'send-cut-icmp': sendCutIcmp,
  'send-lan-vanish': sendLanVanish,
  'send-buffer-full': sendBufferFull,
  'send-user-timeout': sendUserTimeout,
  'send-keepalive-useless': sendKeepaliveUseless,
  'close-orderly': closeOrderly,
  'close-half': closeHalf,
  'close-writer-exits': closeWriterExits,
  'close-reader-exits': closeReaderExits,
  'close-peer-exit': closePeerExit,
  'close-peer-killed-unread': closePeerKilledUnread,
  'close-crash-streaming': closeCrashStreaming,
  'close-unread': closeUnread,
  'close-linger0': closeLinger0,
  'close-linger-timeout': closeLingerTimeout,
  'close-cut': closeCut,
  'close-cut-heals': closeCutHeals,
};
