/** Captures to verdicts: what other packages may use. */
export { explainCapture, type ExplainOptions } from './explain-capture.ts';
export { Explainer, type ExplainerOptions, type Finding } from './explainer.ts';
export type { LoggedPacket } from './packets/packet-log.ts';
export type * from './record.ts';
export { explainSchema } from './record.ts';
export type { ConnState } from './zeek/conn-state.ts';
