/** Finds the bundles of the lab among files, by their folders. */
import type { NamedBlob } from './reading.ts';

/** The files of one run. */
export interface BundleFiles {
  readonly folder: string;
  readonly truth: Blob;
  readonly client: Blob;
  readonly middle: Blob;
  readonly server: Blob;
}

/** What files there are. */
export interface Sorted {
  readonly bundles: readonly BundleFiles[];
  /** Everything that is not of a bundle. */
  readonly captures: readonly NamedBlob[];
}

function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}

/** By its name: drawings and reports lie beside captures. */
function isCapture({ name }: NamedBlob): boolean {
  return !/\.(?:json|jsonl|txt|html|md)$/i.test(name);
}

/** Sorts files. What a folder of runs holds besides, drawings and reports, is left out. */
export function sortFiles(files: readonly NamedBlob[]): Sorted {
  const byName = new Map(files.map(({ name, blob }) => [name, blob]));
  const truths = files.filter(({ name }) => /(?:^|\/)truth\.json$/.test(name));
  const folders = new Set(truths.map(({ name }) => folderOf(name)));
  const bundles = truths.flatMap(({ name, blob: truth }) => {
    const folder = folderOf(name);
    const [client, middle, server] = ['client', 'middle', 'server'].map((each) =>
      byName.get(`${folder}${folder === '' ? '' : '/'}${each}.pcap`),
    );
    return client === undefined || middle === undefined || server === undefined
      ? []
      : [{ folder, truth, client, middle, server }];
  });
  const captures = files.filter(
    (file) => !folders.has(folderOf(file.name)) && (files.length === 1 || isCapture(file)),
  );
  return { bundles, captures };
}
