/** The register of scenarios: one for every described case, or this does not compile. */
import type { DescribedCase } from '@halfopen/catalogue';
import type { Scenario } from './scenario.ts';
import { closeCrashStreamingScenario } from './scenarios/close-crash-streaming.ts';
import { closeCutScenario } from './scenarios/close-cut.ts';
import { closeCutHealsScenario } from './scenarios/close-cut-heals.ts';
import { closeHalfScenario } from './scenarios/close-half.ts';
import { closeLingerTimeoutScenario } from './scenarios/close-linger-timeout.ts';
import { closeLinger0Scenario } from './scenarios/close-linger0.ts';
import { closeOrderlyScenario } from './scenarios/close-orderly.ts';
import { closePeerExitScenario } from './scenarios/close-peer-exit.ts';
import { closePeerKilledUnreadScenario } from './scenarios/close-peer-killed-unread.ts';
import { closeReaderExitsScenario } from './scenarios/close-reader-exits.ts';
import { closeUnreadScenario } from './scenarios/close-unread.ts';
import { closeWriterExitsScenario } from './scenarios/close-writer-exits.ts';
import { connAcceptqFullScenario } from './scenarios/conn-acceptq-full.ts';
import { connAckLostScenario } from './scenarios/conn-ack-lost.ts';
import { connAppTimeoutScenario } from './scenarios/conn-app-timeout.ts';
import { connBlackholeScenario } from './scenarios/conn-blackhole.ts';
import { connIcmpHostScenario } from './scenarios/conn-icmp-host.ts';
import { connLateSynackScenario } from './scenarios/conn-late-synack.ts';
import { connNoacceptScenario } from './scenarios/conn-noaccept.ts';
import { connRefusedScenario } from './scenarios/conn-refused.ts';
import { connServerSilentScenario } from './scenarios/conn-server-silent.ts';
import { idleCutScenario } from './scenarios/idle-cut.ts';
import { idleFrozenPeerScenario } from './scenarios/idle-frozen-peer.ts';
import { idleKeepaliveScenario } from './scenarios/idle-keepalive.ts';
import { idleRebootScenario } from './scenarios/idle-reboot.ts';
import { sendBufferFullScenario } from './scenarios/send-buffer-full.ts';
import { sendCutScenario } from './scenarios/send-cut.ts';
import { sendCutHealsScenario } from './scenarios/send-cut-heals.ts';
import { sendCutIcmpScenario } from './scenarios/send-cut-icmp.ts';
import { sendKeepaliveUselessScenario } from './scenarios/send-keepalive-useless.ts';
import { sendLanVanishScenario } from './scenarios/send-lan-vanish.ts';
import { sendUserTimeoutScenario } from './scenarios/send-user-timeout.ts';

/** Every case's scenario, in the catalogue's order. */
export const scenarios: { readonly [Id in DescribedCase]: Scenario<Id> } = {
  'conn-refused': connRefusedScenario,
  'conn-server-silent': connServerSilentScenario,
  'conn-noaccept': connNoacceptScenario,
  'conn-acceptq-full': connAcceptqFullScenario,
  'conn-blackhole': connBlackholeScenario,
  'conn-icmp-host': connIcmpHostScenario,
  'conn-app-timeout': connAppTimeoutScenario,
  'conn-late-synack': connLateSynackScenario,
  'conn-ack-lost': connAckLostScenario,
  'idle-cut': idleCutScenario,
  'idle-keepalive': idleKeepaliveScenario,
  'idle-reboot': idleRebootScenario,
  'idle-frozen-peer': idleFrozenPeerScenario,
  'send-cut': sendCutScenario,
  'send-cut-heals': sendCutHealsScenario,
  'send-cut-icmp': sendCutIcmpScenario,
  'send-lan-vanish': sendLanVanishScenario,
  'send-buffer-full': sendBufferFullScenario,
  'send-user-timeout': sendUserTimeoutScenario,
  'send-keepalive-useless': sendKeepaliveUselessScenario,
  'close-orderly': closeOrderlyScenario,
  'close-half': closeHalfScenario,
  'close-writer-exits': closeWriterExitsScenario,
  'close-reader-exits': closeReaderExitsScenario,
  'close-peer-exit': closePeerExitScenario,
  'close-peer-killed-unread': closePeerKilledUnreadScenario,
  'close-crash-streaming': closeCrashStreamingScenario,
  'close-unread': closeUnreadScenario,
  'close-linger0': closeLinger0Scenario,
  'close-linger-timeout': closeLingerTimeoutScenario,
  'close-cut': closeCutScenario,
  'close-cut-heals': closeCutHealsScenario,
};
