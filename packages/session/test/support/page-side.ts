/** One end of a connection that knows nothing but the page: no line of the package is in it. */
import type { Socket } from 'node:net';
import { decodeByPage, encodeByPage, type Fields } from './page.ts';

export interface Heard {
  readonly name: string;
  readonly fields: Fields;
  readonly body: Buffer;
}

/** A label and parts, each with its length. */
export function proofInput(label: string, ...parts: readonly Buffer[]): Buffer {
  const pieces: Buffer[] = [Buffer.from(label, 'ascii')];
  for (const part of parts) {
    pieces.push(Buffer.from([part.length >> 24, part.length >> 16, part.length >> 8, part.length]), part);
  }
  return Buffer.concat(pieces);
}

export class PageSide {
  readonly socket: Socket;
  #bytes: Buffer = Buffer.alloc(0);
  #isOver = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#isOver = true;
      this.#wake();
    });
  }

  /** The next frame; `null` when the connection has ended without one. */
  async next(): Promise<Heard | null> {
    for (;;) {
      const end = this.#bytes.length < 4 ? Number.POSITIVE_INFINITY : 4 + this.#bytes.readUIntBE(1, 3);
      if (this.#bytes.length >= end) {
        const frame = this.#bytes.subarray(0, end);
        this.#bytes = this.#bytes.subarray(end);
        return { ...decodeByPage(frame), body: frame.subarray(4) };
      }
      if (this.#isOver) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The next frame of this name; others are passed over, but not a BYE. */
  async heard(name: string): Promise<Heard> {
    for (;;) {
      const heard = await this.next();
      if (heard?.name === name) return heard;
      if (heard === null || heard.name === 'BYE') throw new Error(`no ${name}: ${JSON.stringify(heard)}`);
    }
  }

  /** The same: its fields. */
  async until(name: string): Promise<Fields> {
    return (await this.heard(name)).fields;
  }

  /** The number of the reason with which the other side ends this; `null` when it says none. */
  async refusal(): Promise<number | null> {
    for (;;) {
      const heard = await this.next();
      if (heard === null) return null;
      if (heard.name === 'BYE') return heard.fields['reason'] as number;
    }
  }

  send(name: string, fields: Fields): void {
    this.socket.write(encodeByPage(name, fields));
  }
}
