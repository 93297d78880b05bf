/** The keys of the page: one table for what they do and for the page of help. */
import { useEffect, useRef } from 'preact/hooks';

/** What a key can bring about. */
export const keys = {
  next: { keys: ['j', 'ArrowDown'], says: 'next event, or next connection in the table' },
  previous: { keys: ['k', 'ArrowUp'], says: 'previous event, or connection' },
  nextEvidence: { keys: ['n'], says: 'next event that the verdict rests on' },
  previousEvidence: { keys: ['p'], says: 'previous event that the verdict rests on' },
  first: { keys: ['g', 'Home'], says: 'first event' },
  last: { keys: ['G', 'End'], says: 'last event' },
  open: { keys: ['Enter'], says: 'open the connection' },
  back: { keys: ['Escape'], says: 'close what is open: a dialog, an event, the connection' },
  nextConnection: { keys: [']'], says: 'next connection of the table' },
  previousConnection: { keys: ['['], says: 'previous connection of the table' },
  focus: { keys: ['f'], says: 'go to the decisive packet' },
  ladder: { keys: ['1'], says: 'ladder' },
  plot: { keys: ['2'], says: 'sequence numbers over time' },
  table: { keys: ['3'], says: 'events as a table' },
  scale: { keys: ['t'], says: 'true scale of time, or silence shortened' },
  zoomIn: { keys: ['+', '='], says: 'look closer at the plot, around the selected event' },
  zoomOut: { keys: ['-'], says: 'see more of the plot' },
  zoomAll: { keys: ['0'], says: 'see all of the plot' },
  filter: { keys: ['/'], says: 'filter connections' },
  export: { keys: ['e'], says: 'save or pass on' },
  help: { keys: ['?'], says: 'this help' },
} as const;

export type Action = keyof typeof keys;

const actionOf: ReadonlyMap<string, Action> = new Map(
  (Object.keys(keys) as Action[]).flatMap((action) => keys[action].keys.map((key) => [key, action] as const)),
);

/** Elements that use these keys themselves. */
function isTyping(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input:not([type=checkbox], [type=radio]), textarea, select')) return key !== 'Escape';
  // a button is pressed by Enter, a link followed
  return key === 'Enter' && target.matches('a, button, summary');
}

/** Calls the handler of the key that was pressed, if it has one. */
export function useKeys(handlers: Readonly<Partial<Record<Action, () => void>>>): void {
  // a second key may come before effects have run: what was rendered last counts
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const action = actionOf.get(event.key);
      const handler = action === undefined ? undefined : latest.current[action];
      if (handler === undefined || isTyping(event.target, event.key)) return;
      // a dialog keeps its keys to itself
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      handler();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
