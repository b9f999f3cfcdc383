import type { Card, CardPhase, LeaderboardCardRow, PhaseState } from '../../services/card.ts';
import {
  count,
  enumeration,
  hours,
  members,
  numbers,
  percents,
  tasks,
  weeks,
  weeksOfWork,
} from './formats.ts';

/** A day is told without its year where there is only one that it can be. */
type YearShown = 'with-year' | 'without-year';

/** Words within pictures, and those that stand in for a picture where it is not seen. Plain: nothing here is markdown. */
export const cards = {
  rank: (rank: number) => numbers.format(rank),
  you: 'You',
  work: weeksOfWork,

  next: 'Next step',

  day: (date: string) => weekdays.format(noon(date)),
  summaryDays: 'Tasks, day by day',
  summaryPhases: 'Who is where',
  together: 'Together on the way',
  planned: (percent: number) => `The plan for today: ${percents.format(percent / 100)}`,
  did: (taskCount: number, doers: number, memberCount: number) =>
    `${tasks(taskCount)} by ${numbers.format(doers)} of ${members(memberCount)}`,
  goal: (done: number, taskCount: number) =>
    `${numbers.format(done)} of ${tasks(taskCount)} for the week’s goal`,
  walkedAll: (memberCount: number) => `${members(memberCount)} at the end of the way`,

  plan: 'Your plan',
  planPace: (hourCount: number, fewest: number, most: number) =>
    `${hours(hourCount)} a week · about ${fewest === most ? weeks(most) : `${numbers.format(fewest)}–${weeks(most)}`} to go`,
  planEnd: (from: string, to: string) =>
    `The end of the way: ${rangeOf(from, to, 'with-year')}, as life allows`,
  planBreaks: 'Break',
  today: 'Today',
  doneBetween: (from: string, to: string, year: YearShown) => `done ${rangeOf(from, to, year)}`,
  finishedOn: (date: string, year: YearShown) => `finished ${dates[year].format(noon(date))}`,
  leftOut: 'left out',
  month: (date: string, year: YearShown) => months[year].format(noon(date)),
  date: (date: string) => dates['with-year'].format(noon(date)),

  phaseFinished: (number: number) => `Phase ${number} finished`,
  wayFinished: 'The whole way walked',
  skills: 'What this phase trains',
  moreSkills: (amount: number) => `${numbers.format(amount)} more`,

  /** All that a picture shows, for those who hear it read out. */
  described,
};

function described(card: Card): string {
  return sentences(partsOf(card));
}

function partsOf(card: Card): readonly (string | undefined)[] {
  switch (card.kind) {
    case 'progress':
      return [
        `${card.person.name}, ${card.pathway}: ${card.figure}`,
        ...card.facts,
        ...card.phases.map(phaseText),
        card.next && `${card.next.label}: ${card.next.title}`,
      ];
    case 'leaderboard':
      return [`${card.title}: ${card.subtitle}`, ...card.rows.map(rowText), card.footer];
    case 'summary':
      return [
        `${card.title}: ${card.subtitle}`,
        ...card.facts,
        card.together && `${card.together.label}: ${card.together.figure}`,
        card.together?.plannedLabel,
        `${card.daysLabel}: ${amounts(card.days.map(({ label, tasks: done }) => [label, done]))}`,
        `${card.phasesLabel}: ${amounts(card.phases.map(({ number, members: there }) => [`phase ${number}`, there]))}`,
      ];
    case 'plan':
      return [
        `${card.title}: ${card.subtitle}`,
        card.footer,
        ...card.phases.map(({ number, title, dates }) => `Phase ${number}, ${title}: ${dates}`),
        card.breaks.length === 0 ? undefined : count(card.breaks.length, 'break', 'breaks'),
      ];
    case 'phase-finished':
      return [
        `${card.person.name}, ${card.pathway}`,
        `${card.headline}: ${card.phaseTitle}, on ${card.date}`,
        card.skills.length === 0 ? undefined : `${card.skillsLabel}: ${enumeration.format(card.skills)}`,
        `${numbers.format(card.trail.filter(({ state }) => state === 'finished').length)} of ${count(card.trail.length, 'phase', 'phases')} finished`,
      ];
  }
}

const PHASE_STATES: Record<PhaseState, string> = {
  finished: 'finished',
  current: 'under way',
  ahead: 'ahead',
};

function phaseText({ number, title, state, figure }: CardPhase): string {
  return `Phase ${number}, ${title}: ${PHASE_STATES[state]}, ${figure}`;
}

function rowText({ rank, name, figure, mark }: LeaderboardCardRow): string {
  return `${rank}. ${name}${mark === undefined ? '' : ` (${mark})`}, ${figure}`;
}

/** None is not worth a word. */
function amounts(all: readonly (readonly [name: string, amount: number])[]): string {
  return all
    .filter(([, amount]) => amount > 0)
    .map(([name, amount]) => `${name} ${numbers.format(amount)}`)
    .join(', ');
}

/** What ends with a mark of its own needs no full stop. */
function sentences(parts: readonly (string | undefined)[]): string {
  return parts
    .flatMap((part) => (part === undefined || part === '' ? [] : [part]))
    .map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
    .join(' ');
}

const noon = (date: string) => new Date(`${date}T12:00:00Z`);
const weekdays = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' });
const month = { month: 'short', timeZone: 'UTC' } as const;
const year = { year: 'numeric' } as const;
const day = { day: 'numeric' } as const;
const months: Record<YearShown, Intl.DateTimeFormat> = {
  'with-year': new Intl.DateTimeFormat('en-GB', { ...month, ...year }),
  'without-year': new Intl.DateTimeFormat('en-GB', month),
};
const dates: Record<YearShown, Intl.DateTimeFormat> = {
  'with-year': new Intl.DateTimeFormat('en-GB', { ...day, ...month, ...year }),
  'without-year': new Intl.DateTimeFormat('en-GB', { ...day, ...month }),
};

/** A year that both days share is said once. */
function rangeOf(from: string, to: string, shown: YearShown): string {
  const isSameYear = from.slice(0, 4) === to.slice(0, 4);
  const first = dates[isSameYear ? 'without-year' : shown].format(noon(from));
  const last = dates[shown].format(noon(to));
  return from === to ? last : `${first} – ${last}`;
}
