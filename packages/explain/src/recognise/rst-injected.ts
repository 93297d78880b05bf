import type { SideFacts } from '../facts/side-facts.ts';
import { ResetWord } from '../facts/words.ts';
import type { Recogniser } from './recogniser.ts';
import { resetOrigin } from './predicates.ts';

/** Resets in both directions within so short a time were made by one hand. */
const AT_ONCE_NS = 2_000_000;

/** A reset from another distance than the side it speaks for; or that side speaks on after it, or could not have sent such a one. */
export const rstInjected: Recogniser<'rst-injected'> = {
  case: 'rst-injected',
  endings: ['reset-active', 'reset-odd', 'reset-passive', 'reset-after-fin', 'reset-after-own-fin'],
  likelihood: (scene) => {
    const { actor, other, atActor, ending } = scene;
    if (atActor || (ending.kind === 'reset-after-own-fin' && actor.afterRst === 0)) return 0;
    const origin = resetOrigin(scene);
    if (actor.afterRst > 0) return 90;
    if (origin === 'other') return 70;
    // no kernel puts data into its resets, and a reset is never answered by one
    if (actor.rstPayload > 0 || cameBothWays(actor, other)) return 40;
    return ending.kind === 'reset-odd' && actor.rstIpId === 0 ? 20 : 0;
  },
};

/** Both sides seem to abort at the same moment, neither in answer to a segment. */
function cameBothWays(one: SideFacts, other: SideFacts): boolean {
  const bothAbort = one.rstCount > 0 && other.rstCount > 0;
  const neitherAnswers = one.rstForm !== ResetWord.passive && other.rstForm !== ResetWord.passive;
  return bothAbort && neitherAnswers && Math.abs(one.rstNs - other.rstNs) <= AT_ONCE_NS;
}
