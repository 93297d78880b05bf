import { sendKeepaliveUseless } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const sendKeepaliveUselessScenario: ScenarioOf<typeof sendKeepaliveUseless> = {
  case: sendKeepaliveUseless,
  shortens: { client: { 'ipv4.tcp_retries2': 4 } },
  takesS: 8,
  realTimeS: 940,
  scripts: {
    plain: async ({ client, server, network, quiet }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await c.send('one\n');
      await s.recv();
      await s.send('one\n');
      await c.recv();
      await quiet();
      await network.cut();
      // Switched on only now: a slow moment before the cut must not let a probe out.
      await c.set({ TCP_KEEPINTVL: 1, TCP_KEEPCNT: 2, TCP_KEEPIDLE: 1, SO_KEEPALIVE: 1 });
      await c.send('two\n');
      await c.until('IN');
      await c.recv();
      await c.send('three\n');
      await c.recv();
      await s.poll(['IN'], 0);
    },
  },
};
