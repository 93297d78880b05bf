/**
 * Lets sessions finish what is under way before a server goes: no new messages, then everything processed and acknowledged in
 * both directions, or the deadline.
 */
import { encodeGoAway } from '../protocol/control-frames.ts';
import type { Clock } from '../time/clock.ts';
import type { ServerSession } from './server-session.ts';

/** A session that was not finished when the deadline came. */
export interface UnsettledSession {
  readonly id: string;
  /** Bytes of this side's frames that the client has not acknowledged. */
  readonly unacknowledgedBytes: number;
  /** Messages of the client's that have come and are not processed. */
  readonly unprocessedMessages: number;
}

/** What a drain came to. */
export interface DrainReport {
  readonly sessions: number;
  /** Finished in both directions. */
  readonly settled: number;
  readonly unsettled: readonly UnsettledSession[];
  readonly tookMs: number;
}

/** How often to look whether all is quiet: nobody tells when the last message was processed. */
const LOOK_MS = 20;

/** Resolves when every session is quiet, or at the deadline. */
export async function drain(
  sessions: readonly ServerSession[],
  clock: Clock,
  options: { readonly deadlineMs: number; readonly retryAfterMs: number },
): Promise<DrainReport> {
  const begun = clock.now();
  const goAway = encodeGoAway({ retryAfterMs: options.retryAfterMs });
  for (const { core } of sessions) core.wire?.write(goAway);
  // What a client wrote before it read the GOAWAY comes before its answer.
  const heard = Promise.all(
    sessions.map(async ({ core }) => {
      await core.wire?.roundTrip();
    }),
  );
  await Promise.race([
    heard,
    new Promise<void>((resolve) => clock.after(options.deadlineMs, resolve, false)),
  ]);
  let open = sessions.filter(isUnsettled);
  while (open.some(mayFinish) && clock.now() - begun < options.deadlineMs) {
    await new Promise<void>((resolve) => clock.after(LOOK_MS, resolve));
    open = open.filter(isUnsettled);
  }
  return {
    sessions: sessions.length,
    settled: sessions.length - open.length,
    unsettled: open.map(({ core }) => {
      const { unacknowledgedBytes, unprocessedMessages } = core.counters();
      return { id: core.id, unacknowledgedBytes, unprocessedMessages };
    }),
    tookMs: clock.now() - begun,
  };
}

/** A client that is away can't come back to a server that does not listen; what has come of it can still be processed. */
function mayFinish({ core }: ServerSession): boolean {
  return core.wire !== null || !core.conversation.inbound.isProcessed;
}

function isUnsettled({ core }: ServerSession): boolean {
  return !core.isOver && !core.conversation.isQuiet;
}
