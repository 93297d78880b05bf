import { closeCutHeals } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const closeCutHealsScenario: ScenarioOf<typeof closeCutHeals> = {
  case: closeCutHeals,
  takesS: 2,
  scripts: {
    plain: async ({ client, server, network, quiet, seen, state }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await c.send('one\n');
      await s.recv();
      await s.send('one\n');
      await c.recv();
      await quiet();
      await network.cut();
      // Both ordered at once: the FIN must leave before the first repetition of the data.
      await Promise.all([c.send('two\n'), c.close()]);
      await seen({ at: 'middle', by: 'client', type: 'FIN', retransmitted: true, count: 2 });
      await network.heal();
      await s.recv();
      await s.recv();
      await state('client', 'FIN-WAIT-2');
      await s.send('two\n');
      await seen({ at: 'server', by: 'client', type: 'RST-P' });
      await s.until('IN');
      await s.send('two\n');
      await s.recv();
    },
  },
};
