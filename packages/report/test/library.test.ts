import { AddressMap } from '@halfopen/explain';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../src/library/open.ts';
import type { NamedBlob } from '../src/library/reading.ts';
import { embeddedLibrary } from '../src/library/embedded.ts';
import { bytesOf, documentOf } from './sample.ts';

const options = { version: '1.2.3', progress: () => undefined };

function blob(name: string, bytes: Uint8Array<ArrayBuffer> = bytesOf(name)): NamedBlob {
  return { name, blob: new Blob([bytes]) };
}

describe('the library of a capture', () => {
  it('says of a connection what explain says', async () => {
    const library = await openLibrary([blob('close-unread.client.pcap')], options);
    const { connections } = await documentOf('close-unread.client.pcap');
    const { record, story } = await library.details(0, 0);
    expect(record).toEqual(connections[0]!.record);
    expect(story).toEqual(connections[0]!.story);
    expect(library.examples.get(0)).toEqual(record);
    expect(library.head.summary.failed).toBe(1);
    expect(library.head.sources[0]!.sha256).toMatch(/^[\da-f]{64}$/);
  });

  it('has payload only for who asks', async () => {
    const library = await openLibrary([blob('close-unread.client.pcap')], options);
    const length = async (payload: number): Promise<number> => {
      const { story } = await library.details(0, payload);
      return Object.values(story!.bytes).reduce(
        (sum, frames) => sum + Object.values(frames).reduce((all, bytes) => all + bytes.length, 0),
        0,
      );
    };
    expect((await length(100)) - (await length(0))).toBe(6);
  });

  it('gives away no address that is to be replaced', async () => {
    const library = await openLibrary([blob('close-unread.client.pcap')], options);
    const document = await library.document({ addresses: 'mapped', payloadBytes: 0 }, null);
    const { record } = await library.details(0, 0);
    const text = JSON.stringify(document);
    expect(text).not.toContain(record.client.address);
    expect(text).not.toContain(record.server.address);
    expect(document.connections[0]!.record.client.address).toBe(
      new AddressMap().standIn(record.client.address),
    );
    expect(document.redaction.addresses).toBe('mapped');
  });

  it('of a bundle is a run, with what really happened', async () => {
    const bytes = bytesOf('close-unread.client.pcap');
    const { record } = (await documentOf('close-unread.client.pcap')).connections[0]!;
    const truth = {
      schema: 'halfopen.truth/1',
      case: 'close-unread',
      variant: 'plain',
      outcome: 'as-expected',
      client: record.client,
      server: record.server,
      timeline: [{ kind: 'fault', at: 'middle', atNs: 3, what: 'cut both ways' }],
    };
    const files = ['client.pcap', 'middle.pcap', 'server.pcap'].map((name) => blob(`runs/x/${name}`, bytes));
    const text = new TextEncoder().encode(JSON.stringify(truth));
    const library = await openLibrary([...files, blob('runs/x/truth.json', text)], options);
    expect(library.runNames).toEqual(['close-unread/plain']);
    const { run, story } = await library.details(0, 0);
    expect(run?.outcome).toBe('as-expected');
    expect(story?.events).toEqual(truth.timeline);
    await expect(
      openLibrary([...files, blob('runs/x/truth.json', new TextEncoder().encode('{}'))], options),
    ).rejects.toThrow('runs/x: truth.json');
  });

  it('refuses what is no capture', async () => {
    const text = new TextEncoder().encode('no capture at all, but a text of some length, so to speak');
    await expect(openLibrary([blob('notes', text)], options)).rejects.toThrow(/notes|capture/);
    await expect(openLibrary([blob('a.txt', text), blob('b.json', text)], options)).rejects.toThrow(
      'no capture',
    );
  });

  it('of a page is what was put into it', async () => {
    const document = await documentOf('close-unread.client.pcap', 'close-half.client.pcap');
    const library = embeddedLibrary(document);
    expect(await library.details(1, 0)).toEqual(document.connections[1]);
    expect(await library.document({ addresses: 'real', payloadBytes: 9 }, [1])).toEqual({
      ...document,
      connections: [document.connections[1]],
      summary: {
        ...document.summary,
        connections: 1,
        of: 2,
        failed: 0,
        byCase: { 'close-half': 1 },
      },
    });
  });

  it('of a page gives away no address that is to be replaced', async () => {
    const document = await documentOf('close-unread.client.pcap', 'conn-ack-lost.server.pcap');
    const command = `halfopen explain --filter 'host ${document.connections[0]!.record.client.address}'`;
    const library = embeddedLibrary({ ...document, command });
    const hidden = await library.document({ addresses: 'mapped', payloadBytes: 0 }, null);
    const text = JSON.stringify(hidden);
    for (const { record, story } of document.connections) {
      for (const { address } of [record.client, record.server]) {
        expect(text).not.toContain(address);
        const bytes = address.split('.').map(Number).join();
        for (const frames of Object.values(story!.bytes))
          for (const packet of Object.values(frames)) expect(packet.join()).toContain(bytes);
        for (const each of hidden.connections)
          for (const frames of Object.values(each.story!.bytes))
            for (const packet of Object.values(frames)) expect(packet.join()).not.toContain(bytes);
      }
    }
    expect(hidden.redaction).toEqual({ addresses: 'mapped', payloadBytes: 0 });
    expect(hidden.connections.map(({ record }) => record.verdict.case)).toEqual(
      document.connections.map(({ record }) => record.verdict.case),
    );
  });
});
