import { connServerSilent } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const connServerSilentScenario: ScenarioOf<typeof connServerSilent> = {
  case: connServerSilent,
  shortens: { client: { 'ipv4.tcp_syn_retries': 1 } },
  takesS: 4,
  realTimeS: 136,
  scripts: {
    plain: async ({ client, server, network }) => {
      const listener = await server.listen();
      await network.silence('server');
      const c = await client.socket();
      await c.connect(listener.address);
    },
  },
};
