import { idleFrozenPeer } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const idleFrozenPeerScenario: ScenarioOf<typeof idleFrozenPeer> = {
  case: idleFrozenPeer,
  calm: true,
  takesS: 3,
  scripts: {
    plain: async ({ client, server, seen, state }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address, {
        SO_KEEPALIVE: 1,
        TCP_KEEPIDLE: 1,
        TCP_KEEPINTVL: 1,
        TCP_KEEPCNT: 3,
      });
      await listener.accept();
      await server.signal('SIGSTOP');
      await c.send('hello\n');
      // The data's acknowledgement and the answers to two probes.
      await seen({ at: 'client', by: 'server', type: 'ACK', count: 3 });
      await c.poll(['IN', 'RDHUP'], 100);
      await state('client', 'ESTABLISHED');
    },

    resumes: async ({ client, server, seen }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await server.signal('SIGSTOP');
      await c.send('hello\n');
      await seen({ at: 'client', by: 'server', type: 'ACK' });
      await c.poll(['IN', 'RDHUP'], 300);
      await server.signal('SIGCONT');
      await s.until('IN');
      await s.recv();
      await s.send('world\n');
      await c.until('IN');
      await c.recv();
    },
  },
};
