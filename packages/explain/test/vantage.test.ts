import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionLayout, type ConnectionFacts } from '../src/facts/connection-facts.ts';
import { sideLayout, type SideFacts } from '../src/facts/side-facts.ts';
import type { Facts } from '../src/judge/facts.ts';
import { vantageOf, vantagesToJudgeFrom } from '../src/judge/vantage.ts';

function zeros(layout: object): Record<string, number> {
  return Object.fromEntries(Object.keys(layout).map((name) => [name, 0]));
}

interface Seen {
  readonly client?: Partial<SideFacts>;
  readonly server?: Partial<SideFacts>;
  readonly connection?: Partial<ConnectionFacts>;
}

function facts({ client, server, connection }: Seen): Facts {
  return {
    client: { ...(zeros(sideLayout) as unknown as SideFacts), ...client },
    server: { ...(zeros(sideLayout) as unknown as SideFacts), ...server },
    connection: { ...(zeros(connectionLayout) as unknown as ConnectionFacts), ...connection },
    endNs: 0,
    icmpSource: '',
    ipVersion: 4,
    surroundings: { serverTtl: 0, accepted: 0 },
  };
}

/** A handshake whose answers took these times. */
function timed(toServerNs: number, toClientNs: number, ttl: number): Facts {
  return facts({
    client: { ttl, synCount: 1, synFrame: 1, synNs: 0 },
    server: { ttl, synAckCount: 1, synAckFrame: 2, synAckNs: toServerNs },
    connection: { handshakeFrame: 3, handshakeNs: toServerNs + toClientNs },
  });
}

const initial = fc.constantFrom(64, 128, 255);
const travelled = fc.integer({ min: 1, max: 254 }).filter((ttl) => ![64, 128].includes(ttl));
const anyTtl = fc.integer({ min: 0, max: 255 });

describe('where a capture was made', () => {
  it('is at the end whose packets no router has touched', () => {
    fc.assert(
      fc.property(initial, travelled, (near, far) => {
        expect(vantageOf(facts({ client: { ttl: near }, server: { ttl: far } }), undefined)).toEqual({
          at: 'client',
          how: 'ttl',
        });
        expect(vantageOf(facts({ client: { ttl: far }, server: { ttl: near } }), undefined)).toEqual({
          at: 'server',
          how: 'ttl',
        });
      }),
    );
  });

  it('is in between when routers have touched both', () => {
    fc.assert(
      fc.property(travelled, travelled, (client, server) => {
        expect(vantageOf(facts({ client: { ttl: client }, server: { ttl: server } }), undefined)).toEqual({
          at: 'middle',
          how: 'ttl',
        });
      }),
    );
  });

  it('is at the end that answers at once, when the TTLs do not tell', () => {
    fc.assert(
      fc.property(
        initial,
        fc.integer({ min: 1_000_000, max: 300_000_000 }),
        fc.integer({ min: 0, max: 19 }),
        (ttl, far, percent) => {
          const near = (far * percent) / 100;
          expect(vantageOf(timed(far, near, ttl), undefined)).toEqual({ at: 'client', how: 'timing' });
          expect(vantageOf(timed(near, far, ttl), undefined)).toEqual({ at: 'server', how: 'timing' });
        },
      ),
    );
  });

  it('is not told by answers that take about as long, or by none worth a round trip', () => {
    expect(vantageOf(timed(20_000_000, 15_000_000, 64), undefined)).toEqual({
      at: 'unknown',
      how: 'nothing',
    });
    expect(vantageOf(timed(150_000, 1000, 64), undefined)).toEqual({ at: 'unknown', how: 'nothing' });
  });

  it('is not told by a handshake of which something came twice', () => {
    const again = timed(50_000_000, 10_000, 64);
    const repeated = { ...again, client: { ...again.client, synCount: 2 } };
    expect(vantageOf(repeated, undefined).how).toBe('nothing');
  });

  it('is at the end that sends more at once than a wire takes', () => {
    const client = { ttl: 64, oversized: 3 };
    const server = { ttl: 64, oversized: 0 };
    expect(vantageOf(facts({ client, server }), undefined)).toEqual({ at: 'client', how: 'offload' });
    expect(vantageOf(facts({ client: server, server: client }), undefined)).toEqual({
      at: 'server',
      how: 'offload',
    });
    expect(vantageOf(facts({ client, server: client }), undefined)).toEqual({
      at: 'unknown',
      how: 'nothing',
    });
  });

  it('is what the caller says, whatever the packets say', () => {
    fc.assert(
      fc.property(fc.constantFrom('client', 'middle', 'server'), anyTtl, anyTtl, (given, client, server) => {
        const vantage = vantageOf(facts({ client: { ttl: client }, server: { ttl: server } }), given);
        expect(vantage).toEqual({ at: given, how: 'given' });
        expect(vantagesToJudgeFrom(vantage)).toEqual([given]);
      }),
    );
  });

  it('is judged from everywhere when it is unknown, and always from where it is thought to be', () => {
    expect(vantagesToJudgeFrom({ at: 'unknown', how: 'nothing' })).toEqual(['client', 'middle', 'server']);
    fc.assert(
      fc.property(anyTtl, anyTtl, (client, server) => {
        const vantage = vantageOf(facts({ client: { ttl: client }, server: { ttl: server } }), undefined);
        const judged = vantagesToJudgeFrom(vantage);
        expect(judged.length).toBeGreaterThan(0);
        if (vantage.at !== 'unknown') expect(judged).toContain(vantage.at);
      }),
    );
  });
});
