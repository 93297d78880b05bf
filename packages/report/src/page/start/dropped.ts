/** What was dropped or chosen, as files: folders are looked into. */
import type { NamedBlob } from '../../library/reading.ts';

/** A folder of runs holds some hundreds of files; nobody means more. */
const MOST_FILES = 2000;
/** A folder of runs, a run, its files. */
const MOST_DEPTH = 3;

/** A file or a folder, by either of the two ways in which browsers hand them over. */
interface Node {
  readonly path: string;
  /** `null`: it is a folder. */
  readonly file: (() => Promise<File>) | null;
  readonly children: () => Promise<readonly Node[]>;
}

/** What browsers that have it give for a dropped item; the older way can't read folders of a page opened from disk. */
interface Handle {
  readonly kind: 'file' | 'directory';
  readonly name: string;
  getFile(): Promise<File>;
  values(): AsyncIterable<Handle>;
}

function ofHandle(handle: Handle, folder: string): Node {
  const path = `${folder}${handle.name}`;
  return {
    path,
    file: handle.kind === 'file' ? () => handle.getFile() : null,
    children: async () => {
      const nodes: Node[] = [];
      for await (const each of handle.values()) nodes.push(ofHandle(each, `${path}/`));
      return nodes;
    },
  };
}

function ofEntry(entry: FileSystemEntry): Node {
  return {
    path: entry.fullPath.replace(/^\//, ''),
    file: entry.isDirectory
      ? null
      : () => new Promise((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
    children: async () => {
      const reader = (entry as FileSystemDirectoryEntry).createReader();
      const nodes: Node[] = [];
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
          reader.readEntries(resolve, reject),
        );
        nodes.push(...some.map(ofEntry));
        if (some.length === 0 || nodes.length > MOST_FILES) return nodes;
      }
    },
  };
}

async function filesOf(node: Node, depth: number): Promise<readonly NamedBlob[]> {
  if (node.file !== null) return [{ name: node.path, blob: await node.file() }];
  const files: NamedBlob[] = [];
  if (depth >= MOST_DEPTH) return files;
  for (const child of await node.children()) {
    files.push(...(await filesOf(child, depth + 1)));
    if (files.length > MOST_FILES) break;
  }
  return files;
}

/** Files as the engine takes them; those of a folder that was chosen have its name before their own. */
export function named(files: Iterable<File>): readonly NamedBlob[] {
  return Array.from(files, (file) => ({ name: file.webkitRelativePath || file.name, blob: file }));
}

function nodeOf(item: DataTransferItem): Promise<Node | null> {
  const { getAsFileSystemHandle } = item as { getAsFileSystemHandle?: () => Promise<Handle | null> };
  const entry = item.webkitGetAsEntry();
  const fallback = entry === null ? null : ofEntry(entry);
  if (getAsFileSystemHandle === undefined) return Promise.resolve(fallback);
  return getAsFileSystemHandle.call(item).then(
    (handle) => (handle === null ? fallback : ofHandle(handle, '')),
    () => fallback,
  );
}

/** The files of a drop. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly NamedBlob[]> {
  // items are gone when the event is over: all of them are asked at once
  const isPlain = Array.from(transfer.items).every((item) => item.webkitGetAsEntry()?.isDirectory !== true);
  if (isPlain) return named(transfer.files);
  const files: NamedBlob[] = [];
  for (const node of await Promise.all(Array.from(transfer.items, nodeOf)))
    if (node !== null) files.push(...(await filesOf(node, 0)));
  return files;
}
