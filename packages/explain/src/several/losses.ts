/**
 * Which packets were lost between two captures. One that is not in the capture further on was lost, unless that capture did not run
 * then, or what it carried was acknowledged although nothing else brought it: a capture drops packets too.
 */
import type { Side } from '@halfopen/catalogue';
import { TcpFlag } from '@halfopen/wire';
import { isReset } from './clues/packets.ts';
import { type Comparison, lostOnTheWay, sprangUp } from './comparison.ts';
import { firstTime, type Journey } from './journeys.ts';

/** What a segment takes sequence numbers for, counted from some number of its side's. */
interface Taking {
  readonly journey: Journey;
  readonly from: number;
  readonly to: number;
  readonly atNs: number;
}

function takenBy(journeys: readonly Journey[], base: number): readonly Taking[] {
  return journeys.flatMap((journey) => {
    const { seq, lengthBytes, flags } = journey;
    const from = (seq - base) | 0;
    const marks = (flags & (TcpFlag.SYN | TcpFlag.FIN)) === 0 ? 0 : 1;
    const takes = isReset(journey) ? 0 : lengthBytes + marks;
    return takes === 0 ? [] : [{ journey, from, to: from + takes, atNs: firstTime(journey) }];
  });
}

/** Those of a side's lost packets that arrived all the same: what they brought was acknowledged, and no later copy brought it. */
function acknowledged(comparison: Comparison, from: Side, lost: ReadonlySet<Journey>): readonly Journey[] {
  const sent = comparison.journeys.filter((each) => each.from === from);
  const base = sent[0]?.seq ?? 0;
  const takings = takenBy(sent, base);
  const acks = comparison.journeys.filter(
    (each) =>
      each.from !== from &&
      !isReset(each) &&
      (each.flags & TcpFlag.ACK) !== 0 &&
      sprangUp(comparison, each) !== 'shown',
  );
  return takings
    .filter(({ journey }) => lost.has(journey))
    .filter(({ journey, to, atNs }) => {
      const ack = acks.find((each) => ((each.ack - base) | 0) >= to && firstTime(each) >= atNs);
      if (ack === undefined) return false;
      const bringers = takings.filter(
        (other) =>
          other.journey !== journey && other.from < to && other.to >= to && other.atNs <= firstTime(ack),
      );
      return !bringers.some((other) => !lost.has(other.journey) || other.atNs > atNs);
    })
    .map(({ journey }) => journey);
}

/** The packets and ICMP errors that passed one place and never came to one further on. */
export function lostJourneys(comparison: Comparison): ReadonlySet<Journey> {
  const all = [...comparison.journeys, ...comparison.errors];
  const lost = new Set(all.filter((each) => lostOnTheWay(comparison, each) !== 'no'));
  if (lost.size === 0) return lost;
  const arrived = [...acknowledged(comparison, 'client', lost), ...acknowledged(comparison, 'server', lost)];
  for (const each of arrived) lost.delete(each);
  return lost;
}
