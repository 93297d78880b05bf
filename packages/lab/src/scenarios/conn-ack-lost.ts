import { connAckLost } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const connAckLostScenario: ScenarioOf<typeof connAckLost> = {
  case: connAckLost,
  // tcp_rto_max_ms does not act on SYN-ACKs.
  shortens: { server: { 'ipv4.tcp_synack_retries': 1 } },
  takesS: 4,
  realTimeS: 67,
  scripts: {
    idle: async ({ client, server, network, blocked, state }) => {
      const listener = await server.listen();
      await blocked(listener.accept());
      await network.cut({ direction: 'client-to-server', what: 'bare-acks' });
      const c = await client.connect(listener.address);
      await state('server', 'SYN-RECEIVED');
      await state('server', 'CLOSED');
      await state('client', 'ESTABLISHED');
      await c.send('hello\n');
      await c.until('RDHUP');
      await c.recv();
      await c.send('x');
    },

    heals: async ({ client, server, network, seen }) => {
      const listener = await server.listen();
      await network.cut({ direction: 'client-to-server', what: 'bare-acks' });
      const c = await client.connect(listener.address);
      await seen({ at: 'client', by: 'server', type: 'SYN-ACK', retransmitted: true });
      await c.send('hello\n');
      const s = await listener.accept();
      await s.until('IN');
      await s.recv();
    },
  },
};
