import type { CompletionStatus, Visibility } from '../domain/member.ts';

/** The tables as `migrations/` leave them. */
export interface Tables {
  readonly member: MemberRow;
  readonly enrolment: EnrolmentRow;
  readonly completion: CompletionRow;
  readonly migration: MigrationRow;
}

export interface MemberRow {
  readonly user_id: string;
  readonly time_zone: string | null;
  readonly visibility: Visibility;
  readonly current_pathway_id: string;
  readonly created_at: number;
}

export interface EnrolmentRow {
  readonly user_id: string;
  readonly pathway_id: string;
  readonly hours_per_week: number;
  readonly starts_on: string;
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

/** The migrator's ledger: one row for each migration that this database has. */
export interface MigrationRow {
  readonly version: number;
  readonly name: string;
  /** SHA-256 of the file's text, in hex. */
  readonly checksum: string;
  readonly applied_at: number;
}
