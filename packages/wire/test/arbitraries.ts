/** Random packets for property tests: what can be written and must be read back the same. */
import fc from 'fast-check';
import type { TcpOptionSpec } from '../src/emit/tcp-options.ts';
import type { TcpPacketSpec } from '../src/emit/tcp.ts';

export const uint8: fc.Arbitrary<number> = fc.integer({ min: 0, max: 0xff });
export const uint16: fc.Arbitrary<number> = fc.integer({ min: 0, max: 0xffff });
export const uint32: fc.Arbitrary<number> = fc.integer({ min: 0, max: 0xffffffff });

/** A pair of addresses of one version. */
export const addressPair: fc.Arbitrary<readonly [Uint8Array, Uint8Array]> = fc
  .constantFrom(4, 16)
  .chain((length) => {
    const address = fc.uint8Array({ minLength: length, maxLength: length });
    return fc.tuple(address, address);
  });

const tcpOption: fc.Arbitrary<TcpOptionSpec> = fc.oneof(
  fc.record({ kind: fc.constant('mss' as const), bytes: uint16 }),
  fc.record({ kind: fc.constant('window-scale' as const), shift: fc.integer({ min: 0, max: 14 }) }),
  fc.record({ kind: fc.constant('sack-permitted' as const) }),
  fc.record({ kind: fc.constant('timestamps' as const), value: uint32, echo: uint32 }),
  fc.record({
    kind: fc.constant('fast-open' as const),
    cookie: fc.uint8Array({ maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('sack' as const),
    blocks: fc.array(fc.record({ left: uint32, right: uint32 }), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('nop' as const) }),
  // a kind nobody has assigned
  fc.record({ kind: fc.constant('raw' as const), bytes: fc.constant(Uint8Array.of(200, 3, 7)) }),
);

/** At most one of a kind (NOPs apart), and few enough to fit into the 40 bytes. */
export const tcpOptions: fc.Arbitrary<TcpOptionSpec[]> = fc.uniqueArray(tcpOption, {
  selector: (option) => option.kind,
  maxLength: 4,
  size: 'max',
});

export const tcpPacketSpec: fc.Arbitrary<TcpPacketSpec> = fc
  .record({
    source: fc.record({ address: fc.constant(new Uint8Array(4)), port: uint16 }),
    destination: fc.record({ address: fc.constant(new Uint8Array(4)), port: uint16 }),
    seqNumber: uint32,
    ackNumber: uint32,
    flags: uint8,
    window: uint16,
    urgent: uint16,
    ttl: uint8,
    ipId: uint16,
    trafficClass: uint8,
    options: tcpOptions,
    payload: fc.uint8Array({ maxLength: 60 }),
  })
  .chain((spec) =>
    addressPair.map(([source, destination]) => ({
      ...spec,
      source: { ...spec.source, address: source },
      destination: { ...spec.destination, address: destination },
    })),
  );
