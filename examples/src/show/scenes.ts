/** All examples. */
import type { Scene } from './scene.ts';
import { echo } from './scenes/echo.ts';
import { greeting } from './scenes/greeting.ts';
import { redis } from './scenes/redis.ts';

/** In the order in which they are shown. */
export const scenes: readonly Scene[] = [echo, greeting, redis];
