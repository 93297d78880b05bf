import { closeCut } from '@halfopen/catalogue';
import type { LabSocket, ScenarioOf, Stage } from '../scenario.ts';

/** A line there and back, then the path is cut. */
async function echoThenCut({
  client,
  server,
  network,
  quiet,
}: Stage): Promise<{ c: LabSocket; s: LabSocket }> {
  const listener = await server.listen();
  const c = await client.connect(listener.address);
  const s = await listener.accept();
  await c.send('one\n');
  await s.recv();
  await s.send('one\n');
  await c.recv();
  await quiet();
  await network.cut();
  return { c, s };
}

export const closeCutScenario: ScenarioOf<typeof closeCut> = {
  case: closeCut,
  shortens: { client: { 'ipv4.tcp_orphan_retries': 3 } },
  takesS: 4,
  realTimeS: 110,
  scripts: {
    'at-once': async (stage) => {
      const { c, s } = await echoThenCut(stage);
      // Both ordered at once: the FIN must leave before the first repetition of the data.
      await Promise.all([c.send('two\n'), c.close()]);
      await stage.state('client', 'FIN-WAIT-1');
      await stage.state('client', 'CLOSED');
      await s.poll(['IN'], 0);
    },
    late: async (stage) => {
      const { c, s } = await echoThenCut(stage);
      await c.send('two\n');
      const count = stage.realTime ? 8 : 4;
      await stage.seen({ at: 'client', by: 'client', type: 'DATA', retransmitted: true, count });
      await c.send('three\n');
      await c.close();
      await stage.state('client', 'FIN-WAIT-1');
      await stage.state('client', 'CLOSED');
      await s.poll(['IN'], 0);
    },
  },
};
