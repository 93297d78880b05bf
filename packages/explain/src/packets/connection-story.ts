/** A connection's record, and what a picture of it needs when it is asked for. */
import type { Finding } from '../finding.ts';
import type { ConnectionRecord } from '../record.ts';
import { type Story, storyOfOne } from './story.ts';

/** A record with its story. */
export class ConnectionStory {
  readonly type = 'story' as const;
  readonly record: ConnectionRecord;
  readonly #make: () => Story;
  #story: Story | null = null;

  constructor(record: ConnectionRecord, make: () => Story) {
    this.record = record;
    this.#make = make;
  }

  /** Made when it is asked for the first time. */
  get story(): Story {
    this.#story ??= this.#make();
    return this.#story;
  }
}

/** A finding's record and story, to be kept beyond it. To be asked for once, before the next connection is taken. */
export function storyOf(finding: Finding): ConnectionStory {
  const record = finding.record();
  const { clientSide } = finding;
  const packets = finding.packets();
  return new ConnectionStory(record, () => storyOfOne(record, clientSide, packets));
}
