/** A catalogue entry as a page, in the manner of a manual page. */
import {
  type CaseEntry,
  type CaseName,
  type UnmadeCase,
  type Variant,
  type Vantage,
  caseNames,
  cases,
  claims,
  isMade,
  unmadeCases,
} from '@halfopen/catalogue';
import { type Style, paint } from '../terminal/style.ts';
import { indent } from '../terminal/text.ts';
import { callText, wireText } from './expectation-text.ts';
import { type LookalikeGroup, lookalikeGroups, lookalikesByVantage, vantages } from './lookalikes.ts';

const MAX_WIDTH = 100;
const INDENT = 4;

const endedByTexts = {
  client: 'the client',
  server: 'the server',
  middle: 'something between them',
  path: 'the path: packets are lost, nobody acts',
  nobody: 'nobody: it still stands',
} as const;

const places: Readonly<Record<Vantage, string>> = {
  client: 'at the client',
  middle: 'in the middle',
  server: 'at the server',
};

class Page {
  readonly #style: Style;
  readonly #lines: string[] = [];

  constructor(style: Style) {
    this.#style = { ...style, width: Math.min(style.width, MAX_WIDTH) };
  }

  get ascii(): boolean {
    return this.#style.ascii;
  }

  heading(text: string): this {
    this.#lines.push('', paint(this.#style, 'bold', text));
    return this;
  }

  paragraph(text: string, by = INDENT, first = ''): this {
    this.#lines.push(indent(text, this.#style.width, by, first));
    return this;
  }

  line(text: string): this {
    this.#lines.push(text);
    return this;
  }

  get text(): string {
    return this.#lines.join('\n').trimStart();
  }
}

function variantSection(page: Page, { name, about, endedBy, expects }: Variant): void {
  const { calls, wire, kernel } = expects;
  const ended = endedBy === undefined ? '' : ` Ended by ${endedByTexts[endedBy]}.`;
  page.line('').paragraph(`${name}: ${about}${ended}`, INDENT);
  for (const side of ['client', 'server'] as const) {
    if (calls[side].length === 0) continue;
    page.line('').paragraph(`${side}'s calls`, INDENT + 2);
    for (const step of calls[side]) page.line(`${' '.repeat(INDENT + 4)}${callText(step)}`);
  }
  const same =
    JSON.stringify(wire.client) === JSON.stringify(wire.middle) &&
    JSON.stringify(wire.client) === JSON.stringify(wire.server);
  for (const at of same ? (['client'] as const) : vantages) {
    const where = same
      ? 'packets, the same at every vantage'
      : `packets at the ${at === 'middle' ? 'router' : at}`;
    page.line('').paragraph(where, INDENT + 2);
    const steps = wire[at].flatMap((step) => wireText(step, page.ascii));
    for (const text of steps.length === 0 ? ['none'] : steps) page.line(`${' '.repeat(INDENT + 4)}${text}`);
  }
  page.line('').paragraph('kernel', INDENT + 2);
  const resets = kernel.resets.map(({ by, reasons }) => `the ${by} sends a reset: ${reasons.join(' or ')}`);
  const moved = kernel.counters.map(({ at, name: counter, change }) =>
    change === 'none'
      ? `${counter} at the ${at} stays`
      : `${counter} at the ${at} +${change === 'some' ? 'n' : change}`,
  );
  for (const text of resets.length === 0 ? ['sends no reset'] : resets)
    page.line(`${' '.repeat(INDENT + 4)}${text}`);
  for (const text of moved) page.line(`${' '.repeat(INDENT + 4)}${text}`);
}

/** `At every vantage`, or the places where the capture was made. */
function capturesText(at: readonly Vantage[]): string {
  if (at.length === vantages.length) return 'At every vantage';
  return `In a capture ${at.map((each) => places[each]).join(' or ')}`;
}

function lookalikeSection(page: Page, groups: readonly LookalikeGroup[]): void {
  page.heading('WHAT LOOKS THE SAME, AND WHAT SETTLES IT');
  if (groups.some(({ lookalikes }) => lookalikes.length > 0))
    page.paragraph('Under each name stands what shows that it was that case.').line('');
  for (const [index, { at, lookalikes }] of groups.entries()) {
    if (index > 0) page.line('');
    if (lookalikes.length === 0) {
      page.paragraph(`${capturesText(at)}: no other case is known to leave these packets.`);
      continue;
    }
    page.paragraph(`${capturesText(at)}:`);
    for (const { case: id, settledBy } of lookalikes)
      page
        .line('')
        .paragraph(`${id} (${caseNames[id]})`, INDENT + 2)
        .paragraph(settledBy, INDENT + 4);
  }
}

function sightSection(page: Page, entry: CaseEntry | UnmadeCase): void {
  page.heading('WHAT THE PROGRAMS SEE');
  const ways = 'variants' in entry ? entry.variants : [entry];
  for (const way of ways) {
    const several = 'name' in way && ways.length > 1;
    if (several) page.paragraph(way.name);
    const by = several ? INDENT + 2 : INDENT;
    page.paragraph(`client: ${way.clientSees}`, by).paragraph(`server: ${way.serverSees}`, by);
  }
}

function checkSection(page: Page, entry: CaseEntry | UnmadeCase): void {
  page.heading('WHAT THE LAB CHECKS');
  if ('variants' in entry) for (const variant of entry.variants) variantSection(page, variant);
  else
    page.paragraph('Not made here yet: the lab has no run of it, so no run has checked what this page says.');
}

function claimSection(page: Page, { claims: answered }: CaseEntry): void {
  if (answered.length === 0) return;
  page.heading('CLAIMS OF THE SEED ARTICLES IT ANSWERS');
  for (const { id, says } of claims.filter((claim) => answered.includes(claim.id)))
    page.paragraph(says, INDENT + 5, `${' '.repeat(INDENT)}${id}  `);
}

/** The page of any case, whether the lab makes it or not. */
export function casePage(style: Style, id: CaseName): string {
  const entry: CaseEntry | UnmadeCase = isMade(id) ? cases[id] : unmadeCases[id];
  const page = new Page(style);
  page.heading('NAME').paragraph(`${entry.id} - ${entry.title}`);
  page.heading('WHAT IT IS').paragraph(entry.about);
  page
    .line('')
    .paragraph(
      `Phase: ${entry.phase}. Ended by ${endedByTexts[entry.endedBy]}. ${entry.benign ? 'Benign: no failure.' : 'A failure.'}`,
    );
  sightSection(page, entry);
  page.heading('ON THE WIRE');
  for (const at of vantages) page.paragraph(`${places[at]}: ${entry.onTheWire[at]}`);
  page.heading('WHAT PROVES IT').paragraph(entry.provenBy);
  lookalikeSection(page, lookalikeGroups(lookalikesByVantage(id)));
  page.heading('WHAT TO DO');
  for (const advice of entry.advice) page.paragraph(advice, INDENT + 2, `${' '.repeat(INDENT)}- `);
  checkSection(page, entry);
  page.heading('REFERENCES');
  for (const { where, says } of entry.references)
    page.paragraph(`${where}: ${says}`, INDENT + 2, ' '.repeat(INDENT));
  if ('claims' in entry) claimSection(page, entry);
  page
    .heading('SEE IT')
    .paragraph('variants' in entry ? `halfopen lab ${entry.id} --ladder` : 'Not made here yet.');
  return page.text;
}
