import type { BoardKind } from '../domain/appearance.ts';
import type { CodeGuesses, Cohort, CohortMembership } from '../domain/cohort.ts';
import type { Delivery, DeliveryKey } from '../domain/delivery.ts';
import type { Completion, Enrolment, Member } from '../domain/member.ts';
import type { Nudge, NudgeTone } from '../domain/nudge.ts';
import type { Phase, Pathway, Resource } from '../domain/pathway.ts';
import type { TaskChange } from '../domain/pathway-changes.ts';
import type { ChannelTrouble, Server } from '../domain/server.ts';
import type { CohortSummary, CohortBoardView } from './cohort-posts.ts';
import type { Standing } from './progress.ts';

/** The only source of the current time, so that tests and the playground can move it. */
export interface Clock {
  /** UTC epoch milliseconds. */
  now(): number;
}

/** A whole number from 0 to below its argument, which nobody can foretell. */
export type Chance = (below: number) => number;

export interface MemberRepository {
  find(userId: string): Promise<Member | undefined>;
  /** Inserts the member, or replaces everything but `createdAt`. */
  save(member: Member): Promise<void>;
}

export interface EnrolmentRepository {
  /** Every walk on the pathway, for when its file has changed. In the order of user ids, after one of them. */
  listOn(pathwayId: string, afterUserId: string, limit: number): Promise<readonly Enrolment[]>;
  /** How many walk it. */
  countOn(pathwayId: string): Promise<number>;
  find(userId: string, pathwayId: string): Promise<Enrolment | undefined>;
  /** Every walk of the member, the first joined first; on pathways that are offered no more as well. */
  listOf(userId: string): Promise<readonly Enrolment[]>;
  /** Inserts the enrolment, or replaces everything but `joinedAt`. */
  save(enrolment: Enrolment): Promise<void>;
}

export interface CompletionRepository {
  find(userId: string, pathwayId: string, taskId: string): Promise<Completion | undefined>;
  /** Every record of the member on the pathway, oldest `recordedAt` first. Retired tasks included. */
  list(userId: string, pathwayId: string): Promise<readonly Completion[]>;
  /** Every record of the member, on whichever pathway. */
  listAll(userId: string): Promise<readonly Completion[]>;
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
}

/** A member of the bot in one server, as far as the bot knows. */
export interface ServerMember {
  readonly guildId: string;
  readonly userId: string;
  /** As others in the server call them; `null` while it is not known. */
  readonly name: string | null;
  /** When they were last known to be there; UTC epoch milliseconds. */
  readonly seenAt: number;
  /** When the bot learnt that they had left; `null` while they are there. */
  readonly leftAt: number | null;
  /** The phase's role that the bot gave them last. */
  readonly phaseRoleId: string | null;
  /** Since when that role may be the wrong one; `null`: it is right. */
  readonly phaseRoleDueAt: number | null;
}

export interface ServerMemberRepository {
  find(guildId: string, userId: string): Promise<ServerMember | undefined>;
  /** Those of these users who are, or were, its members. */
  findAll(guildId: string, userIds: readonly string[]): Promise<readonly ServerMember[]>;
  save(member: ServerMember): Promise<void>;
  /** Of those who have not left, the ones not seen since an instant, longest ago first. */
  notSeenSince(instant: number, limit: number): Promise<readonly ServerMember[]>;
  /** How many of a server's members are in each phase of a pathway; `null`: finished. Leavers do not count. */
  countInPhases(guildId: string, pathwayId: string): Promise<ReadonlyMap<string | null, number>>;
  /** Members whose phase role may be wrong, of each server in turn the longest so. */
  phaseRoleDue(now: number, limit: number): Promise<readonly ServerMember[]>;
  /** Has the phase roles of all the server's members looked at again. */
  setPhaseRolesDue(guildId: string, at: number): Promise<void>;
  /** The same for one member, in every server that has phase roles. */
  setPhaseRoleDue(userId: string, at: number): Promise<void>;
}

