import { useEffect, useState } from 'preact/hooks';
import type { Leap } from '../protocol.ts';
import { usePlayground } from './playground-context.ts';

const tickMs = 30_000;

/** The playground's time, UTC epoch milliseconds; fresh every half minute, and at once when time is moved. */
export function useNow(): number {
  const { world } = usePlayground();
  const [, setTicks] = useState(0);
  const now = nowAfter(world.leaps);
  // After each render, so that it ticks when the playground's minute does, however far the clock is ahead.
  useEffect(() => {
    const timer = setTimeout(
      () => {
        setTicks((ticks) => ticks + 1);
      },
      tickMs - (now % tickMs),
    );
    return () => {
      clearTimeout(timer);
    };
  });
  return now;
}

/** The playground's time at this moment. */
export function nowAfter(leaps: readonly Leap[]): number {
  return leaps.reduce((now, { from, to }) => now + to - from, Date.now());
}
