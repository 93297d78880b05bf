/** Which runs a command line asks for. */
import { caseNames, describedCases, type DescribedCase, isMade } from '@halfopen/catalogue';
import { type Booking, scenarios } from '@halfopen/lab';
import { caseNamed } from '../cases/case-named.ts';
import { UserError, exitCodes } from '../exit-codes.ts';

/** The id of a case that the lab makes, or an error that says what is wrong with the word. */
export function madeCaseNamed(word: string): DescribedCase {
  const id = caseNamed(word, describedCases);
  if (isMade(id)) return id;
  throw new UserError(
    exitCodes.usage,
    `${id} is not made here yet (${caseNames[id]}). What is known about it: halfopen cases ${id}`,
  );
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
    for (const booking of bookingsOf(madeCaseNamed(id), variant))
      bookings.set(`${id}/${booking.variant}`, booking);
  }
  return [...bookings.values()];
}