/** Which role stands for which phase of the server's pathway. */
export interface PhaseRoleRepository {
  /** By the phase's id. */
  list(guildId: string): Promise<ReadonlyMap<string, string>>;
  /** Replaces all of them. */
  replace(guildId: string, roles: ReadonlyMap<string, string>): Promise<void>;
}

/** A task that a pathway's file has, or had. */
export interface TaskCredit {
  readonly pathwayId: string;
  readonly taskId: string;
  readonly phaseId: string;
  /** Its place in the pathway; `null`: it has left the file. */
  readonly position: number | null;
  /** At the pathway's full pace; of a task that has left, as it was last. */
  readonly hours: number;
  /** As it was last; `null` of one that left before titles were kept. */
  readonly title: string | null;
}

export interface TaskRepository {
  list(): Promise<readonly TaskCredit[]>;
  save(tasks: readonly TaskCredit[]): Promise<void>;
}

/** The edits of pathways that moved tasks, numbered from 1 for each pathway. */
export interface PathwayRevisionRepository {
  /** The last revision of each pathway that has any. */
  latest(): Promise<ReadonlyMap<string, number>>;
  /** What each edit after a revision did, the earliest first. */
  after(pathwayId: string, revision: number): Promise<readonly (readonly TaskChange[])[]>;
  add(pathwayId: string, revision: number, at: number, changes: readonly TaskChange[]): Promise<void>;
}

/** A pathway that a server brought for itself, as it is kept. */
export interface ServerPathway {
  readonly pathwayId: string;
  readonly guildId: string;
  /** The id in the server's file. */
  readonly fileId: string;
  /** JSON with the pathway's own id in place of the file's, to be parsed again by whoever reads it; `null`: only a draft so far. */
  readonly content: string | null;
  /** `null`: nobody can join it. UTC epoch milliseconds. */
  readonly offeredAt: number | null;
  /** Brought, looked at and not offered yet. */
  readonly draft: { readonly content: string; readonly at: number } | null;
}

export interface ServerPathwayRepository {
  find(pathwayId: string): Promise<ServerPathway | undefined>;
  /** A server's, in the order of their files' ids. */
  list(guildId: string): Promise<readonly ServerPathway[]>;
  /** Of all servers, those that are more than a draft. */
  listBrought(): Promise<readonly ServerPathway[]>;
  save(pathway: ServerPathway): Promise<void>;
  remove(pathwayId: string): Promise<void>;
}

/**
 * That pathways of servers' own have changed, for the processes that keep them in memory. Numbered without gaps, in the
 * order in which the changes were committed.
 */
export interface PathwayChangeRepository {
  /** The number of the last one; 0 before the first. One row is read, for it is asked at every command. */
  last(): Promise<number>;
  /** Those after a number, in order. */
  after(number: number): Promise<readonly { readonly number: number; readonly pathwayId: string }[]>;
  /** To be called in the transaction of the change. */
  add(pathwayId: string, at: number): Promise<void>;
}

/** What a text from outside is: a pathway, or the faults that keep it from being one, in an editor's words. */
export type PathwayReading = { readonly pathway: Pathway } | { readonly faults: readonly string[] };

/** Reads the pathways that servers bring. */
export interface PathwayReader {
  parse(text: string): PathwayReading;
  /** What an edit does to ids, one line a change. */
  compare(before: Pathway, after: Pathway, formerTasks: readonly TaskCredit[]): readonly string[];
}

/** Where a member is on a pathway: worked out from the records, and kept to be counted. */
export interface StandingRow {
  readonly userId: string;
  readonly pathwayId: string;
  /** The phase and the task that come next; `null`: nothing is open. */
  readonly phaseId: string | null;
  readonly taskId: string | null;
  readonly doneHours: number;
  /** The last record, or the joining; UTC epoch milliseconds. */
  readonly activeAt: number;
}

