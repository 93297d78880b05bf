/** Whether the page is on its way to paper. */
import { useEffect, useState } from 'preact/hooks';

/** What fits between the margins of A4 and of Letter, in px at 96 dpi. */
export const PAPER_PX = 696;

export function usePrinting(): boolean {
  const [isPrinting, setIsPrinting] = useState(false);
  useEffect(() => {
    const query = matchMedia('print');
    // the query alone is told of it too late, when pages have been laid out
    const events = [
      [window, 'beforeprint'],
      [window, 'afterprint'],
      [query, 'change'],
    ] as const;
    const change = ({ type }: Event): void =>
      setIsPrinting(type === 'change' ? query.matches : type === 'beforeprint');
    for (const [target, type] of events) target.addEventListener(type, change);
    return () => {
      for (const [target, type] of events) target.removeEventListener(type, change);
    };
  }, []);
  return isPrinting;
}
