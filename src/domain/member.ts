/** A Discord user who joined a pathway, wherever they did. Progress is theirs, not one server's. */
export interface Member {
  readonly userId: string;
  /** IANA name; `null` until the member says where they live, and UTC is assumed. */
  readonly timeZone: string | null;
  /** How others see this member; `null` until they choose, and each place then has a default of its own. */
  readonly visibility: Visibility | null;
  /** What stands on boards in place of the name; kept while it is not shown. */
  readonly alias: string | null;
  /** The pathway that commands mean when none is named. */
  readonly currentPathwayId: string;
  /** UTC epoch milliseconds. */
  readonly createdAt: number;
}

export const VISIBILITIES = ['named', 'alias', 'hidden'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** A member's walk along one pathway. */
export interface Enrolment {
  readonly userId: string;
  readonly pathwayId: string;
  readonly hoursPerWeek: number;
  /** Local date, `YYYY-MM-DD`. */
  readonly startsOn: string;
  /** UTC epoch milliseconds. */
  readonly joinedAt: number;
}

/** What a member recorded about one task. At most one per member, pathway and task. */
export interface Completion {
  readonly userId: string;
  readonly pathwayId: string;
  readonly taskId: string;
  /** `skipped` counts as neither done nor open. */
  readonly status: CompletionStatus;
  /** When the work was done; UTC epoch milliseconds. */
  readonly at: number;
  /** When the bot was told; UTC epoch milliseconds. Orders `/undo`, and tells an outdated *Undo* button. */
  readonly recordedAt: number;
  readonly note: string | null;
  readonly link: string | null;
  /** What this record replaced, so that *Undo* brings it back; one step deep. */
  readonly replaced: ReplacedCompletion | null;
}

export type CompletionStatus = 'done' | 'skipped';
export type ReplacedCompletion = Pick<Completion, 'status' | 'at' | 'recordedAt' | 'note' | 'link'>;
