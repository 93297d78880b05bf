/** What one run of the command has to do, and what came of it. */
import type { Vantage } from '@halfopen/catalogue';
import type { AddressMap, PacketsWanted } from '@halfopen/explain';
import type { Context } from '../context.ts';
import type { Chooser, Report } from './report.ts';

/** Packets of a connection, in each capture, that are kept for drawing and listing it. */
export const mostPackets = 2000;

/** What is kept of packets, and what of addresses. */
export interface Keeping {
  /** `null`: no packets. */
  readonly packets: PacketsWanted | null;
  /** Stand-ins for addresses; `null`: they stay as they are. */
  readonly addresses: AddressMap | null;
}

/** What is to be read, and who hears of it. */
export interface Job {
  readonly context: Context;
  readonly files: readonly string[];
  /** Where each of them was made; `null`: not told. */
  readonly places: readonly (Vantage | null)[];
  readonly keeping: Keeping;
  readonly report: Report;
  readonly chooser: Chooser;
  readonly signal: AbortSignal;
}

/** What the inputs came to, for the exit status. */
export interface Came {
  readonly unreadable: boolean;
  readonly partial: boolean;
}
