import { count, hours, numbers, weeks } from './formats.ts';

/** Never less than one, since it says that there is something. */
const about = (hourCount: number) => `about ${hours(Math.max(1, Math.round(hourCount)))}`;

const between = (from: string, to: string) => (from === to ? `around ${from}` : `between ${from} and ${to}`);

/** The dated plan; days come as each reader's own client writes them. */
export const plan = {
  title: 'Your plan',

  // First lines of the plan: what has just been done.
  changed: '✅ Your plan is changed.',
  breakAdded: '☀️ The break is entered. All that comes after it moves by as many days.',
  breakTakenAway: '✅ The break is taken away. All that comes after it moves forward again.',
  paceTaken: (hourCount: number) => `✅ ${hours(hourCount)} a week it is.`,
  shifted: '✅ These are your dates now.',

  pace: (hourCount: number, fewest: number, most: number) =>
    `**Pace** ${hours(hourCount)} a week: about ${fewest === most ? weeks(most) : `${numbers.format(fewest)}–${weeks(most)}`} to go`,
  begins: (start: string) => `**Begins** on ${start}`,
  end: (from: string, to: string) => `**Arrive** ${between(from, to)}, as life allows`,
  current: (number: number, phaseCount: number, title: string) =>
    `🧭 Phase ${number} of ${phaseCount} · **${title}**`,
  currentEnd: (from: string, to: string) => `Done ${between(from, to)}`,
  phases: 'Phase by phase',
  ahead: (number: number, title: string, from: string, to: string) =>
    `⬜ **${number} · ${title}**\n-# Done ${between(from, to)}`,
  currentInList: (number: number, title: string, from: string, to: string) =>
    `🧭 **${number} · ${title}**\n-# Done ${between(from, to)}`,
  finished: (number: number, title: string, when: string) =>
    `✅ **${number} · ${title}**\n-# Finished on ${when}`,
  leftOut: (number: number, title: string) => `⏭️ **${number} · ${title}**\n-# Left out`,
  phasesMore: (amount: number) => `… and ${count(amount, 'phase', 'phases')} more`,
  saved: (line: string, hourCount: number) => `${line} · ${about(hourCount)} less`,

  savings: 'What you have already',
  saving: (skill: string, hourCount: number) => `**${skill}**, which you have: ${about(hourCount)} less`,
  savingsMore: (amount: number, hourCount: number) =>
    `… and ${count(amount, 'skill', 'skills')} more: ${about(hourCount)} less`,
  savingsMeaning: 'An estimate: of learning what you know already, half falls away; doing it stays.',

  moved: (agreed: string) =>
    `Your plan has moved along with life: you had thought of ${agreed}. Nothing is lost. You can agree to the dates above, or take it slower.`,
  shift: 'Take these dates',
  whatIf: (hourCount: number) => `What if ${hours(hourCount)} a week?`,
  tryPace: (hourCount: number) => `Try ${hours(hourCount)}`,
  take: 'Take it',
  considered: (from: string, to: string) => `**Arrive** ${between(from, to)}`,
  insteadOf: (hourCount: number, from: string, to: string) =>
    `instead of ${between(from, to)}, as at ${hours(hourCount)} a week now.`,
  asNow: 'That is your pace now.',
  notTaken: 'Nothing is changed until you take it.',

  allWalked: (title: string) => `🏔️ You have walked the whole way: **${title}**. Congratulations!`,

  calendar: 'Calendar',
  calendarReady: 'Your plan for your calendar',
  calendarHint:
    'Open the file with your calendar. When your plan has changed, get it anew: what it brought before is updated and does not stand there twice.',
  calendarSession: (weekday: string, clock: string) =>
    `With an hour for it every week, ${weekday}s at ${clock} wherever you are. Move it as you like.`,
  // In the file itself.
  calendarName: (title: string) => `Cairn: ${title}`,
  calendarPhase: (number: number, title: string) => `Phase ${number}: ${title}`,
  calendarPhaseMeaning: 'From its earliest day to its latest, as your plan stands. Nobody is late.',
  calendarHour: (title: string) => `An hour for ${title}`,
};
