import { sendCutHeals } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

const line = 'sdfsdfsdf\n';

export const sendCutHealsScenario: ScenarioOf<typeof sendCutHeals> = {
  case: sendCutHeals,
  takesS: 2,
  scripts: {
    plain: async ({ client, server, network, quiet, seen }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await c.send(line);
      await s.recv();
      await s.send(line);
      await c.recv();
      await quiet();
      await network.cut();
      await c.send(line);
      await seen({ at: 'client', by: 'client', type: 'DATA', retransmitted: true, count: 2 });
      await c.send(line);
      await c.send(line);
      await seen({ at: 'client', by: 'client', type: 'DATA', retransmitted: true, count: 3 });
      await network.heal();
      for (let left = 3 * line.length, got = 1; left > 0 && got > 0; left -= got)
        got = (await s.recv()).value;
      await s.send(line);
      await c.recv();
      await c.poll(['IN', 'OUT'], 0);
      await quiet();
    },
  },
};
