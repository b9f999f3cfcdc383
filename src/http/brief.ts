/**
 * Does the work at most once in a while, however often it is asked for: those who ask while it is done, or within
 * `ttlMs` of its end, share what came of it. So nobody who probes the bot can load what the work asks.
 */
export function briefly<T>(ttlMs: number, work: () => Promise<T>): () => Promise<T> {
  let latest: Promise<T> | undefined;
  let freshUntil = Infinity;
  return () => {
    if (latest === undefined || performance.now() >= freshUntil) {
      freshUntil = Infinity;
      latest = work().finally(() => {
        freshUntil = performance.now() + ttlMs;
      });
    }
    return latest;
  };
}

/** What became of `work`, or of `late` if it takes longer; then it goes on by itself, and how it ends is nobody's. */
export async function within<T>(milliseconds: number, work: Promise<T>, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      resolve(late());
    }, milliseconds);
  });
  work.catch(() => undefined);
  return Promise.race([work, timeout]).finally(() => {
    clearTimeout(timer);
  });
}
