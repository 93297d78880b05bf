import { connAcceptqFull } from '@halfopen/catalogue';
import type { Listener, ScenarioOf, Stage } from '../scenario.ts';

/** A listener with backlog 1, which holds two connections, and two clients that fill it. */
async function fullListener({ server, program }: Stage): Promise<Listener> {
  const listener = await server.listen({ backlog: 1 });
  const others = await program('client', 'others');
  await others.connect(listener.address);
  await others.connect(listener.address);
  return listener;
}

export const connAcceptqFullScenario: ScenarioOf<typeof connAcceptqFull> = {
  case: connAcceptqFull,
  // Without effect here, and that is what it is there to show.
  needs: { server: { 'ipv4.tcp_abort_on_overflow': 1 } },
  shortens: { client: { 'ipv4.tcp_syn_retries': 1 } },
  takesS: 4,
  realTimeS: 136,
  scripts: {
    plain: async (stage) => {
      const listener = await fullListener(stage);
      const c = await stage.client.socket();
      await c.connect(listener.address);
    },

    drains: async (stage) => {
      const listener = await fullListener(stage);
      const c = await stage.client.socket();
      const connecting = c.connect(listener.address);
      await stage.seen({ at: 'server', by: 'client', type: 'SYN' });
      await listener.accept();
      await listener.accept();
      await connecting;
      await listener.accept();
    },
  },
};
