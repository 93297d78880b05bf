// A capture file taken apart: where each record lies and where its packet, so that spoiling can aim.
import { FrameView } from '@halfopen/wire';

const pcapMagic = new Map([
  [0xd4c3b2a1, true],
  [0x4d3cb2a1, true],
  [0xa1b2c3d4, false],
  [0xa1b23c4d, false],
]);
const PCAPNG = 0x0a0d0d0a;
const ENHANCED = 6;
const INTERFACE = 1;

function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function pcapRecords(bytes, little) {
  const view = viewOf(bytes);
  const linkType = view.getUint32(20, little) & 0xffff;
  const records = [];
  for (let start = 24; start + 16 <= bytes.length;) {
    const data = start + 16;
    const end = data + view.getUint32(start + 8, little);
    if (end > bytes.length) break;
    records.push({ start, data, end, dataEnd: end, linkType });
    start = end;
  }
  return records;
}

function pcapngRecords(bytes) {
  const view = viewOf(bytes);
  const little = bytes.length > 12 && view.getUint32(8, true) === 0x1a2b3c4d;
  const linkTypes = [];
  const records = [];
  for (let start = 0; start + 12 <= bytes.length;) {
    const type = view.getUint32(start, little);
    const end = start + view.getUint32(start + 4, little);
    if (end > bytes.length || end < start + 12) break;
    if (type === INTERFACE) linkTypes.push(view.getUint16(start + 8, little));
    if (type === ENHANCED && end - start >= 32) {
      const dataEnd = start + 28 + view.getUint32(start + 20, little);
      if (dataEnd <= end)
        records.push({ start, data: start + 28, end, dataEnd, linkType: linkTypes[0] ?? 1 });
    }
    start = end;
  }
  return records;
}

/** Where the records of a capture lie: `[start, end)`, with the packet at `[data, dataEnd)`. Empty when it cannot be told. */
export function recordsOf(bytes) {
  if (bytes.length < 24) return [];
  const magic = viewOf(bytes).getUint32(0);
  if (magic === PCAPNG) return pcapngRecords(bytes);
  const little = pcapMagic.get(magic);
  return little === undefined ? [] : pcapRecords(bytes, little);
}

/** Where in the file the IP and the TCP header of a record begin; `null` when it holds no TCP. */
export function headersOf(bytes, { data, dataEnd, linkType }) {
  const view = new FrameView();
  if (view.decode(bytes, data, dataEnd - data, linkType) !== 'tcp') return null;
  return { ip: view.ipOffset, tcp: view.tcpOffset, end: dataEnd, version: view.ipVersion };
}
