/**
 * Who a session belongs to: an Ed25519 key pair (RFC 8032) that its client makes and never shows. The session's id is the
 * SHA-256 of the public key, cut to 16 bytes.
 */
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { KEY_BYTES } from '../protocol/handshake-frames.ts';

/** RFC 8410: what stands before a raw key in its DER forms. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const ID_BYTES = 16;
/**
 * The points of small order, canonical or not, without the sign bit of their last byte. OpenSSL takes them as keys, but a
 * signature of such a key can be made by anyone.
 */
const SMALL_ORDER_KEYS: ReadonlySet<string> = new Set([
  `00${'00'.repeat(31)}`,
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
]);

const LABELS = {
  client: 'halfopen session 1 client',
  server: 'halfopen session 1 server',
  signature: 'halfopen session 1 signature',
} as const;

/** A client's key pair. */
export interface SessionKey {
  /** 32 secret bytes from which the pair follows. */
  readonly seed: Buffer;
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
}

/** The pair that follows from a seed; a new one without. */
export function sessionKey(seed: Buffer = randomBytes(KEY_BYTES)): SessionKey {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey)
    .export({ format: 'der', type: 'spki' })
    .subarray(SPKI_PREFIX.length);
  return { seed, publicKey, privateKey };
}

/** The id of the session that belongs to a public key, in hexadecimal. */
export function sessionId(publicKey: Buffer): string {
  return createHash('sha256').update(publicKey).digest().subarray(0, ID_BYTES).toString('hex');
}

/** Each part with its length before it, so that no two lists of parts give the same bytes. */
function proofInput(label: keyof typeof LABELS, parts: readonly Buffer[]): Buffer {
  const pieces: Buffer[] = [Buffer.from(LABELS[label])];
  for (const part of parts) {
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32BE(part.length);
    pieces.push(length, part);
  }
  return Buffer.concat(pieces);
}

/** Signs the parts, for a HELLO. */
export function signParts(privateKey: KeyObject, parts: readonly Buffer[]): Buffer {
  return sign(null, proofInput('signature', parts), privateKey);
}

/** Whether this is the key of everybody: of a point of small order. */
function isEverybodys(publicKey: Buffer): boolean {
  const positive = Buffer.from(publicKey);
  positive[KEY_BYTES - 1]! &= 0x7f;
  return SMALL_ORDER_KEYS.has(positive.toString('hex'));
}

/** Whether the holder of the public key signed the parts. Never so for a key that is no one's or everybody's. */
export function isSignedBy(publicKey: Buffer, parts: readonly Buffer[], signature: Buffer): boolean {
  if (publicKey.length !== KEY_BYTES || isEverybodys(publicKey)) return false;
  try {
    const key = createPublicKey({
      key: Buffer.concat([SPKI_PREFIX, publicKey]),
      format: 'der',
      type: 'spki',
    });
    return verify(null, proofInput('signature', parts), key, signature);
  } catch {
    // Not a point of the curve.
    return false;
  }
}

/** Proof that a side knows the shared secret; zeros where there is none. */
export function macOf(secret: Buffer | null, side: 'client' | 'server', parts: readonly Buffer[]): Buffer {
  if (secret === null) return Buffer.alloc(KEY_BYTES);
  return createHmac('sha256', secret).update(proofInput(side, parts)).digest();
}

/** Whether `mac` is the proof of `side`. Always so where no secret is shared. */
export function isMacOf(
  secret: Buffer | null,
  side: 'client' | 'server',
  parts: readonly Buffer[],
  mac: Buffer,
): boolean {
  return secret === null || (mac.length === KEY_BYTES && timingSafeEqual(mac, macOf(secret, side, parts)));
}
