import { connRefused } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';
import { SERVER_PORT } from '../stage/addresses.ts';

export const connRefusedScenario: ScenarioOf<typeof connRefused> = {
  case: connRefused,
  scripts: {
    plain: async ({ client, serverAt }) => {
      const c = await client.socket();
      await c.connect(serverAt(SERVER_PORT));
      await c.recv();
      await c.send('x');
    },

    'non-blocking': async ({ client, serverAt }) => {
      const c = await client.socket();
      await c.setNonBlocking();
      await c.connect(serverAt(SERVER_PORT));
      await c.select(5_000);
      await c.until('RDHUP');
      await c.takeError();
      await c.takeError();
      await c.connect(serverAt(SERVER_PORT));
    },

    retry: async ({ client, server, serverAt }) => {
      const c = await client.socket();
      await c.connect(serverAt(SERVER_PORT));
      const listener = await server.listen({ port: SERVER_PORT });
      await c.connect(listener.address);
      await listener.accept();
    },
  },
};
