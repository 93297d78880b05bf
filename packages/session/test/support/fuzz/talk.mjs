// A conversation as one side sends it: whole frames, most of them as they should be. Made without the codec, which is under test.

function frame(type, ...parts) {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(4);
  header.writeUInt32BE(type * 0x1_00_00_00 + body.length);
  return Buffer.concat([header, body]);
}

function uint64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function noise(random, length) {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) bytes[at] = random.below(256);
  return bytes;
}

function terms(random) {
  return [uint64(random.below(1000)), uint32(10_000), uint32(1 << 20), uint32(1 << 16)];
}

function hello(random) {
  const credentials = Buffer.alloc(random.below(40), 0x61);
  const length = Buffer.from([0, credentials.length]);
  const begin = Buffer.from('HOPN\u0001\u0000\u0000\u0000');
  const proofs = noise(random, 96);
  return frame(
    0x02,
    begin,
    noise(random, 32),
    uint64(1),
    ...terms(random),
    noise(random, 32),
    length,
    credentials,
    proofs,
  );
}

function welcome(random) {
  return frame(0x03, Buffer.from([1, 0, 0, 0]), uint64(1), ...terms(random), noise(random, 32));
}

function handshake(random) {
  if (random.once(2)) return [hello(random)];
  return [frame(0x01, Buffer.from([1, 1, 0, 0]), noise(random, 32)), welcome(random)];
}

function message(random, seq) {
  const length = random.once(12) ? random.below(60_000) : random.below(60);
  return frame(random.pick([0x10, 0x10, 0x11]), uint64(seq), Buffer.alloc(length, seq));
}

/** The frames of one side of one connection. */
export function talkFrames(random) {
  const frames = handshake(random);
  let seq = 0;
  for (let left = random.below(12); left > 0; left -= 1) {
    const kind = random.below(8);
    if (kind < 3) frames.push(message(random, (seq += 1)));
    else if (kind === 3) frames.push(frame(0x20, uint64(random.below(100)), uint32(random.word())));
    else if (kind === 4) frames.push(frame(random.pick([0x30, 0x31]), uint32(random.word())));
    else if (kind === 5) frames.push(frame(0x40, uint32(random.below(60_000))));
    else if (kind === 6) frames.push(frame(0x80 + random.below(128), noise(random, random.below(30))));
    else frames.push(frame(0x12, uint64((seq += 1))));
  }
  if (random.once(3)) frames.push(frame(0x04, Buffer.from([12]), uint32(0), Buffer.from('fin \u001b[0m é')));
  return frames;
}
