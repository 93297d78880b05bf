import { sendCut } from '@halfopen/catalogue';
import type { LabSocket, ScenarioOf, Stage } from '../scenario.ts';

const line = 'sdfsdfsdf\n';

/** The echo pair of the seed article: two lines there and back, then the path is cut with nothing in flight. */
async function echoThenCut({
  client,
  server,
  network,
  quiet,
}: Stage): Promise<{ c: LabSocket; s: LabSocket }> {
  const listener = await server.listen();
  const c = await client.connect(listener.address);
  const s = await listener.accept();
  for (let round = 0; round < 2; round++) {
    await c.send(line);
    await s.recv();
    await s.send(line);
    await c.recv();
  }
  await quiet();
  await network.cut();
  return { c, s };
}

export const sendCutScenario: ScenarioOf<typeof sendCut> = {
  case: sendCut,
  shortens: { client: { 'ipv4.tcp_rto_max_ms': 1000 } },
  shortensWithoutRtoMax: { client: { 'ipv4.tcp_retries2': 5 } },
  takesS: 16,
  realTimeS: 960,
  scripts: {
    plain: async (stage) => {
      const { c, s } = await echoThenCut(stage);
      await c.setNonBlocking();
      await c.send(line);
      // From the second repetition on the congestion window is one segment: further lines stay in the send buffer.
      for (const count of [2, 3, 4]) {
        await stage.seen({ at: 'client', by: 'client', type: 'DATA', retransmitted: true, count });
        await c.send(line);
        await c.recv();
      }
      await c.until('IN');
      await c.send(line);
      await c.send(line);
      await c.recv();
      await s.poll(['IN'], 0);
    },
    'blocking-recv': async (stage) => {
      const { c, s } = await echoThenCut(stage);
      await c.send(line);
      await c.recv();
      await c.recv();
      await c.send(line);
      await s.poll(['IN'], 0);
    },
  },
};
