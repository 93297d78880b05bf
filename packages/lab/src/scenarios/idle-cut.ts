import { idleCut } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const idleCutScenario: ScenarioOf<typeof idleCut> = {
  case: idleCut,
  calm: true,
  scripts: {
    plain: async ({ client, server, network, state, watch }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await network.cut();
      await watch(300);
      for (const end of [c, s]) {
        await end.poll(['IN', 'OUT', 'RDHUP'], 0);
        await end.poll(['IN', 'RDHUP'], 200);
      }
      await state('client', 'ESTABLISHED');
      await state('server', 'ESTABLISHED');
    },

    heals: async ({ client, server, network }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await network.cut();
      await c.poll(['IN', 'RDHUP'], 300);
      await network.heal();
      await c.send('hello\n');
      await s.until('IN');
      await s.recv();
      await s.send('world\n');
      await c.until('IN');
      await c.recv();
    },
  },
};
