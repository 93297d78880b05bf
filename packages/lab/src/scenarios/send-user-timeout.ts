import { sendUserTimeout } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const sendUserTimeoutScenario: ScenarioOf<typeof sendUserTimeout> = {
  case: sendUserTimeout,
  takesS: 3,
  scripts: {
    plain: async ({ client, server, network, quiet }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address, { TCP_USER_TIMEOUT: 2000 });
      const s = await listener.accept();
      await c.send('one\n');
      await s.recv();
      await s.send('one\n');
      await c.recv();
      await quiet();
      await network.cut();
      await c.send('two\n');
      await c.until('IN');
      await c.recv();
      await c.send('three\n');
      await c.recv();
      await s.poll(['IN'], 0);
    },
  },
};
