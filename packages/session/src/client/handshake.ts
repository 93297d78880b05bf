/**
 * The client's part of the handshake, frame by frame.
 *
 *     wait for CHALLENGE ── answer with HELLO ──▶ wait for WELCOME ── accept() ──▶ open
 *            └──────────── BYE, EOF, anything else: the wire ends ────┘
 */
import { randomBytes } from 'node:crypto';
import { ConnectionError } from '../errors/connection-error.ts';
import { type SessionKey, isMacOf, macOf, signParts } from '../identity/keys.ts';
import type { Wire } from '../link/wire.ts';
import { FrameError } from '../protocol/frame-parser.ts';
import { PROTOCOL_VERSION, frameType } from '../protocol/frame-types.ts';
import {
  KEY_BYTES,
  type Terms,
  type Welcome,
  decodeChallenge,
  decodeWelcome,
  encodeHelloFields,
  frame,
} from '../protocol/handshake-frames.ts';

/** What the client says of itself. */
export interface Introduction {
  readonly key: SessionKey;
  readonly secret: Buffer | null;
  readonly credentials: Buffer;
  readonly resume: boolean;
  readonly epoch: number;
  readonly terms: Terms;
}

/** Introduces this side on a new wire. `accept` is called within the frame that opens the session, so that no later one is missed. */
export function introduce(wire: Wire, introduction: Introduction, accept: (welcome: Welcome) => void): void {
  const { key, secret, credentials, resume, epoch, terms } = introduction;
  wire.onFrame = (type, bytes, start, end) => {
    if (type !== frameType.challenge) throw new FrameError('the server did not begin with a CHALLENGE');
    const challengeBody = Buffer.from(bytes.subarray(start, end));
    const { minVersion, maxVersion } = decodeChallenge(challengeBody);
    if (PROTOCOL_VERSION < minVersion || PROTOCOL_VERSION > maxVersion) {
      const text = `the server speaks versions ${minVersion} to ${maxVersion} of the session protocol, this client ${PROTOCOL_VERSION}`;
      wire.farewell('version', text, 0);
      return;
    }
    const hello = encodeHelloFields({
      version: PROTOCOL_VERSION,
      resume,
      publicKey: key.publicKey,
      epoch,
      ...terms,
      nonce: randomBytes(KEY_BYTES),
      credentials,
    });
    const mac = macOf(secret, 'client', [challengeBody, hello]);
    const signature = signParts(key.privateKey, [challengeBody, hello, mac]);
    wire.write(frame(frameType.hello, hello, mac, signature));
    wire.onFrame = (nextType, nextBytes, nextStart, nextEnd) => {
      if (nextType !== frameType.welcome) throw new FrameError('no WELCOME came after the HELLO');
      const body = Buffer.from(nextBytes.subarray(nextStart, nextEnd));
      const { welcome, fields, mac: proof } = decodeWelcome(body);
      if (!isMacOf(secret, 'server', [challengeBody, hello, fields], proof)) {
        wire.kill(notAuthentic());
        return;
      }
      if (welcome.version !== PROTOCOL_VERSION || welcome.epoch !== epoch || (resume && !welcome.resumed)) {
        throw new FrameError('the WELCOME does not answer the HELLO');
      }
      accept(welcome);
    };
  };
}

function notAuthentic(): ConnectionError {
  return new ConnectionError('the server could not prove that it knows the secret', {
    code: 'HO_NOT_AUTHENTIC',
    phase: 'handshake',
    endedBy: 'local',
    retryable: false,
    delivered: 'no',
  });
}
