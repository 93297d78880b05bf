/** What lies on top of the page and keeps the keyboard to itself. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export function Dialog({
  title,
  children,
  onClose,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // at the beginning of what is to be read, not at the button behind it
    dialog.current?.querySelector('h2')?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="dialog-title"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div class="dialog-body">
        <h2 id="dialog-title" tabIndex={-1}>
          {title}
        </h2>
        {children}
        <form method="dialog">
          <button class="quiet">Close</button>
        </form>
      </div>
    </dialog>
  );
}
