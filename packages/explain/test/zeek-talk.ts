/** A conversation told to the Zeek view: numbers follow from what was said, unless a step says otherwise. */
import { TcpFlag } from '@halfopen/wire';
import type { ConnState } from '../src/zeek/conn-state.ts';
import { zeekConnState } from '../src/zeek/conn-state.ts';
import type { ZeekEndpoint } from '../src/zeek/endpoint.ts';
import { zeekEndpointFields } from '../src/zeek/endpoint.ts';
import { openZeek } from '../src/zeek/roles.ts';
import { zeekSegment } from '../src/zeek/segment.ts';

const letters: Readonly<Record<string, number>> = {
  S: TcpFlag.SYN,
  A: TcpFlag.ACK,
  F: TcpFlag.FIN,
  R: TcpFlag.RST,
  P: TcpFlag.PSH,
};

export interface Said {
  readonly payload?: number;
  /** Bytes of the payload that were captured; default: all. */
  readonly captured?: number;
  /** Added to the sequence or acknowledgement number that would follow. */
  readonly seqBy?: number;
  readonly ackBy?: number;
  /** The sequence number itself. */
  readonly seq?: number;
  readonly window?: number;
}

export function blankEndpoint(): ZeekEndpoint {
  return Object.fromEntries(zeekEndpointFields.map((field) => [field, 0])) as unknown as ZeekEndpoint;
}

export class Talk {
  readonly client: ZeekEndpoint = blankEndpoint();
  readonly server: ZeekEndpoint = blankEndpoint();
  history: string = '';
  #opened = false;
  readonly #clientPort: number;
  readonly #serverPort: number;
  readonly #next: { client: number; server: number };

  constructor(clientPort = 40_000, serverPort = 9000, clientIsn = 1_000_000, serverIsn = 0xffff_fff0) {
    this.#clientPort = clientPort;
    this.#serverPort = serverPort;
    this.#next = { client: clientIsn, server: serverIsn };
  }

  get state(): ConnState {
    return zeekConnState(this.client, this.server, this.history);
  }

  /** The client sends a segment with these flags. */
  c(flags: string, said: Said = {}): this {
    return this.#say('client', 'server', flags, said);
  }

  /** The server sends one. */
  s(flags: string, said: Said = {}): this {
    return this.#say('server', 'client', flags, said);
  }

  /** The client sends something that the capture missed. */
  missedC(bytes: number): this {
    this.#next.client += bytes;
    return this;
  }

  missedS(bytes: number): this {
    this.#next.server += bytes;
    return this;
  }

  /** SYN, SYN-ACK, ACK. */
  handshake(): this {
    return this.c('S').s('SA').c('A');
  }

  #say(from: 'client' | 'server', to: 'client' | 'server', text: string, said: Said): this {
    const flags = [...text].reduce((bits, letter) => bits | letters[letter]!, 0);
    const payload = said.payload ?? 0;
    if (!this.#opened) {
      this.#opened = true;
      const ports = [this.#clientPort, this.#serverPort] as const;
      const [source, destination] = from === 'client' ? ports : [ports[1], ports[0]];
      this.history = openZeek(this[from], this[to], flags, source, destination);
    }
    const seq = said.seq ?? this.#next[from] + (said.seqBy ?? 0);
    this.history = zeekSegment(
      this[from],
      this[to],
      flags,
      seq | 0,
      (this.#next[to] + (said.ackBy ?? 0)) | 0,
      payload,
      said.captured ?? payload,
      said.window ?? 500,
      this.history,
    );
    if (said.seq === undefined && said.seqBy === undefined) {
      this.#next[from] += payload + (text.includes('S') ? 1 : 0) + (text.includes('F') ? 1 : 0);
    }
    return this;
  }
}
