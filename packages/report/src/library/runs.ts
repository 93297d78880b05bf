/** The library of runs that the lab has kept. */
import type { ReportConnection, ReportDocument } from '../document/document.ts';
import { reportSchema } from '../document/document.ts';
import { connectionOfRun } from '../document/run.ts';
import { summaryOf } from '../document/summary.ts';
import { type BundleFiles, sortFiles } from './bundles.ts';
import { embeddedLibrary } from './embedded.ts';
import type { Library } from './library.ts';
import type { OpenOptions } from './one-capture.ts';
import { type NamedBlob, piecesOf } from './reading.ts';
import { readTruth } from './truth.ts';

/** Payload of the lab's own programs is nobody's secret. */
const PAYLOAD_BYTES = 256;

/** The document of bundles. Throws an error that names the folder where one can't be used. */
async function documentOf(
  bundles: readonly BundleFiles[],
  { version, progress }: OpenOptions,
): Promise<ReportDocument> {
  const connections: ReportConnection[] = [];
  const totalBytes = bundles.reduce(
    (sum, { client, middle, server }) => sum + client.size + middle.size + server.size,
    0,
  );
  let bytes = 0;
  const read = (more: number): void => {
    bytes += more;
    progress({ bytes, totalBytes, connections: connections.length });
  };
  for (const { folder, truth, client, middle, server } of bundles) {
    try {
      const { run, events, ...ends } = readTruth(await truth.text());
      const captures = {
        client: piecesOf(client, read),
        middle: piecesOf(middle, read),
        server: piecesOf(server, read),
      };
      const found = await connectionOfRun({ run, events, ...ends, captures }, PAYLOAD_BYTES);
      if (found === null) throw new Error('its captures have no packet of the connection that it is about');
      connections.push({ ...found, record: { ...found.record, id: connections.length + 1 } });
    } catch (error) {
      throw new Error(
        `${folder === '' ? 'The bundle' : folder}: ${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      );
    }
  }
  return {
    schema: reportSchema,
    version,
    command: null,
    redaction: { addresses: 'real', payloadBytes: PAYLOAD_BYTES },
    sources: [],
    summary: summaryOf(connections.map(({ record }) => record)),
    connections,
  };
}

/** Opens bundles. Throws an error that names the folder where one can't be used. */
export async function openRuns(bundles: readonly BundleFiles[], options: OpenOptions): Promise<Library> {
  return embeddedLibrary(await documentOf(bundles, options));
}

/** The files of bundles, `FOLDER/client.pcap` and so on, as a document. Throws an error that says what is wrong with them. */
export function openBundles(files: readonly NamedBlob[], version: string): Promise<ReportDocument> {
  return documentOf(sortFiles(files).bundles, { version, progress: () => undefined });
}
