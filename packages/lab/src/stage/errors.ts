/**
 * A script met something it can't go on from: a connection that was to succeed and didn't, an event that never came.
 * The run is `surprised`, with this message as the reason.
 */
export class ScriptSurprise extends Error {
  readonly code = 'SCRIPT_SURPRISE';
  constructor(message: string) {
    super(message);
    this.name = 'ScriptSurprise';
  }
}

/** The lab itself failed, not the kernel under study: `LAB_FAULT`. */
export class LabFault extends Error {
  readonly code = 'LAB_FAULT';
  constructor(message: string) {
    super(message);
    this.name = 'LabFault';
  }
}
