import type { Delivery, DeliveryKey } from '../domain/delivery.ts';
import type { Completion, Enrolment, Member } from '../domain/member.ts';
import type { Nudge, NudgeTone } from '../domain/nudge.ts';
import type { Server, ServerTrouble } from '../domain/server.ts';
import type { Phase, Pathway, Resource } from '../domain/pathway.ts';
import type { Standing } from './progress.ts';

/** The only source of the current time, so that tests and the playground can move it. */
export interface Clock {
  /** UTC epoch milliseconds. */
  now(): number;
}

export interface MemberRepository {
  find(userId: string): Promise<Member | undefined>;
  /** Inserts the member, or replaces everything but `createdAt`. */
  save(member: Member): Promise<void>;
}

export interface EnrolmentRepository {
  find(userId: string, pathwayId: string): Promise<Enrolment | undefined>;
  /** Inserts the enrolment, or replaces everything but `joinedAt`. */
  save(enrolment: Enrolment): Promise<void>;
}

export interface CompletionRepository {
  find(userId: string, pathwayId: string, taskId: string): Promise<Completion | undefined>;
  /** Every record of the member on the pathway, oldest `recordedAt` first. Retired tasks included. */
  list(userId: string, pathwayId: string): Promise<readonly Completion[]>;
  /** Inserts the record, or replaces the one for the same member, pathway and task. */
  save(completion: Completion): Promise<void>;
  remove(userId: string, pathwayId: string, taskId: string): Promise<void>;
}

export interface NudgeRepository {
  find(userId: string): Promise<Nudge | undefined>;
  save(nudge: Nudge): Promise<void>;
  /** Nudges whose next turn has come, the longest due first. Costs what is due, not who exists. */
  due(now: number, limit: number): Promise<readonly Nudge[]>;
  /** Nudges that are on and whose next turn comes after an instant. */
  plannedAfter(instant: number): Promise<readonly Nudge[]>;
}

export interface ServerRepository {
  find(guildId: string): Promise<Server | undefined>;
  save(server: Server): Promise<void>;
  /** Servers whose next post is due, the longest due first. */
  due(now: number, limit: number): Promise<readonly Server[]>;
  /** Servers whose next post comes after an instant. */
  plannedAfter(instant: number): Promise<readonly Server[]>;
  /** Remembers that a member walks a pathway in this server; they are counted there. Harmless twice. */
  addMember(guildId: string, userId: string): Promise<void>;
  /** The user ids of those who joined there. */
  memberIds(guildId: string): Promise<readonly string[]>;
}

export interface DeliveryRepository {
  find(key: DeliveryKey): Promise<Delivery | undefined>;
  /**
   * Writes the row, `pending` or `skipped`; `false` when there is one for this key already. Only a `skipped` one
   * gives way to a `pending` one.
   */
  plan(
    delivery: Pick<Delivery, keyof DeliveryKey | 'dueAt' | 'notBefore' | 'state' | 'reason'>,
  ): Promise<boolean>;
  /**
   * Takes up to `limit` rows to send, in one statement, so that no two processes take the same: pending ones whose
   * time has come, and those whose attempt has outlived its lease without a word.
   */
  claim(now: number, limit: number): Promise<readonly Delivery[]>;
  /** Ends attempts that were claimed after an instant as `unknown`; returns them. */
  abandonClaimedAfter(instant: number, reason: string): Promise<readonly Delivery[]>;
  /**
   * Writes the outcomes of attempts, each only while that attempt still holds its row; returns those that did. In one
   * statement, for a Monday morning has many.
   */
  settle(settlements: readonly Settlement[]): Promise<readonly DeliveryKey[]>;
}

/**
 * What came of an attempt. `pending`: certainly not sent, to be tried again. Without a word about an attempt, its lease
 * runs out and it is tried again with the same nonce.
 */
export type DeliveryOutcome =
  | { readonly state: 'sent'; readonly messageId: string }
  | { readonly state: 'pending'; readonly notBefore: number; readonly reason: string }
  | { readonly state: 'skipped' | 'refused' | 'unknown'; readonly reason: string };

export interface Settlement {
  readonly claimed: Delivery;
  readonly outcome: DeliveryOutcome;
}

/** What goes out by itself, as facts; the notifier finds the words and the looks. */
export type Post =
  | {
      readonly kind: 'member-nudge';
      readonly locale: string;
      readonly tone: NudgeTone;
      readonly standing: Standing;
      /** What was done in the seven days before. */
      readonly doneLastWeek: readonly string[];
    }
  | { readonly kind: 'nudge-test'; readonly locale: string; readonly nextAt: number }
  | {
      readonly kind: 'server-nudge';
      readonly locale: string;
      readonly pathway: Pathway;
      readonly phase: Phase;
      readonly phaseNumber: number;
      readonly resource: Resource | undefined;
      /** How many of the server's members are in this phase. */
      readonly walkers: number;
      /** Of the year: each has an encouragement of its own. */
      readonly week: number;
    }
  | {
      readonly kind: 'server-trouble';
      readonly locale: string;
      readonly guildId: string;
      readonly trouble: ServerTrouble;
    };

/** Why a message did not go out. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  /**
   * `refused`: this member takes no DMs from the bot (50007, 50278); `gone`: no such channel (10003);
   * `forbidden`: the bot may not post there (50001, 50013); `slow-down`: too much at once (40003, 429);
   * `unreachable`: no answer, or one of Discord's own faults (5xx): it may have arrived or not.
   */
  readonly reason: 'refused' | 'gone' | 'forbidden' | 'slow-down' | 'unreachable';
  /** Discord's code or HTTP status, for the ledger. */
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(
    reason: DeliveryError['reason'],
    code: string,
    options?: { retryAfterMs?: number; cause?: unknown },
  ) {
    super(`${reason} (${code})`, { cause: options?.cause });
    this.reason = reason;
    this.code = code;
    this.retryAfterMs = options?.retryAfterMs;
  }
}

/** Speaks first, which answers to commands never do. */
export interface Notifier {
  /** The channel of the DM with this user. @throws {DeliveryError} */
  openDm(userId: string): Promise<string>;
  /**
   * @param nonce the same for every attempt: within minutes, Discord gives back the message it has instead of a
   *   second one. @returns the message's id. @throws {DeliveryError}
   */
  send(channelId: string, post: Post, nonce: string): Promise<string>;
}

export interface Repositories {
  readonly members: MemberRepository;
  readonly enrolments: EnrolmentRepository;
  readonly completions: CompletionRepository;
  readonly nudges: NudgeRepository;
  readonly servers: ServerRepository;
  readonly deliveries: DeliveryRepository;
}

export interface Store extends Repositories {
  /** Runs `work` in one write transaction: all of it is durable when the promise resolves, or none of it. */
  transaction<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>;
}
