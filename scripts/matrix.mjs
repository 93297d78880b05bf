// `node scripts/matrix.mjs LINES... > docs/verdicts.md`: what explain says of every case from every vantage, from the lines of
// `halfopen lab --seeds --json` (npm run soak -- --lines FILE collects many). Needs the build.
import { readFileSync } from 'node:fs';
import { caseNames, isMade, lookalikesOf } from '../packages/catalogue/dist/index.js';

const vantages = ['client', 'middle', 'server'];

function readRuns(files) {
  return files
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(({ type, verdicts }) => type === 'run' && verdicts !== undefined);
}

/** A cell: how the verdicts of all runs of a case at a vantage came out. */
function cellOf(id, at, runs) {
  const verdicts = runs.map((run) => run.verdicts[at]);
  if (verdicts.length === 0) return '';
  const missed = verdicts.filter(({ holdsTruth }) => !holdsTruth).length;
  if (missed > 0) return `**missed in ${missed} of ${verdicts.length}**`;
  const shown = verdicts.filter(({ case: name }) => name !== null);
  if (shown.length === 0)
    return verdicts.every(({ outcome }) => outcome === null) ? 'no packet here' : 'invisible here';
  const others = new Set(shown.flatMap(({ case: name, lookalikes }) => [name, ...lookalikes]));
  others.delete(id);
  const certain = shown.filter(({ certainty }) => certainty === 'certain').length;
  const sometimes = shown.length < verdicts.length ? ', or invisible' : '';
  if (others.size === 0) return `certain${sometimes}`;
  const text = `with ${others.size} ${others.size === 1 ? 'lookalike' : 'lookalikes'}`;
  return `${certain > 0 ? `certain, or ${text}` : text}${sometimes}`;
}

function rowOf(id, runs) {
  if (!isMade(id)) {
    const cells = vantages.map((at) => {
      const count = lookalikesOf(id, at).length;
      return count === 0 ? '·' : `(${count})`;
    });
    return `| ${id} | ${cells.join(' | ')} | |`;
  }
  const mine = runs.filter((run) => run.case === id);
  const named = mine
    .flatMap((run) => vantages.map((at) => run.verdicts[at].case))
    .filter((name) => name === id).length;
  const told = mine.flatMap((run) => vantages.map((at) => run.verdicts[at].outcome)).filter(Boolean).length;
  const share = told === 0 ? '' : `${Math.round((100 * named) / told)} %`;
  return `| ${id} | ${vantages.map((at) => cellOf(id, at, mine)).join(' | ')} | ${share} |`;
}

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('usage: node scripts/matrix.mjs LINES... > docs/verdicts.md\n');
  process.exit(2);
}
const runs = readRuns(files);
const wrong = runs.flatMap((run) => vantages.filter((at) => !run.verdicts[at].holdsTruth)).length;
process.stdout.write(`# What a capture can show, by case and vantage

Made by \`scripts/matrix.mjs\` from ${runs.length} runs of the lab, each explained from its three captures; the truth was held in
${runs.length * vantages.length - wrong} of ${runs.length * vantages.length} verdicts.

*certain*: nothing else leaves these packets there. *with n lookalikes*: the verdict names the case and n others, or one of them with the
case among the others; \`halfopen cases ID\` says what tells them apart. *invisible here*: the connection looks well from there; the verdict
is that nothing went wrong, and lists the case among those that would look like it. *no packet here*: none comes by.
The last column says how often the case itself was named first. Cases that the lab does not make yet have in brackets how many
lookalikes the catalogue knows; a dot stands for none.

| case | at the client | in the middle | at the server | named first |
|---|---|---|---|---|
${Object.keys(caseNames)
  .map((id) => rowOf(id, runs))
  .join('\n')}
`);
