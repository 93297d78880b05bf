/** Frames with fixed contents, made and taken apart by the codec: what the file of test vectors is written from. */
import { SendLog } from '../../src/conversation/send-log.ts';
import { macOf, sessionId, sessionKey, signParts } from '../../src/identity/keys.ts';
import { byeMeanings } from '../../src/protocol/bye-codes.ts';
import {
  decodeAck,
  decodeBye,
  decodeGoAway,
  decodeHeartbeat,
  encodeAck,
  encodeBye,
  encodeGoAway,
  encodeHeartbeat,
} from '../../src/protocol/control-frames.ts';
import { frameType, HELLO_MAGIC, readUint64 } from '../../src/protocol/frame-types.ts';
import {
  decodeChallenge,
  decodeHello,
  decodeWelcome,
  encodeChallenge,
  encodeHelloFields,
  encodeWelcomeFields,
  frame,
} from '../../src/protocol/handshake-frames.ts';
import type { Fields } from './page.ts';

export interface VectorFrame {
  readonly from: 'client' | 'server';
  readonly note: string;
  readonly name: string;
  readonly hex: string;
  readonly fields: Fields;
}

export interface Conversation {
  readonly name: string;
  readonly seed: string;
  readonly secret: string | null;
  readonly sessionId: string;
  /** One list for each connection, in the order of the wire. */
  readonly connections: readonly (readonly VectorFrame[])[];
}

const names = new Map<number, string>(
  Object.entries(frameType).map(([name, type]) => [
    type,
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
  ]),
);
// One word in the protocol.
names.set(frameType.goAway, 'GOAWAY');

function fieldsOf(type: number, bytes: Buffer): Fields {
  const body = bytes.subarray(4);
  switch (type) {
    case frameType.challenge: {
      const { minVersion, maxVersion, nonce } = decodeChallenge(body);
      return { minVersion, maxVersion, reserved: 0, nonce: nonce.toString('hex') };
    }
    case frameType.hello: {
      const { hello, mac, signature } = decodeHello(body);
      const { version, resume, publicKey, epoch, receivedSeq, heartbeatMs, windowBytes, maxMessageBytes } =
        hello;
      return {
        magic: HELLO_MAGIC,
        version,
        flags: resume ? 1 : 0,
        reserved: 0,
        publicKey: publicKey.toString('hex'),
        epoch,
        receivedSeq,
        heartbeatMs,
        windowBytes,
        maxMessageBytes,
        nonce: hello.nonce.toString('hex'),
        credentialsBytes: hello.credentials.length,
        credentials: hello.credentials.toString('hex'),
        mac: mac.toString('hex'),
        signature: signature.toString('hex'),
      };
    }
    case frameType.welcome: {
      const { welcome, mac } = decodeWelcome(body);
      const { version, resumed, ...rest } = welcome;
      return { version, flags: resumed ? 1 : 0, reserved: 0, ...rest, mac: mac.toString('hex') };
    }
    case frameType.bye: {
      const { reason, retryAfterMs, text } = decodeBye(bytes, 4, bytes.length);
      return { reason: byeMeanings[reason].number, retryAfterMs, text: Buffer.from(text).toString('hex') };
    }
    case frameType.data:
    case frameType.dataAgain:
      return { seq: readUint64(bytes, 4), payload: bytes.toString('hex', 12) };
    case frameType.end:
      return { seq: readUint64(bytes, 4) };
    case frameType.ack:
      return { ...decodeAck(bytes, 4, bytes.length) };
    case frameType.ping:
    case frameType.pong:
      return { nonce: decodeHeartbeat(bytes, 4, bytes.length) };
    case frameType.goAway:
      return { ...decodeGoAway(bytes, 4, bytes.length) };
    default:
      throw new Error(`type ${type}`);
  }
}

/** A frame as the codec understands it. */
export function decodeByCodec(bytes: Buffer): { readonly name: string; readonly fields: Fields } {
  const type = bytes[0]!;
  return { name: names.get(type)!, fields: fieldsOf(type, bytes) };
}

function said(from: VectorFrame['from'], note: string, bytes: Buffer): VectorFrame {
  const { name, fields } = decodeByCodec(bytes);
  return { from, note, name, hex: bytes.toString('hex'), fields };
}

interface Greeting {
  readonly seed: Buffer;
  readonly secret: Parameters<typeof macOf>[0];
  readonly resume: boolean;
  readonly epoch: number;
  readonly credentials: string;
  readonly clientReceivedSeq: number;
  readonly serverReceivedSeq: number;
}

