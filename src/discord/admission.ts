/** Whoever is let in after so long still has time for a deferral, and the network, before Discord's 3 seconds are over. */
export const LONGEST_WAIT_MS = 1_500;

/** Many times what a turn takes; and a picture takes as long. */
const BEHIND_MS = 50;

/** Decides when work may begin, so that more of it than the processor can do does not make all of it too late. */
export interface Admission {
  /** Resolves when it is this one's turn; `false`: it has waited too long to be worth its work. */
  enter(): Promise<boolean>;
  /** Whether somebody waits so long that others should be spared what they can do without. */
  isBehind(): boolean;
}

interface Waiting {
  /** On the clock of `performance`. */
  readonly since: number;
  readonly admit: (isInTime: boolean) => void;
}

/**
 * Lets one in for each turn of the event loop. Before every turn the loop goes on with what has begun, so on a busy
 * processor newcomers wait here, and here it is known for how long. The newest goes first: in the order of arrival, each
 * would wait for those before it until Discord had just given it up, and a bot that has fallen three seconds behind would
 * answer nobody any more.
 */
export function createAdmission({ longestWaitMs }: { readonly longestWaitMs: number }): Admission {
  /** In the order of their arrival. */
  const waiting: Waiting[] = [];

  const turn = (): void => {
    const tooOld = performance.now() - longestWaitMs;
    const firstInTime = waiting.findIndex(({ since }) => since >= tooOld);
    const late = waiting.splice(0, firstInTime === -1 ? waiting.length : firstInTime);
    for (const { admit } of late) admit(false);
    waiting.pop()?.admit(true);
    if (waiting.length > 0) setImmediate(turn);
  };

  return {
    enter: () =>
      new Promise((admit) => {
        if (waiting.push({ since: performance.now(), admit }) === 1) setImmediate(turn);
      }),
    isBehind() {
      const [first] = waiting;
      return first !== undefined && performance.now() - first.since > BEHIND_MS;
    },
  };
}
