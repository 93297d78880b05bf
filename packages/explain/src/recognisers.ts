/** The register of recognisers: one for every case that leaves a trace in packets, wherever they are captured. */
import type { CaseName } from '@halfopen/catalogue';
import { closeAbortDataKept } from './recognise/close-abort-data-kept.ts';
import { closeCrashStreaming } from './recognise/close-crash-streaming.ts';
import { closeCut } from './recognise/close-cut.ts';
import { closeCutHeals } from './recognise/close-cut-heals.ts';
import { closeFinwait2Orphan } from './recognise/close-finwait2-orphan.ts';
import { closeHalf } from './recognise/close-half.ts';
import { closeLastackLost } from './recognise/close-lastack-lost.ts';
import { closeLingerTimeout } from './recognise/close-linger-timeout.ts';
import { closeLinger0 } from './recognise/close-linger0.ts';
import { closeOrderly } from './recognise/close-orderly.ts';
import { closePeerExit } from './recognise/close-peer-exit.ts';
import { closePeerKilledUnread } from './recognise/close-peer-killed-unread.ts';
import { closeReaderExits } from './recognise/close-reader-exits.ts';
import { closeReplyLost } from './recognise/close-reply-lost.ts';
import { closeRstLost } from './recognise/close-rst-lost.ts';
import { closeSelfInflicted } from './recognise/close-self-inflicted.ts';
import { closeShutRd } from './recognise/close-shut-rd.ts';
import { closeSimultaneous } from './recognise/close-simultaneous.ts';
import { closeTwOverflow } from './recognise/close-tw-overflow.ts';
import { closeTwRst } from './recognise/close-tw-rst.ts';
import { closeUnread } from './recognise/close-unread.ts';
import { closeWaitLeak } from './recognise/close-wait-leak.ts';
import { closeWriterExits } from './recognise/close-writer-exits.ts';
import { closeZeroWindow } from './recognise/close-zero-window.ts';
import { connAcceptDead } from './recognise/conn-accept-dead.ts';
import { connAcceptqFull } from './recognise/conn-acceptq-full.ts';
import { connAcceptqRaceReset } from './recognise/conn-acceptq-race-reset.ts';
import { connAcceptqRaceSilent } from './recognise/conn-acceptq-race-silent.ts';
import { connAckLost } from './recognise/conn-ack-lost.ts';
import { connAppTimeout } from './recognise/conn-app-timeout.ts';
import { connArpFail } from './recognise/conn-arp-fail.ts';
import { connBlackhole } from './recognise/conn-blackhole.ts';
import { connConnlimit } from './recognise/conn-connlimit.ts';
import { connDeferAccept } from './recognise/conn-defer-accept.ts';
import { connEmfile } from './recognise/conn-emfile.ts';
import { connFwReset } from './recognise/conn-fw-reset.ts';
import { connHalfopenDiscovery } from './recognise/conn-halfopen-discovery.ts';
import { connHealthcheckRst } from './recognise/conn-healthcheck-rst.ts';
import { connIcmpHost } from './recognise/conn-icmp-host.ts';
import { connIcmpNet } from './recognise/conn-icmp-net.ts';
import { connIcmpPort } from './recognise/conn-icmp-port.ts';
import { connIcmpProhibited } from './recognise/conn-icmp-prohibited.ts';
import { connIcmpProto } from './recognise/conn-icmp-proto.ts';
import { connLateSynack } from './recognise/conn-late-synack.ts';
import { connListenerClosed } from './recognise/conn-listener-closed.ts';
import { connNoaccept } from './recognise/conn-noaccept.ts';
import { connProxyDeadBackend } from './recognise/conn-proxy-dead-backend.ts';
import { connRefused } from './recognise/conn-refused.ts';
import { connServerSilent } from './recognise/conn-server-silent.ts';
import { connSimultaneousOpen } from './recognise/conn-simultaneous-open.ts';
import { connSynackLost } from './recognise/conn-synack-lost.ts';
import { connSyncookies } from './recognise/conn-syncookies.ts';
import { connSynqFull } from './recognise/conn-synq-full.ts';
import { connTfoFallback } from './recognise/conn-tfo-fallback.ts';
import { connTtl } from './recognise/conn-ttl.ts';
import { connTwReuse } from './recognise/conn-tw-reuse.ts';
import { idleCut } from './recognise/idle-cut.ts';
import { idleFinUnnoticed } from './recognise/idle-fin-unnoticed.ts';
import { idleFrozenPeer } from './recognise/idle-frozen-peer.ts';
import { idleKeepalive } from './recognise/idle-keepalive.ts';
import { idleReboot } from './recognise/idle-reboot.ts';
import { lbIdleRace } from './recognise/lb-idle-race.ts';
import { natIdleDrop } from './recognise/nat-idle-drop.ts';
import { natIdleLeak } from './recognise/nat-idle-leak.ts';
import { natIdleLoose } from './recognise/nat-idle-loose.ts';
import { natIdleReset } from './recognise/nat-idle-reset.ts';
import { rstBlind } from './recognise/rst-blind.ts';
import { rstDisconnect } from './recognise/rst-disconnect.ts';
import { rstFwEstablished } from './recognise/rst-fw-established.ts';
import { rstInjected } from './recognise/rst-injected.ts';
import { rstLocalKill } from './recognise/rst-local-kill.ts';
import { rstTakeover } from './recognise/rst-takeover.ts';
import { segOutOfWindow } from './recognise/seg-out-of-window.ts';
import { sendAckPathCut } from './recognise/send-ack-path-cut.ts';
import { sendBadcsum } from './recognise/send-badcsum.ts';
import { sendBufferFull } from './recognise/send-buffer-full.ts';
import { sendCut } from './recognise/send-cut.ts';
import { sendCutHeals } from './recognise/send-cut-heals.ts';
import { sendCutIcmp } from './recognise/send-cut-icmp.ts';
import { sendKeepaliveUseless } from './recognise/send-keepalive-useless.ts';
import { sendLanVanish } from './recognise/send-lan-vanish.ts';
import { sendLocalRouteLost } from './recognise/send-local-route-lost.ts';
import { sendPmtuBlackhole } from './recognise/send-pmtu-blackhole.ts';
import { sendRcvmem } from './recognise/send-rcvmem.ts';
import { sendUserTimeout } from './recognise/send-user-timeout.ts';
import { sendZeroWindow } from './recognise/send-zero-window.ts';
import { sendZeroWindowUserTimeout } from './recognise/send-zero-window-user-timeout.ts';
import { sendZeroWindowVanish } from './recognise/send-zero-window-vanish.ts';
import type { Recogniser } from './recognise/recogniser.ts';

