import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMacOf, isSignedBy, macOf, sessionKey, signParts } from '../src/identity/keys.ts';
import { FrameError } from '../src/protocol/frame-parser.ts';
import { frameType, MAX_HANDSHAKE_BODY_BYTES } from '../src/protocol/frame-types.ts';
import {
  decodeChallenge,
  decodeHello,
  decodeWelcome,
  encodeChallenge,
  encodeHelloFields,
  encodeWelcomeFields,
  frame,
  type Hello,
  helloVersion,
  MAX_CREDENTIALS_BYTES,
  type Welcome,
} from '../src/protocol/handshake-frames.ts';
import { bodyOf, bytesOf, sequence, uint32, uint8 } from './support/frames.ts';

const terms = { receivedSeq: sequence, heartbeatMs: uint32, windowBytes: uint32, maxMessageBytes: uint32 };
const hellos: fc.Arbitrary<Hello> = fc.record({
  version: uint8,
  resume: fc.boolean(),
  publicKey: bytesOf(32),
  epoch: sequence,
  nonce: bytesOf(32),
  credentials: fc.oneof(bytesOf(0, 40), bytesOf(MAX_CREDENTIALS_BYTES)),
  ...terms,
});
const welcomes: fc.Arbitrary<Welcome> = fc.record({
  version: uint8,
  resumed: fc.boolean(),
  epoch: sequence,
  ...terms,
});
const decoders = [decodeChallenge, decodeHello, decodeWelcome, helloVersion] as const;

const key = sessionKey(Buffer.alloc(32, 1));
const secret = Buffer.from('a shared secret');
const challenge = encodeChallenge({ minVersion: 1, maxVersion: 1, nonce: Buffer.alloc(32, 2) });
const hello: Hello = {
  version: 1,
  resume: true,
  publicKey: key.publicKey,
  epoch: 3,
  receivedSeq: 4,
  heartbeatMs: 10_000,
  windowBytes: 1 << 20,
  maxMessageBytes: 1 << 16,
  nonce: Buffer.alloc(32, 5),
  credentials: Buffer.from('token'),
};

function helloBody(spoken: Hello): Buffer {
  const fields = encodeHelloFields(spoken);
  return Buffer.concat([
    fields,
    macOf(secret, 'client', [challenge, fields]),
    signParts(key.privateKey, [challenge, fields]),
  ]);
}

function isProven(body: Buffer): boolean {
  const { fields, mac, signature, hello: said } = decodeHello(body);
  const parts = [challenge, fields];
  return isMacOf(secret, 'client', parts, mac) && isSignedBy(said.publicKey, parts, signature);
}

