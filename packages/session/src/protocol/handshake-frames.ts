/**
 * CHALLENGE, HELLO and WELCOME. The server speaks first, so that what the client proves is bound to this connection:
 *
 *     server ── CHALLENGE nonce ──▶ client
 *     server ◀── HELLO key, epoch, how far I am, signature ── client
 *     server ── WELCOME how far I am ──▶ client
 *
 * A session's id is the digest of its public key, so that only who holds the private key can take it up again; whoever has
 * read the whole conversation can't.
 */
import { FrameError } from './frame-parser.ts';
import {
  HELLO_MAGIC,
  HEADER_BYTES,
  type FrameType,
  frameType,
  readUint64,
  writeHeader,
  writeUint64,
} from './frame-types.ts';

/** Length of nonces, keys, digests. */
export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;
/** Credentials are a token, not a document. */
export const MAX_CREDENTIALS_BYTES = 2048;

/** First frame on a connection, from the server. */
export interface Challenge {
  readonly minVersion: number;
  readonly maxVersion: number;
  readonly nonce: Buffer;
}

/** What both sides tell of themselves. */
export interface Terms {
  /** The last message of the other side that need not be sent again. */
  readonly receivedSeq: number;
  /** After how much silence this side asks for a sign of life. */
  readonly heartbeatMs: number;
  /** How many bytes of frames this side takes beyond what it has acknowledged. */
  readonly windowBytes: number;
  readonly maxMessageBytes: number;
}

/** The client's part of the handshake. */
export interface Hello extends Terms {
  readonly version: number;
  /** Whether the session is to exist already. */
  readonly resume: boolean;
  readonly publicKey: Buffer;
  /** Higher than that of every earlier connection of the session. */
  readonly epoch: number;
  readonly nonce: Buffer;
  readonly credentials: Buffer;
}

/** A HELLO as received: what was said, the bytes it was said in, and what proves it. */
export interface SignedHello {
  readonly hello: Hello;
  /** The bytes that `mac` and `signature` are over. */
  readonly fields: Buffer;
  readonly mac: Buffer;
  readonly signature: Buffer;
}

/** The server's answer. */
export interface Welcome extends Terms {
  readonly version: number;
  readonly resumed: boolean;
  readonly epoch: number;
}

/** A WELCOME as received. */
export interface ProvenWelcome {
  readonly welcome: Welcome;
  readonly fields: Buffer;
  readonly mac: Buffer;
}

const CHALLENGE_BYTES = 4 + KEY_BYTES;
const TERMS_BYTES = 20;
const HELLO_FIXED_BYTES = 8 + KEY_BYTES + 8 + TERMS_BYTES + KEY_BYTES + 2;
const WELCOME_FIELDS_BYTES = 12 + TERMS_BYTES;

/** A frame of these body bytes. */
export function frame(type: FrameType, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  writeHeader(header, type, length, 0);
  return Buffer.concat([header, ...parts]);
}

/** The body of a CHALLENGE: proofs are over it, too. */
export function encodeChallenge({ minVersion, maxVersion, nonce }: Challenge): Buffer {
  return Buffer.concat([Buffer.from([minVersion, maxVersion, 0, 0]), nonce]);
}

export function decodeChallenge(body: Buffer): Challenge {
  if (body.length < CHALLENGE_BYTES) throw new FrameError(`a CHALLENGE of ${body.length} bytes`);
  return {
    minVersion: body.readUInt8(0),
    maxVersion: body.readUInt8(1),
    nonce: body.subarray(4, CHALLENGE_BYTES),
  };
}

function writeTerms(bytes: Buffer, terms: Terms, at: number): void {
  writeUint64(bytes, terms.receivedSeq, at);
  bytes.writeUInt32BE(terms.heartbeatMs, at + 8);
  bytes.writeUInt32BE(terms.windowBytes, at + 12);
  bytes.writeUInt32BE(terms.maxMessageBytes, at + 16);
}

function readTerms(bytes: Buffer, at: number): Terms {
  return {
    receivedSeq: readUint64(bytes, at),
    heartbeatMs: bytes.readUInt32BE(at + 8),
    windowBytes: bytes.readUInt32BE(at + 12),
    maxMessageBytes: bytes.readUInt32BE(at + 16),
  };
}

