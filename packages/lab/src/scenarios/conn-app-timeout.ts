import { connAppTimeout } from '@halfopen/catalogue';
import type { ScenarioOf, Stage } from '../scenario.ts';

/** Below the second after which the client would repeat its SYN. */
const LIMIT_MS = 300;

async function serverStillTries({ seen, state }: Stage): Promise<void> {
  await seen({ at: 'server', by: 'server', type: 'SYN-ACK', retransmitted: true });
  await state('server', 'SYN-RECEIVED');
}

export const connAppTimeoutScenario: ScenarioOf<typeof connAppTimeout> = {
  case: connAppTimeout,
  takesS: 2,
  scripts: {
    poll: async (stage) => {
      const listener = await stage.server.listen();
      await stage.network.cut({ direction: 'server-to-client' });
      const c = await stage.client.socket();
      await c.setNonBlocking();
      await c.connect(listener.address);
      await c.select(LIMIT_MS);
      await c.poll(['IN', 'OUT'], 0);
      await c.takeError();
      await c.connect(listener.address);
      await c.close();
      await serverStillTries(stage);
    },

    sndtimeo: async (stage) => {
      const listener = await stage.server.listen();
      await stage.network.cut({ direction: 'server-to-client' });
      const c = await stage.client.socket({ SO_SNDTIMEO: LIMIT_MS });
      await c.connect(listener.address);
      await c.poll(['IN', 'OUT'], 0);
      await c.close();
      await serverStillTries(stage);
    },
  },
};
