/** A client made from the page. */
import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { connect } from 'node:net';
import { encodeByPage, type Fields } from './page.ts';
import { PageSide, proofInput } from './page-side.ts';

/** The key of a session, as its owner has it. */
export interface Owner {
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
}

export function newOwner(): Owner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  return { publicKey: Buffer.from(x!, 'base64url'), privateKey };
}

/** The id of its session. */
export function idOf({ publicKey }: Owner): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 32);
}

const terms = { heartbeatMs: 10_000, windowBytes: 1_000_000, maxMessageBytes: 1_000_000 };

export class PageClient extends PageSide {
  constructor(port: number) {
    super(connect(port, '127.0.0.1'));
  }

  /** A HELLO that answers this connection's CHALLENGE. What is changed, is changed before it is signed. */
  async hello(owner: Owner, changed: Fields = {}, secret: string | null = null): Promise<Buffer> {
    const { body: challenge } = await this.heard('CHALLENGE');
    const unproven = encodeByPage('HELLO', {
      magic: 0x484f504e,
      version: 1,
      publicKey: owner.publicKey.toString('hex'),
      epoch: 1,
      ...terms,
      nonce: randomBytes(32).toString('hex'),
      ...changed,
    });
    const fields = unproven.subarray(4);
    const macInput = proofInput('halfopen session 1 client', challenge, fields);
    const mac = secret === null ? Buffer.alloc(32) : createHmac('sha256', secret).update(macInput).digest();
    const signed = proofInput('halfopen session 1 signature', challenge, fields, mac);
    const body = Buffer.concat([fields, mac, sign(null, signed, owner.privateKey)]);
    return Buffer.concat([Buffer.from([2, body.length >> 16, body.length >> 8, body.length]), body]);
  }

  /** The whole handshake. */
  async open(owner: Owner, changed: Fields = {}, secret: string | null = null): Promise<Fields> {
    this.socket.write(await this.hello(owner, changed, secret));
    const welcome = await this.until('WELCOME');
    this.send('ACK', { settledSeq: changed['receivedSeq'] ?? 0, windowBytes: terms.windowBytes });
    return welcome;
  }
}
