import { type Fault, nothing } from './fault.ts';

/** A middle ends the data towards the client, and keeps the rest: a half-closed connection. */
export const finClient: Fault = {
  name: 'fin-client',
  title: 'FIN by a middle, to the client only',
  expects: 'break',
  shortMs: [200, 800],
  realMs: 2000,
  loads: ['idle', 'busy', 'full'],
  relayed: true,
  begin: async ({ stage }) => stage.relay({ type: 'fin', both: false }),
  end: nothing,
};
