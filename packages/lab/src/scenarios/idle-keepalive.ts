import { idleKeepalive } from '@halfopen/catalogue';
import type { ScenarioOf, SocketOptions } from '../scenario.ts';

/** Switched on last, when the others are set. */
const keepalive: SocketOptions = { TCP_KEEPIDLE: 1, TCP_KEEPINTVL: 1, TCP_KEEPCNT: 3, SO_KEEPALIVE: 1 };

export const idleKeepaliveScenario: ScenarioOf<typeof idleKeepalive> = {
  case: idleKeepalive,
  calm: true,
  takesS: 5,
  scripts: {
    plain: async ({ client, server, network, state }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      await listener.accept();
      await network.cut();
      // Only now: a cut that takes long to be made must not let a probe through.
      await c.set(keepalive);
      await c.recv();
      await c.recv();
      await c.send('x');
      await state('server', 'ESTABLISHED');
    },

    'peer-finds-out': async ({ client, server, network, seen, state }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await network.cut();
      // Only now: a cut that takes long to be made must not let a probe through.
      await c.set(keepalive);
      await c.recv();
      // Only once the reset has reached the cut: healed sooner, it would get through.
      await seen({ at: 'middle', by: 'client', type: 'RST-A' });
      await state('server', 'ESTABLISHED');
      await network.heal();
      await s.send('hello\n');
      await s.until('RDHUP');
      await s.recv();
    },
  },
};