/** The fields of a HELLO, over which its proofs are made. */
export function encodeHelloFields(hello: Hello): Buffer {
  const fields = Buffer.alloc(HELLO_FIXED_BYTES + hello.credentials.length);
  fields.writeUInt32BE(HELLO_MAGIC, 0);
  fields.writeUInt8(hello.version, 4);
  fields.writeUInt8(hello.resume ? 1 : 0, 5);
  hello.publicKey.copy(fields, 8);
  let at = 8 + KEY_BYTES;
  writeUint64(fields, hello.epoch, at);
  writeTerms(fields, hello, at + 8);
  at += 8 + TERMS_BYTES;
  hello.nonce.copy(fields, at);
  at += KEY_BYTES;
  fields.writeUInt16BE(hello.credentials.length, at);
  hello.credentials.copy(fields, at + 2);
  return fields;
}

/** The version a HELLO asks for: read first, because the rest depends on it. */
export function helloVersion(body: Buffer): number {
  if (body.length < 8 || body.readUInt32BE(0) !== HELLO_MAGIC) throw new FrameError('this is not a HELLO');
  return body.readUInt8(4);
}

export function decodeHello(body: Buffer): SignedHello {
  const version = helloVersion(body);
  const proofs = KEY_BYTES + SIGNATURE_BYTES;
  if (body.length < HELLO_FIXED_BYTES + proofs) throw new FrameError(`a HELLO of ${body.length} bytes`);
  const credentialsBytes = body.readUInt16BE(HELLO_FIXED_BYTES - 2);
  const fieldsBytes = HELLO_FIXED_BYTES + credentialsBytes;
  if (credentialsBytes > MAX_CREDENTIALS_BYTES || body.length !== fieldsBytes + proofs) {
    throw new FrameError(`a HELLO of ${body.length} bytes with ${credentialsBytes} bytes of credentials`);
  }
  let at = 8 + KEY_BYTES;
  const epoch = readUint64(body, at);
  const terms = readTerms(body, at + 8);
  at += 8 + TERMS_BYTES;
  return {
    hello: {
      version,
      resume: (body.readUInt8(5) & 1) === 1,
      publicKey: body.subarray(8, 8 + KEY_BYTES),
      epoch,
      ...terms,
      nonce: body.subarray(at, at + KEY_BYTES),
      credentials: body.subarray(HELLO_FIXED_BYTES, fieldsBytes),
    },
    fields: body.subarray(0, fieldsBytes),
    mac: body.subarray(fieldsBytes, fieldsBytes + KEY_BYTES),
    signature: body.subarray(fieldsBytes + KEY_BYTES),
  };
}

/** The fields of a WELCOME, over which its proof is made. */
export function encodeWelcomeFields(welcome: Welcome): Buffer {
  const fields = Buffer.alloc(WELCOME_FIELDS_BYTES);
  fields.writeUInt8(welcome.version, 0);
  fields.writeUInt8(welcome.resumed ? 1 : 0, 1);
  writeUint64(fields, welcome.epoch, 4);
  writeTerms(fields, welcome, 12);
  return fields;
}

export function decodeWelcome(body: Buffer): ProvenWelcome {
  if (body.length < WELCOME_FIELDS_BYTES + KEY_BYTES) {
    throw new FrameError(`a WELCOME of ${body.length} bytes`);
  }
  return {
    welcome: {
      version: body.readUInt8(0),
      resumed: (body.readUInt8(1) & 1) === 1,
      epoch: readUint64(body, 4),
      ...readTerms(body, 12),
    },
    fields: body.subarray(0, WELCOME_FIELDS_BYTES),
    mac: body.subarray(WELCOME_FIELDS_BYTES, WELCOME_FIELDS_BYTES + KEY_BYTES),
  };
}

/** Type byte of the frames above. */
export const handshakeTypes: ReadonlySet<number> = new Set([
  frameType.challenge,
  frameType.hello,
  frameType.welcome,
  frameType.bye,
]);
