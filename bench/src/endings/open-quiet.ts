import { live } from '../generator/talk.ts';
import type { Ending } from './ending.ts';

/** Nothing more is said, and nobody closes: the connection still stands when the capture ends. */
export const openQuiet: Ending = {
  kind: 'open-quiet',
  truth: { case: null, oneOf: [], outcome: ['open'] },
  place: 'live',
  freesPort: false,
  play: live,
};
