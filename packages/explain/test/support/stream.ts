/** Very long captures, made piece by piece: one conversation as a template, written again and again with other ends and times. */
import { TcpFlag } from '@halfopen/wire';
import { Trace } from './conversation.ts';

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
/** Ethernet and IPv4 without options. */
const IP_AT = RECORD_HEADER + 14;
const TCP_AT = IP_AT + 20;
const CLIENT = 0x0a00_0002;

/** A conversation that can be repeated at any time by any client. */
export class Stamp {
  readonly #records: Uint8Array;

  /** The trace is IPv4 over Ethernet in a little-endian pcap, its client 10.0.0.2. */
  constructor(trace: Trace) {
    this.#records = trace.bytes().subarray(FILE_HEADER);
  }

  /** Its records with this client and this beginning, and numbers moved by so much; checksums are left as they were. */
  at(seconds: number, client: number, port: number, moved = 0): Uint8Array {
    const records = this.#records.slice();
    const view = new DataView(records.buffer);
    const base = view.getUint32(0, true);
    for (let at = 0; at < records.length; at += RECORD_HEADER + view.getUint32(at + 8, true)) {
      view.setUint32(at, view.getUint32(at, true) - base + seconds, true);
      const fromClient = view.getUint32(at + IP_AT + 12) === CLIENT;
      view.setUint32(at + IP_AT + (fromClient ? 12 : 16), client);
      view.setUint16(at + TCP_AT + (fromClient ? 0 : 2), port);
      view.setUint32(at + TCP_AT + 4, view.getUint32(at + TCP_AT + 4) + moved);
      const acknowledges = (view.getUint8(at + TCP_AT + 13) & TcpFlag.ACK) !== 0;
      if (acknowledges) view.setUint32(at + TCP_AT + 8, view.getUint32(at + TCP_AT + 8) + moved);
    }
    return records;
  }

  /** What a file begins with. */
  static header(): Uint8Array {
    return new Trace().bytes();
  }
}
