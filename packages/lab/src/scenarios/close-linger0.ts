import { closeLinger0 } from '@halfopen/catalogue';
import type { LabSocket, ScenarioOf, Stage } from '../scenario.ts';

/** The server reads all there is, so that nothing but the option can be the reason for the reset. */
async function abortedByServer({ client, server }: Stage): Promise<LabSocket> {
  const listener = await server.listen();
  const c = await client.connect(listener.address);
  const s = await listener.accept();
  await c.send('hello\n');
  await s.recv();
  await s.set({ SO_LINGER: 0 });
  await s.close();
  return c;
}

export const closeLinger0Scenario: ScenarioOf<typeof closeLinger0> = {
  case: closeLinger0,
  calm: true,
  scripts: {
    'read-first': async (stage) => {
      const c = await abortedByServer(stage);
      await c.until('RDHUP');
      await c.recv();
      await c.send('x');
      await c.close();
    },
    'write-first': async (stage) => {
      const c = await abortedByServer(stage);
      await stage.state('client', 'CLOSED');
      await c.send('x');
      await c.send('x');
      await c.recv();
      await c.close();
    },
    'error-taken': async (stage) => {
      const c = await abortedByServer(stage);
      await c.until('RDHUP');
      await c.takeError();
      await c.takeError();
      await c.recv();
      await c.send('x');
      await c.close();
    },
  },
};