/** Cases without a packet of a connection: there is nothing to recognise. */
export type TracelessCase =
  | 'conn-local-route'
  | 'conn-carrier-lost'
  | 'conn-local-fw'
  | 'conn-ports-exhausted'
  | 'conn-addr-in-use'
  | 'conn-addr-not-ours'
  | 'conn-self';

export const recognisers: { readonly [Name in Exclude<CaseName, TracelessCase>]: Recogniser<Name> } = {
  'conn-refused': connRefused,
  'conn-fw-reset': connFwReset,
  'conn-connlimit': connConnlimit,
  'conn-icmp-port': connIcmpPort,
  'conn-icmp-host': connIcmpHost,
  'conn-icmp-net': connIcmpNet,
  'conn-icmp-prohibited': connIcmpProhibited,
  'conn-icmp-proto': connIcmpProto,
  'conn-ttl': connTtl,
  'conn-blackhole': connBlackhole,
  'conn-arp-fail': connArpFail,
  'conn-app-timeout': connAppTimeout,
  'conn-late-synack': connLateSynack,
  'conn-synack-lost': connSynackLost,
  'conn-ack-lost': connAckLost,
  'conn-noaccept': connNoaccept,
  'conn-acceptq-full': connAcceptqFull,
  'conn-acceptq-race-silent': connAcceptqRaceSilent,
  'conn-acceptq-race-reset': connAcceptqRaceReset,
  'conn-synq-full': connSynqFull,
  'conn-syncookies': connSyncookies,
  'conn-server-silent': connServerSilent,
  'conn-listener-closed': connListenerClosed,
  'conn-accept-dead': connAcceptDead,
  'conn-healthcheck-rst': connHealthcheckRst,
  'conn-emfile': connEmfile,
  'conn-proxy-dead-backend': connProxyDeadBackend,
  'conn-simultaneous-open': connSimultaneousOpen,
  'conn-defer-accept': connDeferAccept,
  'conn-tfo-fallback': connTfoFallback,
  'conn-halfopen-discovery': connHalfopenDiscovery,
  'conn-tw-reuse': connTwReuse,
  'idle-cut': idleCut,
  'idle-keepalive': idleKeepalive,
  'idle-reboot': idleReboot,
  'idle-frozen-peer': idleFrozenPeer,
  'nat-idle-drop': natIdleDrop,
  'nat-idle-leak': natIdleLeak,
  'nat-idle-reset': natIdleReset,
  'nat-idle-loose': natIdleLoose,
  'lb-idle-race': lbIdleRace,
  'idle-fin-unnoticed': idleFinUnnoticed,
  'send-cut': sendCut,
  'send-cut-icmp': sendCutIcmp,
  'send-cut-heals': sendCutHeals,
  'send-ack-path-cut': sendAckPathCut,
  'send-local-route-lost': sendLocalRouteLost,
  'send-lan-vanish': sendLanVanish,
  'send-buffer-full': sendBufferFull,
  'send-user-timeout': sendUserTimeout,
  'send-keepalive-useless': sendKeepaliveUseless,
  'send-zero-window': sendZeroWindow,
  'send-zero-window-vanish': sendZeroWindowVanish,
  'send-zero-window-user-timeout': sendZeroWindowUserTimeout,
  'send-pmtu-blackhole': sendPmtuBlackhole,
  'send-rcvmem': sendRcvmem,
  'send-badcsum': sendBadcsum,
  'close-orderly': closeOrderly,
  'close-writer-exits': closeWriterExits,
  'close-reader-exits': closeReaderExits,
  'close-peer-exit': closePeerExit,
  'close-peer-killed-unread': closePeerKilledUnread,
  'close-crash-streaming': closeCrashStreaming,
  'close-unread': closeUnread,
  'close-linger0': closeLinger0,
  'close-abort-data-kept': closeAbortDataKept,
  'close-reply-lost': closeReplyLost,
  'close-rst-lost': closeRstLost,
  'close-cut': closeCut,
  'close-cut-heals': closeCutHeals,
  'close-zero-window': closeZeroWindow,
  'close-linger-timeout': closeLingerTimeout,
  'close-finwait2-orphan': closeFinwait2Orphan,
  'close-wait-leak': closeWaitLeak,
  'close-lastack-lost': closeLastackLost,
  'close-half': closeHalf,
  'close-shut-rd': closeShutRd,
  'close-self-inflicted': closeSelfInflicted,
  'close-simultaneous': closeSimultaneous,
  'close-tw-rst': closeTwRst,
  'close-tw-overflow': closeTwOverflow,
  'rst-blind': rstBlind,
  'rst-injected': rstInjected,
  'rst-fw-established': rstFwEstablished,
  'rst-local-kill': rstLocalKill,
  'rst-disconnect': rstDisconnect,
  'rst-takeover': rstTakeover,
  'seg-out-of-window': segOutOfWindow,
};
