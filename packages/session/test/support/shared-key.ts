/** TLS by a shared key: needs no certificate, and so no private key in the repository. */
import type { ConnectionOptions, TlsOptions } from 'node:tls';

const psk = Buffer.alloc(16, 7);
const ciphers = 'PSK';
const maxVersion = 'TLSv1.2';

export const serverWithKey: TlsOptions = { ciphers, maxVersion, pskCallback: () => psk };

/** A client that has the key, or another one. */
export function clientWithKey(key: Buffer = psk): ConnectionOptions {
  return {
    ciphers,
    maxVersion,
    minVersion: maxVersion,
    pskCallback: () => ({ psk: key, identity: 'test' }),
    checkServerIdentity: () => undefined,
  };
}
