/** `halfopen report`: the page by itself, or with runs that the lab has kept. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type NamedBlob, openBundles } from '@halfopen/report';
import { type Context, tell } from '../context.ts';
import { type ExitCode, exitCodes, UserError } from '../exit-codes.ts';
import { openOutput } from '../explain/output.ts';
import { version } from '../version.ts';
import { barePage, commandLine, pageOf } from './page.ts';

const FILES = ['client.pcap', 'middle.pcap', 'server.pcap', 'truth.json'] as const;

/** The folder itself, or, where `lab --out` has written into it, the bundles that it holds. */
function bundlesIn(folder: string): readonly string[] {
  if (existsSync(join(folder, 'truth.json')) || !existsSync(folder) || !statSync(folder).isDirectory())
    return [folder];
  const inside = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, 'truth.json')));
  return inside.length === 0 ? [folder] : inside;
}

/** The files of a bundle. Throws UserError where it is none. */
function filesOf(bundle: string, index: number): readonly NamedBlob[] {
  return FILES.map((name) => {
    const path = join(bundle, name);
    if (!existsSync(path))
      throw new UserError(
        exitCodes.usage,
        `${bundle} is no bundle of the lab: it has no ${name}. A capture is explained by: halfopen explain FILE --format html -o page.html`,
      );
    // two bundles may have the same name
    return { name: `${index} ${basename(bundle)}/${name}`, blob: new Blob([readFileSync(path)]) };
  });
}

async function pageWith(bundles: readonly string[]): Promise<string> {
  try {
    const document = await openBundles(bundles.flatMap(bundlesIn).flatMap(filesOf), version);
    return await pageOf({ ...document, command: commandLine() });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(exitCodes.usage, error instanceof Error ? error.message : String(error));
  }
}

/** Writes the page. */
export async function reportCommand(
  context: Context,
  bundles: readonly string[],
  file: string,
): Promise<ExitCode> {
  const page = bundles.length === 0 ? barePage() : await pageWith(bundles);
  if (file === '-') {
    context.stdout.write(page);
    return exitCodes.done;
  }
  const output = openOutput({ ...context, out: { ...context.out, ascii: false } }, file);
  try {
    output.line(page.trimEnd());
    output.finish();
  } catch (error) {
    output.abandon();
    throw error;
  }
  tell(
    context,
    `Open ${file} in a browser${bundles.length === 0 ? ' and drop captures on it' : ''}. It works offline and sends nothing anywhere.`,
  );
  return exitCodes.done;
}
