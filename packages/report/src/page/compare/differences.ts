/** What two connections have in common and what not, in lines that can be held against each other. */
import {
  bytesText,
  callsText,
  type ConnectionRecord,
  endedByTexts,
  grouped,
  spanText,
} from '@halfopen/explain';

export interface Difference {
  readonly what: string;
  readonly left: string;
  readonly right: string;
}

const lines: readonly (readonly [string, (record: ConnectionRecord) => string])[] = [
  ['outcome', ({ outcome }) => outcome],
  [
    'verdict',
    ({ verdict }) => (verdict.case === null ? 'nothing went wrong' : `${verdict.case}, ${verdict.certainty}`),
  ],
  ['ended by', ({ verdict }) => endedByTexts[verdict.endedBy]],
  ['client saw', ({ verdict }) => callsText(verdict.apps.client)],
  ['server saw', ({ verdict }) => callsText(verdict.apps.server)],
  ['lasted', ({ durationNs }) => spanText(Number(durationNs))],
  ['round trip', ({ tcp }) => (tcp.rttMs === null ? '' : `${tcp.rttMs} ms`)],
  ['packets', ({ frames }) => grouped(frames.count)],
  ['from the client', ({ bytes }) => bytesText(bytes.client)],
  ['from the server', ({ bytes }) => bytesText(bytes.server)],
  ['sent again', ({ tcp }) => grouped(tcp.retransmissions.client + tcp.retransmissions.server)],
  ['window 0', ({ tcp }) => grouped(tcp.zeroWindows.client + tcp.zeroWindows.server)],
  ['Zeek', ({ zeek }) => `${zeek.connState} ${zeek.history}`],
];

/** Lines where there is something to say of either. */
export function differences(left: ConnectionRecord, right: ConnectionRecord): readonly Difference[] {
  return lines
    .map(([what, say]) => ({ what, left: say(left), right: say(right) }))
    .filter((line) => line.left !== '' || line.right !== '');
}
