import { createHmac, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byeMeanings } from '../src/protocol/bye-codes.ts';
import { frameType } from '../src/protocol/frame-types.ts';
import { cut, parsed, rawFrame } from './support/frames.ts';
import { decodeByPage, pageFrames, tableOf } from './support/page.ts';
import { proofInput } from './support/page-side.ts';
import { type Conversation, decodeByCodec, type VectorFrame, vectorsText } from './support/vectors.ts';

const file = new URL('vectors/session-protocol-1.json', import.meta.url);
const { conversations } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly conversations: readonly Conversation[];
};
const connections = conversations.flatMap((conversation) =>
  conversation.connections.map((frames) => ({ conversation, frames })),
);
const all: readonly VectorFrame[] = connections.flatMap(({ frames }) => frames);

describe('the test vectors', () => {
  it('are what the codec makes', async () => {
    await expect(vectorsText()).toMatchFileSnapshot('vectors/session-protocol-1.json');
  });

  it('show every frame there is', () => {
    expect(new Set(all.map(({ name }) => name))).toEqual(new Set(pageFrames.map(({ name }) => name)));
  });

  it.each(all.map((frame) => [`${frame.name}: ${frame.note}`, frame] as const))(
    'say the same by the page and by the codec: %s',
    (_title, { name, hex, fields }) => {
      const bytes = Buffer.from(hex, 'hex');
      expect(decodeByPage(bytes)).toEqual({ name, fields });
      expect(decodeByCodec(bytes)).toEqual({ name, fields });
    },
  );

  it('come out of the parser wherever a connection is cut', () => {
    for (const { frames } of connections) {
      for (const from of ['client', 'server'] as const) {
        const hex = frames.filter((frame) => frame.from === from).map((frame) => frame.hex);
        const stream = Buffer.from(hex.join(''), 'hex');
        fc.assert(
          fc.property(fc.array(fc.nat(40), { maxLength: 40 }), (lengths) => {
            const again = parsed(cut(stream, lengths)).map((frame) => rawFrame(frame).toString('hex'));
            expect(again).toEqual(hex);
          }),
          { numRuns: 20 },
        );
      }
    }
  });

  it.each(connections)(
    'carry proofs as the page describes them: $conversation.name',
    ({ conversation, frames }) => {
      const [challenge, hello, welcome] = frames
        .slice(0, 3)
        .map(({ hex }) => Buffer.from(hex, 'hex').subarray(4));
      const fields = hello!.subarray(0, -96);
      const mac = hello!.subarray(-96, -64);
      const key = createPublicKey({
        key: { kty: 'OKP', crv: 'Ed25519', x: hello!.subarray(8, 40).toString('base64url') },
        format: 'jwk',
      });
      const signed = proofInput('halfopen session 1 signature', challenge!, fields, mac);
      expect(verify(null, signed, key, hello!.subarray(-64))).toBe(true);

      const answer = welcome!.subarray(32);
      if (conversation.secret === null) {
        expect(Buffer.concat([mac, answer])).toEqual(Buffer.alloc(64));
        return;
      }
      const secret = Buffer.from(conversation.secret, 'hex');
      const macOver = (input: Buffer): Buffer => createHmac('sha256', secret).update(input).digest();
      expect(mac).toEqual(macOver(proofInput('halfopen session 1 client', challenge!, fields)));
      const answered = proofInput('halfopen session 1 server', challenge!, fields, welcome!.subarray(0, 32));
      expect(answer).toEqual(macOver(answered));
    },
  );
});

describe('the page', () => {
  it('knows the frames that the code knows', () => {
    const types = Object.values(frameType).sort((a, b) => a - b);
    expect(pageFrames.map(({ type }) => type).sort((a, b) => a - b)).toEqual(types);
    expect(tableOf('type', 'name').map(([type, name]) => [Number(type!.replaceAll('`', '')), name])).toEqual(
      pageFrames.map(({ type, name }) => [type, name]).sort(([a], [b]) => Number(a) - Number(b)),
    );
  });

  it('knows the reasons that the code knows', () => {
    expect(tableOf('number', 'reason', 'retry').map((row) => row.slice(0, 3))).toEqual(
      Object.entries(byeMeanings).map(([name, { number, retryable }]) => [
        String(number),
        name,
        retryable ? 'yes' : 'no',
      ]),
    );
  });
});
