import { describe, expect, it } from 'vitest';
import { caseNames, describedCases } from '@halfopen/catalogue';
import { connect as netConnect, createServer } from 'node:net';
import { once } from 'node:events';
import { lookup } from 'node:dns';
import { classify, type ErrorContext } from '../src/errors/classify.ts';
import { codeFacts } from '../src/errors/code-facts.ts';
import { ConnectionError } from '../src/errors/connection-error.ts';
import { errorCodes } from '../src/errors/error-codes.ts';
import { listedErrors } from '../src/errors/socket-errors.ts';

function told(code: string, syscall?: string, extra: object = {}): Error {
  const numbered = syscall === undefined ? {} : { syscall, errno: -1 };
  return Object.assign(new Error(`${syscall ?? ''} ${code}`.trim()), { code, ...numbered, ...extra });
}

function brief(error: unknown, context: ErrorContext = {}): string {
  const { code, phase, endedBy, cause, retryable, delivered } = classify(error, context);
  return [code, phase, endedBy, cause ?? '-', retryable ? 'retry' : 'no', delivered].join(' ');
}

describe('an error of plain Node code', () => {
  it.each([
    [told('ECONNREFUSED', 'connect'), 'HO_REFUSED connect peer conn-refused retry no'],
    [told('ETIMEDOUT', 'connect'), 'HO_CONNECT_TIMEOUT connect unknown conn-blackhole retry no'],
    [told('EHOSTUNREACH', 'connect'), 'HO_UNREACHABLE connect path conn-icmp-host retry no'],
    [told('ENETUNREACH', 'connect'), 'HO_UNREACHABLE connect path - retry no'],
    [told('EADDRNOTAVAIL', 'connect'), 'HO_NO_RESOURCES connect local - retry no'],
    [told('EACCES', 'connect'), 'HO_NOT_PERMITTED connect local - no no'],
    [told('ENOTFOUND', 'getaddrinfo'), 'HO_RESOLVE_FAILED resolve unknown - retry no'],
    [told('EAI_AGAIN', 'getaddrinfo'), 'HO_RESOLVE_FAILED resolve unknown - retry no'],
    [told('ECONNREFUSED', 'queryA'), 'HO_RESOLVE_FAILED resolve unknown - retry no'],
    [told('ECONNRESET', 'read'), 'HO_RESET open unknown - retry maybe'],
    [told('ECONNRESET', 'write'), 'HO_RESET open unknown - retry maybe'],
    [told('ECONNRESET'), 'HO_EOF open peer - retry maybe'],
    [told('EPIPE', 'write'), 'HO_BROKEN_PIPE open peer close-reader-exits retry maybe'],
    [told('EPIPE'), 'HO_BROKEN_PIPE open peer - retry maybe'],
    [told('ETIMEDOUT', 'read'), 'HO_TIMED_OUT open path - retry maybe'],
    [told('EHOSTUNREACH', 'read'), 'HO_UNREACHABLE open path - retry maybe'],
    [told('ECONNABORTED', 'read'), 'HO_KILLED_LOCALLY open local - retry maybe'],
    [told('EPROTO', 'write'), 'HO_TLS_FAILED handshake unknown - no no'],
    [told('CERT_HAS_EXPIRED'), 'HO_TLS_FAILED handshake local - no no'],
    [told('ERR_SSL_WRONG_VERSION_NUMBER'), 'HO_TLS_FAILED handshake unknown - no no'],
    [told('ERR_STREAM_WRITE_AFTER_END'), 'HO_CLOSED open local - no no'],
    [told('ERR_STREAM_PREMATURE_CLOSE'), 'HO_CLOSED open unknown - retry no'],
    [new DOMException('This operation was aborted', 'AbortError'), 'HO_ABORTED open local - no maybe'],
    [told('UND_ERR_BODY_TIMEOUT'), 'HO_SILENT_PEER open unknown - retry maybe'],
    [told('E_WHATEVER'), 'HO_UNKNOWN open unknown - retry maybe'],
    ['not even an error', 'HO_UNKNOWN open unknown - retry maybe'],
    [null, 'HO_UNKNOWN open unknown - retry maybe'],
  ])('%s', (error, facts) => {
    expect(brief(error)).toBe(facts);
  });

  it('is told apart by what the caller knows', () => {
    const timedOut = told('ETIMEDOUT', 'read');
    expect(classify(timedOut, { unacknowledged: true }).cause).toBe('send-cut');
    expect(classify(timedOut, { unacknowledged: true, userTimeout: true }).cause).toBe('send-user-timeout');
    expect(classify(timedOut, { unacknowledged: false }).cause).toBe('idle-keepalive');
    expect(classify(told('EHOSTUNREACH', 'read'), { phase: 'open' }).cause).toBe('send-cut-icmp');
    expect(brief(told('ECONNRESET', 'read'), { phase: 'handshake' })).toBe(
      'HO_RESET handshake unknown - retry no',
    );
    expect(brief(told('ECONNRESET'), { phase: 'handshake' })).toBe('HO_EOF handshake peer - retry no');
  });

  it('has delivered nothing where nothing was written', () => {
    expect(classify(told('ECONNRESET', 'read'), { bytesWritten: 0 }).delivered).toBe('no');
    expect(classify(told('ECONNRESET', 'read'), { bytesWritten: 1 }).delivered).toBe('maybe');
  });

  it('is found below what wraps it', () => {
    const refused = told('ECONNREFUSED', 'connect', { address: '10.0.0.2', port: 80 });
    const wrapped = classify(new TypeError('fetch failed', { cause: refused }));
    expect(wrapped).toMatchObject({ code: 'HO_REFUSED', address: '10.0.0.2', port: 80, syscall: 'connect' });
    expect(wrapped.message).toContain('connect ECONNREFUSED');
    const undici = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
    expect(classify(undici).code).toBe('HO_EOF');
    undici.cause = told('ECONNRESET', 'read');
    expect(classify(undici).code).toBe('HO_RESET');
  });

  it('says of several addresses what says most', () => {
    const several = new AggregateError([
      told('ENETUNREACH', 'connect'),
      told('ECONNREFUSED', 'connect'),
      told('ETIMEDOUT', 'connect'),
    ]);
    expect(classify(Object.assign(several, { code: 'ENETUNREACH' })).code).toBe('HO_REFUSED');
    expect(classify(several).message).toContain('connect ETIMEDOUT');
  });

  it('may be wrapped in itself', () => {
    const endless = new Error('round');
    endless.cause = endless;
    expect(classify(endless).code).toBe('HO_UNKNOWN');
  });

  it('stays what it is when it has been classified already', () => {
    const error = new ConnectionError('x', { code: 'HO_FENCED', phase: 'open' });
    expect(classify(error)).toBe(error);
  });
});

