/** What a lab that has ended left on the machine, looked for from outside. Other labs at work are none of it. */
import { hostState, leftOf } from '../../../../scripts/census.mjs';

const before = hostState();

/** Everything that is left of a lab: processes, namespaces, trace instance, number; and what is new on the host itself. */
export function leftovers({ tag, pid }: { readonly tag: string; readonly pid: number }): string[] {
  return [...leftOf(tag, pid), ...hostState().filter((line) => !before.includes(line))];
}
