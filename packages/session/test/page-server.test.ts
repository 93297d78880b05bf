import { createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, type ConnectOptions, isConnectionError, type Session } from '../src/index.ts';
import { tableOf } from './support/page.ts';
import { challenge, PageServer, welcome } from './support/page-server.ts';
import { type PageSide, proofInput } from './support/page-side.ts';

const reasons = new Map(
  tableOf('number', 'reason', 'retry').map(([number, name]) => [name!, Number(number)]),
);
const hex = (text: string): string => Buffer.from(text).toString('hex');

let server: PageServer;
let port: number;
const begun: Promise<Session>[] = [];

/** A session that tries again at once. */
function client(options: ConnectOptions = {}): Promise<Session> {
  const made = connect({ host: '127.0.0.1', port, backoff: { baseMs: 1, capMs: 1 }, ...options });
  made.then((session) => session.closed).catch(() => undefined);
  begun.push(made);
  return made;
}

async function codeOf(failing: Promise<unknown>): Promise<string> {
  const error = await failing.catch((reason: unknown) => reason);
  return isConnectionError(error) ? error.code : String(error);
}

beforeEach(async () => {
  server = new PageServer();
  port = await server.listen();
});

afterEach(async () => {
  for (const made of begun.splice(0)) await made.then((session) => session.abort()).catch(() => undefined);
  server.close();
});

async function opened(side: PageSide): Promise<void> {
  await welcome(side);
  side.send('ACK', { settledSeq: 0, windowBytes: 1_000_000 });
}

describe('a server that knows only the page', () => {
  it('can check who the client is', async () => {
    const session = client();
    const side = await server.next();
    const { body, hello } = await challenge(side);
    const key = createPublicKey({
      key: {
        kty: 'OKP',
        crv: 'Ed25519',
        x: Buffer.from(String(hello.fields['publicKey']), 'hex').toString('base64url'),
      },
      format: 'jwk',
    });
    const parts = [body, hello.body.subarray(0, -96), hello.body.subarray(-96, -64)];
    const signed = proofInput('halfopen session 1 signature', ...parts);
    expect(verify(null, signed, key, hello.body.subarray(-64))).toBe(true);
    side.send('BYE', { reason: reasons.get('not-authentic')! });
    expect(await codeOf(session)).toBe('HO_NOT_AUTHENTIC');
  });

  it('has a session from its begin to its end', async () => {
    const made = client();
    const side = await server.next();
    expect(await welcome(side)).toMatchObject({ version: 1, flags: 0, receivedSeq: 0 });
    expect((await side.next())?.name).toBe('ACK');
    side.send('ACK', { settledSeq: 0, windowBytes: 1_000_000 });
    const session = await made;
    await session.send('first');
    expect(await side.until('DATA')).toEqual({ seq: 1, payload: hex('first') });
    side.send('ACK', { settledSeq: 1, windowBytes: 1_000_000 });
    await session.flush();
    side.send('DATA', { seq: 1, payload: hex('answer') });
    side.send('END', { seq: 2 });
    const received: string[] = [];
    for await (const { data } of session) received.push(data.toString());
    expect(received).toEqual(['answer']);
    const ended = session.end();
    expect(await side.until('END')).toEqual({ seq: 2 });
    side.send('ACK', { settledSeq: 2, windowBytes: 1_000_000 });
    await ended;
    side.send('BYE', { reason: reasons.get('done')! });
    await session.closed;
  });

  it('hears after a broken connection what it has not received, marked where it may have been', async () => {
    const made = client();
    const one = await server.next();
    await opened(one);
    const session = await made;
    for (const text of ['first', 'second']) await session.send(text);
    await one.until('DATA');
    await one.until('DATA');
    one.send('ACK', { settledSeq: 1, windowBytes: 0 });
    one.send('PING', { nonce: 5 });
    expect(await one.until('PONG')).toEqual({ nonce: 5 });
    await session.send('third');
    one.socket.resetAndDestroy();

    const two = await server.next();
    const hello = await welcome(two, { receivedSeq: 1 });
    expect(hello).toMatchObject({ flags: 1, receivedSeq: 0 });
    expect(hello['epoch']).toBeGreaterThan(1);
    expect(await two.until('DATA_AGAIN')).toEqual({ seq: 2, payload: hex('second') });
    expect(await two.until('DATA')).toEqual({ seq: 3, payload: hex('third') });
  });

  it('is obeyed when it asks for no new messages', async () => {
    const made = client();
    const one = await server.next();
    await opened(one);
    const session = await made;
    one.send('GOAWAY', { retryAfterMs: 1 });
    one.send('PING', { nonce: 1 });
    await one.until('PONG');
    await session.send('later');
    one.send('PING', { nonce: 2 });
    for (let heard = await one.next(); heard?.name !== 'PONG'; heard = await one.next()) {
      expect(heard?.name).toBe('ACK');
    }
    one.send('BYE', { reason: reasons.get('going-away')!, retryAfterMs: 1 });
    const two = await server.next();
    await welcome(two);
    expect(await two.until('DATA')).toEqual({ seq: 1, payload: hex('later') });
  });

  it('may take longer messages than a frame has room for: then the frame is the limit', async () => {
    const made = client();
    await welcome(await server.next(), { maxMessageBytes: 2 ** 32 - 1 });
    const session = await made;
    await session.send('what waits behind it is refused, too');
    expect(await codeOf(session.send(Buffer.alloc(2 ** 24 - 8)))).toBe('HO_MESSAGE_TOO_LARGE');
  });

  it('must prove the secret', async () => {
    const trusted = client({ secret: 'secret' });
    await welcome(await server.next(), {}, 'secret');
    await trusted;

    const failing = client({ secret: 'secret', establishMs: 0 });
    await welcome(await server.next());
    expect(await codeOf(failing)).toBe('HO_NOT_AUTHENTIC');
  });
});

describe('what a server may not say in a handshake', () => {
  it('that it speaks later versions only', async () => {
    const failing = client({ establishMs: 0 });
    const side = await server.next();
    side.send('CHALLENGE', { minVersion: 2, maxVersion: 9, nonce: '00'.repeat(32) });
    expect(await side.refusal()).toBe(reasons.get('version'));
    expect(await codeOf(failing)).toBe('HO_VERSION');
  });

  it.each([
    ['another epoch', 'malformed', { epoch: 99 }],
    ['another version', 'malformed', { version: 2 }],
    ['a position that was never reached', 'state-gap', { receivedSeq: 1 }],
  ] as const)('%s', async (_what, reason, changed) => {
    const failing = codeOf(client({ establishMs: 0 }));
    const side = await server.next();
    await welcome(side, changed);
    expect(await side.refusal()).toBe(reasons.get(reason));
    expect(await failing).toBe(reason === 'malformed' ? 'HO_PROTOCOL' : 'HO_STATE_GAP');
  });
});
