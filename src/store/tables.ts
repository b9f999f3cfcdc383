import type { DeliveryKind, DeliveryState } from '../domain/delivery.ts';
import type { CompletionStatus, Visibility } from '../domain/member.ts';
import type { NudgeNotice, NudgeState } from '../domain/nudge.ts';
import type { ChannelTrouble, RoleTrouble } from '../domain/server.ts';

/** The tables as `migrations/` leave them. */
export interface Tables {
  readonly member: MemberRow;
  readonly enrolment: EnrolmentRow;
  readonly completion: CompletionRow;
  readonly nudge: NudgeRow;
  readonly server: ServerRow;
  readonly server_member: ServerMemberRow;
  readonly phase_role: PhaseRoleRow;
  readonly delivery: DeliveryRow;
  readonly task: TaskRow;
  readonly pathway_revision: PathwayRevisionRow;
  readonly phase_duration: PhaseDurationRow;
  readonly server_pathway: ServerPathwayRow;
  readonly pathway_change_count: PathwayChangeCountRow;
  readonly pathway_change: PathwayChangeRow;
  readonly lease: LeaseRow;
  readonly dm_minute: DmMinuteRow;
  readonly standing: StandingTableRow;
  readonly score: ScoreRow;
  readonly score_level: ScoreLevelRow;
  readonly cohort: CohortRow;
  readonly cohort_member: CohortMemberRow;
  readonly cohort_facilitator: CohortFacilitatorRow;
  readonly cohort_board: CohortBoardRow;
  readonly code_guess: CodeGuessRow;
  readonly migration: MigrationRow;
}

export interface MemberRow {
  readonly user_id: string;
  readonly time_zone: string | null;
  readonly visibility: Visibility | null;
  readonly alias: string | null;
  /** JSON of the `PortfolioPart`s. */
  readonly portfolio_parts: string | null;
  readonly current_pathway_id: string;
  readonly created_at: number;
}

export interface EnrolmentRow {
  readonly user_id: string;
  readonly pathway_id: string;
  readonly hours_per_week: number;
  readonly starts_on: string;
  /** JSON: ids. */
  readonly transferable_skills: string | null;
  /** JSON: ids. */
  readonly owned_skills: string | null;
  /** JSON of the `Break`s. */
  readonly breaks: string;
  readonly agreed_ends_on: string | null;
  readonly told_revision: number;
  readonly joined_at: number;
}

export interface CompletionRow {
  readonly user_id: string;
  readonly pathway_id: string;
  readonly task_id: string;
  readonly status: CompletionStatus;
  readonly at: number;
  readonly recorded_at: number;
  readonly note: string | null;
  readonly link: string | null;
  /** JSON of a `ReplacedCompletion`. */
  readonly replaced: string | null;
}

export interface NudgeRow {
  readonly user_id: string;
  readonly weekday: number;
  readonly hour: number;
  readonly locale: string;
  readonly state: NudgeState;
  readonly paused_until: number | null;
  readonly active_since: number;
  readonly next_occurrence: string | null;
  readonly next_at: number | null;
  readonly dm_channel_id: string | null;
  readonly notice: NudgeNotice | null;
}

export interface ServerRow {
  readonly guild_id: string;
  readonly locale: string;
  readonly time_zone: string;
  readonly announcement_channel_id: string | null;
  readonly nudge_channel_id: string | null;
  readonly summary_channel_id: string | null;
  readonly weekday: number;
  readonly hour: number;
  readonly pathway_id: string;
  readonly next_occurrence: string | null;
  readonly next_at: number | null;
  readonly set_up_by: string | null;
  readonly trouble: ChannelTrouble | null;
  readonly role_trouble: RoleTrouble | null;
}

export interface ServerMemberRow {
  readonly guild_id: string;
  readonly user_id: string;
  readonly name: string | null;
  readonly seen_at: number;
  readonly left_at: number | null;
  readonly phase_role_id: string | null;
  readonly phase_role_due_at: number | null;
}

export interface PhaseRoleRow {
  readonly guild_id: string;
  readonly phase_id: string;
  readonly role_id: string;
}

