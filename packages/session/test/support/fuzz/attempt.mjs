// One input: a conversation, spoilt or not, fed to the parser and to every decoder, and what must be true of what comes out.
import { chanceOf } from '../../../../explain/test/support/fuzz/random.mjs';
import { spoilt } from './spoil.mjs';
import { talkFrames } from './talk.mjs';

const HANDSHAKE_LIMIT = 4096;
const OPEN_LIMIT = 65_544;

/** Input number `input` of a series. One in ten is left as it is. */
export function inputOf(seed, input) {
  const random = chanceOf(seed, input);
  const frames = talkFrames(random);
  return input % 10 === 0 ? Buffer.concat(frames) : spoilt(frames, random);
}

/** What a side does with each frame, as far as decoding goes; what it has learnt. */
function take(codec, type, bytes, start, end) {
  const body = bytes.subarray(start, end);
  switch (type) {
    case 0x01:
      return codec.decodeChallenge(body);
    case 0x02:
      return codec.decodeHello(body);
    case 0x03:
      return codec.decodeWelcome(body);
    case 0x04:
      return codec.decodeBye(bytes, start, end);
    case 0x10:
    case 0x11:
    case 0x12:
      if (end - start < 8) throw new codec.FrameError('a message without a number');
      return codec.readUint64(bytes, start);
    case 0x20:
      return codec.decodeAck(bytes, start, end);
    case 0x30:
    case 0x31:
      return codec.decodeHeartbeat(bytes, start, end);
    case 0x40:
      return codec.decodeGoAway(bytes, start, end);
    default:
      if (type < 0x80) throw new codec.FrameError(`type ${type}`);
      return null;
  }
}

/** Feeds the pieces to a new parser: what came of them, as text, and what was wrong about it. */
function feed(codec, pieces) {
  const parser = new codec.FrameParser(HANDSHAKE_LIMIT);
  const told = [];
  const faults = [];
  let ended = null;
  let largestPiece = 0;
  for (const piece of pieces) {
    largestPiece = Math.max(largestPiece, piece.length);
    try {
      parser.push(piece, (type, bytes, start, end) => {
        if (ended !== null) faults.push('hands on a frame after an error');
        if (end - start > parser.maxBodyBytes) faults.push('hands on a frame beyond the limit');
        if (bytes.length > Math.max(largestPiece, parser.maxBodyBytes + 4))
          faults.push('takes more memory than a frame');
        told.push(
          `${type} ${bytes.toString('base64', start, end)} ${JSON.stringify(take(codec, type, bytes, start, end))}`,
        );
        if (type === 0x02 || type === 0x03) parser.maxBodyBytes = OPEN_LIMIT;
        if (type === 0x04) parser.stopped = true;
      });
    } catch (error) {
      if (ended !== null) faults.push('throws again');
      ended = error;
      if (!(error instanceof codec.FrameError))
        faults.push(`throws ${String(error?.stack ?? error).slice(0, 300)}`);
    }
  }
  return { told, faults, ended, isInside: parser.isInsideFrame };
}

function inPieces(bytes, random) {
  const most = random.pick([1, 3, 9, 100, 5000]);
  const pieces = [];
  for (let at = 0; at < bytes.length;) {
    const length = 1 + random.below(most);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

/** What went wrong with an input (empty: nothing), and how many frames came out of it. */
export function attempt(codec, seed, input) {
  const bytes = inputOf(seed, input);
  const whole = feed(codec, [bytes]);
  const cut = feed(codec, inPieces(bytes, chanceOf(seed, -2 - input)));
  const faults = [...whole.faults, ...cut.faults];
  if (whole.told.join() !== cut.told.join() || whole.ended?.message !== cut.ended?.message) {
    faults.push('tells something else when the bytes come in pieces');
  }
  if (input % 10 === 0 && (whole.ended !== null || whole.isInside)) {
    faults.push(`refuses what is as it should be: ${whole.ended?.message}`);
  }
  return { faults, frames: whole.told.length, refused: whole.ended !== null };
}
