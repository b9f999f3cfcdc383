import { hours } from './formats.ts';

/** What a member reads of themselves. */
export const profile = {
  title: 'Your profile',
  saved: '✅ Saved',
  walk: (title: string) => `**${title}**`,
  currentWalk: (title: string) => `👣 **${title}**`,
  moreWalks: (amount: number) => `… and ${amount} more`,
  noCurrent: 'The pathway that you walked last is not offered any more. Choose one to go on with.',
  hours: (hourCount: number) => `**Pace** ${hours(hourCount)} a week`,
  start: (date: string) => `from ${date}`,
  zone: (city: string) => `${city} time`,
  noZone: 'days in UTC, until you name your zone',
  brought: (skills: string) => `**You bring** ${skills}`,
  owned: (skills: string) => `**You know already** ${skills}`,
  all: 'all that the pathway builds on',
  none: 'none of the pathway’s skills yet',
  list: (names: readonly string[], more: number) =>
    `${names.join(', ')}${more === 0 ? '' : ` … and ${more} more`}`,
  cohorts: (names: string) => `**You walk with** ${names}`,
  hint: (edit: string) => `${edit} changes your name on boards, hours and zone.`,
};
