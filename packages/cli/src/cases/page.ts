/** A catalogue entry as a page, in the manner of a manual page. */
import {
  type CaseEntry,
  type Lookalike,
  type Variant,
  type Vantage,
  caseNames,
  claims,
} from '@halfopen/catalogue';
import { type Style, paint } from '../terminal/style.ts';
import { indent } from '../terminal/text.ts';
import { callText, wireText } from './expectation-text.ts';

const MAX_WIDTH = 100;
const INDENT = 4;

const endedByTexts = {
  client: 'the client',
  server: 'the server',
  middle: 'something between them',
  path: 'the path: packets are lost, nobody acts',
  nobody: 'nobody: it still stands',
} as const;

const vantages: readonly Vantage[] = ['client', 'middle', 'server'];

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

function lookalikeSection(page: Page, at: Vantage, lookalikes: readonly Lookalike[]): void {
  const where = at === 'middle' ? 'in the middle' : `at the ${at}`;
  page.line('');
  if (lookalikes.length === 0) {
    page.paragraph(`A capture ${where}: nothing else leaves these packets.`);
    return;
  }
  page.paragraph(`A capture ${where}:`);
  for (const { case: id, settledBy } of lookalikes) {
    page.paragraph(`${id} (${caseNames[id]})`, INDENT + 2);
    page.paragraph(settledBy, INDENT + 4);
  }
}

function sameLookalikes({ lookalikes }: CaseEntry): boolean {
  const texts = vantages.map((at) => JSON.stringify(lookalikes[at]));
  return texts.every((text) => text === texts[0]);
}

/** The page. */
export function casePage(style: Style, entry: CaseEntry): string {
  const page = new Page(style);
  page.heading('NAME').paragraph(`${entry.id} - ${entry.title}`);
  page.heading('WHAT IT IS').paragraph(entry.about);
  page
    .line('')
    .paragraph(
      `Phase: ${entry.phase}. Ended by ${endedByTexts[entry.endedBy]}. ${entry.benign ? 'Benign: no failure.' : 'A failure.'}`,
    );
  page.heading('WHAT THE PROGRAMS SEE');
  for (const { name, clientSees, serverSees } of entry.variants) {
    if (entry.variants.length > 1) page.paragraph(name, INDENT);
    const by = entry.variants.length > 1 ? INDENT + 2 : INDENT;
    page.paragraph(`client: ${clientSees}`, by).paragraph(`server: ${serverSees}`, by);
  }
  page.heading('ON THE WIRE');
  for (const at of vantages)
    page.paragraph(`${at === 'middle' ? 'in the middle' : `at the ${at}`}: ${entry.onTheWire[at]}`);
  page.heading('WHAT LOOKS THE SAME, AND WHAT SETTLES IT');
  if (sameLookalikes(entry) && entry.lookalikes.client.length > 0) {
    for (const { case: id, settledBy } of entry.lookalikes.client) {
      page
        .line('')
        .paragraph(`${id} (${caseNames[id]})`)
        .paragraph(settledBy, INDENT + 2);
    }
    page.line('').paragraph('The same at every vantage.');
  } else for (const at of vantages) lookalikeSection(page, at, entry.lookalikes[at]);
  page.heading('WHAT TO DO');
  for (const advice of entry.advice) page.paragraph(advice, INDENT + 2, `${' '.repeat(INDENT)}- `);
  page.heading('WHAT THE LAB CHECKS');
  for (const variant of entry.variants) variantSection(page, variant);
  page.heading('REFERENCES');
  for (const { where, says } of entry.references)
    page.paragraph(`${where}: ${says}`, INDENT + 2, ' '.repeat(INDENT));
  if (entry.claims.length > 0) {
    page.heading('CLAIMS OF THE SEED ARTICLES IT ANSWERS');
    for (const claim of claims.filter(({ id }) => entry.claims.includes(id)))
      page.paragraph(claim.says, INDENT + 5, `${' '.repeat(INDENT)}${claim.id}  `);
  }
  page.heading('SEE IT').paragraph(`halfopen lab ${entry.id} --ladder`);
  return page.text;
}
