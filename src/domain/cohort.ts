import type { Break } from './breaks.ts';
import { UserError } from './errors.ts';
import type { LocalDate } from './local-time.ts';
import type { PlannedTurn } from './nudge.ts';
import type { ChannelTrouble } from './server.ts';
import type { WeeklySlot } from './weekly-slot.ts';

/** A study group of one Discord server that walks a pathway together. Its weekly slot is that of its summary. */
export interface Cohort extends WeeklySlot {
  /** A number in the form of a snowflake, made by the bot. */
  readonly id: string;
  readonly guildId: string;
  /** What its facilitators typed; unique among the server's cohorts that are not archived. */
  readonly name: string;
  readonly pathwayId: string;
  readonly startsOn: LocalDate;
  readonly hoursPerWeek: number;
  /** Days on which nobody walks, in the order of their beginnings. */
  readonly breaks: readonly Break[];
  /** Discord locale, for posts that answer nobody. */
  readonly locale: string;
  readonly next: PlannedTurn | null;
  /** Where it speaks; `null`: nowhere. */
  readonly channelId: string | null;
  /** What one must know to join; `null`: it is open to everybody in the server. */
  readonly code: string | null;
  /** The most members it takes; `null`: no limit. */
  readonly capacity: number | null;
  readonly goal: CohortGoal | null;
  /** UTC epoch milliseconds. */
  readonly createdAt: number;
  /** Nobody joins or leaves an archived cohort, and it says nothing by itself; what it was stays readable. */
  readonly archivedAt: number | null;
  /** Why its posts are paused. */
  readonly trouble: ChannelTrouble | null;
}

/** So many tasks by the Sunday of a week, all members together. */
export interface CohortGoal {
  /** The ISO week in the cohort's zone, `2026-W10`. */
  readonly week: string;
  readonly tasks: number;
}

/** Membership of a cohort. */
export interface CohortMembership {
  readonly cohortId: string;
  readonly userId: string;
  /** The facilitators may see where this member is. */
  readonly sharesDetails: boolean;
  /** UTC epoch milliseconds. */
  readonly joinedAt: number;
}

export const COHORT_NAME_LENGTH = { min: 2, max: 60 } as const;
export const CAPACITY = { min: 2, max: 5_000 } as const;
export const GOAL_TASKS = { min: 1, max: 10_000 } as const;

/** How many cohorts somebody may look after who does not manage the server. */
export const COHORTS_PER_FACILITATOR = 3;

/** @throws {UserError} `bad-cohort-name` */
export function parseCohortName(text: string): string {
  const name = text.replace(/\s+/gu, ' ').trim();
  if (nameKey(name).length < COHORT_NAME_LENGTH.min || name.length > COHORT_NAME_LENGTH.max) {
    throw new UserError({ code: 'bad-cohort-name', ...COHORT_NAME_LENGTH });
  }
  return name;
}

/**
 * Names of one key look the same to people: letters and digits (or, for want of them, symbols) without case and
 * accents. Marks of one script only are vowels, as in Devanagari or Thai, and stay.
 */
export function nameKey(name: string): string {
  const plain = name.normalize('NFKD').replace(UNSEEN, '');
  const letters = plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
  const key = letters === '' ? plain.replace(/\P{S}+/gu, '') : letters;
  // By way of capitals, because some letters have two small forms: ß and ss, σ and ς.
  return key.toUpperCase().toLowerCase();
}

/** Accents, which scripts share; control and format characters; letters and symbols that are blanks. */
const UNSEEN = /[\p{Script=Inherited}\p{C}\u115F\u1160\u2800]/gu;

/** Without those that people confuse when they read a code aloud or copy it by hand. */
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const CODE_LENGTH = 8;

/** @param chance a whole number from 0 to below its argument, which nobody can foretell. */
export function makeCode(chance: (below: number) => number): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS.charAt(chance(CODE_LETTERS.length))).join('');
}

/** As it was made, however it was typed; `undefined` for what cannot be a code. */
export function parseCode(text: string): string | undefined {
  const code = text.toUpperCase().replace(/[\s-]/g, '');
  const isOne =
    code.length === CODE_LENGTH && Array.from(code).every((letter) => CODE_LETTERS.includes(letter));
  return isOne ? code : undefined;
}

/** Wrong codes of one person in one server. */
export interface CodeGuesses {
  readonly misses: number;
  /** When the first of them was tried; UTC epoch milliseconds. */
  readonly since: number;
}

const GUESSES = 5;
const GUESSING_MS = 15 * 60 * 1000;

/** @throws {UserError} `too-many-guesses`, right code or not: else the answer would tell which. */
export function requireGuessesLeft(guesses: CodeGuesses | undefined, now: number): void {
  if (guesses === undefined || !isRecent(guesses, now) || guesses.misses < GUESSES) return;
  throw new UserError({ code: 'too-many-guesses', until: guesses.since + GUESSING_MS });
}

export function afterMiss(guesses: CodeGuesses | undefined, now: number): CodeGuesses {
  const isOngoing = guesses !== undefined && isRecent(guesses, now);
  return isOngoing ? { ...guesses, misses: guesses.misses + 1 } : { misses: 1, since: now };
}

/** A right code does not make up for wrong ones: whoever knows one cohort's could go on trying for another's. */
export function afterHit(guesses: CodeGuesses | undefined, now: number): CodeGuesses | undefined {
  return guesses !== undefined && isRecent(guesses, now) ? guesses : undefined;
}

/** A clock that was ahead must not lock anybody out for as long. */
function isRecent({ since }: CodeGuesses, now: number): boolean {
  return Math.abs(now - since) < GUESSING_MS;
}
