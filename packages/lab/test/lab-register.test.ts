import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labMark, processStart } from '../src/lab-mark.ts';
import { type Register, cleanRegister, holdNumberOf } from '../src/lab-register.ts';

const isRoot = process.getuid?.() === 0;
const [ownNamespace = ''] = labMark().split('-');

/** Nothing has this number: Linux gives out at most 2^22. */
const NO_PROCESS = 2 ** 22 + 1;
const mark = {
  another: `${ownNamespace}-${process.ppid}-${processStart(process.ppid)}`,
  dead: `${ownNamespace}-${NO_PROCESS}-1`,
  /** A process of that number is there, but it began later than the lab. */
  reused: `${ownNamespace}-${process.ppid}-1`,
};

describe('the register of network numbers', () => {
  let place = '';
  let register: Register;

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'halfopen-register-'));
    register = { folder: join(place, 'labs'), first: 5, last: 7 };
  });

  afterEach(() => {
    rmSync(place, { recursive: true, force: true });
  });

  function note(number: number, owner: string): void {
    mkdirSync(register.folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(register.folder, `net-${number}-${owner}`), '');
  }

  it('gives every number once, and none when all are held', () => {
    const held = [1, 2, 3].map(() => holdNumberOf(register));
    expect(new Set(held.map((each) => each?.number))).toEqual(new Set([5, 6, 7]));
    expect(holdNumberOf(register)).toBeNull();
    held[1]?.release();
    expect(holdNumberOf(register)?.number).toBe(held[1]?.number);
  });

  it('leaves nothing when all have been given back', () => {
    const held = [holdNumberOf(register), holdNumberOf(register)];
    for (const each of held) each?.release();
    expect(existsSync(register.folder)).toBe(false);
  });

  it('respects what another living process holds, and takes over from the dead', () => {
    note(5, mark.another);
    note(6, mark.another);
    note(7, mark.dead);
    expect(holdNumberOf(register)?.number).toBe(7);
    expect(holdNumberOf(register)).toBeNull();
  });

  it('cleaning removes the entries of the dead and no others', () => {
    note(5, mark.another);
    note(6, mark.dead);
    note(6, mark.reused);
    writeFileSync(join(register.folder, 'net-7-somebody'), '');
    expect(cleanRegister(register)).toBe(2);
    expect(readdirSync(register.folder).sort()).toEqual([`net-5-${mark.another}`, 'net-7-somebody']);
  });

  it('does not follow a link that somebody has put there', () => {
    const elsewhere = join(place, 'elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, register.folder);
    expect(() => holdNumberOf(register)).toThrow(/in the way/);
    writeFileSync(join(elsewhere, `net-5-${mark.dead}`), '');
    expect(cleanRegister(register)).toBe(0);
    expect(readdirSync(elsewhere)).toHaveLength(1);
  });

  it('does not write through a link in place of an entry', () => {
    const victim = join(place, 'victim');
    writeFileSync(victim, 'as it was');
    mkdirSync(register.folder, { mode: 0o700 });
    for (const number of [5, 6, 7]) symlinkSync(victim, join(register.folder, `net-${number}-${labMark()}`));
    expect(holdNumberOf(register)).toBeNull();
    expect(readFileSync(victim, 'utf8')).toBe('as it was');
  });

  it('does not use a folder that others can write to', () => {
    mkdirSync(register.folder);
    chmodSync(register.folder, 0o777);
    expect(() => holdNumberOf(register)).toThrow(/open to other users/);
  });

  it.skipIf(!isRoot)("does not use another user's folder", () => {
    mkdirSync(register.folder, { mode: 0o700 });
    chownSync(register.folder, 65534, 65534);
    expect(() => holdNumberOf(register)).toThrow(/belongs to another user/);
  });

  it('says why when there is no place', () => {
    expect(() => holdNumberOf({ ...register, folder: join(place, 'missing', 'labs') })).toThrow(/ENOENT/);
    expect(cleanRegister({ ...register, folder: join(place, 'missing', 'labs') })).toBe(0);
  });
});
