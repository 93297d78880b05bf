import { createPublicKey, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMacOf, isSignedBy, macOf, sessionId, sessionKey, signParts } from '../src/identity/keys.ts';
import { bytesOf } from './support/frames.ts';

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** RFC 8032, section 7.1, tests 1 to 3. */
const published = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
];

const parts = [Buffer.from('challenge'), Buffer.from('fields')];

describe('a session key', () => {
  it.each(published)('follows from its seed as RFC 8032 says: $publicKey', (expected) => {
    const key = sessionKey(Buffer.from(expected.seed, 'hex'));
    expect(key.publicKey.toString('hex')).toBe(expected.publicKey);
    expect(sign(null, Buffer.from(expected.message, 'hex'), key.privateKey).toString('hex')).toBe(
      expected.signature,
    );
  });

  it('is another one each time when no seed is given', () => {
    expect(sessionKey().publicKey).not.toEqual(sessionKey().publicKey);
  });

  it('has an id that is the begin of the SHA-256 of the public key', () => {
    expect(sessionId(Buffer.alloc(32))).toBe('66687aadf862bd776c8fc18b8e9f8e20');
    const key = sessionKey(Buffer.alloc(32, 9));
    expect(sessionId(key.publicKey)).toMatch(/^[0-9a-f]{32}$/);
    expect(sessionId(key.publicKey)).toBe(sessionId(sessionKey(key.seed).publicKey));
  });
});

describe('a signature', () => {
  const key = sessionKey(Buffer.alloc(32, 1));

  it('is that of the key', () => {
    expect(isSignedBy(key.publicKey, parts, signParts(key.privateKey, parts))).toBe(true);
  });

  it('can not be made by who knows the id and the public key, but not the private one', () => {
    const thief = sessionKey(Buffer.alloc(32, 2));
    expect(isSignedBy(key.publicKey, parts, signParts(thief.privateKey, parts))).toBe(false);
    for (const guess of [
      Buffer.alloc(64),
      Buffer.alloc(64, 0xff),
      Buffer.concat([key.publicKey, Buffer.alloc(32)]),
    ]) {
      expect(isSignedBy(key.publicKey, parts, guess)).toBe(false);
    }
  });

  it('of one conversation is of no use in another', () => {
    const recorded = signParts(key.privateKey, parts);
    expect(isSignedBy(key.publicKey, [Buffer.from('another'), parts[1]!], recorded)).toBe(false);
  });

  it('tells how its parts were cut', () => {
    const cutOtherwise = [Buffer.from('challengefi'), Buffer.from('elds')];
    expect(isSignedBy(key.publicKey, cutOtherwise, signParts(key.privateKey, parts))).toBe(false);
    expect(macOf(key.seed, 'client', cutOtherwise)).not.toEqual(macOf(key.seed, 'client', parts));
  });

  it('of a wrong length, or by a key of a wrong length, is none', () => {
    fc.assert(
      fc.property(bytesOf(0, 80), bytesOf(0, 80), (publicKey, signature) => {
        expect(isSignedBy(publicKey, parts, signature)).toBe(false);
        expect(isSignedBy(key.publicKey, parts, signature)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

/** The field of the curve, and the y of points: enough to see which encodings stand for points of small order. */
const P = 2n ** 255n - 19n;
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let left = exponent, square = base % P; left > 0n; left >>= 1n, square = (square * square) % P) {
    if ((left & 1n) === 1n) result = (result * square) % P;
  }
  return result;
}
const D = ((P - 121_665n) * power(121_666n, P - 2n)) % P;

/** y of twice a point, from y alone: x² follows from the curve's equation. */
function doubled(y: bigint): bigint {
  const yy = (y * y) % P;
  const xx = ((yy - 1n + P) * power((D * yy + 1n) % P, P - 2n)) % P;
  const below = (2n + P - ((yy - xx + P) % P)) % P;
  return (((yy + xx) % P) * power(below, P - 2n)) % P;
}

function isOfSmallOrder(encoded: Buffer): boolean {
  let y = BigInt(`0x${Buffer.from(encoded).reverse().toString('hex')}`) & (2n ** 255n - 1n);
  for (let times = 0; times < 3; times += 1) y = doubled(y % P);
  return y === 1n;
}

describe('a key that is no key', () => {
  const smallOrder = [
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ].flatMap((hex) => {
    const negative = Buffer.from(hex, 'hex');
    negative[31]! |= 0x80;
    return [Buffer.from(hex, 'hex'), negative];
  });

  it('of small order is refused: anyone could sign for it', () => {
    // R is the neutral point and S is zero: no secret is in it.
    const forged = Buffer.alloc(64);
    forged[0] = 1;
    let takenByOpenssl = 0;
    for (const publicKey of smallOrder) {
      expect(isOfSmallOrder(publicKey)).toBe(true);
      for (let tries = 0; tries < 16; tries += 1) {
        expect(isSignedBy(publicKey, [Buffer.from([tries])], forged)).toBe(false);
        const spki = { key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' } as const;
        if (verify(null, Buffer.from([tries]), createPublicKey(spki), forged)) takenByOpenssl += 1;
      }
    }
    expect(takenByOpenssl).toBeGreaterThan(0);
  });

  it('is told from real ones', () => {
    for (let fill = 0; fill < 20; fill += 1) {
      const key = sessionKey(Buffer.alloc(32, fill));
      expect(isOfSmallOrder(key.publicKey)).toBe(false);
      expect(isSignedBy(key.publicKey, parts, signParts(key.privateKey, parts))).toBe(true);
    }
  });

  it('beside the curve is refused', () => {
    for (const hex of [`02${'00'.repeat(31)}`, 'ff'.repeat(32)]) {
      expect(isSignedBy(Buffer.from(hex, 'hex'), parts, Buffer.alloc(64))).toBe(false);
    }
  });
});

describe('proof of a shared secret', () => {
  const secret = Buffer.from('secret');

  it('is made by who knows it, for its own side only', () => {
    const mac = macOf(secret, 'client', parts);
    expect(isMacOf(secret, 'client', parts, mac)).toBe(true);
    expect(isMacOf(secret, 'server', parts, mac)).toBe(false);
    expect(isMacOf(Buffer.from('Secret'), 'client', parts, mac)).toBe(false);
  });

  it('is asked of a side that shares none', () => {
    expect(macOf(null, 'client', parts)).toEqual(Buffer.alloc(32));
    expect(isMacOf(secret, 'client', parts, Buffer.alloc(32))).toBe(false);
    expect(isMacOf(secret, 'client', parts, Buffer.alloc(0))).toBe(false);
  });

  it('is not asked where none is shared', () => {
    expect(isMacOf(null, 'client', parts, macOf(secret, 'client', parts))).toBe(true);
  });
});
