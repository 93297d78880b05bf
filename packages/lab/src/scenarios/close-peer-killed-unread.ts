import { closePeerKilledUnread } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

export const closePeerKilledUnreadScenario: ScenarioOf<typeof closePeerKilledUnread> = {
  case: closePeerKilledUnread,
  calm: true,
  scripts: {
    plain: async ({ client, server }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await c.send('hello\n');
      await s.until('IN');
      await server.signal('SIGKILL'); // 6 bytes unread
      await c.until('RDHUP');
      await c.select(1000);
      await c.recv();
      await c.recv();
      await c.send('x');
      await c.close();
    },
  },
};
