/** One line about something that went wrong. */
import type { JSX } from 'preact';

export function Notice({
  text,
  onClose,
}: {
  readonly text: string;
  readonly onClose?: () => void;
}): JSX.Element {
  return (
    <p class="notice" role="alert">
      <span>{text}</span>
      {onClose === undefined ? null : (
        <button class="quiet" aria-label="Dismiss" onClick={onClose}>
          ×
        </button>
      )}
    </p>
  );
}
