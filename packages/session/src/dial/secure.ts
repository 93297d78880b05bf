/** TLS over a connection that stands. */
import { isIP, type Socket } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { Step } from './wait.ts';

const nothing = (): void => undefined;

/** The handshake. Fails with the socket destroyed. */
export function secure(socket: Socket, host: string, options: ConnectionOptions): Step<TLSSocket> {
  return (done, failed) => {
    // A server name must not be an address (RFC 6066 section 3).
    const named: ConnectionOptions = isIP(host) === 0 ? { servername: host } : {};
    let secured: TLSSocket;
    try {
      secured = connect({ host, ...named, ...options, socket });
    } catch (error) {
      socket.destroy();
      throw error;
    }
    let complete = false;
    secured.on('error', failed);
    secured.once('secureConnect', () => {
      complete = true;
      done(secured);
    });
    const onClose = (): void =>
      failed(Object.assign(new Error('closed in the TLS handshake'), { code: 'ECONNRESET' }));
    secured.once('close', onClose);
    return () => {
      secured.removeListener('error', failed).removeListener('close', onClose);
      // Stays for good: see the race.
      secured.on('error', nothing);
      if (complete) return;
      secured.destroy();
      socket.destroy();
    };
  };
}
