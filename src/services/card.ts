/**
 * What a picture shows, as plain data: it goes to another thread, and equal cards are one picture. Texts are as they
 * are to be read, in the language of whom the card is for; what people typed is plain, neither escaped nor cut.
 */
export type Card = ProgressCard | LeaderboardCard | SummaryCard | PlanCard | PhaseFinishedCard;

/** Somebody's face and name. */
export interface Portrait {
  readonly name: string;
  /** A PNG; absent: the initials stand for it. */
  readonly avatar?: Uint8Array | undefined;
}

/** Where somebody stands with a phase. */
export type PhaseState = 'finished' | 'current' | 'ahead';

export interface CardPhase {
  /** Counted from 1. */
  readonly number: number;
  readonly title: string;
  readonly state: PhaseState;
  /** From 0 to 100. */
  readonly percent: number;
  /** The percentage as text: `42 %`. */
  readonly figure: string;
}

/** How far somebody is. */
export interface ProgressCard {
  readonly kind: 'progress';
  readonly person: Portrait;
  readonly pathway: string;
  /** From 0 to 100. */
  readonly percent: number;
  readonly figure: string;
  readonly phases: readonly CardPhase[];
  /** Small facts beside the figure: tasks, weeks in a row. */
  readonly facts: readonly string[];
  /** The next step, for the member's own eyes; absent for others, and when nothing is left. */
  readonly next?: { readonly label: string; readonly title: string } | undefined;
}

/** The first ten of a board's page. */
export interface LeaderboardCard {
  readonly kind: 'leaderboard';
  readonly title: string;
  /** The period and what is counted. */
  readonly subtitle: string;
  readonly rows: readonly LeaderboardCardRow[];
  /** Everybody together. */
  readonly footer: string;
}

export interface LeaderboardCardRow {
  readonly rank: string;
  readonly name: string;
  /** Of the longest bar, from 0 to 1. */
  readonly share: number;
  readonly figure: string;
  /** `You`, beside the asker's name; absent for everybody else. */
  readonly mark?: string | undefined;
}

/** What a cohort did in seven days. */
export interface SummaryCard {
  readonly kind: 'summary';
  readonly title: string;
  readonly subtitle: string;
  /** The shared bar; absent while the cohort has nobody. */
  readonly together?: {
    readonly label: string;
    /** From 0 to 100. */
    readonly percent: number;
    readonly figure: string;
    /** Where the plan has the cohort by today, from 0 to 100. */
    readonly planned: number;
    readonly plannedLabel: string;
  };
  /** Seven, the oldest first. */
  readonly days: readonly { readonly label: string; readonly tasks: number }[];
  readonly daysLabel: string;
  /** How many members are in each phase now. */
  readonly phases: readonly { readonly number: number; readonly title: string; readonly members: number }[];
  readonly phasesLabel: string;
  readonly facts: readonly string[];
}

/** A member's plan on a line of time. All places on the line are from 0 to 1. */
export interface PlanCard {
  readonly kind: 'plan';
  readonly title: string;
  readonly subtitle: string;
  readonly phases: readonly PlanCardPhase[];
  /** Rests from work. */
  readonly breaks: readonly { readonly from: number; readonly to: number }[];
  readonly breaksLabel: string;
  readonly today: { readonly at: number; readonly label: string };
  /** Beginnings of months, few enough to stand beside each other. */
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  /** When it ends, as a range. */
  readonly footer: string;
}

export interface PlanCardPhase {
  readonly number: number;
  readonly title: string;
  readonly state: PhaseState;
  /** Earliest beginning and end. Absent for a phase that is finished: it has no place on the line any more. */
  readonly span?: { readonly from: number; readonly to: number; readonly latest: number } | undefined;
  /** `3 Dec – 20 Jan`, or when it was finished. */
  readonly dates: string;
}

/** To be shared: somebody finished a phase. */
export interface PhaseFinishedCard {
  readonly kind: 'phase-finished';
  readonly person: Portrait;
  readonly pathway: string;
  /** `Phase 2 finished`. */
  readonly headline: string;
  readonly phaseTitle: string;
  /** The day, as text. */
  readonly date: string;
  readonly skills: readonly string[];
  readonly skillsLabel: string;
  /** All phases of the pathway, the finished one among them. */
  readonly trail: readonly { readonly number: number; readonly state: PhaseState }[];
  /** Counted from 1: the one that the card is about. */
  readonly phaseNumber: number;
}

/** Makes pictures, away from whatever answers people. */
export interface CardRenderer {
  /**
   * The card as a PNG. Never rejects: `undefined` when it could not be drawn, or not soon enough to wait for, and the
   * text goes out alone.
   */
  draw(card: Card): Promise<Uint8Array | undefined>;
}
