/** The server's part of the handshake: it speaks first, checks what it can without waiting, and leaves the rest to the caller. */
import { randomBytes } from 'node:crypto';
import { isMacOf, isSignedBy, macOf } from '../identity/keys.ts';
import type { Wire } from '../link/wire.ts';
import { FrameError } from '../protocol/frame-parser.ts';
import { PROTOCOL_VERSION, frameType } from '../protocol/frame-types.ts';
import {
  type Hello,
  KEY_BYTES,
  type Welcome,
  decodeHello,
  encodeChallenge,
  encodeWelcomeFields,
  frame,
  helloVersion,
} from '../protocol/handshake-frames.ts';

/** A client that has proven what it can prove, and waits for its WELCOME. */
export interface Guest {
  readonly hello: Hello;
  /** Opens the session. */
  welcome(welcome: Omit<Welcome, 'version' | 'epoch'>): void;
}

/** Challenges whoever is at the other end; `arrived` is called with a client whose proofs hold. */
export function challenge(wire: Wire, secret: Buffer | null, arrived: (guest: Guest) => void): void {
  const challengeBody = encodeChallenge({
    minVersion: PROTOCOL_VERSION,
    maxVersion: PROTOCOL_VERSION,
    nonce: randomBytes(KEY_BYTES),
  });
  wire.onFrame = (type, bytes, start, end) => {
    if (type !== frameType.hello) throw new FrameError('the client did not begin with a HELLO');
    // The bytes may be part of a large chunk that nobody else needs.
    const body = Buffer.from(bytes.subarray(start, end));
    const version = helloVersion(body);
    if (version !== PROTOCOL_VERSION) {
      wire.farewell('version', `this server speaks version ${PROTOCOL_VERSION} of the session protocol`, 0);
      return;
    }
    const { hello, fields, mac, signature } = decodeHello(body);
    if (!(hello.epoch > 0) || !(hello.receivedSeq >= 0))
      throw new FrameError('a HELLO with impossible numbers');
    if (!isMacOf(secret, 'client', [challengeBody, fields], mac)) {
      wire.farewell('not-authentic', 'the shared secret is not the same', 0);
      return;
    }
    if (!isSignedBy(hello.publicKey, [challengeBody, fields, mac], signature)) {
      wire.farewell('not-authentic', 'the signature is not that of the session', 0);
      return;
    }
    wire.onFrame = () => {
      throw new FrameError('a frame before the WELCOME');
    };
    arrived({
      hello,
      welcome: (terms) => {
        const welcomeFields = encodeWelcomeFields({
          ...terms,
          version: PROTOCOL_VERSION,
          epoch: hello.epoch,
        });
        const proof = macOf(secret, 'server', [challengeBody, fields, welcomeFields]);
        wire.write(frame(frameType.welcome, welcomeFields, proof));
      },
    });
  };
  wire.write(frame(frameType.challenge, challengeBody));
}
