import { connNoaccept } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const connNoacceptScenario: ScenarioOf<typeof connNoaccept> = {
  case: connNoaccept,
  calm: true,
  scripts: {
    plain: async ({ client, server, seen, state, blocked, watch }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      await c.send('hello\n');
      await seen({ at: 'client', by: 'server', type: 'ACK' });
      await state('server', 'ESTABLISHED');
      await blocked(c.recv());
      await watch(200);
    },
  },
};