describe('handshake frames', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(uint8, uint8, bytesOf(32), (minVersion, maxVersion, nonce) => {
        const made = { minVersion, maxVersion, nonce };
        expect(decodeChallenge(encodeChallenge(made))).toEqual(made);
      }),
    );
    fc.assert(
      fc.property(hellos, bytesOf(32), bytesOf(64), (spoken, mac, signature) => {
        const fields = encodeHelloFields(spoken);
        const body = bodyOf(frame(frameType.hello, fields, mac, signature));
        expect(body.length).toBeLessThanOrEqual(MAX_HANDSHAKE_BODY_BYTES);
        expect(decodeHello(body)).toEqual({ hello: spoken, fields, mac, signature });
        expect(helloVersion(body)).toBe(spoken.version);
      }),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(welcomes, bytesOf(32), (spoken, mac) => {
        const fields = encodeWelcomeFields(spoken);
        expect(decodeWelcome(Buffer.concat([fields, mac]))).toEqual({ welcome: spoken, fields, mac });
      }),
    );
  });

  it('cut short anywhere are refused', () => {
    const whole = [
      [challenge, decodeChallenge],
      [helloBody(hello), decodeHello],
      [Buffer.concat([encodeWelcomeFields({ ...hello, resumed: true }), Buffer.alloc(32)]), decodeWelcome],
    ] as const;
    for (const [body, decode] of whole) {
      decode(body);
      for (let length = 0; length < body.length; length += 1) {
        expect(() => decode(body.subarray(0, length))).toThrow(FrameError);
      }
    }
  });

  it('of any bytes are decoded or refused', () => {
    const startsRight = bytesOf(0, 300).map((rest) => Buffer.concat([Buffer.from('HOPN\u0001'), rest]));
    fc.assert(
      fc.property(fc.oneof(bytesOf(0, 300), startsRight), (body) => {
        for (const decode of decoders) {
          try {
            decode(body);
          } catch (error) {
            expect(error).toBeInstanceOf(FrameError);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('let a CHALLENGE or WELCOME be longer, but not a HELLO: what is signed is all of it', () => {
    const more = Buffer.from('more');
    expect(decodeChallenge(Buffer.concat([challenge, more])).nonce).toEqual(Buffer.alloc(32, 2));
    const welcome = Buffer.concat([
      encodeWelcomeFields({ ...hello, resumed: true }),
      Buffer.alloc(32, 6),
      more,
    ]);
    expect(decodeWelcome(welcome).mac).toEqual(Buffer.alloc(32, 6));
    expect(() => decodeHello(Buffer.concat([helloBody(hello), more]))).toThrow(FrameError);
  });

  it('tell a HELLO by its magic, whatever its version', () => {
    const body = helloBody({ ...hello, version: 200 });
    expect(helloVersion(body.subarray(0, 8))).toBe(200);
    body[0]! ^= 1;
    expect(() => helloVersion(body)).toThrow(FrameError);
  });

  it('refuse credentials that are too long, though all of them have come', () => {
    expect(() => decodeHello(helloBody({ ...hello, credentials: Buffer.alloc(2049) }))).toThrow(FrameError);
  });

  it('refuse epochs and sequence numbers that a number can not hold', () => {
    for (const at of [40, 48]) {
      const body = helloBody(hello);
      body[at + 1] = 0x20;
      expect(() => decodeHello(body)).toThrow(FrameError);
    }
    for (const at of [4, 12]) {
      const body = Buffer.concat([encodeWelcomeFields({ ...hello, resumed: true }), Buffer.alloc(32)]);
      body[at + 1] = 0x20;
      expect(() => decodeWelcome(body)).toThrow(FrameError);
    }
  });
});

describe('what proves a handshake', () => {
  it('notices every bit of a HELLO that is turned', () => {
    const body = helloBody(hello);
    expect(isProven(body)).toBe(true);
    for (let bit = 0; bit < body.length * 8; bit += 1) {
      const spoilt = Buffer.from(body);
      spoilt[bit >> 3]! ^= 1 << (bit & 7);
      try {
        expect(isProven(spoilt), `bit ${bit}`).toBe(false);
      } catch (error) {
        expect(error, `bit ${bit}`).toBeInstanceOf(FrameError);
      }
    }
  });

  it('notices by the signature alone a bit of any of the fields, or of the CHALLENGE before it', () => {
    const { fields, signature } = decodeHello(helloBody(hello));
    const signed = Buffer.concat([challenge, fields]);
    expect(isSignedBy(key.publicKey, [challenge, fields], signature)).toBe(true);
    // Some of every byte: each costs a signature.
    for (let bit = 0; bit < signed.length * 8; bit += 3) {
      const spoilt = Buffer.from(signed);
      spoilt[bit >> 3]! ^= 1 << (bit & 7);
      const parts = [spoilt.subarray(0, challenge.length), spoilt.subarray(challenge.length)];
      expect(isSignedBy(key.publicKey, parts, signature), `bit ${bit}`).toBe(false);
    }
  });

  it('notices every bit of a WELCOME that is turned, and of the HELLO it answers', () => {
    const helloFields = encodeHelloFields(hello);
    const fields = encodeWelcomeFields({ ...hello, resumed: true });
    const mac = macOf(secret, 'server', [challenge, helloFields, fields]);
    expect(isMacOf(secret, 'server', [challenge, helloFields, fields], mac)).toBe(true);
    const all = Buffer.concat([helloFields, fields, mac]);
    for (let bit = 0; bit < all.length * 8; bit += 1) {
      const spoilt = Buffer.from(all);
      spoilt[bit >> 3]! ^= 1 << (bit & 7);
      const end = helloFields.length + fields.length;
      const parts = [
        challenge,
        spoilt.subarray(0, helloFields.length),
        spoilt.subarray(helloFields.length, end),
      ];
      expect(isMacOf(secret, 'server', parts, spoilt.subarray(end)), `bit ${bit}`).toBe(false);
    }
  });
});
