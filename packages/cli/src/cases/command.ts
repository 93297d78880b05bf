/** `halfopen cases`: the catalogue, as a list or one case as a page. */
import { caseNames, cases, describedCases } from '@halfopen/catalogue';
import { type Context, print, tell } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { caseNamed } from '../lab/select.ts';
import { paint } from '../terminal/style.ts';
import { cell, cut } from '../terminal/text.ts';
import { casePage } from './page.ts';

const SCHEMA = 'halfopen.cases/1';
const NAME_WIDTH = 28;

const phases = ['connecting', 'idle', 'sending', 'closing'] as const;

function list(context: Context): void {
  const { out } = context;
  for (const phase of phases) {
    print(context, paint(out, 'bold', phase));
    for (const id of describedCases.filter((each) => cases[each].phase === phase)) {
      const { title, benign } = cases[id];
      const text = `${title}${benign ? ' (benign)' : ''}`;
      print(context, `  ${cell(id, NAME_WIDTH)} ${cut(text, out.width - NAME_WIDTH - 3)}`);
    }
  }
  const others = Object.keys(caseNames).length - describedCases.length;
  tell(context, `\n${others} more are known by name only. One case as a page: halfopen cases close-unread`);
}

/** Lists the catalogue, or shows one case. */
export function casesCommand(context: Context, id: string | undefined, json: boolean): ExitCode {
  const wanted = id === undefined ? describedCases : [caseNamed(id)];
  if (json) {
    for (const each of wanted)
      print(context, JSON.stringify({ type: 'case', schema: SCHEMA, ...cases[each] }));
  } else if (id === undefined) list(context);
  else for (const each of wanted) print(context, casePage(context.out, cases[each]));
  return exitCodes.done;
}
