/** Under which vantage events name the frames of a capture. */
import type { Vantage } from '@halfopen/catalogue';
import type { ConnectionRecord, VantageRecord } from '../record.ts';

/** The vantage under which events name a capture's frames: where the capture was made is not known, they stand where a client's would. */
export function vantageOfFrames(at: VantageRecord['at']): Vantage {
  return at === 'unknown' ? 'client' : at;
}

/**
 * The vantage under which a connection's events name the frames of a file, as evidence cites it; without `file`, of the only
 * capture there was. `null`: they do not name them, because it is not one of the captures that saw the connection, or another
 * one of the same vantage stands before it.
 */
export function vantageOfFile({ vantage, vantages }: ConnectionRecord, file?: string): Vantage | null {
  if (vantages === undefined || file === undefined) return vantageOfFrames(vantage.at);
  const view = vantages.find((each) => each.file === file);
  if (view === undefined) return null;
  const at = vantageOfFrames(view.at);
  return vantages.find((each) => vantageOfFrames(each.at) === at) === view ? at : null;
}
