/** Plays examples side by side, each version on hosts of its own. */
import { setMaxListeners } from 'node:events';
import { Backstage, holdLabNumber } from '@halfopen/lab';
import { closeHosts, openHosts } from '@halfopen/proof';
import { Play, type Version } from './play.ts';
import type { Result, Scene } from './scene.ts';

/** Both versions of an example. */
export interface Pair {
  readonly scene: Scene;
  readonly before: Result;
  readonly after: Result;
}

/** Told when a play has ended. */
export type Played = (scene: Scene, version: Version) => void;

/**
 * Plays every scene in both versions, all at a time, with the kernel's own timers. Rejects with the signal's reason when aborted, and when
 * a play could not be made; everything is taken down before.
 */
export async function perform(
  scenes: readonly Scene[],
  signal: AbortSignal,
  played: Played = () => undefined,
): Promise<readonly Pair[]> {
  const over = new AbortController();
  setMaxListeners(0, over.signal, signal);
  const stop = (): void => over.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const held = holdLabNumber();
  const backstage = await Backstage.start();
  let networks = 0;

  async function make(scene: Scene, version: Version): Promise<Result> {
    const hosts = await openHosts(backstage, held.number, ++networks, true);
    const play = new Play(version, hosts, over.signal);
    try {
      const tally = await scene.play(play);
      played(scene, version);
      return { version, acts: play.acts, tally };
    } catch (error) {
      // The others would be played for nothing.
      over.abort(error);
      throw error;
    } finally {
      await play.close();
      await closeHosts(backstage, hosts.namespaces);
    }
  }

  try {
    const pairs = scenes.map(async (scene) => {
      const [before, after] = await settled([make(scene, 'before'), make(scene, 'after')]);
      if (before === undefined || after === undefined) throw new RangeError('two versions');
      return { scene, before, after };
    });
    return await settled(pairs);
  } finally {
    signal.removeEventListener('abort', stop);
    await backstage.stop();
    held.release();
  }
}

/** As Promise.all, but nothing is under way any more when it rejects. */
async function settled<Item>(promises: readonly Promise<Item>[]): Promise<readonly Item[]> {
  const endings = await Promise.allSettled(promises);
  return endings.map((ending) => {
    if (ending.status === 'rejected') throw ending.reason;
    return ending.value;
  });
}
