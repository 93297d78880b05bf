import { type Fault, nothing } from './fault.ts';

/** A middle ends both directions in an orderly way, as a balancer does with connections that are old enough. */
export const finBoth: Fault = {
  name: 'fin-both',
  title: 'FIN by a middle, to both',
  expects: 'break',
  shortMs: [200, 800],
  realMs: 2000,
  loads: ['idle', 'busy', 'full'],
  relayed: true,
  begin: async ({ stage }) => stage.relay({ type: 'fin', both: true }),
  end: nothing,
};
