import type { Cohort } from '../domain/cohort.ts';
import { UserError } from '../domain/errors.ts';
import { addDays, type LocalDate } from '../domain/local-time.ts';
import { resolveCandidate, searchCandidates } from '../domain/matching.ts';
import { parseLocalDate } from '../domain/local-time.ts';
import type { PathwayProgress, TaskProgress } from '../domain/progress.ts';
import { pathwayTitle, phaseCandidates, type PathwayLibrary } from '../services/pathway-library.ts';
import { searchTimeZones } from '../services/time-zones.ts';
import type { Words } from '../words/words.ts';
import type { Choice } from './command.ts';
import { ellipsize, plainTyped } from './escape.ts';

/** Discord's limits of autocomplete. */
const CHOICES_MAX = 25;
const CHOICE_NAME_MAX_LENGTH = 100;

/** When somebody may set out, in days from today: today and the next three weeks, in the order of the list. */
export const START_DAYS = Array.from({ length: 22 }, (_, day) => day);

function choice(name: string, value: string): Choice {
  return { name: ellipsize(plainTyped(name), CHOICE_NAME_MAX_LENGTH), value };
}

/** Tasks that answer the query: open ones of the current phase first, then other open ones, then those recorded. */
export function taskChoices(words: Words, progress: PathwayProgress, query: string): readonly Choice[] {
  const tasks = progress.phases.flatMap((phase) => phase.tasks);
  const isCurrent = (task: TaskProgress) => task.phase.id === progress.currentPhase?.phase.id;
  const inOrder = [
    ...tasks.filter((task) => task.state === 'open' && isCurrent(task)),
    ...tasks.filter((task) => task.state === 'open' && !isCurrent(task)),
    ...tasks.filter((task) => task.state !== 'open'),
  ];
  return searchCandidates(
    query,
    inOrder.map((item) => ({ item, names: [item.task.title, item.task.id] })),
  )
    .slice(0, CHOICES_MAX)
    .map(({ task, state }) =>
      choice(state === 'open' ? task.title : `${words.tick[state]} ${task.title}`, task.id),
    );
}

/** Recorded tasks that answer the query, the latest record first. */
export function recordedTaskChoices(
  words: Words,
  progress: PathwayProgress,
  query: string,
): readonly Choice[] {
  const recorded = progress.phases
    .flatMap((phase) => phase.tasks)
    .filter((task) => task.completion !== undefined)
    .sort((a, b) => (b.completion?.recordedAt ?? 0) - (a.completion?.recordedAt ?? 0));
  return searchCandidates(
    query,
    recorded.map((item) => ({ item, names: [item.task.title, item.task.id] })),
  )
    .slice(0, CHOICES_MAX)
    .map(({ task, state }) => choice(`${words.tick[state]} ${task.title}`, task.id));
}

export function phaseChoices(progress: PathwayProgress, query: string): readonly Choice[] {
  return searchCandidates(query, phaseCandidates(progress.pathway))
    .slice(0, CHOICES_MAX)
    .map((phase) => choice(`${progress.pathway.phases.indexOf(phase) + 1} · ${phase.title}`, phase.id));
}

/** Those that can be joined there. */
export function pathwayChoices(
  library: PathwayLibrary,
  guildId: string | null,
  query: string,
): readonly Choice[] {
  return library
    .search(query, guildId)
    .slice(0, CHOICES_MAX)
    .map((pathway) => choice(pathwayTitle(pathway), pathway.id));
}

export function cohortChoices(cohorts: readonly Cohort[]): readonly Choice[] {
  return cohorts.slice(0, CHOICES_MAX).map(({ name, id }) => choice(name, id));
}

/** Zones as people know them: a city and what its clocks show now. */
export function timeZoneChoices(words: Words, query: string, now: number): readonly Choice[] {
  return searchTimeZones(query)
    .slice(0, CHOICES_MAX)
    .map((zone) => {
      const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
      const time = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hour: '2-digit',
        minute: '2-digit',
      }).format(now);
      return choice(words.zone(city, time), zone);
    });
}

/** Days relative to today, `0` first: `[0, -1, -2]` is today, yesterday and the day before. */
export function dayChoices(
  words: Words,
  query: string,
  today: LocalDate,
  offsets: readonly number[],
): readonly Choice[] {
  const typed = parseLocalDate(query.trim());
  if (typed !== undefined) return [choice(words.days.named(typed), typed)];
  const candidates = dayCandidates(words, today, offsets);
  return searchCandidates(query, candidates)
    .slice(0, CHOICES_MAX)
    .map((date) => choice(dayName(words, today, date), date));
}

/** @throws {UserError} `bad-date` for a text that is neither a date nor one of the days on offer. */
export function resolveDay(
  words: Words,
  query: string,
  today: LocalDate,
  offsets: readonly number[],
): LocalDate {
  const typed = parseLocalDate(query.trim());
  if (typed !== undefined) return typed;
  const resolution = resolveCandidate(query, dayCandidates(words, today, offsets));
  if (resolution.kind === 'one') return resolution.item;
  throw new UserError({ code: 'bad-date', query });
}

function dayCandidates(words: Words, today: LocalDate, offsets: readonly number[]) {
  return offsets.map((offset) => {
    const date = addDays(today, offset);
    return { item: date, names: [dayName(words, today, date), words.days.named(date), date] };
  });
}

function dayName(words: Words, today: LocalDate, date: LocalDate): string {
  const relative = new Map([
    [today, words.days.today],
    [addDays(today, -1), words.days.yesterday],
    [addDays(today, 1), words.days.tomorrow],
  ]).get(date);
  return relative === undefined ? words.days.named(date) : words.days.relative(relative, date);
}
