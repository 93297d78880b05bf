/** The lab: what other packages may use. */
export { Backstage } from './backstage/backstage.ts';
export { type BundleFile, bundleFiles, bundleName, writeFiles } from './bundle.ts';
export {
  type Capabilities,
  findCapabilities,
  installCommand,
  type Isolation,
  type ToolName,
  tools,
} from './capabilities.ts';
export type { ClaimFinding, ClaimVerdict } from './claims/claim-check.ts';
export { type DecidedClaim, decideClaims, runsForClaims } from './claims.ts';
export { type Cleaned, cleanLeftovers } from './clean.ts';
export { hasRtoMaxKnob } from './kernel/settings.ts';
export { holdLabNumber, LabFolderError, type LabNumber } from './lab-directory.ts';
export {
  type Booking,
  expectedSeconds,
  isRunResult,
  Lab,
  type LabEvents,
  type LabFailure,
  type LabOptions,
} from './lab.ts';
export type { CallRecord, FaultRecord, KernelRecord, RunRecord, SeenPacket } from './observe/record.ts';
export { tracedResets } from './observe/traced-resets.ts';
export { probe, type Tried, type TriedName } from './probe/probe.ts';
export type { RunResult } from './run.ts';
export type { Endpoint, Knobs, Scenario } from './scenario.ts';
export { scenarios } from './scenarios.ts';
export { childEnvironment, namespacePath, runInside } from './stage/children.ts';
export { LabFault } from './stage/errors.ts';
export { hash, mulberry32 } from './stage/random.ts';
export { timelineOf } from './timeline.ts';
export {
  type EndedInside,
  endingSignals,
  isInsideUserNamespace,
  rerunInUserNamespace,
} from './user-namespace.ts';
export { makeWorkFolder } from './work-folder.ts';
