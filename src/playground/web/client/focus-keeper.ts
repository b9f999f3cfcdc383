import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/**
 * An answer may take away the very button that was pressed, and a dismissal the whole message: the focus then goes to
 * the message, or else to the log, instead of nowhere.
 */
export function useFocusKeeper(log: RefObject<HTMLElement | null>): void {
  const place = useRef<HTMLElement | null>(null);

  useEffect(() => {
    const onFocusIn = ({ target }: FocusEvent): void => {
      const isInside = target instanceof Element && log.current?.contains(target) === true;
      place.current = isInside ? (target.closest<HTMLElement>('article') ?? log.current) : null;
    };
    const onPointerDown = (): void => {
      place.current = null;
    };
    document.addEventListener('focusin', onFocusIn);
    document.addEventListener('pointerdown', onPointerDown);
    return () => {
      document.removeEventListener('focusin', onFocusIn);
      document.removeEventListener('pointerdown', onPointerDown);
    };
  }, []);

  useLayoutEffect(() => {
    const keep = (): void => {
      if (place.current === null || document.activeElement !== document.body) return;
      (place.current.isConnected ? place.current : log.current)?.focus({ preventScroll: true });
    };
    keep();
    // The browser takes the focus off a button that was disabled only when it paints.
    const painted = requestAnimationFrame(() => requestAnimationFrame(keep));
    return () => {
      cancelAnimationFrame(painted);
    };
  });
}
