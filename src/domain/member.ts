import type { Break } from './breaks.ts';
import type { LocalDate } from './local-time.ts';

/** A Discord user who joined a pathway, wherever they did. Progress is theirs, not one server's. */
export interface Member {
  readonly userId: string;
  /** IANA name; `null` until the member says where they live, and UTC is assumed. */
  readonly timeZone: string | null;
  /** How others see this member; `null` until they choose, and each place then has a default of its own. */
  readonly visibility: Visibility | null;
  /** What stands on boards in place of the name; kept while it is not shown. */
  readonly alias: string | null;
  /** What goes into their portfolio; `null` until they choose. */
  readonly portfolioParts: readonly PortfolioPart[] | null;
  /** The pathway that commands mean when none is named. */
  readonly currentPathwayId: string;
  /** UTC epoch milliseconds. */
  readonly createdAt: number;
}

export const VISIBILITIES = ['named', 'alias', 'hidden'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** What a portfolio may tell besides the tasks that are done. */
export const PORTFOLIO_PARTS = ['dates', 'links', 'notes', 'skills', 'open'] as const;
export type PortfolioPart = (typeof PORTFOLIO_PARTS)[number];

/** A member's walk along one pathway. */
export interface Enrolment {
  readonly userId: string;
  readonly pathwayId: string;
  readonly hoursPerWeek: number;
  readonly startsOn: LocalDate;
  /** Ids of the pathway's transferable skills that the member brings; `null`: not answered. */
  readonly transferableSkills: readonly string[] | null;
  /** Ids of the skills to learn that they have already; `null`: not answered. */
  readonly ownedSkills: readonly string[] | null;
  /** Days on which they do not walk, in the order of their beginnings. */
  readonly breaks: readonly Break[];
  /** The end of the plan that they saw last and went along with; `null`: the one that follows from start and hours. */
  readonly agreedEndsOn: LocalDate | null;
  /** The last revision of the pathway's file that they were told of; 0: none. */
  readonly toldRevision: number;
  /** UTC epoch milliseconds. */
  readonly joinedAt: number;
}

/** Somebody who has said nothing of themselves yet. */
export function newMember(userId: string, currentPathwayId: string, now: number): Member {
  return {
    userId,
    timeZone: null,
    visibility: null,
    alias: null,
    portfolioParts: null,
    currentPathwayId,
    createdAt: now,
  };
}

/** A walk of which nothing is known but its pace and its start. */
export function newEnrolment(
  enrolment: Pick<Enrolment, 'userId' | 'pathwayId' | 'hoursPerWeek' | 'startsOn' | 'joinedAt'>,
): Enrolment {
  return {
    ...enrolment,
    transferableSkills: null,
    ownedSkills: null,
    breaks: [],
    agreedEndsOn: null,
    toldRevision: 0,
  };
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
