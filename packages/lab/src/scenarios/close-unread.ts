import { closeUnread } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

const reply = 'HTTP/1.1 413 Content Too Large\r\nConnection: close\r\n\r\n';

export const closeUnreadScenario: ScenarioOf<typeof closeUnread> = {
  case: closeUnread,
  calm: true,
  scripts: {
    plain: async ({ client, server }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await c.send('hello\n');
      await s.until('IN');
      await s.close(); // 6 bytes unread
      await c.until('RDHUP');
      await c.recv();
      await c.send('x');
      await c.recv();
      await c.close();
    },
    'reply-kept': async ({ client, server, seen }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await c.send(1000);
      await s.until('IN');
      await s.send(reply);
      // An ACK that came after the close would be answered by a second reset.
      await seen({ at: 'server', by: 'client', type: 'ACK' });
      await s.close();
      await c.until('RDHUP');
      await c.recv();
      await c.recv();
      await c.recv();
      await c.close();
    },
    'reply-lost': async ({ client, server, network }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await c.send(1000);
      await s.until('IN');
      await network.cut({ direction: 'server-to-client', what: 'data' });
      await s.send(reply);
      await s.close();
      await c.until('RDHUP');
      await c.recv();
      await c.recv();
      await c.close();
    },
  },
};