function handshake(greeting: Greeting): VectorFrame[] {
  const { seed, secret, resume, epoch, credentials } = greeting;
  const key = sessionKey(seed);
  const terms = { heartbeatMs: 10_000, windowBytes: 1_048_576, maxMessageBytes: 65_536 };
  const challenge = encodeChallenge({ minVersion: 1, maxVersion: 1, nonce: Buffer.alloc(32, 0xc0 + epoch) });
  const hello = encodeHelloFields({
    ...terms,
    version: 1,
    resume,
    publicKey: key.publicKey,
    epoch,
    receivedSeq: greeting.clientReceivedSeq,
    nonce: Buffer.alloc(32, 0xe0 + epoch),
    credentials: Buffer.from(credentials),
  });
  const mac = macOf(secret, 'client', [challenge, hello]);
  const signature = signParts(key.privateKey, [challenge, hello, mac]);
  const welcome = encodeWelcomeFields({
    version: 1,
    resumed: resume,
    epoch,
    receivedSeq: greeting.serverReceivedSeq,
    heartbeatMs: 2000,
    windowBytes: 262_144,
    maxMessageBytes: 1_048_576,
  });
  const answer = macOf(secret, 'server', [challenge, hello, welcome]);
  return [
    said('server', 'versions 1 to 1', frame(frameType.challenge, challenge)),
    said(
      'client',
      resume ? 'goes on with its session' : 'a new session',
      frame(frameType.hello, hello, mac, signature),
    ),
    said('server', 'the session is open', frame(frameType.welcome, welcome, answer)),
  ];
}

/** What a log writes, frame by frame. */
function written(log: SendLog): Buffer[] {
  const frames: Buffer[] = [];
  for (let seq = log.writtenSeq + 1; seq <= log.lastSeq; seq += 1) {
    log.writeOut(1 << 20, seq, (bytes) => frames.push(Buffer.from(bytes)));
  }
  return frames;
}

const ack = (settledSeq: number, windowBytes: number): Buffer => encodeAck({ settledSeq, windowBytes });

function whole(): Conversation {
  const seed = Buffer.alloc(32, 0x11);
  const greeting = { seed, secret: null, credentials: '', clientReceivedSeq: 0, serverReceivedSeq: 0 };
  const client = new SendLog();
  const server = new SendLog();
  client.append(Buffer.from('hello'));
  client.append(Buffer.alloc(0));
  client.append(Buffer.from('third'));
  server.append(Buffer.from('welcome'));
  const [hello, empty, third] = written(client);
  const [welcome] = written(server);
  const first = [
    ...handshake({ ...greeting, resume: false, epoch: 1 }),
    said('client', 'the first frame of each side after the handshake', ack(0, 1_048_576)),
    said('server', 'the first frame of each side after the handshake', ack(0, 262_144)),
    said('client', 'a message', hello!),
    said('client', 'a message of no bytes', empty!),
    said('server', 'one for two messages', ack(2, 262_144)),
    said('server', 'a message of the other direction', welcome!),
    said('client', 'a sign of life, please', encodeHeartbeat(frameType.ping, 7)),
    said('server', 'the same nonce', encodeHeartbeat(frameType.pong, 7)),
    said('server', 'come back in a second', encodeGoAway({ retryAfterMs: 1000 })),
    said('client', 'was on its way; the connection ends before it is settled', third!),
  ];

  client.settle(2);
  client.rewind(2);
  client.append(Buffer.from('fourth'));
  client.append(null);
  const [again, fourth, end] = written(client);
  server.settle(1);
  server.append(null);
  const second = [
    ...handshake({ ...greeting, resume: true, epoch: 2, clientReceivedSeq: 1, serverReceivedSeq: 2 }),
    said('client', 'settles what the last connection brought', ack(1, 1_048_576)),
    said('server', 'the third message was received, but not remembered', ack(2, 262_144)),
    said('client', 'an earlier connection has carried it', again!),
    said('client', 'no connection has carried it yet', fourth!),
    said('client', 'nothing follows from the client', end!),
    said('server', 'settled, the END too; no more is welcome', ack(5, 0)),
    said('server', 'nothing follows from the server', written(server)[0]!),
    said('client', 'both ENDs are settled', ack(2, 1_048_576)),
    said('server', 'the end of the session', encodeBye({ reason: 'done', retryAfterMs: 0, text: '' })),
  ];
  const id = sessionId(sessionKey(seed).publicKey);
  return {
    name: 'no secret, two connections',
    seed: seed.toString('hex'),
    secret: null,
    sessionId: id,
    connections: [first, second],
  };
}

function refused(): Conversation {
  const seed = Buffer.from(Array.from({ length: 32 }, (_, at) => at));
  const secret = Buffer.from('correct horse battery staple');
  const frames = handshake({
    seed,
    secret,
    resume: true,
    epoch: 2 ** 32 + 5,
    credentials: 'token é',
    clientReceivedSeq: 2 ** 53 - 1,
    serverReceivedSeq: 2 ** 32,
  });
  const log = new SendLog(2 ** 32);
  log.append(Buffer.from('beyond 32 bits'));
  return {
    name: 'a secret, credentials, large numbers',
    seed: seed.toString('hex'),
    secret: secret.toString('hex'),
    sessionId: sessionId(sessionKey(seed).publicKey),
    connections: [
      [
        ...frames,
        said('client', 'the last number there is', ack(2 ** 53 - 1, 2 ** 32 - 1)),
        said('client', 'a number beyond 32 bits', written(log)[0]!),
        said(
          'server',
          'come back',
          encodeBye({ reason: 'limit', retryAfterMs: 5000, text: 'too many sessions – später' }),
        ),
      ],
    ],
  };
}

/** What the file of test vectors says. */
export function vectorsText(): string {
  const file = {
    about:
      'Test vectors of docs/session-protocol.md. Fields of at most 8 bytes are numbers, all others hexadecimal.',
    version: 1,
    conversations: [whole(), refused()],
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
