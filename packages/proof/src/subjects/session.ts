/** The session of this project. */
import { type Session, type SessionEvent, SessionLostError, connect, listen } from '@halfopen/session';
import { type Link, type LinkSetting, type Subject, codeOf } from './subject.ts';

/** A session that could not be opened, or was lost, is opened anew after this. */
const ANEW_MS = 200;

/** The session there is now, and who waits for one. */
class Current {
  #session: Session | null = null;
  #waiting: ((session: Session) => void)[] = [];

  /** Takes the place of the one before; that one, or `null`. */
  set(session: Session): Session | null {
    const before = this.#session;
    this.#session = session;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(session);
    return before === session ? null : before;
  }

  /** The session is over. */
  clear(session: Session): void {
    if (this.#session === session) this.#session = null;
  }

  async send(payload: Buffer): Promise<void> {
    const session = this.#session ?? (await new Promise<Session>((resolve) => this.#waiting.push(resolve)));
    await session.send(payload);
  }
}

function tellOf({ events }: LinkSetting): (event: SessionEvent) => void {
  return (event) => {
    if (event.type !== 'state') return;
    if (event.to === 'open') events.up();
    else if (event.from === 'open') events.down(event.error?.code ?? 'closed');
  };
}

/** Reads until the session is over, and gives back what it lists as uncertain. */
async function follow(session: Session, { gate, events }: LinkSetting): Promise<void> {
  session
    .consume(async ({ data, maybeRepeated }) => {
      await gate.untilOpen();
      events.got(data, maybeRepeated);
    })
    .catch(() => undefined);
  try {
    await session.closed;
  } catch (error) {
    if (!(error instanceof SessionLostError)) return;
    for (const { data, delivered } of error.uncertain) events.givenBack(data, error.code, delivered);
  }
}

/** What client and server are told beside their addresses. */
type Options = Pick<Parameters<typeof listen>[0], 'store'>;

async function keepOpen(current: Current, setting: LinkSetting, options: Options): Promise<never> {
  const { host, port, profile, events } = setting;
  for (;;) {
    try {
      const name = options.store === undefined ? {} : { name: 'proof' };
      const session = await connect({ ...options, ...name, host, port, profile, onEvent: tellOf(setting) });
      current.set(session);
      await follow(session, setting);
      current.clear(session);
    } catch (error) {
      events.down(codeOf(error));
      if (error instanceof SessionLostError)
        for (const { data, delivered } of error.uncertain) events.givenBack(data, error.code, delivered);
    }
    await new Promise((resolve) => setTimeout(resolve, ANEW_MS));
  }
}

/** A client that opens a session, and another one when that is lost. */
export function sessionClient(setting: LinkSetting, options: Options = {}): Promise<Link> {
  const current = new Current();
  void keepOpen(current, setting, options);
  return Promise.resolve({ send: (payload) => current.send(payload) });
}

/** A server for one client: a new session means that the one before will not come back. */
export async function sessionServer(setting: LinkSetting, options: Options = {}): Promise<Link> {
  const current = new Current();
  const { port, profile } = setting;
  await listen({
    ...options,
    port,
    profile,
    onEvent: tellOf(setting),
    onSession: (session) => {
      current.set(session)?.abort('the client has begun another session');
      void follow(session, setting).then(() => current.clear(session));
    },
  });
  return { send: (payload) => current.send(payload) };
}

/** The session with its state in memory. */
export const memorySession: Subject = {
  name: 'session',
  about:
    'the session with its defaults, its state in memory; a message counts as sent when send() has resolved',
  programs: [],
  window: 64,
  patienceMs: 12_000,
  noticeLimitMs: { default: 25_000, fast: 5000 },
  outlivesKill: false,
  client: (setting) => sessionClient(setting),
  server: (setting) => sessionServer(setting),
};
