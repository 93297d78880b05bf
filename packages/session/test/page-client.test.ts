import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen, type Message, type Server } from '../src/index.ts';
import { encodeByPage, tableOf } from './support/page.ts';
import { idOf, newOwner, PageClient } from './support/page-client.ts';

const SECRET = 'a shared secret';
const MAX_MESSAGE_BYTES = 1000;
const hex = (text: string): string => Buffer.from(text).toString('hex');
const reasons = new Map(
  tableOf('number', 'reason', 'retry').map(([number, name]) => [Number(number), name!]),
);

function data(seq: number, length: number): Buffer {
  return encodeByPage('DATA', { seq, payload: '61'.repeat(length) });
}

let server: Server;
let secured: Server;
let heard: Message[];
let ids: string[];
const clients: PageClient[] = [];

function client(to: Server = server): PageClient {
  const made = new PageClient(to.address.port);
  clients.push(made);
  return made;
}

async function reasonOf(one: PageClient): Promise<string> {
  const number = await one.refusal();
  return number === null ? 'none' : reasons.get(number)!;
}

beforeEach(async () => {
  heard = [];
  ids = [];
  const shared = { host: '127.0.0.1', port: 0, maxMessageBytes: MAX_MESSAGE_BYTES, windowBytes: 4000 };
  server = await listen({
    ...shared,
    onSession: async (session) => {
      ids.push(session.id);
      session.closed.catch(() => undefined);
      for await (const message of session) {
        // Whoever says this waits for ever: what comes after it fills the window.
        if (message.data.toString() === 'hang') await session.closed;
        heard.push(message);
        await session.send(`echo ${message.data.toString()}`);
      }
    },
  });
  secured = await listen({ ...shared, secret: SECRET, onSession: () => undefined });
});

afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.destroy();
  await Promise.all([server.close(), secured.close()]);
});