export interface StandingRepository {
  find(userId: string, pathwayId: string): Promise<StandingRow | undefined>;
  save(standing: StandingRow): Promise<void>;
  /** Of a cohort's present members on its pathway: in one look, however many they are. */
  ofCohort(cohortId: string): Promise<readonly StandingRow[]>;
  /** How many of them have the same phase and task before them, and what these have done together. */
  countInCohort(cohortId: string): Promise<readonly StandingCount[]>;
}

export interface StandingCount extends Pick<StandingRow, 'phaseId' | 'taskId' | 'doneHours'> {
  readonly members: number;
}

/** A phase as one member walks it. */
export interface PhaseOfMember {
  readonly userId: string;
  readonly pathwayId: string;
  readonly phaseId: string;
}

/** Days that members took over phases: worked out from the records, and kept to be compared. */
export interface PhaseDurationRepository {
  /** One member's, by the phase's id. */
  list(userId: string, pathwayId: string): Promise<ReadonlyMap<string, number>>;
  save(phase: PhaseOfMember, days: number): Promise<void>;
  remove(phase: PhaseOfMember): Promise<void>;
  /** How many others have a measure of the phase. */
  countOthers(phase: PhaseOfMember): Promise<number>;
  /** The days of whoever stands at a rank among the others, who took least first; ranks count from 0. */
  daysOfOther(phase: PhaseOfMember, rank: number): Promise<number | undefined>;
}

/** A board on which a member stands. */
export interface Seat {
  /** A server's id or a cohort's. */
  readonly boardId: string;
  readonly kind: BoardKind;
  /** The board's own, where its weeks and months begin; `null` of a server that nobody has set up. */
  readonly timeZone: string | null;
  /** The only one whose tasks count; `null`: those of every pathway. */
  readonly pathwayId: string | null;
  /** As others in that server call the member. */
  readonly name: string | null;
}

/** A member's line on a board, in one period. */
export interface Score extends Credit {
  readonly boardId: string;
  /** The period's name in the board's calendar. */
  readonly period: string;
  readonly userId: string;
  /** How others see the member; `null`: not at all. */
  readonly listing: Listing | null;
  /** The period's end; UTC epoch milliseconds, or `null` for all time. */
  readonly endsAt: number | null;
}

export interface Credit {
  /** At the pathways' full pace. */
  readonly hours: number;
  readonly tasks: number;
}

export interface Listing {
  readonly appearance: 'named' | 'alias';
  readonly label: string;
  /** What ties are ordered by. */
  readonly sortKey: string;
}

export interface BoardEntry extends Credit {
  readonly userId: string;
  readonly listing: Listing;
}

/** One board in one period. */
export interface BoardKey {
  readonly boardId: string;
  readonly period: string;
}

export interface ScoreRepository {
  /** The boards on which a member stands: those of servers that they have not left, and of cohorts there that are not archived. */
  seats(userId: string): Promise<readonly Seat[]>;
  /** The boards on which a member has a line. */
  boardIds(userId: string): Promise<readonly string[]>;
  /** Replaces all lines of a member. */
  replace(userId: string, scores: readonly Score[]): Promise<void>;
  find(board: BoardKey, userId: string): Promise<Score | undefined>;
  /** Entries that others may see, in order: most hours first, then by name. */
  page(board: BoardKey, offset: number, limit: number): Promise<readonly BoardEntry[]>;
  /** How others see these members, as far as they do. */
  listings(board: BoardKey, userIds: readonly string[]): Promise<ReadonlyMap<string, Listing>>;
  /** How many entries that others may see have more hours. */
  countAbove(board: BoardKey, hours: number): Promise<number>;
  /** How many entries that others may see stand before this one. */
  countBefore(board: BoardKey, entry: BoardEntry): Promise<number>;
  /** Of everybody on the board, the hidden included. */
  totals(board: BoardKey): Promise<Credit & { readonly members: number; readonly listed: number }>;
  /** User ids of all who stand on a board, after one of them, in their order. */
  userIds(boardId: string, afterUserId: string, limit: number): Promise<readonly string[]>;
  /** Forgets lines of periods that ended before an instant. */
  prune(endedBefore: number): Promise<void>;
}

