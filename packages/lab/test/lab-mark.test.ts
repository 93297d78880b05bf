import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isOwnerGone, labMark, processStart } from '../src/lab-mark.ts';

const [namespace = '', pid = '', start = ''] = labMark().split('-');

describe('the mark of a lab', () => {
  it('names this process, which is alive', () => {
    expect(Number(pid)).toBe(process.pid);
    expect(start).toBe(processStart(process.pid));
    expect(isOwnerGone(labMark())).toBe(false);
  });

  it('tells a later process of the same number from the owner', () => {
    expect(isOwnerGone(`${namespace}-${pid}-${Number(start) - 1}`)).toBe(true);
  });

  it.each([
    ['an older form', `${pid} ${Number(start) - 1}`],
    ['nobody', ''],
  ])('is not judged when it names %s', (_, mark) => {
    expect(isOwnerGone(mark)).toBe(false);
  });

  it('of another container is judged only by who can see that nothing of the container is left', () => {
    const seesAll = process.getuid?.() === 0 && namespace === '4026531836';
    expect(isOwnerGone('4026530000-1-1')).toBe(seesAll);
  });

  it('counts a dead process that nobody has buried yet as gone', async () => {
    // The shell starts a child that ends, and becomes a program that never asks for it.
    const shell = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [chunk] = (await once(shell.stdout, 'data')) as [Buffer];
      const zombie = Number(chunk.toString());
      const isZombie = (): boolean => / Z /.test(readFileSync(`/proc/${zombie}/stat`, 'utf8'));
      while (!isZombie()) await new Promise((resolve) => setImmediate(resolve));
      expect(processStart(zombie)).toBeNull();
    } finally {
      shell.kill('SIGKILL');
    }
  });
});
