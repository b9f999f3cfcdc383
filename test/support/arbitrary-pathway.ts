import fc from 'fast-check';
import type { Completion } from '../../src/domain/member.ts';
import {
  FIGURES,
  type Pathway,
  type Phase,
  SKILL_PRIORITIES,
  VIEW_TEXT_MAX_LENGTH,
} from '../../src/domain/pathway.ts';

/**
 * How much of what the schema allows a pathway uses: anything in between, all of it or the least, since views break
 * at the limits first.
 */
interface Appetite {
  between(min: number, max: number): fc.Arbitrary<number>;
}
const anything: Appetite = { between: (min, max) => fc.integer({ min, max }) };
const everything: Appetite = { between: (_min, max) => fc.constant(max) };
const theLeast: Appetite = { between: (min) => fc.constant(min) };

/** Texts repeat one of these: plain, astral, combining, and everything that markdown or JSON could trip over. */
const UNITS = ['a', 'Wide ', '字', '🧗', 'e\u0301', '👩‍👩‍👧', '**', '`', '](', '<@1> ', '\\', '"', '- # > '];

function text(appetite: Appetite, max: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...UNITS), appetite.between(1, max))
    .map(([unit, length]) => cut(unit.repeat(length), length));
}

/** The schema counts code points, and takes the blanks off both ends. */
function cut(from: string, length: number): string {
  return Array.from(from).slice(0, length).join('').replace(/^ | $/g, 'x');
}

/** Texts shortened, from the first on, until they fit the room together; addresses stay addresses. */
function fit(texts: readonly string[], room: number): readonly string[] {
  let excess = texts.reduce((sum, each) => sum + each.length, 0) - room;
  return texts.map((each) => {
    if (excess <= 0 || each === '') return each;
    const least = each.startsWith('https:') ? SHORTEST_URL : 1;
    const kept = cut(each, Math.max(least, Math.floor(Array.from(each).length * (1 - excess / each.length))));
    excess -= each.length - kept.length;
    return kept;
  });
}

/** As long as a slug may be, or short; different for each `number`. */
function ids(kind: string, count: number, isLong: boolean): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `${kind}-${index + 1}`;
    return isLong ? `${id}-`.padEnd(40, 'z') : id;
  });
}

const TITLE = 90;
const LINE = 200;
const PARAGRAPH = 600;
const URL_LENGTH = 300;
const SHORTEST_URL = 'https://a'.length;

function pathwayWith(appetite: Appetite): fc.Arbitrary<Pathway> {
  const title = text(appetite, TITLE);
  const line = text(appetite, LINE);
  const paragraph = text(appetite, PARAGRAPH);
  const list = <T>(item: fc.Arbitrary<T>, min: number, max: number) =>
    appetite.between(min, max).chain((count) => fc.array(item, { minLength: count, maxLength: count }));
  const some = <T>(from: readonly T[], min: number, max: number) =>
    appetite
      .between(Math.min(min, from.length), Math.min(max, from.length))
      .chain((count) => fc.shuffledSubarray([...from], { minLength: count, maxLength: count }));
  const url = fc.option(
    appetite.between(SHORTEST_URL, URL_LENGTH).map((length) => 'https://a'.padEnd(length, '/b')),
    { nil: undefined, freq: 5 },
  );

  return fc
    .record({
      isLong: appetite.between(0, 1).map(Boolean),
      pace: appetite.between(1, 80),
      transferableCount: appetite.between(1, 12),
      skillCount: appetite.between(1, 12),
      realityCounts: fc.tuple(appetite.between(1, 8), appetite.between(1, 8), appetite.between(1, 8)),
      phaseCount: appetite.between(1, 20),
      resourceCounts: fc.array(appetite.between(0, 10), { minLength: 20, maxLength: 20 }),
      faqCount: appetite.between(1, 10),
    })
    .chain((size) => {
      const { isLong, pace } = size;
      const transferableIds = ids('brought', size.transferableCount, isLong);
      const skillIds = ids('skill', size.skillCount, isLong);
      const phaseIds = ids('phase', size.phaseCount, isLong);
      const resourceIds = phaseIds.map((_, index) =>
        ids(`resource-${index}`, size.resourceCounts[index] ?? 0, isLong),
      );
      const realityKinds = ['loved', 'missed', 'challenges'] as const;
      const realityIds = realityKinds.map((kind, index) => ids(kind, size.realityCounts[index] ?? 1, isLong));

      const each = <T>(names: readonly string[], rest: (id: string, index: number) => fc.Arbitrary<T>) =>
        fc.tuple(...names.map(rest));
      const reality = (kind: number) =>
        each(realityIds[kind] ?? [], (id) => fc.record({ id: fc.constant(id), text: line }));

      const phase = (id: string, phaseIndex: number): fc.Arbitrary<Phase> =>
        appetite
          .between(1, 52)
          .chain((weeks) =>
            fc.record({
              weeks: fc.constant(weeks),
              taskCount: appetite.between(Math.ceil((weeks * pace) / 500), Math.min(12, weeks * pace)),
            }),
          )
          .chain(({ weeks, taskCount }) =>
            fc.record({
              id: fc.constant(id),
              title,
              weeks: fc.constant(weeks),
              summary: paragraph,
              asks: line,
              realityCheck: some(realityIds.flat(), 1, 4),
              tasks: each(ids(`task-${phaseIndex}`, taskCount, isLong), (taskId, taskIndex) =>
                fc.record({
                  id: fc.constant(taskId),
                  title,
                  hours: fc.constant(share(weeks * pace, taskCount, taskIndex)),
                  about: paragraph,
                  done: line,
                  skills: some([...transferableIds, ...skillIds], 1, 6),
                  resources: some(resourceIds.flat(), 0, 5),
                }),
              ),
              resources: each(resourceIds[phaseIndex] ?? [], (resourceId) =>
                fc.record({ id: fc.constant(resourceId), title, url }),
              ),
            }),
          )
          .map(fitPhase);

      return fc
        .record({
          id: fc.constant(ids('pathway', 1, isLong)[0] ?? ''),
          from: title,
          to: title,
          headline: line,
          difficulty: line,
          timelineMonths: fc.constant({ min: 9, max: 12 }),
          salaryChangePercent: appetite.between(-100, 1000),
          demand: paragraph,
          estimates: fc.oneof(fc.constant(undefined), some(FIGURES, 1, FIGURES.length)),
          overview: list(paragraph, 1, 4),
          fullPaceHoursPerWeek: fc.constant(pace),
          defaultHoursPerWeek: appetite.between(1, 80),
          transferableSkills: each(transferableIds, (id) =>
            fc.record({ id: fc.constant(id), name: title, did: paragraph, becomes: paragraph }),
          ),
          skills: each(skillIds, (id) =>
            fc.record({
              id: fc.constant(id),
              name: title,
              priority: fc.constantFrom(...SKILL_PRIORITIES),
              weeks: appetite.between(1, 52),
              what: paragraph,
              study: line,
              practice: line,
            }),
          ),
          phases: each(phaseIds, phase),
          realityCheck: fc.record({ loved: reality(0), missed: reality(1), challenges: reality(2) }),
          actionPlan: fc.record({
            thisWeek: list(line, 1, 6),
            thisMonth: list(line, 1, 6),
            next90Days: list(line, 1, 6),
          }),
          faq: each(ids('faq', size.faqCount, isLong), (id) =>
            fc.record({ id: fc.constant(id), question: line, answer: paragraph }),
          ),
        })
        .map(fitOverview);
    });
}

