/** `halfopen cases`: the catalogue, as a list or one case as a page. */
import { type CaseName, describeCase, describedCases, everyCase, isMade } from '@halfopen/catalogue';
import { type Context, print, tell } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { paint } from '../terminal/style.ts';
import { cell, cut } from '../terminal/text.ts';
import { caseNamed } from './case-named.ts';
import { lookalikesByVantage } from './lookalikes.ts';
import { casePage } from './page.ts';

const SCHEMA = 'halfopen.cases/1';
const NAME_WIDTH = Math.max(...everyCase.map(({ length }) => length));
const NOT_MADE = '*';

const phases = ['connecting', 'idle', 'sending', 'closing'] as const;

function row(id: CaseName, width: number): string {
  const { title, benign } = describeCase(id);
  const text = `${title}${benign ? ' (benign)' : ''}`;
  return `${isMade(id) ? ' ' : NOT_MADE} ${cell(id, NAME_WIDTH)} ${cut(text, width - NAME_WIDTH - 3)}`;
}

function list(context: Context): void {
  const { out } = context;
  for (const phase of phases) {
    print(context, paint(out, 'bold', phase));
    for (const id of everyCase.filter((each) => describeCase(each).phase === phase))
      print(context, row(id, out.width));
  }
  print(context, `\n${NOT_MADE} not made here yet: described, but the lab has no run of it`);
  tell(
    context,
    `\n${describedCases.length} of ${everyCase.length} are made here. One case as a page: halfopen cases close-unread`,
  );
}

function asJson(id: CaseName): string {
  return JSON.stringify({
    type: 'case',
    schema: SCHEMA,
    ...describeCase(id),
    lookalikes: lookalikesByVantage(id),
  });
}

/** Lists the catalogue, or shows one case. */
export function casesCommand(context: Context, word: string | undefined, json: boolean): ExitCode {
  const id = word === undefined ? undefined : caseNamed(word);
  if (json) for (const each of id === undefined ? everyCase : [id]) print(context, asJson(each));
  else if (id === undefined) list(context);
  else print(context, casePage(context.out, id));
  return exitCodes.done;
}
