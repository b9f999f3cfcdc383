import { nextOccurrence, type WeeklySlot } from './weekly-slot.ts';

/** A member's wish to be reminded once a week by DM. Exists from the first `/nudge on`; the zone is the member's own. */
export interface Nudge extends Omit<WeeklySlot, 'timeZone'> {
  readonly userId: string;
  /** Discord locale that the member used last; DMs carry none. */
  readonly locale: string;
  readonly state: NudgeState;
  /** While paused: UTC epoch milliseconds, or `null` until the member returns (does or asks for anything). */
  readonly pausedUntil: number | null;
  /** Since when quiet weeks count: switched on, or came back. UTC epoch milliseconds. */
  readonly activeSince: number;
  /** The next turn, or `null` while there is none. */
  readonly next: PlannedTurn | null;
  /** Remembered, because opening DM channels is what Discord limits most. */
  readonly dmChannelId: string | null;
  /** What the member has to learn at their next command. */
  readonly notice: NudgeNotice | null;
}

export type NudgeState = 'on' | 'paused' | 'off';
export type NudgeNotice = 'dms-refused' | 'stopped-after-quiet-weeks';

export interface PlannedTurn {
  /** The name in the ledger: an ISO week (`2026-W10`), or for an extra turn `+` and its instant in base-36 seconds. */
  readonly occurrence: string;
  /** UTC epoch milliseconds, spread included. */
  readonly at: number;
}

/** Turns of one hour are spread over its first minutes, so that Monday 09:00 is not one burst. */
const SPREAD_MS = 10 * 60 * 1000;

/**
 * The slot's first turn strictly after an instant, and after a week that has had its turn; for each recipient always
 * the same few minutes past the hour.
 * @param recipient a snowflake.
 */
export function nextTurn(
  slot: WeeklySlot,
  recipient: string,
  after: number,
  takenWeek?: string,
): PlannedTurn {
  // A snowflake begins with the millisecond of its making, which says nothing about whose it is.
  const spread = Number((BigInt(recipient) >> 22n) % BigInt(SPREAD_MS));
  const { week, at } = nextOccurrence(slot, after - spread, takenWeek);
  return { occurrence: week, at: at + spread };
}

/** A turn besides the weekly ones: a snooze, say. */
export function extraTurn(at: number): PlannedTurn {
  return { occurrence: `+${Math.floor(at / 1000).toString(36)}`, at };
}

export function isExtraTurn({ occurrence }: PlannedTurn): boolean {
  return occurrence.startsWith('+');
}

/** How the weekly message speaks, by whole weeks without anything recorded. */
export type NudgeTone = 'weekly' | 'gentle' | 'farewell';

/** A pause that has an end ends by itself; the weeks of it do not count as quiet. */
export function endPause(nudge: Nudge, now: number): Nudge {
  const { state, pausedUntil, activeSince } = nudge;
  if (state !== 'paused' || pausedUntil === null || pausedUntil > now) return nudge;
  return { ...nudge, state: 'on', pausedUntil: null, activeSince: Math.max(activeSince, pausedUntil) };
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const GENTLE_AFTER_WEEKS = 2;
const FAREWELL_AFTER_WEEKS = 6;

/** @param lastActivity the member's last record, or when they last came back; UTC epoch milliseconds. */
export function nudgeTone(lastActivity: number, now: number): NudgeTone {
  const quietWeeks = Math.floor((now - lastActivity) / WEEK_MS);
  if (quietWeeks >= FAREWELL_AFTER_WEEKS) return 'farewell';
  return quietWeeks >= GENTLE_AFTER_WEEKS ? 'gentle' : 'weekly';
}
