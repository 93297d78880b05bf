/** All subjects. To add one: a file of its own, its name here and in `load.ts`. */
import { redisLists } from './ioredis.ts';
import { natsCore } from './nats.ts';
import { bareSocket } from './net.ts';
import { storedSession } from './session-stored.ts';
import { memorySession } from './session.ts';
import type { Subject } from './subject.ts';
import { webSocket } from './ws.ts';

/** In the order of the tables. */
export const subjects: readonly Subject[] = [
  memorySession,
  storedSession,
  bareSocket,
  webSocket,
  natsCore,
  redisLists,
];
