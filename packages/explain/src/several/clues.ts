/** Every clue. */
import { acksLost } from './clues/acks-lost.ts';
import { leaked, notTranslated, translated } from './clues/address-translation.ts';
import type { Clue } from './clues/clue.ts';
import { dataLost, largeDataLost } from './clues/data-lost.ts';
import { handshakeAckIgnored } from './clues/handshake-ack-ignored.ts';
import { handshakeAckLost } from './clues/handshake-ack-lost.ts';
import { repeatsLost } from './clues/repeats-lost.ts';
import { resetForged } from './clues/reset-forged.ts';
import { resetLost } from './clues/reset-lost.ts';
import { secondFinLost } from './clues/second-fin-lost.ts';
import { synAckLost } from './clues/synack-lost.ts';
import { synsLost } from './clues/syns-lost.ts';

/** In the order in which a verdict tells them. */
export const clues: readonly Clue[] = [
  leaked,
  resetForged,
  resetLost,
  synsLost,
  synAckLost,
  handshakeAckLost,
  handshakeAckIgnored,
  largeDataLost,
  dataLost,
  repeatsLost,
  acksLost,
  secondFinLost,
  translated,
  notTranslated,
];
