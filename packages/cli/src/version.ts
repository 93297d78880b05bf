/** The version of the command, from its package. */
import { readFileSync } from 'node:fs';

function read(): string {
  const text = readFileSync(new URL(import.meta.resolve('halfopen/package.json')), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** e.g. `0.1.0`. */
export const version: string = read();
