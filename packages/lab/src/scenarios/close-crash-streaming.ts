import { closeCrashStreaming } from '@halfopen/catalogue';
import type { LabSocket, ScenarioOf, Stage } from '../scenario.ts';

/** The client streams lines, the server has read every one of them so far. */
async function stream({ client, server, quiet }: Stage): Promise<{ c: LabSocket; s: LabSocket }> {
  const listener = await server.listen();
  const c = await client.connect(listener.address);
  const s = await listener.accept();
  for (let lines = 0; lines < 2; lines++) {
    await c.send('line\n');
    await s.recv();
  }
  await quiet();
  return { c, s };
}

export const closeCrashStreamingScenario: ScenarioOf<typeof closeCrashStreaming> = {
  case: closeCrashStreaming,
  calm: true,
  scripts: {
    fin: async (stage) => {
      const { c } = await stream(stage);
      await stage.server.abort();
      await stage.seen({ at: 'server', by: 'server', type: 'FIN' });
      // Three segments in one call; each that finds no socket is answered with a reset of its own. They cross the FIN, or just follow it.
      await c.send(4000);
      await stage.seen({ at: 'client', by: 'server', type: 'RST-P' });
      await c.until('IN');
      await c.send('line\n');
      await c.recv();
    },
    unread: async (stage) => {
      const { c, s } = await stream(stage);
      await c.send('line\n');
      await s.until('IN');
      await stage.server.abort();
      await c.until('RDHUP');
      await c.send('line\n');
      await c.send('line\n');
      await c.recv();
    },
  },
};
