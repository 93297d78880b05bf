import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from '../src/address.ts';

function format(bytes: Uint8Array): string {
  return formatAddress(bytes, 0, bytes.length);
}

/** Groups with many zeros among them, so that runs of every length and place occur. */
const anyIpv6 = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })
  .map((groups) => Uint8Array.from(groups.flatMap((group) => [group >>> 8, group & 0xff])));

describe('IPv6 text', () => {
  // each line is a rule of RFC 5952 section 4 or 5
  it.each([
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:DB8::A', '2001:db8::a'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::1', '::1'],
    ['fe80::', 'fe80::'],
    ['::ffff:c000:0201', '::ffff:192.0.2.1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('%s is written %s', (text, canonical) => {
    expect(format(parseAddress(text))).toBe(canonical);
  });

  it('reads back as the same bytes', () => {
    fc.assert(
      fc.property(anyIpv6, (bytes) => {
        expect(parseAddress(format(bytes))).toEqual(bytes);
      }),
    );
  });

  it('is what the URL standard writes, dots of mapped addresses apart', () => {
    fc.assert(
      fc.property(anyIpv6, (bytes) => {
        const text = format(bytes);
        fc.pre(!text.includes('.'));
        expect(new URL(`http://[${text}]/`).hostname).toBe(`[${text}]`);
      }),
    );
  });
});

describe('IPv4 text', () => {
  it('reads back as the same bytes', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(format(parseAddress(text))).toBe(text);
      }),
    );
  });
});

describe('parseAddress', () => {
  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.04',
    '1.2.3.-4',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'fe80::1%eth0',
    '1.2.3.4::',
    '::1.2.3.4:5',
    'localhost',
  ])('refuses %j', (text) => {
    expect(() => parseAddress(text)).toThrow(RangeError);
  });

  it('refuses bytes of another length', () => {
    expect(() => parseAddress(new Uint8Array(6))).toThrow(RangeError);
  });
});

describe('formatAddress', () => {
  it('reads in the middle of an array and writes nothing for no address', () => {
    const data = Uint8Array.of(9, 9, 10, 0, 0, 1, 9);
    expect(formatAddress(data, 2, 4)).toBe('10.0.0.1');
    expect(formatAddress(data, 2, 0)).toBe('');
  });
});
