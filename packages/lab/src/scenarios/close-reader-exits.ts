import { closeReaderExits } from '@halfopen/catalogue';
import type { LabSocket, ScenarioOf, Stage } from '../scenario.ts';

const greeting = "You are welcome. I'm server.";

/** The client reads one greeting and is stopped; the server's socket, its FIN acknowledged. */
async function readerStopped({ client, server, state }: Stage): Promise<LabSocket> {
  const listener = await server.listen();
  const c = await client.connect(listener.address);
  const s = await listener.accept();
  await s.send(greeting);
  await c.recv();
  await client.signal('SIGINT');
  await state('client', 'FIN-WAIT-2');
  return s;
}

/** The server accepts one connection, closes all it has and exits; the client's socket, the server's FIN acknowledged. */
async function acceptedAndClosed({ client, server, state }: Stage): Promise<LabSocket> {
  const listener = await server.listen();
  const c = await client.connect(listener.address);
  const s = await listener.accept();
  await listener.close();
  await s.close();
  await server.exit();
  await state('server', 'FIN-WAIT-2');
  return c;
}

export const closeReaderExitsScenario: ScenarioOf<typeof closeReaderExits> = {
  case: closeReaderExits,
  calm: true,
  scripts: {
    'sigpipe-ignored': async (stage) => {
      const s = await readerStopped(stage);
      await s.send(greeting);
      await stage.state('server', 'CLOSED');
      await s.send(greeting);
      await s.recv();
      await s.close();
    },
    'sigpipe-default': async (stage) => {
      await stage.server.onSigpipe('default');
      const s = await readerStopped(stage);
      await s.send(greeting);
      await stage.state('server', 'CLOSED');
      await s.send(greeting);
      await stage.server.gone();
    },
    flood: async (stage) => {
      const c = await acceptedAndClosed(stage);
      // The first four without waiting for an answer in between: it is the program that is to be fast, not the script.
      const atOnce = await Promise.all(Array.from({ length: 4 }, () => c.send(5000)));
      let written = atOnce.at(-1)?.value ?? -1;
      while (written > 0) written = (await c.send(5000)).value;
      await c.close();
    },
    'read-after-reset': async (stage) => {
      const c = await acceptedAndClosed(stage);
      await c.send(5000);
      await stage.state('client', 'CLOSED');
      await c.until('IN');
      await c.select(1000);
      await c.recv();
      await c.takeError();
      await c.recv();
      await c.close();
    },
    restarted: async (stage) => {
      const c = await acceptedAndClosed(stage);
      const restarted = await stage.program('server', 'restarted');
      await restarted.listen();
      await c.send('hello\n');
      await stage.state('client', 'CLOSED');
      await c.send('hello\n');
      await c.recv();
      await c.close();
    },
  },
};
