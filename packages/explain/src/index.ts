/** Captures to verdicts: what other packages may use. */
export { explainCapture, type ExplainOptions } from './explain-capture.ts';
export { Explainer, type ExplainerOptions } from './explainer.ts';
export type { Finding } from './finding.ts';
export { findingsOf, type FindingsOptions } from './findings.ts';
export { bytesText, spanText } from './judge/in-words.ts';
export { type HeaderField, type HeaderLayer, headerFields } from './packets/header-fields.ts';
export { inferredCalls } from './packets/inferred-calls.ts';
export { inferredStates } from './packets/inferred-states.ts';
export { vantageOfFile } from './packets/frame-vantage.ts';
export { recordWithPackets } from './packets/packet-events.ts';
export type { LoggedPacket } from './packets/packet-log.ts';
export type { PacketsWanted } from './packets/packets-wanted.ts';
export { type FrameBytes, type PacketGap, recordWithStory, type Story } from './packets/story.ts';
export { type Filter, type Filterable, passes, withAddresses } from './filter/expression.ts';
export { FilterError, parseFilter, pointAt } from './filter/parse.ts';
export { AddressMap } from './redact/address-map.ts';
export { reducedPacket, type Reduction } from './redact/reduced-packet.ts';
export type * from './record.ts';
export {
  callsText,
  certaintyTexts,
  counted,
  endedByTexts,
  endText,
  framesText,
  grouped,
  outcomes,
  outcomeTexts,
} from './record-words.ts';
export { explainSchema } from './record.ts';
export type { ConnState } from './zeek/conn-state.ts';
export type { ClockOffset } from './several/clock-offset.ts';
export { type ConnectionStory, storyOf } from './packets/connection-story.ts';
export {
  explainCaptures,
  type SeveralOptions,
  storiesOfCaptures,
  type StoriesOptions,
} from './several/explain-captures.ts';
export type { SeveralInput } from './several/gather.ts';
