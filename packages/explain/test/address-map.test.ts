import { formatAddress, parseAddress } from '@halfopen/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressMap } from '../src/index.ts';

function canonical(address: string): string {
  const bytes = parseAddress(address);
  return formatAddress(bytes, 0, bytes.length);
}

const anyAddress = fc.oneof(fc.ipV4(), fc.ipV6());

describe('stand-ins', () => {
  it('count from the beginning of a range, in order of appearance', () => {
    const map = new AddressMap();
    expect(
      ['198.51.100.7', '2001:db8::7', '198.51.100.8', '198.51.100.7', '2001:db8::8', '2001:db8:0::7'].map(
        (address) => map.standIn(address),
      ),
    ).toEqual(['10.0.0.1', 'fd00::1', '10.0.0.2', '10.0.0.1', 'fd00::2', 'fd00::1']);
  });

  it('go on through the whole range', () => {
    const map = new AddressMap();
    const last = Array.from({ length: 70_000 }, (_, index) =>
      map.standIn(`198.${index >>> 16}.${(index >>> 8) & 255}.${index & 255}`),
    ).at(-1);
    expect(last).toBe('10.1.17.112');
    for (let index = 0; index < 0x10000; index += 1) map.standIn(`2001:db8::${index.toString(16)}`);
    expect(map.standIn('2001:db8::8:0:0')).toBe('fd00::1:1');
  });

  it('of an IPv4 address within an IPv6 one is that of the IPv4 address', () => {
    const map = new AddressMap();
    expect(map.standIn('::ffff:198.51.100.7')).toBe('::ffff:10.0.0.1');
    expect(map.standIn('198.51.100.7')).toBe('10.0.0.1');
  });

  it.each(['0.0.0.0', '127.0.0.1', '127.8.9.1', '::', '::1', '::ffff:127.0.0.1', '::ffff:0.0.0.0'])(
    '%s needs none',
    (address) => {
      const map = new AddressMap();
      map.standIn('198.51.100.7');
      expect(map.standIn(address)).toBe(address);
      expect(map.inText(`from ${address}`)).toBe(`from ${address}`);
    },
  );

  it('are different for different addresses and the same for the same, and of the same length', () => {
    fc.assert(
      fc.property(fc.array(anyAddress), (addresses) => {
        const map = new AddressMap();
        const standIns = new Map(addresses.map((address) => [canonical(address), map.standIn(address)]));
        expect(new Set(standIns.values()).size).toBe(standIns.size);
        for (const address of addresses) {
          const standIn = map.standIn(address);
          expect(standIn).toBe(standIns.get(canonical(address)));
          expect(parseAddress(standIn)).toHaveLength(parseAddress(address).length);
        }
      }),
    );
  });

  it('touch nothing around the address', () => {
    const map = new AddressMap();
    const data = Uint8Array.of(1, 2, 198, 51, 100, 7, 3, 4);
    map.replace(data, 2, 4);
    expect([...data]).toEqual([1, 2, 10, 0, 0, 1, 3, 4]);
  });
});

describe('stand-ins in a text', () => {
  const map = new AddressMap();
  for (const address of ['198.51.100.7', '10.0.0.1', '2001:db8::7', '10.0.0.1']) map.standIn(address);

  it.each([
    ['198.51.100.7:8080', '10.0.0.1:8080'],
    ['sin_addr=inet_addr("198.51.100.7")', 'sin_addr=inet_addr("10.0.0.1")'],
    ['198.51.100.7/24, 198.51.100.7.', '10.0.0.1/24, 10.0.0.1.'],
    // what stands for one address may be another's own
    ['10.0.0.1 and 198.51.100.7', '10.0.0.2 and 10.0.0.1'],
    ['198.51.100.70 198.51.100.77 1198.51.100.7 v198.51.100.7', null],
    ['198.51.100.8, not met', null],
    ['2001:db8::7', 'fd00::1'],
    ['2001:DB8:0:0:0::7%eth0', 'fd00::1%eth0'],
    ['[2001:db8::7]:443, 2001:db8::7: refused', '[fd00::1]:443, fd00::1: refused'],
    ['2001:db8::7:443', 'fd00::1:443'],
    ['2001:db8::70 2001:db8::8 12001:db8::7 2001:db8::7x', null],
    ['::ffff:198.51.100.7', '::ffff:10.0.0.1'],
    ['[::ffff:198.51.100.7]:80 ::FFFF:C633:6407', '[::ffff:10.0.0.1]:80 ::ffff:10.0.0.1'],
    ['peer:198.51.100.7, cafe:198.51.100.7', 'peer:10.0.0.1, cafe:10.0.0.1'],
    ['at 12:30:45.123456, 28 bytes: 1.5, :::, 300.1.2.3, a:b', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(map.inText(text)).toBe(expected ?? text);
  });

  it('replace whatever was met, however it is written', () => {
    const separator = fc.constantFrom(' ', ', ', '"', '/', '(', ']', '=', '%', ' -> ', '\n');
    fc.assert(
      fc.property(fc.array(fc.tuple(anyAddress, separator), { minLength: 1 }), (parts) => {
        const own = new AddressMap();
        const text = parts.map(([address, behind]) => address + behind).join('');
        expect(own.inText(text)).toBe(text);
        const hidden = parts.map(([address, behind]) => own.standIn(address) + behind).join('');
        // what needs no stand-in stays as it is written
        fc.pre(parts.every(([address]) => own.standIn(address) !== canonical(address)));
        expect(own.inText(text)).toBe(hidden);
      }),
    );
  });

  it('change nothing else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(map.inText(text)).toBe(text);
      }),
    );
  });
});
