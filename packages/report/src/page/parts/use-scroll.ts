/** What part of a scrollable element is in sight. */
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export interface InSight {
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

export function useScroll(box: RefObject<HTMLElement | null>): InSight {
  const [inSight, setInSight] = useState<InSight>({ top: 0, height: 600, width: 0 });
  useEffect(() => {
    const { current } = box;
    if (current === null) return;
    const look = (): void => {
      const { scrollTop: top, clientHeight: height, clientWidth: width } = current;
      setInSight((before) =>
        before.top === top && before.height === height && before.width === width
          ? before
          : { top, height, width },
      );
    };
    look();
    current.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(current);
    return () => {
      current.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, []);
  return inSight;
}
