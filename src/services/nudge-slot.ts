import { UserError } from '../domain/errors.ts';
import { isExtraTurn, type Nudge } from '../domain/nudge.ts';
import type { WeeklySlot } from '../domain/weekly-slot.ts';
import type { Repositories } from './ports.ts';
import { nextFreeTurn } from './turns.ts';

/** Monday morning, until the member says otherwise. */
export const DEFAULT_SLOT = { weekday: 1, hour: 9 } as const;

/**
 * The nudge with its next weekly turn found anew: its slot, its zone or its pause has changed. A week that has had its
 * turn has no other one.
 */
export async function withNextTurn(
  repositories: Pick<Repositories, 'deliveries'>,
  nudge: Nudge,
  timeZone: string,
  now: number,
): Promise<Nudge> {
  const from = quietUntil(nudge, now);
  if (from === null) return { ...nudge, next: null };
  const { userId, weekday, hour } = nudge;
  const rota = { kind: 'member-nudge', recipient: userId, slot: { weekday, hour, timeZone } } as const;
  return { ...nudge, next: await nextFreeTurn(repositories, rota, from, now) };
}

/** The weekly message comes at the member's own hour: it moves with them. One put off to an instant does not. */
export async function moveNudge(
  repositories: Repositories,
  userId: string,
  timeZone: string,
  now: number,
): Promise<void> {
  const nudge = await repositories.nudges.find(userId);
  if (nudge === undefined || (nudge.next !== null && isExtraTurn(nudge.next))) return;
  await repositories.nudges.save(await withNextTurn(repositories, nudge, timeZone, now));
}

/** `null`: nobody knows until when. */
function quietUntil({ state, pausedUntil }: Nudge, now: number): number | null {
  switch (state) {
    case 'on':
      return now;
    case 'paused':
      return pausedUntil === null ? null : Math.max(now, pausedUntil);
    case 'off':
      return null;
  }
}

type Choice = { readonly [K in 'weekday' | 'hour']?: WeeklySlot[K] | undefined };

/** Discord offers nothing else, but what it sends may be forged. @throws {UserError} `bad-choice` */
export function requireSlot({ weekday = 1, hour = 0 }: Choice): void {
  const isOne = (value: number, from: number, to: number) =>
    Number.isInteger(value) && value >= from && value <= to;
  if (!isOne(weekday, 1, 7) || !isOne(hour, 0, 23)) throw new UserError({ code: 'bad-choice' });
}
