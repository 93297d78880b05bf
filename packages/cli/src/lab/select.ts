/** Which runs a command line asks for. */
import { caseNames, describedCases, type DescribedCase } from '@halfopen/catalogue';
import { type Booking, scenarios } from '@halfopen/lab';
import { UserError, exitCodes } from '../exit-codes.ts';
import { nearest } from '../terminal/text.ts';

function isDescribed(id: string): id is DescribedCase {
  return (describedCases as readonly string[]).includes(id);
}

/** The id of a described case, or an error that suggests what may have been meant. */
export function caseNamed(id: string): DescribedCase {
  if (isDescribed(id)) return id;
  if (Object.hasOwn(caseNames, id))
    throw new UserError(
      exitCodes.usage,
      `${id} is known by name (${caseNames[id as keyof typeof caseNames]}), but not described and made here yet.`,
    );
  const suggestions = nearest(id, describedCases);
  const hint = suggestions.length === 0 ? '' : ` Did you mean ${suggestions.join(' or ')}?`;
  throw new UserError(exitCodes.usage, `There is no case ${id}.${hint} See: halfopen cases`);
}

function bookingsOf(id: DescribedCase, variant: string | undefined): Booking[] {
  const scenario = scenarios[id];
  const names = scenario.case.variants.map(({ name }) => name);
  if (variant === undefined) return names.map((name) => ({ scenario, variant: name }));
  if (names.includes(variant)) return [{ scenario, variant }];
  throw new UserError(exitCodes.usage, `${id} has no variant ${variant}; it has ${names.join(', ')}.`);
}

/** Bookings for `CASE` or `CASE/VARIANT` words, each once, in the order given; for all cases when `all`. */
export function selectBookings(words: readonly string[], all: boolean): Booking[] {
  const wanted = all ? describedCases : words;
  const bookings = new Map<string, Booking>();
  for (const word of wanted) {
    const [id = '', variant] = word.split('/').filter((part) => part !== '');
    for (const booking of bookingsOf(caseNamed(id), variant))
      bookings.set(`${id}/${booking.variant}`, booking);
  }
  return [...bookings.values()];
}
