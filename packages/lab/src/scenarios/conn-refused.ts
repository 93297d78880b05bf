import { connRefused } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

const PORT = 8080;

export const connRefusedScenario: ScenarioOf<typeof connRefused> = {
  case: connRefused,
  scripts: {
    plain: async ({ client, serverAt }) => {
      const c = await client.socket();
      await c.connect(serverAt(PORT));
      await c.recv();
      await c.send('x');
    },

    'non-blocking': async ({ client, serverAt }) => {
      const c = await client.socket();
      await c.setNonBlocking();
      await c.connect(serverAt(PORT));
      await c.select(5_000);
      await c.until('RDHUP');
      await c.takeError();
      await c.takeError();
      await c.connect(serverAt(PORT));
    },

    retry: async ({ client, server, serverAt }) => {
      const c = await client.socket();
      await c.connect(serverAt(PORT));
      const listener = await server.listen({ port: PORT });
      await c.connect(listener.address);
      await listener.accept();
    },
  },
};
