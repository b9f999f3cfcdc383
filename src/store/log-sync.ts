import fs from 'node:fs';

/** Brings onto the disk what SQLite has written into its log. */
export interface LogSync {
  /** Resolves when all is on the disk that was in the log at the time of the call. */
  sync(): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/**
 * SQLite would wait for the disk at each commit, and the whole bot with it. Here it waits on another thread, and one
 * wait serves all commits that came before it began.
 *
 * @param path of a log that lies there until it is closed.
 */
export function openLogSync(path: string): LogSync {
  const file = fs.openSync(path, 'r+');
  let underWay: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  const begin = (): Promise<void> => {
    following = undefined;
    underWay = new Promise((resolve, reject) => {
      fs.fdatasync(file, (error) => {
        underWay = undefined;
        if (error === null) resolve();
        else reject(error);
      });
    });
    return underWay;
  };

  return {
    sync() {
      if (underWay === undefined) return begin();
      // The one under way may have begun before what is to be brought onto the disk was written.
      return (following ??= underWay.then(begin, begin));
    },
    async close() {
      await Promise.allSettled([underWay, following]);
      fs.closeSync(file);
    },
  };
}
