import { closeOrderly } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const closeOrderlyScenario: ScenarioOf<typeof closeOrderly> = {
  case: closeOrderly,
  calm: true,
  scripts: {
    plain: async ({ client, server, state }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await c.send('hello\n');
      await s.recv();
      await s.send('hello\n');
      await c.recv();
      await c.close();
      await s.recv();
      await s.close();
      await state('client', 'TIME-WAIT');
      await state('server', 'CLOSED');
    },
  },
};