/** Whole hours that add up to the total over all `count` tasks. */
function share(total: number, count: number, index: number): number {
  return Math.floor(total / count) + (index < total % count ? 1 : 0);
}

function fitOverview(pathway: Pathway): Pathway {
  const { overview, demand, phases, from, to, headline, difficulty } = pathway;
  const fitTexts = fit(
    [...overview, demand, ...phases.map(({ title }) => title)],
    VIEW_TEXT_MAX_LENGTH - [from, to, headline, difficulty].join('').length,
  ).values();
  const next = () => fitTexts.next().value ?? '';
  return {
    ...pathway,
    overview: overview.map(next),
    demand: next(),
    phases: phases.map((phase) => ({ ...phase, title: next() })),
  };
}

function fitPhase(phase: Phase): Phase {
  const { tasks, resources } = phase;
  const fitTexts = fit(
    [
      ...resources.map(({ url }) => url ?? ''),
      ...resources.map(({ title }) => title),
      ...tasks.map(({ done }) => done),
      phase.summary,
      ...tasks.map(({ title }) => title),
    ],
    VIEW_TEXT_MAX_LENGTH - phase.title.length,
  ).values();
  const next = () => fitTexts.next().value ?? '';
  const urls = resources.map(next);
  const resourceTitles = resources.map(next);
  const done = tasks.map(next);
  const summary = next();
  return {
    ...phase,
    summary,
    tasks: tasks.map((task, index) => ({ ...task, done: done[index] ?? '', title: next() })),
    resources: resources.map(({ id }, index) => {
      const title = resourceTitles[index] ?? '';
      return urls[index] === '' ? { id, title } : { id, title, url: urls[index] };
    }),
  };
}

/** Any pathway that `pathwaySchema` accepts, the largest and the smallest among them. Not shrunk to anything it would refuse. */
export const arbitraryPathway: fc.Arbitrary<Pathway> = fc.oneof(
  { arbitrary: pathwayWith(anything), weight: 2 },
  { arbitrary: pathwayWith(everything), weight: 1 },
  { arbitrary: pathwayWith(theLeast), weight: 1 },
);

/** Records for any of the pathway's tasks, and for one that has left it. */
export function arbitraryCompletions(pathway: Pathway, userId: string): fc.Arbitrary<readonly Completion[]> {
  const taskIds = [...pathway.phases.flatMap(({ tasks }) => tasks.map(({ id }) => id)), 'retired-task'];
  const instant = fc.integer({ min: 1_500_000_000_000, max: 2_500_000_000_000 });
  const record = fc.record({
    userId: fc.constant(userId),
    pathwayId: fc.constant(pathway.id),
    status: fc.constantFrom('done' as const, 'done' as const, 'skipped' as const),
    at: instant,
    recordedAt: instant,
    note: fc.constant(null),
    link: fc.constant(null),
    replaced: fc.constant(null),
  });
  const chosen = fc.oneof(
    fc.subarray(taskIds),
    fc.constantFrom(taskIds, []),
    fc.nat(taskIds.length).map((count) => taskIds.slice(0, count)),
  );
  return fc
    .tuple(chosen, fc.array(record, { minLength: 1, maxLength: 5 }))
    .map(([tasks, records]) =>
      tasks.flatMap((taskId, index) =>
        records
          .slice(index % records.length, (index % records.length) + 1)
          .map((each) => ({ ...each, taskId })),
      ),
    );
}
