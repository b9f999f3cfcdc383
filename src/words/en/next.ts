import type { SkillPriority } from '../../domain/pathway.ts';
import type { Bite, Sitting } from '../../domain/recommendation.ts';
import { hours, numbers, ordinal, priorities, weeks } from './formats.ts';

const SHARES: Readonly<Record<number, string>> = { 2: 'half', 3: 'a third', 4: 'a quarter' };
/** Smaller shares than this say less than that it is a beginning. */
const SMALLEST_SHARE = 8;

function share(of: number): string {
  if (of > SMALLEST_SHARE) return 'a good beginning';
  return `about ${SHARES[of] ?? `a ${ordinal(of)}`} of it`;
}

export const next = {
  title: 'Your next step',
  titleFor: {
    'half-hour': 'For 30 minutes',
    'two-hours': 'For two hours',
    day: 'For a day',
  } satisfies Record<Sitting, string>,
  sittings: { 'half-hour': '30 minutes', 'two-hours': '2 hours', day: 'A day' } satisfies Record<
    Sitting,
    string
  >,
  bite: (
    sitting: string,
    bite: Exclude<Bite, { kind: 'read' }> | { kind: 'read'; resource: string },
  ): string => {
    switch (bite.kind) {
      case 'all':
        return `**${sitting}:** enough for all of it`;
      case 'share':
        return `**${sitting}:** ${share(bite.of)}`;
      case 'read':
        return `**${sitting}:** read ${bite.resource}, the first resource`;
      case 'begin':
        return `**${sitting}:** read what it is about, and do its first bit`;
    }
  },
  because: (reasons: readonly string[]) => `**Why this one** ${reasons.join(' · ')}`,
  reasons: {
    'next-in-order': 'the first open one of your way',
    'next-phase': 'a look ahead, into the next phase',
    reading: 'there is something to read for it',
    familiar: (known: number, of: number) =>
      known === of ? 'you have or bring all of its skills' : `you have or bring ${known} of its ${of} skills`,
    'least-work': 'the least work of those open in this phase',
    'brings-together': (skills: number) => `brings ${numbers.format(skills)} skills together`,
    cohort: (others: number) => `${numbers.format(others)} of your cohort are on this too`,
    priority: (skill: string, priority: SkillPriority) =>
      `trains ${skill}: ${priorities[priority].toLowerCase()}`,
  },
  /** Of the skills to learn that a task trains. */
  takesKnowing: (hourCount: number, owned: number, of: number, weekCount: number, pace: number) =>
    `**Takes** about ${hours(hourCount)}, ${knownPart(owned, of)}: ${weekCount < 1 ? 'less than a week' : weeks(weekCount)} at your ${hours(pace)} a week`,
  howLong: 'How long do you have?',
  alternatives: 'Or, if that does not fit today',
  othersTook: (from: number, to: number) =>
    from === 0
      ? `Others took up to ${weeks(to)} here, as life allowed.`
      : `Others took ${from === to ? weeks(to) : `${from}–${weeks(to)}`} here, as life allowed.`,
  finished: (title: string) =>
    `🏔️ Nothing is open: you have walked the whole way, **${title}**. \`/progress\` shows it.`,
  notJoined: (join: string) => `This is where the pathway begins. ${join} sets your own pace.`,
};

function knownPart(owned: number, of: number): string {
  if (owned === of) return 'its skills known to you';
  return owned * 2 === of ? 'half of it known to you' : `${owned} of its ${of} skills known to you`;
}
