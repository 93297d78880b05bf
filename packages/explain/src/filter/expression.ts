/** What a filter asks of a connection, once it has been understood. */
import type { CaseName } from '@halfopen/catalogue';
import type { EndpointRecord, Outcome } from '../record.ts';

/** An address, a port, or both. */
export interface EndWanted {
  readonly address: string | null;
  readonly port: number | null;
}

/** One condition. A list of values: any of them. */
export type Condition =
  | { readonly field: 'host' | 'client' | 'server'; readonly values: readonly EndWanted[] }
  | { readonly field: 'port'; readonly values: readonly number[] }
  /** `null`: no case, nothing went wrong. */
  | { readonly field: 'case'; readonly values: readonly (CaseName | null)[] }
  | { readonly field: 'outcome'; readonly values: readonly Outcome[] };

/** A condition or its opposite. */
export type Term = Condition & { readonly not: boolean };

/** All terms must hold; none: everything passes. */
export type Filter = readonly Term[];

/** What a filter looks at. A finding and a record both have it. */
export interface Filterable {
  readonly client: EndpointRecord;
  readonly server: EndpointRecord;
  readonly outcome: Outcome;
  readonly case: CaseName | null;
}

function isEnd({ address, port }: EndWanted, end: EndpointRecord): boolean {
  return (address === null || address === end.address) && (port === null || port === end.port);
}

function holds(condition: Condition, { client, server, outcome, case: name }: Filterable): boolean {
  switch (condition.field) {
    case 'host':
      return condition.values.some((wanted) => isEnd(wanted, client) || isEnd(wanted, server));
    case 'client':
      return condition.values.some((wanted) => isEnd(wanted, client));
    case 'server':
      return condition.values.some((wanted) => isEnd(wanted, server));
    case 'port':
      return condition.values.some((port) => port === client.port || port === server.port);
    case 'case':
      return condition.values.includes(name);
    case 'outcome':
      return condition.values.includes(outcome);
  }
}

/** The filter with other addresses. */
export function withAddresses(filter: Filter, change: (address: string) => string): Filter {
  return filter.map((term) =>
    term.field === 'host' || term.field === 'client' || term.field === 'server'
      ? {
          ...term,
          values: term.values.map(({ address, port }) => ({
            address: address === null ? null : change(address),
            port,
          })),
        }
      : term,
  );
}

/** Whether a connection passes. */
export function passes(filter: Filter, connection: Filterable): boolean {
  return filter.every((term) => holds(term, connection) !== term.not);
}