export interface TaskRow {
  readonly pathway_id: string;
  readonly task_id: string;
  readonly phase_id: string;
  readonly position: number | null;
  readonly hours: number;
  /** NULL: not known, for it left the file before titles were kept. */
  readonly title: string | null;
}

export interface PathwayRevisionRow {
  readonly pathway_id: string;
  readonly revision: number;
  readonly at: number;
  /** JSON of the `PathwayChanges`. */
  readonly changes: string;
}

export interface PhaseDurationRow {
  readonly user_id: string;
  readonly pathway_id: string;
  readonly phase_id: string;
  readonly days: number;
}

export interface ServerPathwayRow {
  readonly pathway_id: string;
  readonly guild_id: string;
  readonly file_id: string;
  /** JSON of a pathway. */
  readonly content: string | null;
  readonly offered_at: number | null;
  /** JSON of a pathway. */
  readonly draft: string | null;
  readonly draft_at: number | null;
}

export interface StandingTableRow {
  readonly user_id: string;
  readonly pathway_id: string;
  readonly phase_id: string | null;
  readonly task_id: string | null;
  readonly done_hours: number;
  readonly active_at: number;
}

export interface ScoreRow {
  readonly board_id: string;
  readonly period: string;
  readonly user_id: string;
  readonly hours: number;
  readonly tasks: number;
  readonly appearance: 'named' | 'alias' | null;
  readonly label: string | null;
  readonly sort_key: string | null;
  readonly ends_at: number | null;
}

export interface ScoreLevelRow {
  readonly board_id: string;
  readonly period: string;
  readonly hours: number;
  readonly members: number;
  readonly listed: number;
  readonly tasks: number;
  readonly ends_at: number | null;
}

export interface CohortRow {
  readonly cohort_id: string;
  readonly guild_id: string;
  readonly name: string;
  readonly name_key: string;
  readonly pathway_id: string;
  readonly starts_on: string;
  readonly hours_per_week: number;
  /** JSON of the `Break`s. */
  readonly breaks: string;
  readonly locale: string;
  readonly time_zone: string;
  readonly weekday: number;
  readonly hour: number;
  readonly next_occurrence: string | null;
  readonly next_at: number | null;
  readonly channel_id: string | null;
  readonly code: string | null;
  readonly capacity: number | null;
  readonly goal_week: string | null;
  readonly goal_tasks: number | null;
  readonly created_at: number;
  readonly archived_at: number | null;
  readonly trouble: ChannelTrouble | null;
}

export interface CohortMemberRow {
  readonly cohort_id: string;
  readonly user_id: string;
  /** SQLite has no booleans: 0 or 1. */
  readonly shares_details: number;
  readonly joined_at: number;
}

export interface CohortFacilitatorRow {
  readonly cohort_id: string;
  readonly user_id: string;
  readonly since: number;
}

export interface CohortBoardRow {
  readonly cohort_id: string;
  readonly channel_id: string;
  readonly message_id: string | null;
  readonly due_at: number;
}

export interface CodeGuessRow {
  readonly guild_id: string;
  readonly user_id: string;
  readonly misses: number;
  readonly since: number;
}

export interface DeliveryRow {
  readonly kind: DeliveryKind;
  readonly recipient: string;
  readonly occurrence: string;
  readonly state: DeliveryState;
  readonly due_at: number;
  readonly not_before: number;
  readonly first_sent_at: number | null;
  readonly claimed_at: number | null;
  readonly attempts: number;
  readonly message_id: string | null;
  readonly reason: string | null;
}

export interface LeaseRow {
  readonly name: string;
  readonly held_until: number;
}

export interface DmMinuteRow {
  readonly minute: number;
  readonly opened: number;
  readonly promised: number;
}

/** The only row's `last` is the number of the last change. */
export interface PathwayChangeCountRow {
  readonly id: number;
  readonly last: number;
}

export interface PathwayChangeRow {
  readonly number: number;
  readonly pathway_id: string;
  readonly at: number;
}

/** The migrator's ledger: one row for each migration that this database has. */
export interface MigrationRow {
  readonly version: number;
  readonly name: string;
  /** SHA-256 of the file's text, in hex. */
  readonly checksum: string;
  readonly applied_at: number;
}
