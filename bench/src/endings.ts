/**
 * The register of endings and how often each comes, in thousandths of all connections. The first group is well or at least not
 * dead: 620 of 1000.
 */
import { captureGaps } from './endings/capture-gaps.ts';
import { closeCrashStreaming } from './endings/close-crash-streaming.ts';
import { closeCut } from './endings/close-cut.ts';
import { closeFinwait2Orphan } from './endings/close-finwait2-orphan.ts';
import { closeHalf } from './endings/close-half.ts';
import { closeLinger0 } from './endings/close-linger0.ts';
import { closeOrderly } from './endings/close-orderly.ts';
import { closeReaderExits } from './endings/close-reader-exits.ts';
import { closeServerFirst } from './endings/close-server-first.ts';
import { closeSimultaneous } from './endings/close-simultaneous.ts';
import { closeTwRst } from './endings/close-tw-rst.ts';
import { closeUnread } from './endings/close-unread.ts';
import { closeWaitLeak } from './endings/close-wait-leak.ts';
import { connAcceptqRaceSilent } from './endings/conn-acceptq-race-silent.ts';
import { connBlackhole } from './endings/conn-blackhole.ts';
import { connFwReset } from './endings/conn-fw-reset.ts';
import { connHealthcheckRst } from './endings/conn-healthcheck-rst.ts';
import { connIcmpHost } from './endings/conn-icmp-host.ts';
import { connLateSynack } from './endings/conn-late-synack.ts';
import { connRefused } from './endings/conn-refused.ts';
import type { Ending } from './endings/ending.ts';
import { idleKeepalive } from './endings/idle-keepalive.ts';
import { idleReboot } from './endings/idle-reboot.ts';
import { keepaliveAnswered } from './endings/keepalive-answered.ts';
import { lbIdleRace } from './endings/lb-idle-race.ts';
import { midStreamClose } from './endings/mid-stream-close.ts';
import { midStreamReset } from './endings/mid-stream-reset.ts';
import { natIdleDrop } from './endings/nat-idle-drop.ts';
import { natIdleReset } from './endings/nat-idle-reset.ts';
import { openQuiet } from './endings/open-quiet.ts';
import { outOfOrder } from './endings/out-of-order.ts';
import { retransmissionsHeal } from './endings/retransmissions-heal.ts';
import { rstInjected } from './endings/rst-injected.ts';
import { sendCut } from './endings/send-cut.ts';
import { sendCutIcmp } from './endings/send-cut-icmp.ts';
import { sendPmtuBlackhole } from './endings/send-pmtu-blackhole.ts';
import { sendZeroWindow } from './endings/send-zero-window.ts';
import { sendZeroWindowVanish } from './endings/send-zero-window-vanish.ts';
import { stallHeals } from './endings/stall-heals.ts';
import { zeroWindowHeals } from './endings/zero-window-heals.ts';

/** An ending and its share. */
export interface WeightedEnding {
  readonly ending: Ending;
  readonly weight: number;
}

/** All endings. */
export const endings: readonly WeightedEnding[] = [
  { ending: closeOrderly, weight: 190 },
  { ending: closeServerFirst, weight: 120 },
  { ending: closeHalf, weight: 30 },
  { ending: closeSimultaneous, weight: 15 },
  { ending: closeTwRst, weight: 5 },
  { ending: openQuiet, weight: 70 },
  { ending: retransmissionsHeal, weight: 70 },
  { ending: stallHeals, weight: 10 },
  { ending: zeroWindowHeals, weight: 12 },
  { ending: keepaliveAnswered, weight: 15 },
  { ending: outOfOrder, weight: 40 },
  { ending: captureGaps, weight: 35 },
  { ending: midStreamClose, weight: 8 },

  { ending: connRefused, weight: 38 },
  { ending: connFwReset, weight: 6 },
  { ending: connBlackhole, weight: 30 },
  { ending: connIcmpHost, weight: 12 },
  { ending: connLateSynack, weight: 8 },
  { ending: connHealthcheckRst, weight: 8 },
  { ending: connAcceptqRaceSilent, weight: 10 },
  { ending: idleReboot, weight: 14 },
  { ending: idleKeepalive, weight: 12 },
  { ending: natIdleReset, weight: 14 },
  { ending: natIdleDrop, weight: 12 },
  { ending: lbIdleRace, weight: 28 },
  { ending: rstInjected, weight: 12 },
  { ending: sendCut, weight: 20 },
  { ending: sendCutIcmp, weight: 8 },
  { ending: sendZeroWindow, weight: 11 },
  { ending: sendZeroWindowVanish, weight: 8 },
  { ending: sendPmtuBlackhole, weight: 10 },
  { ending: closeUnread, weight: 28 },
  { ending: closeLinger0, weight: 28 },
  { ending: closeReaderExits, weight: 24 },
  { ending: closeFinwait2Orphan, weight: 10 },
  { ending: closeCrashStreaming, weight: 8 },
  { ending: closeWaitLeak, weight: 6 },
  { ending: closeCut, weight: 10 },
  { ending: midStreamReset, weight: 5 },
];
