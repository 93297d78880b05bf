/** The rules of the router: each fault has a chain of its own, in which `return` leaves a packet to the others. */
import { runInside } from '@halfopen/lab';
import type { Hosts } from './hosts.ts';

/** Sets that rules can remember flows in, by address and port of the client. */
const SETS: string = Object.entries({ flows: 'ip', flows6: 'ip6', tried: 'ip6' })
  .map(
    ([name, family]) =>
      ` set ${name} {\n  typeof ${family} saddr . tcp sport\n  flags dynamic\n  size 4096\n }\n`,
  )
  .join('');
const TABLE = 'table inet proof';

/** Matches what comes from one side. */
export const from = {
  client: 'iifname "rc"',
  server: 'iifname "rs"',
  both: 'iifname { "rc", "rs" }',
} as const;

export class Path {
  readonly #hosts: Hosts;
  readonly #rules = new Map<number, readonly string[]>();

  constructor(hosts: Hosts) {
    this.#hosts = hosts;
  }

  /** Lets rules take effect, in place of those that `owner` had. */
  async set(owner: number, rules: readonly string[]): Promise<void> {
    this.#rules.set(owner, rules);
    await this.#apply();
  }

  /** Takes away the rules of `owner`. */
  async clear(owner: number): Promise<void> {
    if (this.#rules.delete(owner)) await this.#apply();
  }

  /** Takes away all rules, and what they remember. */
  async reset(): Promise<void> {
    this.#rules.clear();
    await this.#apply();
  }

  async #apply(): Promise<void> {
    const chains = [...this.#rules].map(
      ([owner, rules]) => ` chain fault${owner} {\n${rules.map((rule) => `  ${rule}\n`).join('')} }\n`,
    );
    const jumps = [...this.#rules.keys()].map((owner) => `  jump fault${owner}\n`);
    // Before routing, so that what is for the router itself is met, too.
    const base = ` chain faults {\n  type filter hook prerouting priority 0; policy accept;\n${jumps.join('')} }\n`;
    const body = jumps.length === 0 ? '' : `${TABLE} {\n${SETS}${chains.join('')}${base}}\n`;
    const script = `add ${TABLE}\ndelete ${TABLE}\n${body}`;
    await runInside(this.#hosts.namespaces.router, 'nft', 'nft -f -', script);
  }
}