export interface CohortRepository {
  find(cohortId: string): Promise<Cohort | undefined>;
  findByCode(guildId: string, code: string): Promise<Cohort | undefined>;
  /** Among those of the server that are not archived. */
  findByNameKey(guildId: string, nameKey: string): Promise<Cohort | undefined>;
  /** All of a server's, archived ones included, the newest first. */
  list(guildId: string): Promise<readonly Cohort[]>;
  /** Those in which somebody is a member, the last joined first; archived ones included. */
  ofMember(userId: string): Promise<readonly Cohort[]>;
  /** Those that somebody looks after; archived ones included. */
  ofFacilitator(userId: string): Promise<readonly Cohort[]>;
  /** Those of a member that have set themselves a goal and are not archived. */
  withGoal(userId: string): Promise<readonly Cohort[]>;
  save(cohort: Cohort): Promise<void>;
  /** Cohorts whose next summary is due, the longest due first. */
  due(now: number, limit: number): Promise<readonly Cohort[]>;
  plannedAfter(instant: number): Promise<readonly Cohort[]>;

  membership(cohortId: string, userId: string): Promise<CohortMembership | undefined>;
  saveMembership(membership: CohortMembership): Promise<void>;
  removeMembership(cohortId: string, userId: string): Promise<void>;
  /** How many members it has who are in the server. */
  countMembers(cohortId: string): Promise<number>;
  /** The user ids of all members, leavers of the server included. */
  memberIds(cohortId: string): Promise<readonly string[]>;
  /** Members in the server who let the facilitators see where they are, by name; with their names. */
  consenting(cohortId: string): Promise<readonly ConsentingMember[]>;

  /** The user ids of those who look after it, the longest first. */
  facilitators(cohortId: string): Promise<readonly string[]>;
  addFacilitator(cohortId: string, userId: string, since: number): Promise<void>;
  removeFacilitator(cohortId: string, userId: string): Promise<void>;

  /** What its present members did on its pathway from an instant to before another. */
  doings(cohort: Cohort, from: number, to: number): Promise<readonly Doing[]>;

  guesses(guildId: string, userId: string): Promise<CodeGuesses | undefined>;
  /** `undefined` forgets them. */
  saveGuesses(guildId: string, userId: string, guesses: CodeGuesses | undefined): Promise<void>;
}

/** That a member did a task, and when; UTC epoch milliseconds. */
export interface Doing {
  readonly userId: string;
  readonly taskId: string;
  readonly at: number;
  /** The phase in which the member is by now; `null`: nothing is open. */
  readonly phaseId: string | null;
}

export interface ConsentingMember {
  readonly userId: string;
  /** As others in the server call them; `null` while it is not known. */
  readonly name: string | null;
  /** UTC epoch milliseconds. */
  readonly joinedAt: number;
}

/** A cohort's one message that is kept up to date. */
export interface PinnedBoard {
  readonly cohortId: string;
  readonly channelId: string;
  /** `null`: not posted yet, or deleted. */
  readonly messageId: string | null;
  /** When it has to be looked at again; UTC epoch milliseconds. */
  readonly dueAt: number;
}

export interface PinnedBoardRepository {
  find(cohortId: string): Promise<PinnedBoard | undefined>;
  save(board: PinnedBoard): Promise<void>;
  remove(cohortId: string): Promise<void>;
  /** Boards that may show what is no longer so, the longest due first. */
  due(now: number, limit: number): Promise<readonly PinnedBoard[]>;
  /** Has the boards of cohorts that have one looked at by an instant. */
  setDue(cohortIds: readonly string[], at: number): Promise<void>;
  /** Writes what came of looking at it, unless it became due again meanwhile: then only its message. */
  settle(before: PinnedBoard, after: PinnedBoard): Promise<void>;
}

