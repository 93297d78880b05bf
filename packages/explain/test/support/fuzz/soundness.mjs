// What holds for the records of any capture, however spoilt it is.

const outcomes = ['ok', 'failed', 'open', 'partial'];
const certainties = new Set(['certain', 'likely', 'possible']);
const vantages = new Set(['client', 'middle', 'server', 'unknown']);
const MOST_EVIDENCE = 9;

/** Every number and text in a record, with the path to it. */
function* leaves(value, path) {
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value))
      yield* leaves(inner, Array.isArray(value) ? `${path}[]` : `${path}.${name}`);
  } else yield [path, value];
}

function leafFaults(record, say) {
  for (const [path, value] of leaves(record, record.type)) {
    if (typeof value === 'number' && !Number.isFinite(value)) say(`${path} is ${value}`);
    else if (typeof value === 'number' && value < 0) say(`${path} is negative`);
    else if (typeof value === 'number' && !path.endsWith('rttMs') && !Number.isInteger(value))
      say(`${path} is no whole number`);
    else if (typeof value === 'string' && /NaN|undefined|Infinity/.test(value))
      say(`${path} says ${/NaN|undefined|Infinity/.exec(value)[0]}`);
    else if (typeof value === 'string' && /\de\+\d/.test(value)) say(`${path} has a number with an exponent`);
    else if (value === undefined) say(`${path} is undefined`);
  }
}

function verdictFaults({ verdict, frames }, most, say) {
  if (!certainties.has(verdict.certainty)) say('certainty is unknown');
  if (new Set([verdict.case, ...verdict.lookalikes]).size !== verdict.lookalikes.length + 1)
    say('a lookalike is told twice');
  if (verdict.summary === '') say('summary is empty');
  const { evidence } = verdict;
  if (evidence.length === 0 || evidence.length > MOST_EVIDENCE)
    say(`${evidence.length === 0 ? 'no' : 'too much'} evidence`);
  for (const { frame, says } of evidence) {
    if (frame < 1 || frame > most) say('evidence outside the file');
    else if (frame < frames.first || frame > frames.last) say('evidence outside the connection');
    if (says === '') say('evidence says nothing');
  }
  if (evidence.some(({ frame }, at) => at > 0 && frame <= evidence[at - 1].frame))
    say('evidence out of order');
}

function connectionFaults(record, at, most, say) {
  const { id, frames, startNs, durationNs, outcome, vantage, incarnation } = record;
  if (id !== at + 1) say('ids are not consecutive');
  if (!outcomes.includes(outcome)) say('outcome is unknown');
  if (!vantages.has(vantage.at)) say('vantage is unknown');
  if (incarnation < 1) say('incarnation below 1');
  if (!/^\d+$/.test(startNs)) say(`startNs is not digits`);
  if (!/^\d+$/.test(durationNs)) say(`durationNs is not digits`);
  if (frames.first < 1 || frames.last > most || frames.first > frames.last) say('frames outside the file');
  if (frames.count < 1) say('a connection without frames');
  if (frames.count > frames.last - frames.first + 1) say('more frames than there is room for');
  verdictFaults(record, most, say);
}

/** What is wrong with the records of one capture; empty: nothing. Texts are the same for the same fault. */
export function faultsOf(records) {
  const faults = new Set();
  const say = (fault) => faults.add(fault);
  for (const record of records) leafFaults(record, say);
  const captures = records.filter(({ type }) => type === 'capture');
  const connections = records.filter(({ type }) => type === 'connection');
  const summary = records.at(-1);
  if (captures.length !== 1 || summary?.type !== 'summary')
    return ['not one capture and a summary at the end', ...faults];
  const [capture] = captures;
  connections.forEach((record, at) => connectionFaults(record, at, capture.frames, say));
  if (connections.some(({ frames }, at) => at > 0 && frames.first < connections[at - 1].frames.first))
    say('not in order of first frames');
  if (capture.tcpFrames > capture.frames) say('more TCP frames than frames');
  const counted = connections.reduce((sum, { frames }) => sum + frames.count, 0);
  if (counted > capture.frames) say('frames counted twice');
  if (counted < capture.tcpFrames) say('TCP frames of no connection');
  if (summary.connections !== connections.length) say('connections miscounted');
  for (const outcome of outcomes) {
    if (summary[outcome] !== connections.filter((each) => each.outcome === outcome).length)
      say(`${outcome} miscounted`);
  }
  for (const [name, count] of Object.entries(summary.byCase)) {
    if (count !== connections.filter(({ verdict }) => verdict.case === name).length) say('byCase miscounted');
  }
  return [...faults];
}
