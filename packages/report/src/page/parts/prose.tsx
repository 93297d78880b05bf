/** A text of the catalogue's: what stands between backticks is to be typed or looked for. */
import type { JSX } from 'preact';

export function Prose({ text }: { readonly text: string }): JSX.Element {
  return <>{text.split('`').map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}</>;
}
