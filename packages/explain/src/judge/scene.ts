/** A connection's end as recognisers see it: who acted, who was at the other end, where the capture was made. */
import type { Vantage } from '@halfopen/catalogue';
import type { ConnectionFacts } from '../facts/connection-facts.ts';
import type { SideFacts } from '../facts/side-facts.ts';
import type { Ending } from './ending.ts';
import type { Facts, Surroundings } from './facts.ts';

export interface Scene {
  readonly facts: Facts;
  readonly connection: ConnectionFacts;
  readonly surroundings: Surroundings;
  readonly ending: Ending;
  readonly client: SideFacts;
  readonly server: SideFacts;
  /** The side the ending is told of: who reset, closed first, repeats, connects. */
  readonly actor: SideFacts;
  readonly other: SideFacts;
  readonly actorSide: 'client' | 'server';
  /** Where the capture was made, as assumed for this look at it. */
  readonly at: Vantage;
  /** The capture was made on the actor's own host; on the other's. */
  readonly atActor: boolean;
  readonly atOther: boolean;
}

export function sceneOf(facts: Facts, ending: Ending, at: Vantage): Scene {
  const { client, server, connection, surroundings } = facts;
  const byClient = ending.by === 'client';
  return {
    facts,
    connection,
    surroundings,
    ending,
    client,
    server,
    actor: byClient ? client : server,
    other: byClient ? server : client,
    actorSide: ending.by,
    at,
    atActor: at === ending.by,
    atOther: at !== ending.by && at !== 'middle',
  };
}