export interface SomebodyThere {
  /** As others in the server call them. */
  readonly name: string;
}

/** Who is in a server, and who is not any more; asked for one by one, for the list is a privilege. */
export interface Directory {
  /** `undefined` for somebody who is not in the server. @throws {DeliveryError} when that cannot be learnt now. */
  lookUp(guildId: string, userId: string): Promise<SomebodyThere | undefined>;
}

/** Gives roles to members of a server, and takes them back. Doing either twice is harmless. */
export interface RoleGiver {
  /** @throws {DeliveryError} `forbidden` also for a role that allows more than a phase is worth. */
  give(guildId: string, userId: string, roleId: string): Promise<'done' | 'member-gone' | 'role-gone'>;
  /** @throws {DeliveryError} */
  take(guildId: string, userId: string, roleId: string): Promise<'done' | 'member-gone' | 'role-gone'>;
  /** Makes a role that allows nothing. @returns its id, or `full` when a server can hold no more. @throws {DeliveryError} */
  create(guildId: string, name: string): Promise<{ readonly roleId: string } | 'full'>;
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
  /**
   * Records of attempts, before anything of them is sent, that they send, and begins their leases anew; returns those
   * that still hold their rows. The others' have been taken up by another attempt, or erased.
   */
  beginSending(claims: readonly Delivery[], now: number): Promise<readonly DeliveryKey[]>;
  /** When the one that is over-due the longest was meant to go out; nothing when none is. */
  oldestDueAt(now: number): Promise<number | undefined>;
  /**
   * Ends attempts that were claimed after an instant: those that may have sent as `unknown`, the others are `pending`
   * again from when they are due. Returns them.
   */
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

/** What one process does at a time, or all of them together no more often than it runs out. */
export interface LeaseRepository {
  /**
   * Takes it for so many milliseconds, unless somebody has it; in one statement, so that no two get it. One that ends
   * later than it can was taken by a clock that has been set back, and keeps nobody.
   */
  take(name: string, now: number, forMs: number): Promise<boolean>;
  /** Takes it until an instant, whoever has it. */
  hold(name: string, until: number): Promise<void>;
  /** When it is, or was last, free again; UTC epoch milliseconds. */
  heldUntil(name: string): Promise<number | undefined>;
}

/** How many DM channels all processes together open, by the minute (of UTC, counted from the epoch). */
export interface DmMinuteRepository {
  /** Counts one as opened; `false`, and uncounted, when there were `limit` already. Without a limit, it always counts. */
  open(minute: number, limit?: number): Promise<boolean>;
  /** Counts somebody who is to come back in that minute; `false` when `limit` are to already. */
  promise(minute: number, limit: number): Promise<boolean>;
}

/** Everything that is kept on one person. Of somebody the bot does not know, all of it is empty. */
export interface PersonalData {
  readonly member: Member | undefined;
  readonly enrolments: readonly Enrolment[];
  readonly completions: readonly Completion[];
  readonly standings: readonly StandingRow[];
  readonly phaseDurations: readonly PhaseDuration[];
  readonly nudge: Nudge | undefined;
  /** What went out to them, or is to. */
  readonly deliveries: readonly Delivery[];
  readonly serverMembers: readonly ServerMember[];
  readonly scores: readonly Score[];
  readonly cohortMemberships: readonly (CohortMembership & { readonly cohort: Cohort })[];
  /** Which cohorts they look after, and since when; UTC epoch milliseconds. */
  readonly facilitations: readonly { readonly cohort: Cohort; readonly since: number }[];
  readonly codeGuesses: readonly (CodeGuesses & { readonly guildId: string })[];
  /** The servers that they set up last. */
  readonly servers: readonly Server[];
}

/** How long a member took over a phase. */
export interface PhaseDuration {
  readonly userId: string;
  readonly pathwayId: string;
  readonly phaseId: string;
  readonly days: number;
}

/** A person across all tables. Whatever comes to name a person has to come here as well. */
export interface PersonalDataRepository {
  of(userId: string): Promise<PersonalData>;
  /**
   * Removes whatever names the person. To be called in a transaction that has taken their scores off first, for
   * nothing here counts them out of the boards' totals.
   */
  erase(userId: string): Promise<void>;
}

/** What is kept for a while and no longer. Each removes at most `limit` rows, so that a minute's work stays short. */
export interface RetentionRepository {
  /** Deliveries that are over, and were due before an instant. */
  forgetDeliveries(dueBefore: number, limit: number): Promise<void>;
  /** Wrong codes, when the first of them was tried before an instant. */
  forgetGuesses(since: number, limit: number): Promise<void>;
  /** Who left a server before an instant, with their places in its cohorts. */
  forgetLeavers(leftBefore: number, limit: number): Promise<void>;
  /** Word of changes to servers' pathways from before an instant. */
  forgetPathwayChanges(before: number, limit: number): Promise<void>;
  /** Counts of DM channels of the minutes before one. */
  forgetDmMinutes(before: number, limit: number): Promise<void>;
  /** Drafts of servers' pathways that were brought before an instant, and pathways that were never more than a draft. */
  forgetDrafts(broughtBefore: number, limit: number): Promise<void>;
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
      readonly trouble: ChannelTrouble;
    }
  | {
      readonly kind: 'cohort-summary';
      readonly locale: string;
      readonly summary: CohortSummary;
    }
  | {
      readonly kind: 'cohort-goal';
      readonly locale: string;
      readonly cohortName: string;
      readonly goal: number;
      /** What is done by now; more than the goal, perhaps. */
      readonly tasks: number;
    }
  | {
      readonly kind: 'cohort-trouble';
      readonly locale: string;
      readonly cohortName: string;
      readonly trouble: ChannelTrouble;
    }
  | { readonly kind: 'cohort-board'; readonly locale: string; readonly board: CohortBoardView };

/** Why a message did not go out. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  /**
   * `refused`: this member takes no DMs from the bot (50007, 50278); `gone`: no such channel (10003);
   * `message-gone`: no such message (10008); `forbidden`: the bot may not post there (50001, 50013); `slow-down`: too
   * much at once (40003, 429); `unreachable`: no answer, or one of Discord's own faults (5xx): it may have arrived or
   * not.
   */
  readonly reason: 'refused' | 'gone' | 'message-gone' | 'forbidden' | 'slow-down' | 'unreachable';
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
  /** Puts a post in place of one that is there. @throws {DeliveryError} `message-gone` when somebody deleted it. */
  edit(channelId: string, messageId: string, post: Post): Promise<void>;
}