describe('real errors', () => {
  it('of a refused connection', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, 'close');
    const socket = netConnect(port, '127.0.0.1');
    const [error] = (await once(socket, 'error').catch((thrown: unknown) => [thrown])) as [Error];
    expect(classify(error)).toMatchObject({ code: 'HO_REFUSED', errno: 'ECONNREFUSED', port });
  });

  it('of a name that cannot be', async () => {
    const error = await new Promise((resolve) => {
      lookup('nobody.invalid', resolve);
    });
    expect(classify(error).code).toBe('HO_RESOLVE_FAILED');
  });
});

describe('the registers', () => {
  it('name only causes that the catalogue describes', () => {
    const causes = listedErrors.flatMap(({ row }) => row.cause ?? []);
    const others = ['send-cut', 'send-user-timeout', 'idle-keepalive', 'idle-frozen-peer'];
    expect(causes.length).toBeGreaterThan(3);
    for (const cause of [...causes, ...others]) {
      expect(caseNames).toHaveProperty(cause);
      expect(describedCases).toContain(cause);
    }
  });

  it('have facts for every code', () => {
    expect(Object.keys(codeFacts)).toEqual(Object.keys(errorCodes));
  });
});

function selfContaining(): AggregateError {
  const error = new AggregateError([], '');
  error.errors.push(error, error);
  return error;
}

function throwing(): never {
  throw new Error('gotcha');
}

describe('never throws', () => {
  const circle = new Error('a', { cause: new Error('b') });
  (circle.cause as Error).cause = circle;
  const getter = Object.defineProperty(new Error('x'), 'code', { get: throwing });
  const proxy: unknown = new Proxy({}, { get: throwing, getPrototypeOf: throwing, has: throwing });

  it.each([
    ['an error that contains itself', selfContaining()],
    ['errors without a list', Object.assign(new AggregateError([]), { errors: null })],
    ['a circle of causes', circle],
    ['a getter that throws', getter],
    ['a Proxy that throws', proxy],
    ['an object without text', Object.create(null) as unknown],
    ['a symbol', Symbol('x')],
  ])('over %s', (_what, error) => {
    const found = classify(error);
    expect(found.code).toBe('HO_UNKNOWN');
    expect(found.original).toBe(error);
  });

  it('over a missing context', () => {
    expect(classify(told('ECONNRESET', 'read'), null as never).code).toBe('HO_RESET');
    expect(classify(5, null as never).code).toBe('HO_UNKNOWN');
  });

  it('and finds what stands beside the circle', () => {
    const error = selfContaining();
    error.errors.push(told('ECONNREFUSED', 'connect'));
    expect(classify(error)).toMatchObject({ code: 'HO_REFUSED' });
  });
});

const raw = (words: string): string =>
  `807C711E3D7F0000:error:0A00010B:SSL routines:ssl3_get_record:${words}:../deps/openssl/ssl3_record.c:350:\n`;

describe('of OpenSSL', () => {
  it('only the reason is told, in one line', () => {
    const error = told('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA');
    error.message = `write EPROTO ${raw('tlsv1 alert unknown ca')}`;
    expect(classify(error).message).toBe(`${errorCodes.HO_TLS_FAILED}: write EPROTO tlsv1 alert unknown ca`);
    error.message = raw('one') + raw('another');
    expect(classify(error).message).toBe(`${errorCodes.HO_TLS_FAILED}: one, another`);
  });

  it('a version that is none raises the question whether it is TLS at all', () => {
    const error = Object.assign(new Error(raw('wrong version number')), {
      code: 'ERR_SSL_WRONG_VERSION_NUMBER',
    });
    expect(classify(error).message).toBe(
      `${errorCodes.HO_TLS_FAILED}: wrong version number; does the other side speak TLS on this port?`,
    );
    expect(classify(error, { phase: 'open' }).message).not.toContain('does the other side');
  });
});
