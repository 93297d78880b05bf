import { closePeerExit } from '@halfopen/catalogue';
import type { LabSocket, ScenarioOf, Stage } from '../scenario.ts';

/** One line there and one back; then the client waits for more. */
async function exchangeOneLine({ client, server }: Stage): Promise<LabSocket> {
  const listener = await server.listen();
  const c = await client.connect(listener.address);
  const s = await listener.accept();
  await c.send('hello\n');
  await s.recv();
  await s.send('hello\n');
  await c.recv();
  return c;
}

export const closePeerExitScenario: ScenarioOf<typeof closePeerExit> = {
  case: closePeerExit,
  calm: true,
  scripts: {
    plain: async (stage) => {
      const c = await exchangeOneLine(stage);
      const more = c.recv();
      await stage.server.signal('SIGKILL');
      await more;
      await c.close();
      await stage.state('client', 'CLOSED');
    },
    crash: async (stage) => {
      const c = await exchangeOneLine(stage);
      const more = c.recv();
      await stage.server.abort();
      await more;
      await c.close();
      await stage.state('client', 'CLOSED');
    },
  },
};
