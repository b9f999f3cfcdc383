import type { DeliveryKind, DeliveryState } from '../domain/delivery.ts';
import type { CompletionStatus, Visibility } from '../domain/member.ts';
import type { NudgeNotice, NudgeState } from '../domain/nudge.ts';
import type { ServerTrouble } from '../domain/server.ts';

/** The tables as `migrations/` leave them. */
export interface Tables {
  readonly member: MemberRow;
  readonly enrolment: EnrolmentRow;
  readonly completion: CompletionRow;
  readonly nudge: NudgeRow;
  readonly server: ServerRow;
  readonly server_member: ServerMemberRow;
  readonly delivery: DeliveryRow;
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
  readonly weekday: number;
  readonly hour: number;
  readonly pathway_id: string;
  readonly next_occurrence: string | null;
  readonly next_at: number | null;
  readonly set_up_by: string;
  readonly trouble: ServerTrouble | null;
}

export interface ServerMemberRow {
  readonly guild_id: string;
  readonly user_id: string;
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

/** The migrator's ledger: one row for each migration that this database has. */
export interface MigrationRow {
  readonly version: number;
  readonly name: string;
  /** SHA-256 of the file's text, in hex. */
  readonly checksum: string;
  readonly applied_at: number;
}
