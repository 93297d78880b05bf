/** Reports as pages: the page as it was built, with what was found in it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { embedDocument, type ReportDocument } from '@halfopen/report';
import { exitCodes, UserError } from '../exit-codes.ts';

/** The page without anything in it. Throws UserError where it has not been built. */
export function barePage(): string {
  try {
    return readFileSync(createRequire(import.meta.url).resolve('@halfopen/report/halfopen.html'), 'utf8');
  } catch {
    throw new UserError(
      exitCodes.missing,
      'The page is not built yet: run npm start, or npm ci and npm run build.',
    );
  }
}

/** The page with a document in it. */
export function pageOf(document: ReportDocument): Promise<string> {
  return embedDocument(barePage(), document);
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The command line as it was typed. */
export function commandLine(): string {
  return ['halfopen', ...process.argv.slice(2).map(quoted)].join(' ');
}
