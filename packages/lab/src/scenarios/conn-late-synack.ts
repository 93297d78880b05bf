import { connLateSynack } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const connLateSynackScenario: ScenarioOf<typeof connLateSynack> = {
  case: connLateSynack,
  takesS: 2,
  scripts: {
    plain: async ({ client, server, network, blocked, seen, state }) => {
      const listener = await server.listen();
      await blocked(listener.accept());
      await network.cut({ direction: 'server-to-client' });
      const c = await client.socket({ SO_SNDTIMEO: 300 });
      await c.connect(listener.address);
      await c.close();
      await network.heal();
      await seen({ at: 'server', by: 'client', type: 'RST-P' });
      await state('server', 'CLOSED');
    },
  },
};