export interface Repositories {
  readonly members: MemberRepository;
  readonly enrolments: EnrolmentRepository;
  readonly completions: CompletionRepository;
  readonly nudges: NudgeRepository;
  readonly servers: ServerRepository;
  readonly serverMembers: ServerMemberRepository;
  readonly phaseRoles: PhaseRoleRepository;
  readonly deliveries: DeliveryRepository;
  readonly tasks: TaskRepository;
  readonly pathwayRevisions: PathwayRevisionRepository;
  readonly standings: StandingRepository;
  readonly phaseDurations: PhaseDurationRepository;
  readonly scores: ScoreRepository;
  readonly cohorts: CohortRepository;
  readonly pinnedBoards: PinnedBoardRepository;
  readonly personalData: PersonalDataRepository;
  readonly retention: RetentionRepository;
  readonly serverPathways: ServerPathwayRepository;
  readonly pathwayChanges: PathwayChangeRepository;
  readonly leases: LeaseRepository;
  readonly dmMinutes: DmMinuteRepository;
}

export interface Store extends Repositories {
  /**
   * Runs `work` in one write transaction, as if no other ran meanwhile: all of it is durable when the promise resolves,
   * or none of it. It may be run more than once, so it does nothing but read and write what it is handed: nothing is
   * sent in it, and what is kept in memory changes only after it.
   */
  transaction<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>;
}
