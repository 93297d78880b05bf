import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../src/cli/command.ts';
import { readOptions } from '../src/cli/options.ts';
import { faults } from '../src/faults/faults.ts';
import { blockOf, withBlock } from '../src/matrix/block.ts';
import { rowsOf, tableText } from '../src/matrix/cells.ts';
import { DOCUMENT, MATRIX_BLOCK, SEEDS_BLOCK } from '../src/matrix/matrix.ts';
import { decodePayload, encodePayload, sizeOf } from '../src/record/payload.ts';
import { Outbox, type Write } from '../src/subjects/outbox.ts';
import { subjects } from '../src/subjects/subjects.ts';

/** The first two columns of a table. */
function labels(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, 3).join('|').replaceAll(' ', ''));
}

const ids = fc.integer({ min: 1, max: 2 ** 32 - 1 });

describe('a numbered message', () => {
  it('is recognised, and any other byte in it is noticed', () => {
    fc.assert(
      fc.property(
        ids,
        fc.integer({ min: 8, max: 2000 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (id, bytes, at, flip) => {
          const payload = encodePayload(id, bytes);
          expect(decodePayload(payload)).toStrictEqual({ id, intact: true });
          const damaged = Buffer.from(payload);
          // The number itself says which message it is; it is what follows that is checked against it.
          const place = 4 + (at % (bytes - 4));
          damaged[place] = (damaged[place] ?? 0) ^ flip;
          expect(decodePayload(damaged).intact).toBe(false);
        },
      ),
    );
  });

  it('has a length within its bounds, the same each time', () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 8, max: 100 }), fc.nat(5000), (id, min, span) => {
        const size = sizeOf(id, min, min + span);
        expect(size).toBe(sizeOf(id, min, min + span));
        expect(size >= min && size <= min + span).toBe(true);
      }),
    );
  });
});

describe('the queue around a connection that can break', () => {
  it('writes what was not confirmed again, in order and before the rest', async () => {
    const outbox = new Outbox();
    const first: string[] = [];
    const second: string[] = [];
    const broken: Write = (payload, done) => {
      first.push(payload.toString());
      if (payload.toString() === 'a') done();
    };
    outbox.attach(broken);
    const sent = ['a', 'b', 'c'].map((text) => outbox.send(Buffer.from(text)));
    outbox.detach(broken);
    sent.push(outbox.send(Buffer.from('d')));
    outbox.attach((payload, done) => {
      second.push(payload.toString());
      done();
    });
    // What is told late of a connection that was left changes nothing.
    outbox.detach(broken);
    await Promise.all([...sent, outbox.send(Buffer.from('e'))]);
    expect([first, second]).toStrictEqual([
      ['a', 'b', 'c'],
      ['b', 'c', 'd', 'e'],
    ]);
  });
});

describe('the lists', () => {
  it('name each fault and each subject once', () => {
    for (const names of [faults.map(({ name }) => name), subjects.map(({ name }) => name)]) {
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
    }
  });

  it('show every fault and load in the document, and every subject', () => {
    const table = blockOf(readFileSync(DOCUMENT, 'utf8'), MATRIX_BLOCK) ?? '';
    const rows = faults.flatMap(rowsOf);
    const empty = tableText(
      rows,
      subjects.map(({ name }) => name),
      () => '',
    );
    expect(labels(table)).toStrictEqual(labels(empty));
    for (const { name } of subjects) expect(table).toContain(`- **${name}**`);
    expect(blockOf(readFileSync(DOCUMENT, 'utf8'), SEEDS_BLOCK)).toMatch(/\| session \| \d+ \|/);
  });
});

describe('a block of a document', () => {
  it('is replaced and nothing else', () => {
    const before = 'a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n';
    const after = withBlock(before, 'x', 'new');
    expect(blockOf(after, 'x')).toBe('new');
    expect(after).toBe('a\n<!-- begin x -->\n\nnew\n\n<!-- end x -->\nb\n');
    expect(withBlock(after, 'x', 'new')).toBe(after);
    expect(() => withBlock(before, 'y', 'new')).toThrow('no block y');
  });
});

describe('the command line', () => {
  it('reads what is asked for', () => {
    const options = readOptions([
      '--subject',
      'net,ws',
      '--fault',
      'black-hole',
      '--seeds',
      '3-9',
      '--load',
      'full',
    ]);
    expect(options.subjects.map(({ name }) => name)).toStrictEqual(['net', 'ws']);
    expect(options).toMatchObject({ firstSeed: 3, lastSeed: 9, load: 'full', side: null, workers: 8 });
    expect(readOptions(['--seeds', '42'])).toMatchObject({ firstSeed: 42, lastSeed: 42 });
  });

  it.each([
    ['an unknown subject', ['--subject', 'nobody'], 'There is no subject "nobody"'],
    ['an unknown fault', ['--fault', 'x'], 'Known: black-hole'],
    ['seeds backwards', ['--seeds', '9-3'], '--seeds'],
    ['seeds that are none', ['--seeds', '0'], '--seeds must be a whole number from 1'],
    ['an unknown load', ['--load', 'heavy'], '--load must be one of idle, busy, full'],
    ['an unknown option', ['--sed', '1'], '--sed'],
  ])('refuses %s', (_, args, message) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(message);
  });
});
