/**
 * Filters as they are typed:
 *
 *     filter = term { [ "and" ] term }
 *     term   = [ "not" ] field value { "," value }
 *     field  = "host" | "client" | "server" | "port" | "case" | "outcome"
 *
 * e.g. `server 10.0.0.2:8080 outcome failed,partial and not case conn-refused`, `case close-*`.
 */
import { type CaseName, everyCase, nearest } from '@halfopen/catalogue';
import { formatAddress, parseAddress } from '@halfopen/wire';
import type { Outcome } from '../record.ts';
import type { Condition, EndWanted, Filter, Term } from './expression.ts';

const MAX_PORT = 65_535;

const outcomes: readonly Outcome[] = ['failed', 'partial', 'open', 'ok'];
const fields = ['host', 'client', 'server', 'port', 'case', 'outcome'] as const;
type Field = (typeof fields)[number];

/** What is wrong with a filter, and where in it. */
export class FilterError extends Error {
  /** Index of the first character concerned. */
  readonly at: number;
  readonly length: number;

  constructor(message: string, { at, text }: Word) {
    super(message);
    this.name = 'FilterError';
    this.at = at;
    this.length = text.length;
  }
}

interface Word {
  readonly text: string;
  readonly at: number;
}

/** Words; blanks around a comma do not end a list. */
function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[^\s,]+(?:\s*,\s*[^\s,]*)*|,/g)].map((match) => ({
    text: match[0],
    at: match.index,
  }));
}

function valuesOf({ text, at }: Word): Word[] {
  const values = [...text.matchAll(/[^,]*/g)].filter(({ index }) => index === 0 || text[index - 1] === ',');
  return values.map((match) => {
    const value = match[0].trim();
    const word = { text: value, at: at + match.index + match[0].indexOf(value) };
    if (value === '')
      throw new FilterError('a value is missing beside the comma', {
        text: ',',
        at: Math.max(at, word.at - 1),
      });
    return word;
  });
}

function portOf(text: string, word: Word): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > MAX_PORT)
    throw new FilterError(`a port is a whole number from 0 to ${MAX_PORT}`, word);
  return Number(text);
}

/** The address as records write it. */
function addressOf(text: string, word: Word): string {
  try {
    const bytes = parseAddress(text);
    return formatAddress(bytes, 0, bytes.length);
  } catch {
    throw new FilterError(
      'an address is IPv4 or IPv6, with or without a port: 10.0.0.1, 10.0.0.1:8080, ::1, [::1]:8080',
      word,
    );
  }
}

function endOf(word: Word): EndWanted {
  const { text } = word;
  const [, bracketed, bracketedPort] = /^\[([^\]]*)\](?::(.*))?$/.exec(text) ?? [];
  if (bracketed !== undefined)
    return {
      address: addressOf(bracketed, word),
      port: bracketedPort === undefined ? null : portOf(bracketedPort, word),
    };
  const [, dotted, port] = /^([\d.]+):(.*)$/.exec(text) ?? [];
  if (dotted !== undefined && port !== undefined && dotted.includes('.'))
    return { address: addressOf(dotted, word), port: portOf(port, word) };
  return { address: addressOf(text, word), port: null };
}

function casesOf(word: Word): (CaseName | null)[] {
  const { text } = word;
  if (text === 'none') return [null];
  const meant = text.endsWith('*')
    ? everyCase.filter((id) => id.startsWith(text.slice(0, -1)))
    : everyCase.filter((id) => id === text);
  if (meant.length > 0) return meant;
  const suggestions = nearest(text, everyCase);
  const hint =
    suggestions.length === 0 ? '; see: halfopen cases' : `; did you mean ${suggestions.join(' or ')}?`;
  throw new FilterError(`there is no case ${text}${hint}`, word);
}

function outcomeOf(word: Word): Outcome {
  const found = outcomes.find((outcome) => outcome === word.text);
  if (found === undefined) throw new FilterError(`an outcome is one of ${outcomes.join(', ')}`, word);
  return found;
}

function conditionOf(field: Field, value: Word): Condition {
  const values = valuesOf(value);
  switch (field) {
    case 'host':
    case 'client':
    case 'server':
      return { field, values: values.map(endOf) };
    case 'port':
      return { field, values: values.map((each) => portOf(each.text, each)) };
    case 'case':
      return { field, values: values.flatMap(casesOf) };
    case 'outcome':
      return { field, values: values.map(outcomeOf) };
  }
}

function fieldOf(word: Word): Field {
  const found = fields.find((field) => field === word.text.toLowerCase());
  if (found !== undefined) return found;
  throw new FilterError(`a condition begins with ${fields.join(', ')} or not`, word);
}

function isWord(word: Word | undefined, text: string): boolean {
  return word?.text.toLowerCase() === text;
}

/** Understands a filter. Throws {@link FilterError}. */
export function parseFilter(text: string): Filter {
  const words = wordsOf(text);
  const end: Word = { text: ' ', at: text.length };
  const terms: Term[] = [];
  for (let next = 0; next < words.length;) {
    if (terms.length > 0 && isWord(words[next], 'and')) next += 1;
    const not = isWord(words[next], 'not');
    if (not) next += 1;
    const name = words[next];
    if (name === undefined) throw new FilterError('a condition is missing here', end);
    const field = fieldOf(name);
    const value = words[next + 1];
    if (value === undefined) throw new FilterError(`${field} needs a value`, end);
    terms.push({ ...conditionOf(field, value), not });
    next += 2;
  }
  return terms;
}

/** The filter with a mark below what is wrong. */
export function pointAt(text: string, { at, length }: FilterError): string {
  const oneLine = text.replaceAll(/\s/g, ' ');
  return `  ${oneLine}\n  ${' '.repeat(at)}${'^'.repeat(Math.max(1, length))}`;
}
