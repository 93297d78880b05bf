/** The register of cases that the lab does not make yet: one line a case, in the order in which they are shown. */
import type { UnmadeCase } from './case.ts';
import type { DescribedCase } from './cases.ts';
import type { CaseName } from './names.ts';
import { closeAbortDataKept } from './unmade/close-abort-data-kept.ts';
import { closeFinwait2Orphan } from './unmade/close-finwait2-orphan.ts';
import { closeLastackLost } from './unmade/close-lastack-lost.ts';
import { closeReplyLost } from './unmade/close-reply-lost.ts';
import { closeRstLost } from './unmade/close-rst-lost.ts';
import { closeSelfInflicted } from './unmade/close-self-inflicted.ts';
import { closeShutRd } from './unmade/close-shut-rd.ts';
import { closeSimultaneous } from './unmade/close-simultaneous.ts';
import { closeTwOverflow } from './unmade/close-tw-overflow.ts';
import { closeTwRst } from './unmade/close-tw-rst.ts';
import { closeWaitLeak } from './unmade/close-wait-leak.ts';
import { closeZeroWindow } from './unmade/close-zero-window.ts';
import { connAcceptDead } from './unmade/conn-accept-dead.ts';
import { connAcceptqRaceReset } from './unmade/conn-acceptq-race-reset.ts';
import { connAcceptqRaceSilent } from './unmade/conn-acceptq-race-silent.ts';
import { connAddrInUse } from './unmade/conn-addr-in-use.ts';
import { connAddrNotOurs } from './unmade/conn-addr-not-ours.ts';
import { connArpFail } from './unmade/conn-arp-fail.ts';
import { connCarrierLost } from './unmade/conn-carrier-lost.ts';
import { connConnlimit } from './unmade/conn-connlimit.ts';
import { connDeferAccept } from './unmade/conn-defer-accept.ts';
import { connEmfile } from './unmade/conn-emfile.ts';
import { connFwReset } from './unmade/conn-fw-reset.ts';
import { connHalfopenDiscovery } from './unmade/conn-halfopen-discovery.ts';
import { connHealthcheckRst } from './unmade/conn-healthcheck-rst.ts';
import { connIcmpNet } from './unmade/conn-icmp-net.ts';
import { connIcmpPort } from './unmade/conn-icmp-port.ts';
import { connIcmpProhibited } from './unmade/conn-icmp-prohibited.ts';
import { connIcmpProto } from './unmade/conn-icmp-proto.ts';
import { connListenerClosed } from './unmade/conn-listener-closed.ts';
import { connLocalFw } from './unmade/conn-local-fw.ts';
import { connLocalRoute } from './unmade/conn-local-route.ts';
import { connPortsExhausted } from './unmade/conn-ports-exhausted.ts';
import { connProxyDeadBackend } from './unmade/conn-proxy-dead-backend.ts';
import { connSelf } from './unmade/conn-self.ts';
import { connSimultaneousOpen } from './unmade/conn-simultaneous-open.ts';
import { connSynackLost } from './unmade/conn-synack-lost.ts';
import { connSyncookies } from './unmade/conn-syncookies.ts';
import { connSynqFull } from './unmade/conn-synq-full.ts';
import { connTfoFallback } from './unmade/conn-tfo-fallback.ts';
import { connTtl } from './unmade/conn-ttl.ts';
import { connTwReuse } from './unmade/conn-tw-reuse.ts';
import { idleFinUnnoticed } from './unmade/idle-fin-unnoticed.ts';
import { lbIdleRace } from './unmade/lb-idle-race.ts';
import { natIdleDrop } from './unmade/nat-idle-drop.ts';
import { natIdleLeak } from './unmade/nat-idle-leak.ts';
import { natIdleLoose } from './unmade/nat-idle-loose.ts';
import { natIdleReset } from './unmade/nat-idle-reset.ts';
import { rstBlind } from './unmade/rst-blind.ts';
import { rstDisconnect } from './unmade/rst-disconnect.ts';
import { rstFwEstablished } from './unmade/rst-fw-established.ts';
import { rstInjected } from './unmade/rst-injected.ts';
import { rstLocalKill } from './unmade/rst-local-kill.ts';
import { rstTakeover } from './unmade/rst-takeover.ts';
import { segOutOfWindow } from './unmade/seg-out-of-window.ts';
import { sendAckPathCut } from './unmade/send-ack-path-cut.ts';
import { sendBadcsum } from './unmade/send-badcsum.ts';
import { sendLocalRouteLost } from './unmade/send-local-route-lost.ts';
import { sendPmtuBlackhole } from './unmade/send-pmtu-blackhole.ts';
import { sendRcvmem } from './unmade/send-rcvmem.ts';
import { sendZeroWindow } from './unmade/send-zero-window.ts';
import { sendZeroWindowUserTimeout } from './unmade/send-zero-window-user-timeout.ts';
import { sendZeroWindowVanish } from './unmade/send-zero-window-vanish.ts';

