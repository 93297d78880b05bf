/** What an error says, in one line and without what is of use only to those who work on OpenSSL. */

/** Errors in errors and causes of causes: no deeper. */
const MAX_DEPTH = 4;

/** `80AC…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:ssl3_record.c:350:`; the last group tells. */
const OPENSSL = /(?:\b[0-9A-F]{8,}:)?error:[0-9A-F]{8}:[^:\n]*:[^:\n]*:(?<reason>[^:\n]+)(?::[^\n]*)?/gi;

/** What OpenSSL calls bytes that are no TLS. */
const NOT_TLS =
  /wrong version number|packet length too long|record layer failure|unknown protocol|http request|unsupported protocol|bad record type/;

/** A message as one line; of OpenSSL's the reason alone. */
export function inOneLine(message: string): string {
  return message
    .replace(OPENSSL, '$<reason>')
    .trim()
    .replace(/\s*[\r\n]+\s*/g, ', ');
}

/** The errors in an error. */
export function partsOf(error: unknown): unknown[] {
  return error instanceof AggregateError && Array.isArray(error.errors) ? (error.errors as unknown[]) : [];
}

/** What an error says; one of several errors that says nothing itself, what they say, each once. */
export function messageOf(error: unknown, around: readonly unknown[] = []): string {
  if (!(error instanceof Error)) return inOneLine(String(error));
  const within = [...around, error];
  const parts = within.length > MAX_DEPTH ? [] : partsOf(error).filter((part) => !within.includes(part));
  const own = error.message === '' ? parts.map((part) => messageOf(part, within)).join(', ') : error.message;
  const below = error.cause instanceof Error && error.cause !== error ? ` (${error.cause.message})` : '';
  return inOneLine(own + below);
}

/** A question to who failed to set up TLS, where the words of the error give reason to ask; else nothing. */
export function doubtAboutTls(message: string): string {
  return NOT_TLS.test(message) ? '; does the other side speak TLS on this port?' : '';
}
