import { everyCase } from '@halfopen/catalogue';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Filterable, passes } from '../src/filter/expression.ts';
import { FilterError, parseFilter, pointAt } from '../src/filter/parse.ts';

const connection: Filterable = {
  client: { address: '10.0.0.1', port: 40_000 },
  server: { address: '2001:db8::1', port: 443 },
  outcome: 'failed',
  case: 'close-unread',
};

function lets(text: string, of: Filterable = connection): boolean {
  return passes(parseFilter(text), of);
}

function errorOf(text: string): FilterError {
  try {
    parseFilter(text);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
  throw new Error(`no error in ${text}`);
}

describe('a filter', () => {
  it.each([
    '',
    'host 10.0.0.1',
    'HOST 2001:DB8:0::1',
    'host [2001:db8::1]:443',
    'client 10.0.0.1:40000',
    'server 2001:db8::1',
    'port 443',
    'port 1, 2 ,443',
    'case close-unread',
    'case close-*',
    'not case none',
    'outcome failed,partial',
    'host 10.0.0.1 port 443 outcome failed',
    'host 10.0.0.1 and not port 80 and outcome failed',
    'not server 10.0.0.1',
  ])('lets the connection pass: %s', (text) => {
    expect(lets(text)).toBe(true);
  });

  it.each([
    'host 10.0.0.2',
    'host 10.0.0.1:443',
    'client 2001:db8::1',
    'port 80,8080',
    'case conn-*',
    'case none',
    'not outcome failed',
    'host 10.0.0.1 port 80',
  ])('holds the connection back: %s', (text) => {
    expect(lets(text)).toBe(false);
  });

  it('knows a connection without a case', () => {
    expect(lets('case none', { ...connection, case: null })).toBe(true);
    expect(lets('case close-*', { ...connection, case: null })).toBe(false);
  });

  it.each([
    ['prt 80', 'prt', /begins with host, client/],
    ['port 80a outcome ok', '80a', /whole number from 0 to 65535/],
    ['port 65536', '65536', /whole number/],
    ['port 80,  8x', '8x', /whole number/],
    ['outcome ok case close-unraed', 'close-unraed', /did you mean close-unread/],
    ['outcome good', 'good', /one of failed, partial, open, ok/],
    ['port 1 host 10.0.0.256', '10.0.0.256', /IPv4 or IPv6/],
    ['host 10.0.0.1:x', '10.0.0.1:x', /whole number/],
    ['case nonsense-*', 'nonsense-*', /no case/],
    ['port 1,,2', ',', /beside the comma/],
    ['and port 1', 'and', /begins with/],
  ])('points at what is wrong in %s', (text, wrong, message) => {
    const error = errorOf(text);
    expect(error.message).toMatch(message);
    expect(text.slice(error.at, error.at + error.length)).toBe(wrong);
    const [typed = '', marks = ''] = pointAt(text, error).split('\n');
    expect(typed.slice(marks.indexOf('^'), marks.length)).toBe(wrong);
  });

  it.each(['port', 'not', 'port 1 and', 'outcome ok not'])('points behind the end of %s', (text) => {
    expect(errorOf(text).at).toBe(text.length);
  });

  it('understands any text or says where it is wrong', () => {
    const words = fc.constantFrom(
      'host',
      'port',
      'not',
      'and',
      'case',
      'outcome',
      ',',
      ':',
      '*',
      '[',
      '1',
      'ok',
      '::1',
      ' ',
      '\t',
      '10.0.0.1',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((parts) => parts.join(' ')),
          fc.array(words).map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            parseFilter(text);
          } catch (error) {
            if (!(error instanceof FilterError)) throw error;
            expect(error.at).toBeGreaterThanOrEqual(0);
            expect(error.at).toBeLessThanOrEqual(text.length);
            expect(error.length).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  const address = fc.ipV4();
  const port = fc.integer({ min: 0, max: 65_535 });
  const end = fc.record({ address, port });
  const outcome = fc.constantFrom('ok', 'failed', 'open', 'partial');
  const found: fc.Arbitrary<Filterable> = fc.record({
    client: end,
    server: end,
    outcome,
    case: fc.option(fc.constantFrom(...everyCase)),
  });
  const term = fc.oneof(
    fc.tuple(
      fc.constantFrom('host', 'client', 'server'),
      fc.array(
        fc.oneof(
          address,
          end.map((each) => `${each.address}:${each.port}`),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    ),
    fc.tuple(fc.constant('port'), fc.array(port.map(String), { minLength: 1, maxLength: 3 })),
    fc.tuple(
      fc.constant('case'),
      fc.array(fc.constantFrom(...everyCase, 'none', 'close-*'), { minLength: 1, maxLength: 3 }),
    ),
    fc.tuple(fc.constant('outcome'), fc.array(outcome, { minLength: 1, maxLength: 3 })),
  );

  it('means the same with and without blanks, lists and "and"', () => {
    fc.assert(
      fc.property(term, term, found, ([field, values], [other, others], of) => {
        const one = lets(`${field} ${values.join(',')}`, of);
        expect(one).toBe(values.some((value) => lets(`${field} ${value}`, of)));
        expect(lets(`not ${field} ${values.join(' , ')}`, of)).toBe(!one);
        const two = lets(`${other} ${others.join(',')}`, of);
        const both = `${field} ${values.join(',')} ${other} ${others.join(',')}`;
        expect(lets(both, of)).toBe(one && two);
        expect(lets(both.replace(` ${other} `, ` AND ${other} `), of)).toBe(one && two);
      }),
    );
  });
});
