import { connIcmpHost } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

/** Longer than the wait before a SYN is repeated. */
const NO_SECOND_SYN_MS = 1_200;

export const connIcmpHostScenario: ScenarioOf<typeof connIcmpHost> = {
  case: connIcmpHost,
  takesS: 2,
  scripts: {
    plain: async ({ client, server, network, watch }) => {
      const listener = await server.listen();
      await network.reject('host-unreachable');
      const c = await client.socket();
      await c.connect(listener.address);
      await watch(NO_SECOND_SYN_MS);
    },

    'non-blocking': async ({ client, server, network }) => {
      const listener = await server.listen();
      await network.reject('host-unreachable');
      const c = await client.socket();
      await c.setNonBlocking();
      await c.connect(listener.address);
      await c.select(5_000);
      await c.until('RDHUP');
      await c.takeError();
      await c.takeError();
    },
  },
};