/** The id of a case that is described but not made here yet. */
export type UnmadeCaseName = Exclude<CaseName, DescribedCase>;

/** Every case that the lab does not make yet, by id. */
export const unmadeCases: { readonly [Id in UnmadeCaseName]: UnmadeCase<Id> } = {
  'conn-fw-reset': connFwReset,
  'conn-connlimit': connConnlimit,
  'conn-icmp-port': connIcmpPort,
  'conn-icmp-net': connIcmpNet,
  'conn-icmp-prohibited': connIcmpProhibited,
  'conn-icmp-proto': connIcmpProto,
  'conn-ttl': connTtl,
  'conn-arp-fail': connArpFail,
  'conn-local-route': connLocalRoute,
  'conn-carrier-lost': connCarrierLost,
  'conn-local-fw': connLocalFw,
  'conn-synack-lost': connSynackLost,
  'conn-acceptq-race-silent': connAcceptqRaceSilent,
  'conn-acceptq-race-reset': connAcceptqRaceReset,
  'conn-synq-full': connSynqFull,
  'conn-syncookies': connSyncookies,
  'conn-listener-closed': connListenerClosed,
  'conn-accept-dead': connAcceptDead,
  'conn-healthcheck-rst': connHealthcheckRst,
  'conn-emfile': connEmfile,
  'conn-proxy-dead-backend': connProxyDeadBackend,
  'conn-ports-exhausted': connPortsExhausted,
  'conn-addr-in-use': connAddrInUse,
  'conn-addr-not-ours': connAddrNotOurs,
  'conn-self': connSelf,
  'conn-simultaneous-open': connSimultaneousOpen,
  'conn-defer-accept': connDeferAccept,
  'conn-tfo-fallback': connTfoFallback,
  'conn-halfopen-discovery': connHalfopenDiscovery,
  'conn-tw-reuse': connTwReuse,
  'nat-idle-drop': natIdleDrop,
  'nat-idle-leak': natIdleLeak,
  'nat-idle-reset': natIdleReset,
  'nat-idle-loose': natIdleLoose,
  'lb-idle-race': lbIdleRace,
  'idle-fin-unnoticed': idleFinUnnoticed,
  'send-ack-path-cut': sendAckPathCut,
  'send-local-route-lost': sendLocalRouteLost,
  'send-zero-window': sendZeroWindow,
  'send-zero-window-vanish': sendZeroWindowVanish,
  'send-zero-window-user-timeout': sendZeroWindowUserTimeout,
  'send-pmtu-blackhole': sendPmtuBlackhole,
  'send-rcvmem': sendRcvmem,
  'send-badcsum': sendBadcsum,
  'close-abort-data-kept': closeAbortDataKept,
  'close-reply-lost': closeReplyLost,
  'close-rst-lost': closeRstLost,
  'close-zero-window': closeZeroWindow,
  'close-finwait2-orphan': closeFinwait2Orphan,
  'close-wait-leak': closeWaitLeak,
  'close-lastack-lost': closeLastackLost,
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