describe('a client that knows only the page', () => {
  it('has a session from its begin to its end', async () => {
    const owner = newOwner();
    const one = client();
    expect(await one.open(owner)).toMatchObject({ version: 1, flags: 0, epoch: 1, receivedSeq: 0 });
    one.send('DATA', { seq: 1, payload: hex('first') });
    one.send('DATA', { seq: 2, payload: '' });
    expect(await one.until('DATA')).toEqual({ seq: 1, payload: hex('echo first') });
    expect(await one.until('DATA')).toEqual({ seq: 2, payload: hex('echo ') });
    one.send('PING', { nonce: 77 });
    expect(await one.until('PONG')).toEqual({ nonce: 77 });
    one.send('END', { seq: 3 });
    expect(await one.until('END')).toEqual({ seq: 3 });
    one.send('ACK', { settledSeq: 3, windowBytes: 1000 });
    expect(await reasonOf(one)).toBe('done');
    expect(ids).toEqual([idOf(owner)]);
  });

  it('goes on after its connection broke, and nothing is lost or repeated', async () => {
    const owner = newOwner();
    const one = client();
    await one.open(owner);
    one.send('DATA', { seq: 1, payload: hex('first') });
    await one.until('DATA');
    one.socket.resetAndDestroy();

    const two = client();
    const { receivedSeq, flags } = await two.open(owner, { flags: 1, epoch: 2, receivedSeq: 0 });
    expect({ receivedSeq, flags }).toEqual({ receivedSeq: 1, flags: 1 });
    expect(await two.until('DATA_AGAIN')).toEqual({ seq: 1, payload: hex('echo first') });
    two.send('ACK', { settledSeq: 1, windowBytes: 1000 });
    two.send('DATA_AGAIN', { seq: 2, payload: hex('second') });
    expect(await two.until('DATA')).toEqual({ seq: 2, payload: hex('echo second') });
    expect(heard.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('takes its session over from its own half-open connection, which is reset', async () => {
    const owner = newOwner();
    const one = client();
    await one.open(owner);
    const two = client();
    expect(await two.open(owner, { flags: 1, epoch: 2 })).toMatchObject({ flags: 1, epoch: 2 });
    expect(await reasonOf(one)).toBe('none');
  });

  it('proves a shared secret', async () => {
    const welcome = await client(secured).open(newOwner(), {}, SECRET);
    expect(welcome['mac']).not.toBe('00'.repeat(32));
  });

  it('may send frames of types to come, and they are ignored', async () => {
    const one = client();
    await one.open(newOwner());
    one.socket.write(Buffer.from([0x80, 0, 0, 3, 1, 2, 3, 0xff, 0, 0, 0]));
    one.send('PING', { nonce: 1 });
    expect(await one.until('PONG')).toEqual({ nonce: 1 });
  });

  it('sends nothing into a window of 0', async () => {
    const one = client();
    await one.open(newOwner());
    one.send('ACK', { settledSeq: 0, windowBytes: 0 });
    one.send('DATA', { seq: 1, payload: hex('a') });
    await one.until('ACK');
    one.send('PING', { nonce: 2 });
    expect((await one.next())?.name).not.toBe('DATA');
    one.send('ACK', { settledSeq: 0, windowBytes: 1 });
    expect(await one.until('DATA')).toEqual({ seq: 1, payload: hex('echo a') });
  });
});

describe('what may not be sent in a handshake', () => {
  it.each([
    ['a request of another protocol', 'malformed', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a length beyond all limits', 'malformed', Buffer.from([2, 0xff, 0xff, 0xff])],
    ['a HELLO that ends early', 'malformed', Buffer.from([2, 0, 0, 4, 0x48, 0x4f, 0x50, 0x4e])],
    ['PING', 'malformed', encodeByPage('PING', {})],
    ['DATA', 'malformed', encodeByPage('DATA', { seq: 1 })],
    ['a type to come', 'malformed', Buffer.from([0x80, 0, 0, 0])],
  ])('%s', async (_what, reason, bytes) => {
    const one = client();
    one.socket.write(bytes);
    expect(await reasonOf(one)).toBe(reason);
  });

  it.each([
    ['another version', 'version', { version: 2 }],
    ['a session that nobody knows', 'unknown-session', { flags: 1 }],
    ['a position that was never reached', 'state-gap', { receivedSeq: 5 }],
    ['a number of 2^53', 'malformed', { epoch: 2 ** 53 }],
  ] as const)('%s', async (_what, reason, changed) => {
    const one = client();
    one.socket.write(await one.hello(newOwner(), changed));
    expect(await reasonOf(one)).toBe(reason);
  });

  it('an epoch that is not higher', async () => {
    const owner = newOwner();
    await client().open(owner, { epoch: 7 });
    for (const epoch of [7, 6]) {
      const late = client();
      late.socket.write(await late.hello(owner, { flags: 1, epoch }));
      expect(await reasonOf(late)).toBe('fenced');
    }
  });

  it("a HELLO of another connection, of another's key, or with a bit turned", async () => {
    const owner = newOwner();
    const one = client();
    const recorded = await one.hello(owner);
    const two = client();
    two.socket.write(recorded);
    expect(await reasonOf(two)).toBe('not-authentic');

    const thief = client();
    thief.socket.write(await thief.hello({ ...newOwner(), publicKey: owner.publicKey }));
    expect(await reasonOf(thief)).toBe('not-authentic');

    const three = client();
    const spoilt = await three.hello(owner);
    spoilt[4 + 60]! ^= 1;
    three.socket.write(spoilt);
    expect(await reasonOf(three)).toBe('not-authentic');
    expect(ids).toEqual([]);
  });

  it('no proof of the secret, or of another one', async () => {
    for (const secret of [null, 'another']) {
      const one = client(secured);
      one.socket.write(await one.hello(newOwner(), {}, secret));
      expect(await reasonOf(one)).toBe('not-authentic');
    }
  });
});

describe('what may not be sent in an open session', () => {
  const hang = encodeByPage('DATA', { seq: 1, payload: hex('hang') });
  it.each([
    ['a gap', 'malformed', [data(2, 1)]],
    ['a number once more', 'malformed', [data(1, 1), data(1, 1)]],
    ['a message after the end', 'malformed', [encodeByPage('END', { seq: 1 }), data(2, 1)]],
    [
      'an acknowledgement of what was never sent',
      'malformed',
      [encodeByPage('ACK', { settledSeq: 9, windowBytes: 1 })],
    ],
    ['a number of 2^53', 'malformed', [encodeByPage('ACK', { settledSeq: 2 ** 53, windowBytes: 1 })]],
    ['a message that is too long', 'too-large', [data(1, MAX_MESSAGE_BYTES + 1)]],
    ['more than the window', 'malformed', [hang, ...[2, 3, 4, 5, 6].map((seq) => data(seq, 1000))]],
    ['a type that nobody knows', 'malformed', [Buffer.from([0x50, 0, 0, 0])]],
    ['HELLO', 'malformed', [encodeByPage('HELLO', {})]],
    ['GOAWAY', 'malformed', [encodeByPage('GOAWAY', {})]],
    ['a frame that is too short', 'malformed', [Buffer.from([0x20, 0, 0, 0])]],
    ['PING after PING', 'limit', Array.from({ length: 50 }, () => encodeByPage('PING', {}))],
  ] as const)('%s', async (_what, reason, frames) => {
    const one = client();
    await one.open(newOwner());
    one.socket.write(Buffer.concat(frames));
    expect(await reasonOf(one)).toBe(reason);
  });
});
