/** What the lab does to the path: nft rules in the router and on the hosts, and the plug of the delay box. */
import type { Side } from '@halfopen/catalogue';
import type { Backstage } from '../backstage/backstage.ts';
import type { Cut, Network, RejectWith } from '../scenario.ts';
import { runInside } from './children.ts';
import type { Topology } from './topology.ts';

const matchWhat: Readonly<Record<NonNullable<Cut['what']>, string>> = {
  all: '',
  'bare-acks': 'tcp flags & (fin|syn|rst|psh|ack) == ack',
  data: 'tcp flags & psh == psh',
};

const whatName: Readonly<Record<NonNullable<Cut['what']>, string>> = {
  all: 'cut',
  'bare-acks': 'bare ACKs cut',
  data: 'data cut',
};

const rejectClause: Readonly<Record<RejectWith, string>> = {
  'net-unreachable': 'reject with icmp type net-unreachable',
  'host-unreachable': 'reject with icmp type host-unreachable',
  'port-unreachable': 'reject with icmp type port-unreachable',
  'admin-prohibited': 'reject with icmp type admin-prohibited',
  'tcp-reset': 'reject with tcp reset',
};

const table = 'table ip halfopen';

function chain(hook: 'forward' | 'input', rules: readonly string[]): string {
  // nft takes no closing brace on the line of the last rule.
  return (
    `add ${table}\ndelete ${table}\n` +
    `${table} {\n chain faults {\n  type filter hook ${hook} priority 0; policy accept;\n` +
    `${rules.map((rule) => `  ${rule}\n`).join('')} }\n}\n`
  );
}

/** The path of one run. `record` is told of every change when it has taken effect. */
export function openNetwork(
  backstage: Backstage,
  topology: Topology,
  record: (at: Side | 'middle', what: string) => void,
): Network {
  const { addresses, namespaces } = topology;
  const rules: string[] = [];
  const silenced = new Set<Side>();
  const unplugged = new Set<Side>();

  async function apply(at: Side | 'middle', hook: 'forward' | 'input', ruleset: readonly string[]) {
    if (topology.kind === 'lan' && at === 'middle') throw new TypeError('a LAN has no router to cut at');
    await runInside(namespaces[at], 'nft', 'nft -f -', chain(hook, ruleset));
  }

  function directions(direction: NonNullable<Cut['direction']>): string[] {
    const out = `ip saddr ${addresses.client}`;
    const back = `ip saddr ${addresses.server}`;
    switch (direction) {
      case 'both':
        return [out, back];
      case 'client-to-server':
        return [out];
      case 'server-to-client':
        return [back];
    }
  }

  return {
    async cut({ direction = 'both', what = 'all' } = {}) {
      rules.push(...directions(direction).map((match) => `${match} ${matchWhat[what]} drop`));
      await apply('middle', 'forward', rules);
      const way = direction === 'both' ? 'both ways' : direction.replaceAll('-', ' ');
      record('middle', `${whatName[what]} ${way}`);
    },
    async reject(answer) {
      rules.push(`ip saddr ${addresses.client} meta l4proto tcp ${rejectClause[answer]}`);
      await apply('middle', 'forward', rules);
      record('middle', `rejects what the client sends with ${answer.replaceAll('-', ' ')}`);
    },
    async silence(side) {
      silenced.add(side);
      await apply(side, 'input', ['meta l4proto tcp drop']);
      record(side, 'firewall drops what comes in');
    },
    async unplug(side) {
      unplugged.add(side);
      await backstage.request('box-unplug', { box: topology.box, side, unplugged: true });
      record(side, 'unplugged');
    },
    async heal() {
      if (rules.length > 0) {
        rules.length = 0;
        await apply('middle', 'forward', []);
        record('middle', 'healed');
      }
      for (const side of silenced) {
        await apply(side, 'input', []);
        record(side, 'firewall open again');
      }
      for (const side of unplugged) {
        await backstage.request('box-unplug', { box: topology.box, side, unplugged: false });
        record(side, 'plugged in again');
      }
      silenced.clear();
      unplugged.clear();
    },
  };
}
