/** How the input of a reader ended. */
export interface CaptureEnd {
  /** The input stopped within a record or block. */
  readonly truncated: boolean;
  /** Bytes of that unfinished record or block, its header included. */
  readonly leftoverBytes: number;
  /** Complete records read. */
  readonly frames: number;
}
