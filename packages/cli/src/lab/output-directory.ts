/** The folder that bundles go to. */
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  type Booking,
  type BundleFile,
  bundleFiles,
  bundleName,
  type RunResult,
  writeFiles,
} from '@halfopen/lab';
import { UserError, exitCodes } from '../exit-codes.ts';
import type { Style } from '../terminal/style.ts';
import { ladderPage } from './ladder.ts';

/** The drawing in a bundle is for any editor: wide enough for all lanes, no escape codes. */
const LADDER_STYLE: Style = { colour: false, ascii: false, width: 128 };

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Like `mkdir -p`. Node's own recursive form never returns where a file system says ENOENT for everything, as /proc does. */
function makeDirectory(directory: string): void {
  const path = resolve(directory);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(path) !== path) makeDirectory(dirname(path));
  mkdirSync(path);
}

/** Writes a file beside the bundles, and returns its path. What cannot be written ends the command with `partial`. */
export function keepBeside(directory: string, name: string, content: string): string {
  const path = join(directory, name);
  try {
    writeFiles(directory, [[name, content]]);
  } catch (error) {
    throw new UserError(
      exitCodes.partial,
      `Can't write ${path}: ${reason(error)}. The bundles beside it are whole.`,
    );
  }
  return path;
}

/** Makes the folder and makes sure that files can be written there, before anything runs. */
export function prepareOutput(directory: string): void {
  if (directory === '') throw new UserError(exitCodes.usage, 'Give --out the name of a folder.');
  const probe = join(directory, '.halfopen-write-test');
  try {
    makeDirectory(directory);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new UserError(
      exitCodes.usage,
      `Can't write to ${directory}: ${reason(error)}. Choose another folder with --out.`,
    );
  }
}

/**
 * Writes a run's bundle and its ladder, and returns the folder. What cannot be written ends the command with `partial`;
 * an earlier bundle in the same place is left as it was.
 */
export function keepBundle(directory: string, booking: Booking, result: RunResult): string {
  const { id, variants } = booking.scenario.case;
  const bundle = join(directory, bundleName(id, booking.variant, variants[0].name === booking.variant));
  const ladder: BundleFile = ['ladder.txt', `${ladderPage(LADDER_STYLE, booking, result)}\n`];
  try {
    writeFiles(bundle, [...bundleFiles(result), ladder]);
  } catch (error) {
    throw new UserError(
      exitCodes.partial,
      `Can't write the bundle of ${id} to ${bundle}: ${reason(error)}. The lab stops here; bundles written before it are whole.`,
    );
  }
  return bundle;
}
