import type { Fault } from './fault.ts';

/** A proxy that holds both connections and passes nothing on: each side's packets are acknowledged, nothing arrives. */
export const relayStall: Fault = {
  name: 'relay-stall',
  title: 'proxy that hangs',
  expects: 'notice',
  shortMs: [300, 6500],
  realMs: 60_000,
  loads: ['idle', 'busy', 'full'],
  relayed: true,
  begin: async ({ stage }) => stage.relay({ type: 'stall', on: true }),
  end: async ({ stage }) => stage.relay({ type: 'stall', on: false }),
};
