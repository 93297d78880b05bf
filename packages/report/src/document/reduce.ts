/** A document with less in it than it was made with, to be passed on. */
import type { Vantage } from '@halfopen/catalogue';
import { AddressMap, type FrameBytes, reducedPacket, type Reduction } from '@halfopen/explain';
import type { Redaction, ReportConnection, ReportDocument, ReportSource } from './document.ts';

function reducedBytes(
  bytes: NonNullable<ReportConnection['story']>['bytes'],
  reduction: Reduction,
): Partial<Record<Vantage, FrameBytes>> {
  return Object.fromEntries(
    Object.entries(bytes).map(([vantage, frames]) => [
      vantage,
      Object.fromEntries(
        Object.entries(frames).map(([frame, packet]) => [frame, reducedPacket(packet, reduction)]),
      ),
    ]),
  );
}

/** A file's name can name an address. `null`: it may. */
export function hiddenSource(source: ReportSource, addresses: AddressMap | null): ReportSource {
  if (addresses === null) return source;
  const { capture } = source;
  return { ...source, capture: { ...capture, file: addresses.inText(capture.file) } };
}

/** Whatever is said in it, with stand-ins. */
export function inWords<Told>(told: Told, addresses: AddressMap): Told {
  return JSON.parse(addresses.inText(JSON.stringify(told))) as Told;
}

/** What is taken out can't be put in again: of payload as little as either says stays, and addresses that were replaced stay so. */
export function reducedDocument(document: ReportDocument, wanted: Redaction): ReportDocument {
  const isNew = wanted.addresses === 'mapped' && document.redaction.addresses === 'real';
  const payloadBytes = Math.min(wanted.payloadBytes, document.redaction.payloadBytes);
  const addresses = isNew ? new AddressMap() : null;
  // every address must have been met before a text that may speak of it
  for (const { record } of document.connections) {
    addresses?.standIn(record.client.address);
    addresses?.standIn(record.server.address);
  }
  const stories = document.connections.map(({ story }) =>
    story === null ? null : { ...story, bytes: reducedBytes(story.bytes, { addresses, payloadBytes }) },
  );
  const connections = document.connections.map(({ record, run }, at): ReportConnection => {
    const story = stories[at] ?? null;
    if (addresses === null) return { record, story, run };
    return {
      record: inWords(record, addresses),
      story: story === null ? null : { ...story, events: inWords(story.events, addresses) },
      run: inWords(run, addresses),
    };
  });
  return {
    ...document,
    command:
      addresses === null || document.command === null ? document.command : addresses.inText(document.command),
    sources: document.sources.map((source) => hiddenSource(source, addresses)),
    redaction: { addresses: isNew ? 'mapped' : document.redaction.addresses, payloadBytes },
    connections,
  };
}
