import type { Link } from '../../src/conversation/link.ts';
import { FrameParser } from '../../src/protocol/frame-parser.ts';

/** Bytes on their way, and the end of a connection for them. */
export class Pipe implements Link {
  bytes: Buffer = Buffer.alloc(0);
  isFull = false;
  readonly parser: FrameParser = new FrameParser(1_000_000);

  write(bytes: Buffer): void {
    this.bytes = Buffer.concat([this.bytes, bytes]);
  }

  cork(): void {}

  uncork(): void {}
}
