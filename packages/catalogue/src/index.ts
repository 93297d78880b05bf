/** The catalogue: what other packages may use. */
export type * from './case.ts';
export type * from './expectation.ts';
export type * from './vocabulary.ts';
export { cases, describedCases, type DescribedCase } from './cases.ts';
export {
  type Claim,
  type DecidableClaim,
  isDecidable,
  type NoTest,
  type Seed,
  type TestByRuns,
} from './claim.ts';
export { type ClaimId, decidableClaims, type DecidableClaimId } from './claim-ids.ts';
export { claims } from './claims.ts';
export { type Clausal, type Clause, clauses } from './clauses.ts';
export { describeCase, isMade } from './describe.ts';
export { type CaseGist, gistOf } from './gist.ts';
export { segmentText, timesText } from './expectation-text.ts';
export { lookalikesOf } from './lookalikes.ts';
export { caseNames, type CaseName, everyCase } from './names.ts';
export { nearest } from './nearest.ts';
export { setUpCalls } from './set-up-calls.ts';
export { type Signature, signatures } from './signatures.ts';
export { unmadeCases, type UnmadeCaseName } from './unmade-cases.ts';
export { closeCrashStreaming } from './cases/close-crash-streaming.ts';
export { closeCut } from './cases/close-cut.ts';
export { closeCutHeals } from './cases/close-cut-heals.ts';
export { closeHalf } from './cases/close-half.ts';
export { closeLingerTimeout } from './cases/close-linger-timeout.ts';
export { closeLinger0 } from './cases/close-linger0.ts';
export { closeOrderly } from './cases/close-orderly.ts';
export { closePeerExit } from './cases/close-peer-exit.ts';
export { closePeerKilledUnread } from './cases/close-peer-killed-unread.ts';
export { closeReaderExits } from './cases/close-reader-exits.ts';
export { closeUnread } from './cases/close-unread.ts';
export { closeWriterExits } from './cases/close-writer-exits.ts';
export { connAcceptqFull } from './cases/conn-acceptq-full.ts';
export { connAckLost } from './cases/conn-ack-lost.ts';
export { connAppTimeout } from './cases/conn-app-timeout.ts';
export { connBlackhole } from './cases/conn-blackhole.ts';
export { connIcmpHost } from './cases/conn-icmp-host.ts';
export { connLateSynack } from './cases/conn-late-synack.ts';
export { connNoaccept } from './cases/conn-noaccept.ts';
export { connRefused } from './cases/conn-refused.ts';
export { connServerSilent } from './cases/conn-server-silent.ts';
export { idleCut } from './cases/idle-cut.ts';
export { idleFrozenPeer } from './cases/idle-frozen-peer.ts';
export { idleKeepalive } from './cases/idle-keepalive.ts';
export { idleReboot } from './cases/idle-reboot.ts';
export { sendBufferFull } from './cases/send-buffer-full.ts';
export { sendCut } from './cases/send-cut.ts';
export { sendCutHeals } from './cases/send-cut-heals.ts';
export { sendCutIcmp } from './cases/send-cut-icmp.ts';
export { sendKeepaliveUseless } from './cases/send-keepalive-useless.ts';
export { sendLanVanish } from './cases/send-lan-vanish.ts';
export { sendUserTimeout } from './cases/send-user-timeout.ts';
