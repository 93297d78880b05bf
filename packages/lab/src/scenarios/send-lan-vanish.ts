import { sendLanVanish } from '@halfopen/catalogue';
import type { LabSocket, ScenarioOf, SocketOptions, Stage } from '../scenario.ts';

/** A line there and back, then the server is pulled off the link and the client sends one more. */
async function sendToNobody(
  { client, server, network, quiet }: Stage,
  options: SocketOptions,
): Promise<{ c: LabSocket; s: LabSocket }> {
  const listener = await server.listen();
  const c = await client.connect(listener.address, options);
  const s = await listener.accept();
  await c.send('one\n');
  await s.recv();
  await s.send('one\n');
  await c.recv();
  await quiet();
  await network.unplug('server');
  await c.send('two\n');
  return { c, s };
}

export const sendLanVanishScenario: ScenarioOf<typeof sendLanVanish> = {
  case: sendLanVanish,
  topology: 'lan',
  shortens: {
    client: {
      'ipv4.tcp_retries2': 4,
      'ipv4.neigh.c0.base_reachable_time_ms': 400,
      'ipv4.neigh.c0.delay_first_probe_time': 1,
      'ipv4.neigh.c0.retrans_time_ms': 100,
    },
  },
  takesS: 7,
  realTimeS: 940,
  scripts: {
    plain: async (stage) => {
      const { c, s } = await sendToNobody(stage, {});
      await c.until('IN');
      await c.recv();
      await c.send('three\n');
      await c.recv();
      await s.poll(['IN'], 0);
    },
    'tcp-first': async (stage) => {
      const { c, s } = await sendToNobody(stage, { TCP_USER_TIMEOUT: 500 });
      await c.until('IN');
      await c.recv();
      await c.send('three\n');
      await c.recv();
      await s.poll(['IN'], 0);
    },
  },
};
