/** From a name to the addresses behind it. */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { type Address, interleave } from './race.ts';
import type { Step } from './wait.ts';

function familyOf(address: string): 4 | 6 {
  return isIP(address) === 6 ? 6 : 4;
}

/** All addresses of a host, in the order to try them. Stopping does not stop the resolver, but nobody listens to it any more. */
export function resolveHost(
  host: string,
  family: 4 | 6 | undefined,
  lookup: LookupFunction = systemLookup,
): Step<Address[]> {
  return (done, failed) => {
    let listening = true;
    const stop = (): void => {
      listening = false;
    };
    if (isIP(host) !== 0) {
      done([{ address: host, family: familyOf(host) }]);
      return stop;
    }
    // The order is the resolver's (RFC 6724); only the families are made to take turns.
    lookup(host, { all: true, family: family ?? 0, verbatim: true }, (error, answer) => {
      if (!listening) return;
      if (error !== null && error !== undefined) {
        failed(error);
        return;
      }
      const found = typeof answer === 'string' ? [answer] : answer.map(({ address }) => address);
      const addresses = found.map((address) => ({ address, family: familyOf(address) }));
      const wanted = addresses.filter((address) => family === undefined || address.family === family);
      if (wanted.length > 0) done(interleave(wanted));
      else failed(Object.assign(new Error(`${host} has no address`), { code: 'ENODATA' }));
    });
    return stop;
  };
}
