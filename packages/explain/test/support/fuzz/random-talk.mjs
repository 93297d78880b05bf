// Conversations without sense that look like TCP all the same: numbers near those that would follow, on a few ports, so that
// everything a table of connections does is done often.
import {
  ethernetFrame,
  icmpError,
  pcapGlobalHeader,
  pcapngInterface,
  pcapngPacket,
  pcapngSection,
  pcapRecord,
  tcpPacket,
} from '@halfopen/wire';
import { concat } from './bytes.mjs';

const BEGIN_SECONDS = 1_700_000_000;
const ETHERNET = 1;
const RAW_IP = 101;
const FIN = 1;
const SYN = 2;
const RST = 4;
const PSH = 8;
const ACK = 16;
const flagSets = [
  SYN,
  SYN,
  SYN | ACK,
  SYN | ACK,
  ACK,
  ACK,
  ACK,
  ACK | PSH,
  ACK | PSH,
  ACK | FIN,
  ACK | FIN,
  RST,
  RST | ACK,
  SYN | FIN,
  0,
  255,
];
const pauses = [0, 0, 1, 1, 1, 20, 200, 400, 800, 1600, 3200, 20_000, 61_000, 601_000, -5, -2000];
const starts = [0, 1000, 0x7ffffff0, 0xfffffff0, 0xffffffff];

function optionsOf(random, isSyn) {
  if (isSyn)
    return random.once(2)
      ? [
          { kind: 'mss', bytes: random.pick([0, 536, 1460]) },
          { kind: 'window-scale', shift: random.below(16) },
        ]
      : [];
  if (random.once(4)) return [{ kind: 'timestamps', value: random.word(), echo: random.word() }];
  if (random.once(6)) return [{ kind: 'sack', blocks: [{ left: random.word(), right: random.word() }] }];
  return [];
}

function flowOf(random, version, port) {
  const [client, server] = version === 4 ? ['10.0.0.1', '10.0.0.2'] : ['fd00::1', 'fd00::2'];
  const side = (address, each) => ({
    address,
    port: each,
    next: random.pick(starts),
    ttl: random.pick([64, 57, 128]),
    last: null,
  });
  const sides = [side(client, port), side(server, 80)];
  return random.once(4) ? sides.reverse() : sides;
}

/** The IP packet of one step of a flow. */
function step(random, flow, version) {
  const from = random.below(2);
  const sender = flow[from];
  const receiver = flow[1 - from];
  if (sender.last !== null && random.once(20)) {
    const type = version === 4 ? random.pick([3, 3, 11, 5, 12]) : random.pick([1, 1, 2, 3]);
    return icmpError({
      source: receiver.address,
      destination: sender.address,
      type,
      code: random.below(16),
      quoted: sender.last,
    });
  }
  if (sender.last !== null && random.once(8)) return sender.last;
  if (random.once(25)) sender.next = random.pick(starts) + random.below(100_000);
  const flags = random.pick(flagSets);
  const payload = new Uint8Array(flags & SYN ? 0 : random.pick([0, 0, 0, 1, 10, 536, 1448]));
  const seqNumber = (sender.next + random.pick([0, 0, 0, 0, 0, -1, -1, -10, -1448, 1, 1448, 1 << 26])) >>> 0;
  const packet = tcpPacket({
    source: sender,
    destination: receiver,
    seqNumber,
    ackNumber:
      flags & ACK ? (receiver.next + random.pick([0, 0, 0, 0, -1, -1448, 1, 1448, 1 << 29])) >>> 0 : 0,
    flags,
    window: random.pick([0, 0, 1, 500, 65_535]),
    ttl: random.once(20) ? random.below(256) : sender.ttl,
    ipId: random.once(3) ? 0 : random.below(65_536),
    options: optionsOf(random, (flags & SYN) !== 0),
    payload,
  });
  const end = (seqNumber + payload.length + (flags & SYN ? 1 : 0) + (flags & FIN ? 1 : 0)) >>> 0;
  if (!(flags & RST) && ((end - sender.next) | 0) > 0) sender.next = end;
  sender.last = packet;
  return packet;
}

/** The file with these packets: of either format, with or without a link layer. */
function fileOf(random, packets) {
  const linkType = random.pick([ETHERNET, RAW_IP]);
  const frames = packets.map(({ ms, packet }) => ({
    ms,
    data: linkType === RAW_IP ? packet : ethernetFrame({ payload: packet, padTo: 60 }),
  }));
  if (random.once(3)) {
    return concat([
      pcapngSection(),
      pcapngInterface({ linkType }),
      ...frames.map(({ ms, data }) =>
        pcapngPacket({ timestamp: BigInt(BEGIN_SECONDS) * 1_000_000n + BigInt(ms) * 1000n, data }),
      ),
    ]);
  }
  return concat([
    pcapGlobalHeader({ linkType }),
    ...frames.map(({ ms, data }) =>
      pcapRecord({ seconds: BEGIN_SECONDS + Math.floor(ms / 1000), nanoseconds: (ms % 1000) * 1e6, data }),
    ),
  ]);
}

/** A capture of such conversations. */
export function randomTalk(random) {
  const version = random.pick([4, 4, 6]);
  const flows = Array.from({ length: 1 + random.below(3) }, (_, index) =>
    flowOf(random, version, 40_000 + index),
  );
  const packets = [];
  let ms = 5000;
  for (let left = 2 + random.below(60); left > 0; left -= 1) {
    ms = Math.max(0, ms + random.pick(pauses));
    packets.push({ ms, packet: step(random, random.pick(flows), version) });
  }
  return fileOf(random, packets);
}
