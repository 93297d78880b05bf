/**
 * Who is there: every connection from its first frame until it has been told of, in order of first frames. (One that lives on
 * while 90,000 younger ones wait for it is passed over.)
 *
 *     open ─▶ slot with a row ──────────────── released ─▶ takeReady ─▶ release
 *                    │ released, but an older one is not        ▲
 *                    └──────────▶ packed, slot free ────────────┘ unpacked when its turn comes
 */
import { ConnectionRow, connectionRowSize } from '../rows/connection-row.ts';
import { PackedRows } from '../rows/packed-rows.ts';
import { RowStore } from '../rows/row-store.ts';
import type { FlowTable } from './flow-table.ts';
import { SlotQueue } from './slot-queue.ts';
import { catchUpZeek } from './steady.ts';

/** Entries of the order from here down stand for packed rows, not for slots. */
const PACKED = -2;

/** So many rows are kept as they are: some 7 MB. */
const MOST_AWAKE = 4096;

/** So many wait for one that lives on; then it is told of after them. At some 350 bytes each they take 30 MB. */
const MOST_WAITING = 90_000;

interface Notes {
  readonly history: string;
  readonly icmpSource: string;
}

export class Roster {
  /** The views of the row that was touched last. */
  readonly row: ConnectionRow = new ConnectionRow();
  /** Zeek's history letters, by slot. */
  readonly histories: string[] = [];
  /** Who sent ICMP errors about a connection last, by slot. */
  readonly icmpSources: Map<number, string> = new Map<number, string>();

  /** Told when a connection is no longer at a slot but elsewhere, or back at one. Numbers below 0 are no slots. */
  onMove: ((from: number, to: number) => void) | null = null;

  readonly #flows: FlowTable;
  readonly #rows: RowStore = new RowStore(connectionRowSize);
  readonly #packed: PackedRows = new PackedRows(connectionRowSize);
  readonly #packedNotes = new Map<number, Notes>();
  readonly #order: SlotQueue = new SlotQueue();

  /** `flows` knows the ends of the connections that have a slot. */
  constructor(flows: FlowTable) {
    this.#flows = flows;
  }

  /** Connections that were opened and not taken yet. */
  get waiting(): number {
    return this.#order.length;
  }

  /** Moves the views to a slot. */
  at(slot: number): ConnectionRow {
    return this.row.at(this.#rows, slot);
  }

  /** A slot for a new connection, the last in the order. Its row is all zero but for its place, and the views stand there. */
  open(): number {
    const slot = this.#rows.take();
    const place = this.#order.push(slot);
    this.at(slot).connection.orderAt = place;
    return slot;
  }

  /** Everything is over: all can be taken. */
  releaseAll(): void {
    const { first, length } = this.#order;
    for (let place = first; place < first + length; place += 1) {
      const entry = this.#order.get(place);
      if (entry >= 0) this.at(entry).connection.released = 1;
    }
  }

  /** The slot of the oldest connection, if it has been released; -1: not yet, or none. The views stand there. */
  takeReady(): number {
    for (let entry = this.#order.peek(); entry !== -1; entry = this.#order.peek()) {
      const slot = entry >= 0 ? entry : this.#unpack(entry);
      const { connection } = this.at(slot);
      if (connection.released === 0 && !this.#passOver()) return -1;
      if (connection.released === 0) continue;
      this.#order.shift();
      if (connection.pending === 0) {
        if (connection.zeekBehind === 1) catchUpZeek(this.row);
        return slot;
      }
      this.free(slot);
    }
    return -1;
  }

  /** Gives a slot back. */
  free(slot: number): void {
    this.#rows.release(slot);
    this.histories[slot] = '';
    this.icmpSources.delete(slot);
  }

  /** Puts a released connection to rest if an older one keeps it and many others waiting. The views stand at `slot`. */
  rest(slot: number): void {
    const { connection } = this.row;
    if (this.#rows.inUse <= MOST_AWAKE || connection.orderAt === this.#order.first) return;
    if (connection.zeekBehind === 1) catchUpZeek(this.row);
    this.#flows.copyEnds(slot, connection.ints, this.row.endsBase);
    const handle = this.#packed.keep(this.#rows, slot);
    this.#order.set(connection.orderAt, PACKED - handle);
    this.onMove?.(slot, PACKED - handle);
    this.#packedNotes.set(handle, {
      history: this.histories[slot]!,
      icmpSource: this.icmpSources.get(slot) ?? '',
    });
    this.free(slot);
  }

  /** Puts the oldest behind the others if too many rest and wait for it. One of those comes up sooner or later. */
  #passOver(): boolean {
    if (this.#packedNotes.size <= MOST_WAITING) return false;
    this.row.connection.orderAt = this.#order.push(this.#order.shift());
    return true;
  }

  #unpack(entry: number): number {
    const handle = PACKED - entry;
    const slot = this.#rows.take();
    this.#packed.fetch(handle, this.#rows, slot);
    const { connection, endsBase } = this.at(slot);
    this.#flows.restoreEnds(slot, connection.ints, endsBase);
    const { history, icmpSource } = this.#packedNotes.get(handle)!;
    this.#packedNotes.delete(handle);
    this.histories[slot] = history;
    if (icmpSource !== '') this.icmpSources.set(slot, icmpSource);
    this.#order.set(this.#order.first, slot);
    this.onMove?.(entry, slot);
    return slot;
  }
}
