/** Puts a text on the clipboard; shows it, so that it can be taken by hand where that is not allowed. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

export function CopyButton({ text, name }: { readonly text: string; readonly name: string }): JSX.Element {
  const [state, setState] = useState<'idle' | 'copied' | 'shown'>('idle');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('shown');
    }
  };
  return (
    <span class="copy">
      <button onClick={() => void copy()} title={text}>
        {name}
      </button>
      <span role="status">{state === 'copied' ? ' copied' : ''}</span>
      {state === 'shown' ? <code>{text}</code> : null}
    </span>
  );
}
