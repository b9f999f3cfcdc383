import type { Completion, Enrolment, Member } from '../domain/member.ts';

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

export interface Repositories {
  readonly members: MemberRepository;
  readonly enrolments: EnrolmentRepository;
  readonly completions: CompletionRepository;
}

export interface Store extends Repositories {
  /** Runs `work` in one write transaction: all of it is durable when the promise resolves, or none of it. */
  transaction<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>;
}
