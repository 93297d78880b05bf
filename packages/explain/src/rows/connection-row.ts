/** Everything kept of one connection, as views that move together from row to row. */
import { type ConnectionFacts, connectionLayout } from '../facts/connection-facts.ts';
import { sideLayout, type SideFacts } from '../facts/side-facts.ts';
import { type ZeekEndpoint, zeekEndpointFields } from '../zeek/endpoint.ts';
import { KEY_WORDS } from '../track/flow-table.ts';
import type { RowStore } from './row-store.ts';
import { type Layout, type Movable, type RowSize, sizeOf, viewMaker } from './row-view.ts';

const zeekLayout = Object.fromEntries(
  zeekEndpointFields.map((name) => [name, 'int']),
) as Layout<ZeekEndpoint>;

const connectionSize = sizeOf(connectionLayout);
const sideSize = sizeOf(sideLayout);
const zeekSize = sizeOf(zeekLayout);

/** Room for the ends of a connection that waits outside the table of connections. */
const endsAt: number = connectionSize.ints + 2 * (sideSize.ints + zeekSize.ints);

/** What a row takes: the connection, its two sides, each side as Zeek sees it, and the ends. */
export const connectionRowSize: RowSize = {
  ints: endsAt + KEY_WORDS,
  reals: connectionSize.reals + 2 * (sideSize.reals + zeekSize.reals),
};

const makeConnection = viewMaker(connectionLayout);
const makeSide = viewMaker(sideLayout);
const makeZeek = viewMaker(zeekLayout);

/** The views of one row. Side 0 sent the connection's first frame. */
export class ConnectionRow {
  readonly connection: ConnectionFacts & Movable = makeConnection();
  readonly sides: readonly [SideFacts & Movable, SideFacts & Movable] = [makeSide(), makeSide()];
  readonly zeek: readonly [ZeekEndpoint & Movable, ZeekEndpoint & Movable] = [makeZeek(), makeZeek()];

  #chunk = -1;

  /** Moves all views to a slot. */
  at(store: RowStore, slot: number): this {
    const chunk = store.chunkOf(slot);
    if (chunk !== this.#chunk) this.#enter(store, slot, chunk);
    const { connection, sides, zeek } = this;
    let int = store.intBase(slot);
    let real = store.realBase(slot);
    connection.intBase = int;
    connection.realBase = real;
    int += connectionSize.ints;
    real += connectionSize.reals;
    sides[0].intBase = int;
    sides[0].realBase = real;
    int += sideSize.ints;
    real += sideSize.reals;
    sides[1].intBase = int;
    sides[1].realBase = real;
    int += sideSize.ints;
    zeek[0].intBase = int;
    zeek[1].intBase = int + zeekSize.ints;
    return this;
  }

  /** Where in the row's whole numbers there is room for its ends. */
  get endsBase(): number {
    return this.connection.intBase + endsAt;
  }

  #enter(store: RowStore, slot: number, chunk: number): void {
    this.#chunk = chunk;
    const ints = store.ints(slot);
    const reals = store.reals(slot);
    for (const view of [this.connection, ...this.sides, ...this.zeek]) {
      view.ints = ints;
      view.reals = reals;
    }
  }
}
