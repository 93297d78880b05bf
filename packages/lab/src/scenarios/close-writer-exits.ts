import { closeWriterExits } from '@halfopen/catalogue';
import type { ScenarioOf } from '../scenario.ts';

const greeting = "You are welcome. I'm server.";

export const closeWriterExitsScenario: ScenarioOf<typeof closeWriterExits> = {
  case: closeWriterExits,
  calm: true,
  scripts: {
    plain: async ({ client, server, state }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      for (let greetings = 0; greetings < 3; greetings++) {
        await server.sleep(100);
        await s.send(greeting);
        await c.recv();
      }
      const next = c.recv();
      await server.signal('SIGINT');
      await next;
      await c.close();
      await state('client', 'CLOSED');
    },
    select: async ({ client, server, state }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await s.send(greeting);
      await c.recv();
      await server.signal('SIGINT');
      await c.until('RDHUP');
      await c.select(1000);
      await c.recv();
      await c.recv();
      await c.select(1000);
      await c.close();
      await state('client', 'CLOSED');
    },
  },
};
