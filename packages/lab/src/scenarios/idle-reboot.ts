import { idleReboot } from '@halfopen/catalogue';
import type { LabSocket, ScenarioOf } from '../scenario.ts';

async function findOutBySending(c: LabSocket): Promise<void> {
  await c.poll(['IN', 'RDHUP'], 200);
  await c.send('hello\n');
  await c.until('RDHUP');
  await c.recv();
  await c.send('x');
  await c.recv();
}

export const idleRebootScenario: ScenarioOf<typeof idleReboot> = {
  case: idleReboot,
  calm: true,
  takesS: 2,
  scripts: {
    'service-back': async ({ client, server }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      // The listener stays: it stands for the one that is started after the reboot.
      await s.forget();
      await findOutBySending(c);
    },

    'service-gone': async ({ client, server }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await listener.close();
      await s.forget();
      await findOutBySending(c);
    },

    keepalive: async ({ client, server }) => {
      const listener = await server.listen();
      const c = await client.connect(listener.address);
      const s = await listener.accept();
      await s.forget();
      // Only now: a crash that takes long to be made must not let a probe be answered.
      await c.set({ TCP_KEEPIDLE: 1, TCP_KEEPINTVL: 1, TCP_KEEPCNT: 3, SO_KEEPALIVE: 1 });
      await c.recv();
      await c.send('x');
    },
  },
};
