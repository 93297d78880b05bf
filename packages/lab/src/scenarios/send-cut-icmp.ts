import { sendCutIcmp } from '@halfopen/catalogue';
import type { LabSocket, ScenarioOf, Stage } from '../scenario.ts';

/** A line there and back, then the router refuses what the client sends, which then sends one more line. */
async function sendIntoReject({
  client,
  server,
  network,
  quiet,
  seen,
}: Stage): Promise<{ c: LabSocket; s: LabSocket }> {
  const listener = await server.listen();
  const c = await client.connect(listener.address);
  const s = await listener.accept();
  await c.send('one\n');
  await s.recv();
  await s.send('one\n');
  await c.recv();
  await quiet();
  await network.reject('host-unreachable');
  await c.send('two\n');
  await seen({ at: 'client', by: 'middle', type: 'ICMP-HOST-UNREACHABLE' });
  return { c, s };
}

export const sendCutIcmpScenario: ScenarioOf<typeof sendCutIcmp> = {
  case: sendCutIcmp,
  // Every refused packet is answered: the router's own limit of one ICMP error a second would hide the pace.
  needs: { middle: { 'ipv4.icmp_ratelimit': 0 } },
  shortens: { client: { 'ipv4.tcp_retries2': 3 } },
  takesS: 4,
  realTimeS: 940,
  scripts: {
    plain: async (stage) => {
      const { c, s } = await sendIntoReject(stage);
      // Asked for at once, so that no second ICMP error comes between the two.
      await Promise.all([c.takeError(), c.takeError()]);
      await c.poll(['IN', 'OUT'], 0);
      await c.until('IN');
      await c.recv();
      await c.send('three\n');
      await c.recv();
      await s.poll(['IN'], 0);
    },
    lifted: async (stage) => {
      const { c, s } = await sendIntoReject(stage);
      await c.takeError();
      await stage.seen({ at: 'client', by: 'middle', type: 'ICMP-HOST-UNREACHABLE', count: 3 });
      await stage.network.heal();
      await s.recv();
      await s.send('two\n');
      await c.recv();
      await c.takeError();
      await stage.quiet();
    },
  },
};
