import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Door, type Visitor } from '../src/server/door.ts';
import { addressGroup } from '../src/server/per-address.ts';

const limits = {
  connections: 12,
  connectionsPerAddress: 5,
  sessions: 100,
  sessionsPerAddress: 100,
  handshakes: 6,
  handshakeMs: 1000,
};

describe('addresses that count as one', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('%s belongs to %s', (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });
});

describe('the door', () => {
  it('never holds more than its limits, and forgets nobody, whatever they do', () => {
    const step = fc.record({
      do: fc.constantFrom('arrive', 'admit', 'leave'),
      who: fc.nat(30),
      group: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
        const door = new Door(limits);
        const inside: { visitor: Visitor; waits: boolean }[] = [];
        for (const { do: what, who, group } of steps) {
          const one = inside[who % Math.max(1, inside.length)];
          if (what === 'arrive') {
            const made = { visitor: { group: `g${group}`, putOut: () => (made.waits = false) }, waits: true };
            const ofGroup = inside.filter(({ visitor }) => visitor.group === `g${group}`).length;
            const expected =
              inside.length >= limits.connections
                ? 'full'
                : ofGroup >= limits.connectionsPerAddress
                  ? 'too-many-of-address'
                  : 'welcome';
            expect(door.arrive(made.visitor)).toBe(expected);
            if (expected === 'welcome') inside.push(made);
          } else if (one !== undefined && what === 'admit') {
            door.admit(one.visitor);
            one.waits = false;
          } else if (one !== undefined) {
            door.leave(one.visitor);
            inside.splice(inside.indexOf(one), 1);
          }
          expect(door.connections).toBe(inside.length);
          expect(door.handshakes).toBe(inside.filter(({ waits }) => waits).length);
          expect(door.handshakes).toBeLessThanOrEqual(limits.handshakes);
        }
      }),
    );
  });

  it('puts out the oldest of the busiest address', () => {
    const door = new Door({ ...limits, handshakes: 4 });
    const out: string[] = [];
    const arrive = (group: string, name: string): unknown =>
      door.arrive({ group, putOut: () => out.push(name) });
    arrive('quiet', 'q1');
    for (const name of ['f1', 'f2', 'f3', 'f4']) arrive('flood', name);
    arrive('other', 'o1');
    expect(out).toEqual(['f1', 'f2']);
  });
});
