import { closeHalf } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const closeHalfScenario: ScenarioOf<typeof closeHalf> = {
  case: closeHalf,
  calm: true,
  scripts: {
    plain: async ({ client, server, state }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await c.send('request\n');
      await c.shutdown('write');
      await s.recv();
      await s.until('RDHUP');
      await s.recv();
      await s.send('reply\n');
      await s.close();
      await c.recv();
      await c.until('RDHUP');
      await c.recv();
      await c.close();
      await state('client', 'TIME-WAIT');
      await state('server', 'CLOSED');
    },
  },
};
