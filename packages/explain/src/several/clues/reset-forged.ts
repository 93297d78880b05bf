import type { CaseName, Side } from '@halfopen/catalogue';
import { type Comparison, cameThrough, farFile, lostOnTheWay, sprangUp } from '../comparison.ts';
import { otherSide } from '../places.ts';
import type { Clue } from './clue.ts';
import { isReset, reserve } from './packets.ts';

/** Cases in which the reset comes from the host that it names. */
const sentByThatHost: readonly CaseName[] = [
  'conn-refused',
  'conn-late-synack',
  'conn-healthcheck-rst',
  'conn-listener-closed',
  'conn-accept-dead',
  'conn-acceptq-race-reset',
  'conn-ack-lost',
  'conn-emfile',
  'idle-keepalive',
  'idle-reboot',
  'idle-fin-unnoticed',
  'lb-idle-race',
  'send-user-timeout',
  'close-unread',
  'close-linger0',
  'close-peer-exit',
  'close-peer-killed-unread',
  'close-crash-streaming',
  'close-abort-data-kept',
  'close-reply-lost',
  'close-rst-lost',
  'close-reader-exits',
  'close-shut-rd',
  'close-finwait2-orphan',
  'close-wait-leak',
  'close-self-inflicted',
  'close-tw-rst',
  'close-tw-overflow',
  'rst-local-kill',
  'rst-disconnect',
];

/** A reset arrives in a side's name that has not passed the capture next to that side: somebody between them sent it. */
export const resetForged: Clue = {
  excludes: sentByThatHost,
  favours: ['rst-injected', 'rst-fw-established', 'nat-idle-reset', 'conn-fw-reset', 'conn-connlimit'],
  find: (comparison) => {
    const first = comparison.journeys.find(isReset);
    if (first === undefined || !cameThrough(comparison, first)) return null;
    const absence = sprangUp(comparison, first);
    if (absence === 'no') return null;
    const shown = absence === 'shown';
    const file = fileNextTo(comparison, first.from);
    // what went wrong before the reset is no consequence of it
    const before = comparison.journeys.slice(0, comparison.journeys.indexOf(first));
    const lostBefore = before.some(
      (each) => each.from === first.from && lostOnTheWay(comparison, each) !== 'no',
    );
    return {
      shown,
      says: `the reset in the ${first.from}'s name is not in ${file}${reserve(shown)}`,
      evidence: [
        {
          journey: first,
          says: `not in ${file}: ${shown ? `not sent by the ${first.from}` : 'perhaps sent on the way'}`,
        },
      ],
      ...(lostBefore
        ? {}
        : { consequenceAt: first.from, brings: ['rst-injected', 'conn-fw-reset'] as const }),
    };
  },
};

function fileNextTo(comparison: Comparison, side: Side): string {
  return farFile(comparison, otherSide(side));
}
