// Spoils captures: bits and lengths anywhere, whole records, and what TCP says.
import { concat } from './bytes.mjs';
import { headersOf, recordsOf } from './records.mjs';

const MOST_BYTES = 1 << 20;
const interesting = [
  0, 1, 2, 3, 4, 5, 15, 16, 20, 40, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
];

function put(bytes, at, value, width, little) {
  for (let each = 0; each < width; each += 1) {
    const place = at + (little ? each : width - 1 - each);
    if (place < bytes.length) bytes[place] = value >>> (8 * each);
  }
}

function flipBits(bytes, random) {
  const copy = bytes.slice();
  for (let left = 1 + random.below(8); left > 0; left -= 1)
    copy[random.below(copy.length)] ^= 1 << random.below(8);
  return copy;
}

function truncate(bytes, random) {
  return bytes.slice(0, random.below(bytes.length + 1));
}

/** Any two or four bytes might be a length. */
function overwriteWord(bytes, random) {
  const copy = bytes.slice();
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    put(copy, random.below(copy.length), random.pick(interesting), random.pick([1, 2, 4]), random.once(2));
  }
  return copy;
}

function insert(bytes, random) {
  const at = random.below(bytes.length + 1);
  const junk = Uint8Array.from({ length: 1 + random.below(random.once(4) ? 2000 : 40) }, () =>
    random.below(256),
  );
  return concat([bytes.subarray(0, at), junk, bytes.subarray(at)]);
}

function remove(bytes, random) {
  const at = random.below(bytes.length);
  return concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(60))]);
}

function inRecords(change) {
  return (bytes, random) => {
    const records = recordsOf(bytes);
    return records.length === 0 ? flipBits(bytes, random) : change(bytes, random, records);
  };
}

const recordWord = inRecords((bytes, random, records) => {
  const copy = bytes.slice();
  const { start, data } = random.pick(records);
  put(
    copy,
    start + 4 * random.below((data - start) / 4),
    random.once(3) ? random.word() : random.pick(interesting),
    4,
    random.once(2),
  );
  return copy;
});

const dropRecords = inRecords((bytes, random, records) => {
  const from = random.below(records.length);
  const to = Math.min(records.length - 1, from + random.below(4));
  return concat([bytes.subarray(0, records[from].start), bytes.subarray(records[to].end)]);
});

const duplicateRecord = inRecords((bytes, random, records) => {
  const { start, end } = random.pick(records);
  const at = random.pick(records).end;
  const copies = Array.from({ length: 1 + random.below(random.once(5) ? 200 : 3) }, () =>
    bytes.subarray(start, end),
  );
  return concat([bytes.subarray(0, at), ...copies, bytes.subarray(at)]);
});

const reorderRecords = inRecords((bytes, random, records) => {
  const order = records.map(({ start, end }) => bytes.subarray(start, end));
  for (let left = 1 + random.below(6); left > 0; left -= 1) {
    const [a, b] = [random.below(order.length), random.below(order.length)];
    [order[a], order[b]] = [order[b], order[a]];
  }
  return concat([bytes.subarray(0, records[0].start), ...order, bytes.subarray(records.at(-1).end)]);
});

/** What TCP says in a few records: flags, numbers, window, lengths, ports. */
const tcpFields = inRecords((bytes, random, records) => {
  const copy = bytes.slice();
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    const headers = headersOf(copy, random.pick(records));
    if (headers === null) continue;
    const { tcp, ip } = headers;
    const near = random.once(3) ? random.word() : copy[tcp + 7] + random.pick([-2, -1, 1, 2, 100]);
    const changes = [
      () => put(copy, tcp + 13, random.below(256), 1, false),
      () => put(copy, tcp + 13, random.pick([2, 18, 16, 17, 4, 20, 24, 0, 41]), 1, false),
      () => put(copy, tcp + 7, near & 0xff, 1, false),
      () => put(copy, tcp + 4, random.word(), 4, false),
      () => put(copy, tcp + 8, random.word(), 4, false),
      () => put(copy, tcp + 11, near & 0xff, 1, false),
      () => put(copy, tcp + 14, random.pick([0, 1, 0xffff]), 2, false),
      () => put(copy, tcp + 12, random.below(16) << 4, 1, false),
      () => put(copy, tcp + random.pick([0, 2]), random.pick([0, 80, 0xffff]), 2, false),
      () => put(copy, ip + 2, random.pick([0, 20, 39, 40, 41, 0xffff]), 2, false),
      () => put(copy, ip + 4, random.word(), 4, false),
    ];
    random.pick(changes)();
  }
  return copy;
});

/** One record's packet within another of its kind, several deep: IP in IP, whatever lies below. */
const nest = inRecords((bytes, random, records) => {
  const record = random.pick(records);
  const headers = headersOf(bytes, record);
  // only where the record's length stands where pcap has it, in little-endian order
  if (headers === null || headers.version !== 4 || record.data - record.start !== 16)
    return flipBits(bytes, random);
  const outer = bytes.slice(headers.ip, headers.ip + 20);
  outer[0] = 0x45;
  outer[9] = random.pick([4, 4, 4, 41, 47]);
  const layers = Array.from({ length: 1 + random.below(random.once(5) ? 60 : 4) }, () => outer);
  const head = bytes.slice(record.start, headers.ip);
  const nested = concat([head, ...layers, bytes.subarray(headers.ip, record.dataEnd)]);
  put(nested, 8, nested.length - 16, 4, true);
  put(nested, 12, nested.length - 16, 4, true);
  return concat([bytes.subarray(0, record.start), nested, bytes.subarray(record.end)]);
});

/** Records of another capture in between; of the same kind or not. */
function splice(bytes, random, others) {
  const other = random.pick(others);
  const [from, into] = [recordsOf(other), recordsOf(bytes)];
  if (from.length === 0 || into.length === 0) return concat([bytes, other]);
  const first = random.below(from.length);
  const last = Math.min(from.length - 1, first + random.below(20));
  const at = random.pick(into).end;
  return concat([
    bytes.subarray(0, at),
    other.subarray(from[first].start, from[last].end),
    bytes.subarray(at),
  ]);
}

const anywhere = [flipBits, truncate, overwriteWord, insert, remove];
const aimed = [
  recordWord,
  dropRecords,
  duplicateRecord,
  reorderRecords,
  tcpFields,
  tcpFields,
  tcpFields,
  nest,
  splice,
];

/** The capture, spoilt once or a few times. `others`: captures to take records from. */
export function mutated(bytes, random, others) {
  let spoilt = bytes;
  const kinds = random.once(3) ? anywhere : aimed;
  for (let left = 1 + random.below(random.once(3) ? 12 : 3); left > 0; left -= 1) {
    if (spoilt.length === 0 || spoilt.length > MOST_BYTES) break;
    spoilt = random.pick(random.once(6) ? anywhere : kinds)(spoilt, random, others);
  }
  return spoilt;
}
