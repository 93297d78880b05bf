/** The page before anything is open. */
import type { JSX } from 'preact';
import type { NamedBlob } from '../../library/reading.ts';
import { OpenButton } from '../parts/top-bar.tsx';

export function Start({ onFiles }: { readonly onFiles: (files: readonly NamedBlob[]) => void }): JSX.Element {
  return (
    <section class="start">
      <h2>Why did the connection die?</h2>
      <p>
        Drop a capture here: pcap or pcapng, gzipped or not. For each TCP connection in it this page says how
        it ended, who ended it, what both programs saw, on which packets that rests and how sure it is.
      </p>
      <p>
        <OpenButton text="Choose captures …" onFiles={onFiles} />
      </p>
      <p>
        Several at once are taken for the same traffic seen from different places. A run of the lab can be
        dropped as its whole folder.
      </p>
      <p class="private">
        <b>Nothing is uploaded.</b> The page reads the file here, and its own rules forbid it any network. It
        works offline, too.
      </p>
    </section>
  );
}
