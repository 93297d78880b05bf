/** Help topics: what does not belong to one command. */
import { exitCodeTexts } from './exit-codes.ts';

/** Topics by name. */
export const helpTopics: Readonly<Record<string, { readonly title: string; readonly text: string }>> = {
  'exit-codes': {
    title: 'what the exit status means',
    text: Object.entries(exitCodeTexts)
      .map(([code, text]) => `${code.padStart(4)}  ${text}`)
      .join('\n'),
  },
  environment: {
    title: 'environment variables',
    text: [
      'NO_COLOR       any value: no colour',
      'FORCE_COLOR    colour also where standard output is no terminal; 0: none',
      'TERM=dumb      no colour, no moving progress line',
      'COLUMNS        width where standard output is no terminal (default 140)',
      'LC_ALL, LANG   a locale without UTF-8: 7-bit characters only, like --ascii',
      'TMPDIR         where running labs note which addresses they use (those of root: /run/halfopen)',
    ].join('\n'),
  },
  formats: {
    title: 'text, jsonl and html',
    text: [
      'Standard output carries the result only; progress, warnings and hints go to standard error (-q silences them).',
      '',
      'text    for people; width and colour follow the terminal',
      'jsonl   one JSON object a line, the first fields are "type" and "schema"; --json is short for --format jsonl',
      'html    (lab, explain) one offline page for a browser, with packets and ladders in it; halfopen report writes the bare page',
      '',
      'lab     a "run" line for each run, then a "summary" line (schema halfopen.lab/1).',
      '        "calls" are those of the studied connection; calls on other sockets are in the truth.json of a bundle.',
      '        "kernel" is there only where the kernel trace can be read (real root); before Linux 6.10 its resets',
      '        have no reason.',
      'claims  (lab --claims) a "claim" line for each claim, then a "summary" line (schema halfopen.claims/1).',
      '        "notAsExpected" names the runs behind a verdict that surprised, were skipped, or failed.',
      'explain a "capture" line for each file, a "connection" line for each connection, a "summary" line (schema',
      '        halfopen.explain/1, published as @halfopen/explain/schema/explain-1.schema.json). Nanoseconds are decimal strings.',
      '        With --ladder a connection has its "packets", of several captures on one clock: "arrivedNs" null is lost.',
      '        With --filter or --connection the summary counts what is shown, and "of" says how many there were.',
      'cases   a "case" line for each case (schema halfopen.cases/1). One that says "notMadeHereYet" has no "variants" and',
      '        no "claims"; what the programs see stands in its "clientSees" and "serverSees".',
      'doctor  a "finding" line for each thing looked at or tried (schema halfopen.doctor/1)',
      '',
      'A bundle (--out) holds client.pcap, middle.pcap, server.pcap, truth.json (schema halfopen.truth/1) and ladder.txt;',
      'beside the bundles lies report.html, all runs as a page.',
    ].join('\n'),
  },
  filters: {
    title: 'what --filter understands',
    text: [
      'Conditions, joined by blanks or "and"; all must hold. "not" before one turns it round. A list with commas: any of them.',
      '',
      'host ADDRESS     either end; ADDRESS:PORT and [IPV6]:PORT too',
      'client ADDRESS   the end that opened the connection',
      'server ADDRESS   the other',
      'port N           either end',
      'case ID          the verdict: close-unread, a family close-*, or none',
      'outcome WORD     failed, partial (too little was captured to tell), open, ok',
      '',
      "e.g. --filter 'server 10.0.0.2:8080 outcome failed,partial and not case conn-refused'",
    ].join('\n'),
  },
  glossary: {
    title: 'the words used here',
    text: [
      'case        one way for a connection to fail, or to look as if it had; ids such as close-unread',
      'variant     one way to make a case happen in the lab',
      'vantage     where a capture was made: client, middle (a router), server',
      'RST-A       active reset: RST with ACK; a live socket was aborted on purpose',
      'RST-P       passive reset: RST without ACK; a segment met no full socket',
      'RST-S       answer to a SYN: nobody listens there, or a firewall says so',
      'studied     the connection that a run is about; a script may open others beside it',
      'benign      a case that is no failure',
      'lookalike   another case that leaves the same packets at a vantage',
      'surprised   a run that did not show what the catalogue says',
    ].join('\n'),
  },
};
