import { closeLingerTimeout } from '@halfopen/catalogue';
import type { LabSocket, ScenarioOf, Stage } from '../scenario.ts';

/** A line there and back on a socket that lingers for two seconds, then the path is cut. */
async function echoThenCut({
  client,
  server,
  network,
  quiet,
}: Stage): Promise<{ c: LabSocket; s: LabSocket }> {
  const listener = await server.listen();
  const c = await client.connect(listener.address, { SO_LINGER: 2 });
  const s = await listener.accept();
  await c.send('one\n');
  await s.recv();
  await s.send('one\n');
  await c.recv();
  await quiet();
  await network.cut();
  return { c, s };
}

export const closeLingerTimeoutScenario: ScenarioOf<typeof closeLingerTimeout> = {
  case: closeLingerTimeout,
  takesS: 3,
  scripts: {
    plain: async (stage) => {
      const { c, s } = await echoThenCut(stage);
      // Both ordered at once: the FIN must leave before the first repetition of the data.
      await Promise.all([c.send('two\n'), c.close()]);
      await stage.state('client', 'FIN-WAIT-1');
      await s.poll(['IN'], 0);
    },
    'non-blocking': async (stage) => {
      const { c, s } = await echoThenCut(stage);
      await c.setNonBlocking();
      await Promise.all([c.send('two\n'), c.close()]);
      await stage.state('client', 'FIN-WAIT-1');
      await s.poll(['IN'], 0);
    },
  },
};
