/** Everything kept of one connection, as views that move together from row to row. */
import { type ConnectionFacts, connectionLayout } from '../facts/connection-facts.ts';
import { sideLayout, type SideFacts } from '../facts/side-facts.ts';
import { type ZeekEndpoint, zeekEndpointFields } from '../zeek/endpoint.ts';
import type { RowStore } from './row-store.ts';
import { type Layout, type Movable, type RowSize, sizeOf, viewMaker } from './row-view.ts';

const zeekLayout = Object.fromEntries(
  zeekEndpointFields.map((name) => [name, 'int']),
) as Layout<ZeekEndpoint>;

const connectionSize = sizeOf(connectionLayout);
const sideSize = sizeOf(sideLayout);
const zeekSize = sizeOf(zeekLayout);

/** What a row takes: the connection, its two sides, and each side as Zeek sees it. */
export const connectionRowSize: RowSize = {
  ints: connectionSize.ints + 2 * (sideSize.ints + zeekSize.ints),
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

  /** Moves all views to a slot. */
  at(store: RowStore, slot: number): this {
    const ints = store.ints(slot);
    const reals = store.reals(slot);
    let int = store.intBase(slot);
    let real = store.realBase(slot);
    this.connection.moveTo(ints, int, reals, real);
    int += connectionSize.ints;
    real += connectionSize.reals;
    this.sides[0].moveTo(ints, int, reals, real);
    int += sideSize.ints;
    real += sideSize.reals;
    this.sides[1].moveTo(ints, int, reals, real);
    int += sideSize.ints;
    real += sideSize.reals;
    this.zeek[0].moveTo(ints, int, reals, real);
    this.zeek[1].moveTo(ints, int + zeekSize.ints, reals, real);
    return this;
  }
}
