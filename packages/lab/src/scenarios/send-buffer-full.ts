import { sendBufferFull } from '@halfopen/catalogue';
import type { LabSocket, ScenarioOf, SocketOptions, Stage } from '../scenario.ts';

/** More than the send buffer holds. */
const tooMuch = 100_000;

/** A line there and back on a connection with a small send buffer, then the path is cut. */
async function smallBufferThenCut(
  { client, server, network, quiet }: Stage,
  options: SocketOptions = {},
): Promise<LabSocket> {
  const listener = await server.listen();
  const c = await client.connect(listener.address, { SO_SNDBUF: 8192, ...options });
  const s = await listener.accept();
  await c.send('one\n');
  await s.recv();
  await s.send('one\n');
  await c.recv();
  await quiet();
  await network.cut();
  return c;
}

/** Writes until no more is taken. */
async function fill(c: LabSocket): Promise<void> {
  while ((await c.send(tooMuch)).value >= 0);
}

export const sendBufferFullScenario: ScenarioOf<typeof sendBufferFull> = {
  case: sendBufferFull,
  shortens: { client: { 'ipv4.tcp_retries2': 3 } },
  takesS: 4,
  realTimeS: 940,
  scripts: {
    'non-blocking': async (stage) => {
      const c = await smallBufferThenCut(stage);
      await c.setNonBlocking();
      await fill(c);
      await c.poll(['OUT'], 0);
      await c.until('IN');
      await c.send('x');
      await c.send('x');
    },
    sndtimeo: async (stage) => {
      const c = await smallBufferThenCut(stage, { SO_SNDTIMEO: 200 });
      await c.send('two\n');
      await stage.seen({ at: 'client', by: 'client', type: 'DATA', retransmitted: true, count: 2 });
      await c.poll(['IN', 'OUT'], 0);
      await fill(c);
      await c.until('IN');
      await c.send('x');
      await c.send('x');
    },
    blocking: async (stage) => {
      const c = await smallBufferThenCut(stage);
      await c.send(tooMuch);
      await c.send('x');
      await c.send('x');
      await c.recv();
    },
  },
};
