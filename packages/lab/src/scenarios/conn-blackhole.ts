import { connBlackhole } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const connBlackholeScenario: ScenarioOf<typeof connBlackhole> = {
  case: connBlackhole,
  // Only fewer SYNs: their distances stay the kernel's own.
  shortens: { client: { 'ipv4.tcp_syn_retries': 2 } },
  takesS: 8,
  realTimeS: 136,
  scripts: {
    plain: async ({ client, server, network }) => {
      const listener = await server.listen();
      await network.cut();
      const c = await client.socket();
      await c.connect(listener.address);
    },
  },
};
