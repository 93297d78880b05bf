/** Why a frame is refused: the reason for the BYE that answers it. */
export type FrameRefusal = 'malformed' | 'too-large' | 'limit';

/** What a peer sent that the protocol does not allow: the connection ends with a BYE for this reason. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly refusal: FrameRefusal;

  constructor(message: string, refusal: FrameRefusal = 'malformed') {
    super(message);
    this.refusal = refusal;
  }
}
