export interface AdmissionLimits {
  /** How many may be at work at once: beyond this they only wait for each other, in front of the database. */
  readonly atWork: number;
  /** How long somebody may wait to be let in. */
  readonly waitMs: number;
}

export const ADMISSION: AdmissionLimits = {
  // Several times the connections that there are to a PostgreSQL server; on SQLite there are never so many.
  atWork: 64,
  // Time is left for a deferral, and for the network, before Discord's 3 seconds are over.
  waitMs: 1_500,
};

/** Many times what a turn takes; and a picture takes as long. */
const BEHIND_MS = 50;

/** Decides when work may begin, so that more of it than can be done does not make all of it too late. */
export interface Admission {
  /** Resolves when it is this one's turn; `undefined`: it has waited too long to be worth its work. */
  enter(): Promise<Admitted | undefined>;
  /** Whether somebody waits so long that others should be spared what they can do without. */
  isBehind(): boolean;
}

export interface Admitted {
  /** The work is done, and another's may begin; to be called once at least. */
  leave(): void;
}

interface Waiting {
  /** On the clock of `performance`. */
  readonly since: number;
  readonly admit: (admitted: Admitted | undefined) => void;
}

/**
 * Lets one in for each turn of the event loop. Before every turn the loop goes on with what has begun, so on a busy
 * processor newcomers wait here, and here it is known for how long. The newest goes first: in the order of arrival, each
 * would wait for those before it until Discord had just given it up, and a bot that has fallen three seconds behind would
 * answer nobody any more.
 */
export function createAdmission(limits: AdmissionLimits): Admission {
  /** In the order of their arrival. */
  const waiting: Waiting[] = [];
  let atWork = 0;
  let isTurning = false;

  const turn = (): void => {
    isTurning = false;
    const tooOld = performance.now() - limits.waitMs;
    const firstInTime = waiting.findIndex(({ since }) => since >= tooOld);
    const late = waiting.splice(0, firstInTime === -1 ? waiting.length : firstInTime);
    for (const { admit } of late) admit(undefined);
    const next = waiting.pop();
    if (next !== undefined) {
      atWork += 1;
      next.admit(createAdmitted());
    }
    takeTurn();
  };

  const takeTurn = (): void => {
    if (isTurning || waiting.length === 0 || atWork >= limits.atWork) return;
    isTurning = true;
    setImmediate(turn);
  };

  const createAdmitted = (): Admitted => {
    let isInside = true;
    return {
      leave() {
        if (!isInside) return;
        isInside = false;
        atWork -= 1;
        takeTurn();
      },
    };
  };

  return {
    enter: () =>
      new Promise((admit) => {
        waiting.push({ since: performance.now(), admit });
        takeTurn();
      }),
    isBehind() {
      const [first] = waiting;
      return first !== undefined && performance.now() - first.since > BEHIND_MS;
    },
  };
}
