/** Nanoseconds in a second. */
export const nanosecondsPerSecond: number = 1_000_000_000;
