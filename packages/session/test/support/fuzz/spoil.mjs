// Spoils conversations: bits and lengths anywhere, and whole frames.

const interesting = [
  0, 1, 3, 4, 7, 8, 11, 12, 0x7f, 0x80, 0xff, 0x1000, 0xffff, 0x1f_ff_ff, 0x20_00_00, 0xff_ff_ff,
];

function flipBits(stream, random) {
  for (let left = 1 + random.below(6); left > 0; left -= 1) {
    stream[random.below(stream.length)] ^= 1 << random.below(8);
  }
  return stream;
}

function overwrite(stream, random) {
  const width = random.pick([1, 2, 3, 4]);
  if (stream.length < width) return stream;
  const value = random.pick(interesting) & (2 ** (8 * Math.min(width, 3)) - 1);
  stream.writeUIntBE(value, random.below(stream.length - width + 1), width);
  return stream;
}

function truncate(stream, random) {
  return stream.subarray(0, random.below(stream.length + 1));
}

function insert(stream, random) {
  const at = random.below(stream.length + 1);
  const junk = Buffer.from(Array.from({ length: 1 + random.below(40) }, () => random.below(256)));
  return Buffer.concat([stream.subarray(0, at), junk, stream.subarray(at)]);
}

function remove(stream, random) {
  const at = random.below(stream.length);
  return Buffer.concat([stream.subarray(0, at), stream.subarray(at + 1 + random.below(20))]);
}

/** The length of one frame says something else, and the rest stays. */
function lengthOf(frames, random) {
  const frame = Buffer.from(random.pick(frames));
  frame.writeUIntBE(random.once(2) ? random.pick(interesting) : Math.max(0, frame.length - 5), 1, 3);
  return frames.with(random.below(frames.length), frame);
}

function shortened(frames, random) {
  const at = random.below(frames.length);
  const cut = Buffer.from(frames[at].subarray(0, 4 + random.below(frames[at].length - 3)));
  cut.writeUIntBE(cut.length - 4, 1, 3);
  return frames.with(at, cut);
}

function retyped(frames, random) {
  const at = random.below(frames.length);
  const frame = Buffer.from(frames[at]);
  frame[0] = random.below(256);
  return frames.with(at, frame);
}

function doubled(frames, random) {
  return frames.toSpliced(random.below(frames.length + 1), 0, random.pick(frames));
}

const ofFrames = [lengthOf, shortened, retyped, doubled];
const ofBytes = [flipBits, overwrite, truncate, insert, remove];

/** The bytes of these frames, with one to three things wrong. */
export function spoilt(frames, random) {
  let changed = frames;
  for (let left = random.below(3); left > 0; left -= 1) changed = random.pick(ofFrames)(changed, random);
  let stream = Buffer.concat(changed);
  for (let left = changed === frames ? 1 : random.below(2); left > 0 && stream.length > 0; left -= 1) {
    stream = random.pick(ofBytes)(stream, random);
  }
  return stream;
}
