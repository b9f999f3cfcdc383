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

/** As long as nobody waits for longer than this, the first to come is the first to be let in. */
const ORDERLY_MS = 500;

/** So many wait only when more comes than can be done, and not because a turn took long. */
const BEHIND = 16;

/** After so long without so many, there is time again. */
export const CALM_MS = 1_000;

/** Decides when work may begin, so that more of it than can be done does not make all of it too late. */
export interface Admission {
  /** Resolves when it is this one's turn; `undefined`: it has waited too long to be worth its work. */
  enter(): Promise<Admitted | undefined>;
  /** Whether so many wait, or did a moment ago, that answers should be spared what they can do without. */
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
 * processor newcomers wait here, and here it is known for how long. Once that is long, the newest goes first: in the order
 * of arrival, each would wait for those before it until Discord had just given it up, and a bot that has fallen three
 * seconds behind would answer nobody any more.
 */
export function createAdmission(limits: AdmissionLimits): Admission {
  /** In the order of their arrival. */
  const waiting: Waiting[] = [];
  let atWork = 0;
  let isTurning = false;
  let wasBehindAt = -Infinity;

  const turn = (): void => {
    isTurning = false;
    const now = performance.now();
    if (waiting.length > BEHIND) wasBehindAt = now;
    const firstInTime = waiting.findIndex(({ since }) => now - since <= limits.waitMs);
    const late = waiting.splice(0, firstInTime === -1 ? waiting.length : firstInTime);
    for (const { admit } of late) admit(undefined);
    const isOrderly = now - (waiting[0]?.since ?? now) <= ORDERLY_MS;
    const next = isOrderly ? waiting.shift() : waiting.pop();
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
    isBehind: () => waiting.length > BEHIND || performance.now() - wasBehindAt < CALM_MS,
  };
}
