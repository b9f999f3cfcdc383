import fc from 'fast-check';
import { ComponentType, type APIModalInteractionResponseCallbackData } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { ALIAS_LENGTH } from '../../src/domain/appearance.ts';
import { BOARD_PERIODS } from '../../src/domain/board-period.ts';
import { BREAKS_MAX } from '../../src/domain/breaks.ts';
import type { Cohort } from '../../src/domain/cohort.ts';
import { cohortDay, type Step } from '../../src/domain/cohort-calendar.ts';
import { BOARD_PAGE, NEIGHBOURS } from '../../src/domain/leaderboard.ts';
import { addDays } from '../../src/domain/local-time.ts';
import { VISIBILITIES } from '../../src/domain/member.ts';
import type { Pathway } from '../../src/domain/pathway.ts';
import { HOURS_PER_WEEK } from '../../src/domain/plan.ts';
import { aliasModal, appearanceView } from '../../src/discord/views/appearance.ts';
import {
  codeModal,
  cohortAnnouncementView,
  cohortListView,
  cohortView,
  joinedCohortView,
  leftCohortView,
  removedFromCohortView,
} from '../../src/discord/views/cohort.ts';
import { exportView, insightsView } from '../../src/discord/views/cohort-insights.ts';
import { cohortTroubleView, goalReachedView, summaryView } from '../../src/discord/views/cohort-summary.ts';
import type { View } from '../../src/discord/views/elements.ts';
import { leaderboardView, pinnedBoardView } from '../../src/discord/views/leaderboard.ts';
import { postView } from '../../src/discord/views/post.ts';
import { violations } from '../../src/playground/emulator/rules/index.ts';
import type { CohortInsights } from '../../src/services/cohort-insights.ts';
import type { ListedCohort } from '../../src/services/cohort-membership.ts';
import {
  planOf,
  togetherOf,
  type AskerInCohort,
  type CohortCourse,
  type CohortOverview,
  type GoalProgress,
} from '../../src/services/cohort-overview.ts';
import type { CohortSummary } from '../../src/services/cohort-posts.ts';
import type { Leaderboard, RankedEntry } from '../../src/services/leaderboards.ts';
import type { Post } from '../../src/services/ports.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { arbitraryPathway } from '../support/arbitrary-pathway.ts';
import { backendPathway } from '../support/loaded-pathways.ts';

const MESSAGE = { method: 'POST', path: '/channels/1/messages' };
const CALLBACK = { method: 'POST', path: '/interactions/1/token/callback' };
const COMPONENTS_V2 = 1 << 15;
const USER = '80351110224678912345';
const mention = (command: string) => `</${command}:${USER}>`;
/** Scenes are large: shrinking one takes minutes and says little more than the first that fails. */
const RUNS = { numRuns: 40, endOnFailure: true };
const TODAY = '2026-11-23';

function expectAccepted(views: Readonly<Record<string, View>>): void {
  for (const [name, components] of Object.entries(views)) {
    const body = { flags: COMPONENTS_V2, components };
    expect({ name, faults: violations({ ...MESSAGE, body }) }).toEqual({ name, faults: [] });
  }
}

function expectModalAccepted(modal: APIModalInteractionResponseCallbackData): void {
  expect(violations({ ...CALLBACK, body: { type: 9, data: modal } })).toEqual([]);
}

/** Names far longer than Discord or the bot lets anybody have, and everything that could come alive. */
const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', minLength: 200, maxLength: 200 }),
  fc
    .constantFrom(
      ...[
        '*',
        '`',
        '```\n',
        '_',
        '~~',
        '||',
        '# ',
        '- ',
        '> ',
        '\\',
        '@everyone ',
        `<@${USER}> `,
        `<@&${USER}>`,
      ],
      ...[
        '[a](https://evil.example)',
        '<t:1:R>',
        ':smile:',
        '</done:1>',
        '🧗',
        '👩‍👩‍👧',
        'e\u0301\u0302',
        '字',
        'שלום',
        '\u202e',
      ],
      ...['\u3164', '\u2800', ' ', '\n'],
    )
    .map((unit) => unit.repeat(200).slice(0, 200)),
);

const date = fc.integer({ min: -800, max: 2600 }).map((days) => addDays(TODAY, days));
const dateRange = fc
  .tuple(date, fc.nat(119))
  .map(([startsOn, days]) => ({ startsOn, endsOn: addDays(startsOn, days) }));
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const amount = fc.nat(5000);
const listing = (label: fc.Arbitrary<string>) =>
  fc.record({
    appearance: fc.constantFrom('named' as const, 'alias' as const),
    label,
    sortKey: fc.constant(''),
  });

const arbitraryCohort = (name: fc.Arbitrary<string>): fc.Arbitrary<Cohort> =>
  fc.record({
    id: fc.constant(USER),
    guildId: fc.constant(USER),
    name,
    pathwayId: fc.constant('any'),
    startsOn: date,
    hoursPerWeek: fc.integer(HOURS_PER_WEEK),
    breaks: fc.uniqueArray(dateRange, { maxLength: BREAKS_MAX, selector: ({ startsOn }) => startsOn }),
    locale: fc.constant('en-US'),
    timeZone: fc.constantFrom('Etc/UTC', 'Pacific/Kiritimati', 'America/Argentina/ComodRivadavia'),
    weekday: fc.integer({ min: 1, max: 7 }),
    hour: fc.integer({ min: 0, max: 23 }),
    next: fc.option(fc.record({ occurrence: fc.constant('2026-W10'), at: instant })),
    channelId: fc.option(fc.constant(USER)),
    code: fc.option(name),
    capacity: fc.option(fc.integer({ min: 2, max: 5000 })),
    goal: fc.option(fc.record({ week: fc.constant('2026-W48'), tasks: fc.integer({ min: 1, max: 10_000 }) })),
    createdAt: instant,
    archivedAt: fc.option(instant),
    trouble: fc.constantFrom(null, 'channel-gone' as const, 'permission-lost' as const),
  });

function courseOf(pathway: Pathway, cohort: Cohort, today = TODAY): CohortCourse {
  const plan = planOf(cohort, pathway);
  return { pathway, plan, today, day: cohortDay(plan, today) };
}

const step = fc.constantFrom<(Step | undefined)[]>(
  undefined,
  { kind: 'ahead', weeks: 1 },
  { kind: 'in-step', weeks: 0 },
  { kind: 'behind', weeks: 1234 },
);
const asker: fc.Arbitrary<AskerInCohort> = fc.record({
  isMember: fc.boolean(),
  looksAfterIt: fc.boolean(),
  sharesDetails: fc.boolean(),
  step,
});

const arbitraryOverview = (pathway: Pathway, name: fc.Arbitrary<string>): fc.Arbitrary<CohortOverview> =>
  arbitraryCohort(name).chain((cohort) =>
    fc.record({
      cohort: fc.constant(cohort),
      course: fc.constantFrom(undefined, courseOf(pathway, cohort)),
      members: amount,
      facilitators: fc.array(fc.constant(USER), { maxLength: 40 }),
      board: fc.constant(undefined),
      goal: fc.option(fc.record({ tasks: amount, done: amount }), { nil: undefined }),
      asker,
    }),
  );

const entries = (label: fc.Arbitrary<string>, length: number): fc.Arbitrary<RankedEntry[]> =>
  fc.array(
    fc.record({
      rank: fc.integer({ min: 1, max: 5000 }),
      entry: fc.record({
        userId: fc.nat(30).map(String),
        hours: fc.float({ min: 1, max: 5000, noNaN: true }),
        tasks: amount,
        listing: listing(label),
      }),
    }),
    { maxLength: length },
  );

const together = fc.record({
  doneHours: amount,
  plannedHours: amount,
  totalHours: amount,
  weekHours: fc.integer({ min: 1, max: 80 }),
});
const goal = fc.option(fc.record({ tasks: fc.integer({ min: 1, max: 10_000 }), done: amount }), {
  nil: undefined,
});

const arbitraryBoard = (pathway: Pathway, name: fc.Arbitrary<string>): fc.Arbitrary<Leaderboard> =>
  fc.record({
    scope: fc.oneof(
      fc.constant({ kind: 'server' as const }),
      arbitraryCohort(name).chain((cohort) =>
        fc.record({
          kind: fc.constant('cohort' as const),
          cohort: fc.constant(cohort),
          course: fc.constantFrom(undefined, courseOf(pathway, cohort)),
          members: amount,
          together: fc.option(together, { nil: undefined }),
          goal,
        }),
      ),
    ),
    period: fc.constantFrom(...BOARD_PERIODS),
    page: fc.nat(2),
    pages: fc.integer({ min: 3, max: 5 }),
    rows: entries(name, BOARD_PAGE),
    own: fc.option(
      fc.record({
        userId: fc.nat(30).map(String),
        hours: amount,
        tasks: amount,
        rank: fc.integer({ min: 1, max: 5000 }),
        isHidden: fc.boolean(),
      }),
      { nil: undefined },
    ),
    neighbours: entries(name, 2 * NEIGHBOURS + 1),
    totals: fc.record({ hours: amount, tasks: amount, members: amount }),
    weekHours: fc.integer({ min: 1, max: 80 }),
  });

const WEEK = Array.from({ length: 7 }, (_, day) => addDays('2026-03-02', day));

const arbitrarySummary = (pathway: Pathway, name: fc.Arbitrary<string>): fc.Arbitrary<CohortSummary> => {
  const phases = pathway.phases.map((phase, index) => ({ phase, number: index + 1 }));
  const located = pathway.phases.flatMap((phase) => phase.tasks.map((task) => ({ task, phase })));
  return arbitraryCohort(name).chain((cohort) =>
    fc.record({
      cohort: fc.constant(cohort),
      pathway: fc.constant(pathway),
      members: amount,
      tasks: amount,
      doers: amount,
      finished: fc
        .subarray(phases, { minLength: 0 })
        .map((some) => some.map((each) => ({ ...each, members: 1 + each.number }))),
      congratulated: fc.array(
        fc.record({
          userId: fc.constant(USER),
          listing: listing(name),
          tasks: amount,
          finished: fc.constantFrom(undefined, ...phases),
        }),
        { maxLength: 5 },
      ),
      together,
      days: fc.constant(WEEK.map((date, tasks) => ({ date, tasks }))),
      phases: fc.constant(phases.map((each) => ({ ...each, members: 5_000 }))),
      walkedAll: amount,
      common: fc.constantFrom(undefined, ...located.map((each) => ({ ...each, members: 4 }))),
      ahead: fc.constant(courseOf(pathway, cohort).day),
      goal,
    }),
  );
};

const arbitraryInsights = (pathway: Pathway, name: fc.Arbitrary<string>): fc.Arbitrary<CohortInsights> => {
  const located = pathway.phases.flatMap((phase) => phase.tasks.map((task) => ({ task, phase })));
  const percent = fc.oneof(fc.constantFrom(0, 100), fc.integer({ min: 1, max: 99 }));
  return fc.record({
    cohort: arbitraryCohort(name),
    pathway: fc.constant(pathway),
    members: amount,
    inPhases: fc.constant(
      pathway.phases.map((phase, index) => ({ phase, number: index + 1, members: 5000 })),
    ),
    finished: amount,
    grid: fc.array(
      fc.record({
        userId: fc.constant(USER),
        name,
        percents: fc.array(percent, { minLength: pathway.phases.length, maxLength: pathway.phases.length }),
        isQuiet: fc.boolean(),
      }),
      { maxLength: 15 },
    ),
    consenting: amount,
    page: fc.nat(3),
    pages: fc.integer({ min: 1, max: 4 }),
    stuck: fc
      .subarray(located, { maxLength: Math.min(5, located.length) })
      .map((some) => some.map((each) => ({ ...each, members: 4999 }))),
    quiet: amount,
    quietNames: fc.array(name, { maxLength: 10 }),
  });
};

/** Every view in which something is shown that people typed. */
function viewsOf(scene: {
  readonly overview: CohortOverview;
  readonly listed: readonly ListedCohort[];
  readonly board: Leaderboard;
  readonly summary: CohortSummary;
  readonly insights: CohortInsights;
  readonly alias: string;
}): Readonly<Record<string, View>> {
  const { overview, listed, board, summary, insights, alias } = scene;
  const { cohort } = overview;
  const cohortName = cohort.name;
  const joined = { ...overview, isNew: true, joinedPathway: true };
  const post = { locale: 'en-US', cohortName } as const;
  return {
    cohort: cohortView(words, overview, mention, words.cohort.boardPosted(USER)),
    announcement: cohortAnnouncementView(words, overview),
    joined: joinedCohortView(words, joined, mention),
    joinedAlready: joinedCohortView(words, { ...joined, isNew: false, joinedPathway: false }, mention),
    left: leftCohortView(words, cohort),
    removed: removedFromCohortView(words, cohort, USER),
    list: cohortListView(words, listed, () => 'Support → Backend', mention),
    board: leaderboardView(words, board),
    pinned: pinnedBoardView(words, board),
    summary: summaryView(words, summary, 'post'),
    asked: summaryView(words, summary, 'asked'),
    goal: goalReachedView(words, { kind: 'cohort-goal', ...post, goal: 30, tasks: 31 }),
    gone: cohortTroubleView(words, { kind: 'cohort-trouble', ...post, trouble: 'channel-gone' }),
    forbidden: cohortTroubleView(words, { kind: 'cohort-trouble', ...post, trouble: 'permission-lost' }),
    insights: insightsView(words, insights),
    export: exportView(words, cohort, 'cohort.csv', 12, 5000),
    ...Object.fromEntries(
      [null, ...VISIBILITIES].map((visibility) => [
        `appearance ${String(visibility)}`,
        appearanceView(words, { visibility, alias }),
      ]),
    ),
  };
}

const scenesOn = (pathway: Pathway, name: fc.Arbitrary<string>) =>
  fc.record({
    overview: arbitraryOverview(pathway, name),
    listed: fc
      .array(fc.record({ cohort: arbitraryCohort(name), members: amount, isOwn: fc.boolean() }), {
        maxLength: 60,
        size: 'max',
      })
      .map((listed) =>
        listed.map((each, index) => ({
          ...each,
          cohort: { ...each.cohort, id: String(BigInt(USER) + BigInt(index)) },
        })),
      ),
    board: arbitraryBoard(pathway, name),
    summary: arbitrarySummary(pathway, name),
    insights: arbitraryInsights(pathway, name),
    alias: name,
  });

describe('whatever people call themselves and their cohorts', () => {
  test('Discord accepts every view, on any pathway', () => {
    fc.assert(
      fc.property(
        arbitraryPathway.chain((pathway) => scenesOn(pathway, typed)),
        (scene) => {
          expectAccepted(viewsOf(scene));
        },
      ),
      RUNS,
    );
  });

  test('nothing of it comes alive: no sign of markup stands there that would not with a plain name', () => {
    fc.assert(
      fc.property(typed, fc.integer(), (name, seed) => {
        // The same scene twice: all that differs is how everybody and everything is called.
        const [strange] = fc.sample(scenesOn(backendPathway, fc.constant(name)), { numRuns: 1, seed });
        const [plain] = fc.sample(scenesOn(backendPathway, fc.constant('Ada')), { numRuns: 1, seed });
        if (strange === undefined || plain === undefined) throw new Error('There is nothing to compare');
        // Of longer names, the list has room for fewer.
        const viewsIn = (scene: typeof plain) => viewsOf({ ...scene, listed: scene.listed.slice(0, 5) });
        const plainViews = viewsIn(plain);
        for (const [view, components] of Object.entries(viewsIn(strange))) {
          expect({ view, live: liveMarkup(components) }).toEqual({
            view,
            live: liveMarkup(plainViews[view] ?? []),
          });
        }
      }),
      RUNS,
    );
  });
});

/** The signs of markup that a backslash does not disarm, line by line, outside of code. */
function liveMarkup(view: View): readonly string[] {
  return textOf(view)
    .replace(/```[^`]*```/g, '{code}')
    .replace(/(?<!\\)`[^`\n]*`/g, '{code}')
    .replace(/\\[!-/:-@[-`{-~]/g, '')
    .split('\n')
    .map((line) => line.replace(/[^\\*_~`|<>#\-+()[\]:@./!&]/g, ''));
}

function textOf(view: View): string {
  return view
    .flatMap((component) => (component.type === ComponentType.Container ? component.components : []))
    .flatMap((component) => (component.type === ComponentType.TextDisplay ? [component.content] : []))
    .join('\n');
}

function labelsOf(view: View): readonly string[] {
  return view
    .flatMap((component) => (component.type === ComponentType.Container ? component.components : []))
    .flatMap((component) => (component.type === ComponentType.ActionRow ? component.components : []))
    .map((component) => {
      if (component.type === ComponentType.StringSelect) return `[${component.placeholder ?? ''}]`;
      if (!('label' in component)) return '';
      return component.disabled === true ? `(${component.label ?? ''})` : (component.label ?? '');
    });
}

const owls: Cohort = {
  id: '80351110224678912',
  guildId: USER,
  name: 'Night Owls',
  pathwayId: backendPathway.id,
  startsOn: TODAY,
  hoursPerWeek: 7,
  breaks: [],
  locale: 'en-US',
  timeZone: 'Europe/Berlin',
  weekday: 1,
  hour: 9,
  next: null,
  channelId: null,
  code: null,
  capacity: null,
  goal: null,
  createdAt: 0,
  archivedAt: null,
  trouble: null,
};
const stranger: AskerInCohort = {
  isMember: false,
  looksAfterIt: false,
  sharesDetails: false,
  step: undefined,
};

function overviewOf(
  change: {
    readonly cohort?: Partial<Cohort>;
    readonly asker?: Partial<AskerInCohort>;
    readonly today?: string;
    readonly goal?: GoalProgress;
  } = {},
): CohortOverview {
  const cohort = { ...owls, ...change.cohort };
  return {
    cohort,
    course: courseOf(backendPathway, cohort, change.today),
    members: 12,
    facilitators: [USER],
    board: undefined,
    goal: change.goal,
    asker: { ...stranger, ...change.asker },
  };
}

const shownOf = (change?: Parameters<typeof overviewOf>[0]) =>
  textOf(cohortView(words, overviewOf(change), mention));

describe('a cohort', () => {
  test('says when it begins, where it is, when it is on a break, and that it is over', () => {
    const breaks = [{ startsOn: '2026-12-21', endsOn: '2027-01-03' }];
    const on = (today: string) => shownOf({ today, cohort: { breaks } });
    expect(on('2026-11-13')).toMatch(/Begins on <t:\d+:D>, in 10 days/);
    expect(on('2026-11-22')).toMatch(/Begins tomorrow/);
    expect(on('2026-12-01')).toContain(`Phase 1 of 5 · **${backendPathway.phases[0]?.title ?? ''}**`);
    expect(on('2026-12-01')).toMatch(/Week 2 of \d+ · week 2 of this phase/);
    expect(on('2026-12-24')).toMatch(/On a break until <t:\d+:D>/);
    expect(on('2035-01-01')).toMatch(/The way ended on <t:\d+:D>/);
  });

  test('shows its code to those who look after it, and to nobody else', () => {
    const cohort = { code: 'QK7MZ2P9' };
    expect(shownOf({ cohort, asker: { looksAfterIt: true } })).toContain('`QK7MZ2P9`');
    for (const asker of [stranger, { isMember: true }]) {
      expect(JSON.stringify(cohortView(words, overviewOf({ cohort, asker }), mention))).not.toContain(
        'QK7MZ2P9',
      );
    }
    const overview = overviewOf({ cohort, asker: { looksAfterIt: true } });
    expect(JSON.stringify(cohortAnnouncementView(words, overview))).not.toContain('QK7MZ2P9');
  });

  test('offers each what they may do with it', () => {
    const labels = (change: Parameters<typeof overviewOf>[0]) =>
      labelsOf(cohortView(words, overviewOf(change), mention));
    const breaks = [{ startsOn: '2026-12-21', endsOn: '2027-01-03' }];
    expect(labels({})).toEqual(['Join']);
    expect(labels({ cohort: { code: 'QK7MZ2P9' } })).toEqual(['Join with a code']);
    expect(labels({ cohort: { capacity: 12 } })).toEqual(['(Join)']);
    expect(labels({ asker: { isMember: true }, cohort: { breaks } })).toEqual([
      'Next step',
      'Board',
      'Summary',
      'Show where I am',
    ]);
    expect(labels({ asker: { isMember: true, sharesDetails: true } })).toContain('Hide where I am');
    expect(labels({ asker: { looksAfterIt: true }, cohort: { breaks } })).toEqual([
      'Join',
      'Board',
      'Summary',
      'Where people are',
      '[Take a break away]',
    ]);
    expect(labels({ cohort: { archivedAt: 1 } })).toEqual([]);
    expect(labels({ asker: { looksAfterIt: true }, cohort: { archivedAt: 1, breaks } })).toEqual([
      'Summary',
      'Where people are',
    ]);
  });

  test('tells a member how far they are from it, kindly whichever way', () => {
    const told = (step: Step) => shownOf({ asker: { isMember: true, step } });
    expect(told({ kind: 'ahead', weeks: 2 })).toContain('about 2 weeks ahead: somebody behind you');
    expect(told({ kind: 'in-step', weeks: 0 })).toContain('You are in step with your cohort.');
    const behind = told({ kind: 'behind', weeks: 1 });
    expect(behind).toContain('you are about 1 week from there');
    expect(behind).toContain(mention('next'));
    expect(behind).not.toMatch(/late|lag|catch up|fail/i);
  });

  test('shows how far the goal of this week is, where there is one', () => {
    expect(shownOf({ goal: { tasks: 30, done: 12 } })).toContain('▰▰▰▰▱▱▱▱▱▱ 12 of 30 tasks');
    expect(shownOf({ goal: { tasks: 30, done: 31 } })).toContain('reached');
    expect(shownOf()).not.toContain(words.board.goal);
  });

  test('tells those who look after it what keeps it silent, and what to do', () => {
    const cohort = { trouble: 'permission-lost' } as const;
    expect(shownOf({ cohort, asker: { looksAfterIt: true } })).toContain('/cohort edit channel:');
    expect(shownOf({ cohort, asker: { isMember: true } })).not.toContain('/cohort edit');
  });

  test('shows only numbers of a crowd that looks after it', () => {
    const overview = { ...overviewOf(), facilitators: Array.from({ length: 14 }, () => USER) };
    expect(textOf(cohortView(words, overview, mention))).toContain('and 4 more');
  });
});

describe('the list of cohorts', () => {
  const titleOf = () => 'Support → Backend';
  const listed = (count: number, change: Partial<Cohort> = {}, isOwn = false): readonly ListedCohort[] =>
    Array.from({ length: count }, (_, index) => ({
      cohort: { ...owls, id: `8035111022467${String(1000 + index)}`, name: `Owls ${index + 1}`, ...change },
      members: index + 1,
      isOwn,
    }));
  const list = (some: readonly ListedCohort[]) => cohortListView(words, some, titleOf, mention);

  test('of nothing says how to begin one', () => {
    expect(textOf(list([]))).toContain(mention('cohort create'));
  });

  test('marks the asker’s own, and leads to them', () => {
    const view = list([...listed(1, { name: 'Larks' }, true), ...listed(1)]);
    expect(textOf(view)).toMatch(/👣 \*\*Larks\*\*\n-# yours · Support → Backend · 1 member · from <t:/);
    expect(textOf(view)).toContain('**Owls 1**');
    expect(labelsOf(view)).toEqual(['Larks']);
  });

  test('shows twenty, and says how many more there are', () => {
    const text = textOf(list(listed(23)));
    expect(text).toContain('**Owls 20**');
    expect(text).not.toContain('**Owls 21**');
    expect(text).toContain('… and 3 more');
  });

  test.each(['*', '🧗', 'ש', '字'])('fits one message, however many and however long: %s', (unit) => {
    const change = { name: unit.repeat(60), code: 'QK7MZ2P9' };
    const all = [...listed(30, change, true), ...listed(30, { ...change, archivedAt: 1 })];
    const view = cohortListView(words, all, () => 'Support → Backend'.padEnd(180, 'd'), mention);
    expectAccepted({ view });
    expect(textOf(view)).toMatch(/… and \d+ more/);
  });

  test('has archived ones in one line at the end', () => {
    const text = textOf(list([...listed(1), ...listed(10, { archivedAt: 1 })]));
    expect(text).toContain(
      '-# Archived: Owls 1, Owls 2, Owls 3, Owls 4, Owls 5, Owls 6, Owls 7, Owls 8 and 2 more',
    );
  });
});

const entry = (
  userId: string,
  label: string,
  hours: number,
  tasks: number,
  appearance: 'named' | 'alias' = 'named',
) => ({ userId, hours, tasks, listing: { appearance, label, sortKey: label } });
const own = { userId: 'me', hours: 14, tasks: 1, rank: 4, isHidden: false };

function boardOf(change: Partial<Leaderboard> = {}): Leaderboard {
  return {
    scope: { kind: 'server' },
    period: 'week',
    page: 0,
    pages: 1,
    rows: [
      { rank: 1, entry: entry('1', 'Ada', 28, 6) },
      { rank: 2, entry: entry('2', 'Ben', 20, 2, 'alias') },
      { rank: 2, entry: entry('3', 'Cem', 20, 1) },
      { rank: 4, entry: entry('me', 'Dita', 0.4, 1) },
    ],
    own,
    neighbours: [],
    totals: { hours: 100, tasks: 31, members: 12 },
    weekHours: 20,
    ...change,
  };
}

const boardText = (change?: Partial<Leaderboard>) => textOf(leaderboardView(words, boardOf(change)));

describe('a board', () => {
  test('ranks by weeks of work, with ties, marks aliases, and finds the asker', () => {
    expect(boardText().split('\n').slice(2, 6)).toEqual([
      '🥇 **Ada** — 1.4 weeks · 6 tasks',
      '🥈 🎭 **Ben** — 1 week · 2 tasks',
      '🥈 **Cem** — 1 week · 1 task',
      '**4.** **Dita** — 0.1 weeks · 1 task ← you',
    ]);
    expect(boardText()).toContain('12 of you did 31 tasks · 🎭 goes under an alias.');
  });

  test('keeps what stands beside a name that runs from right to left in its place', () => {
    const rows = [{ rank: 1, entry: entry('1', 'נועה', 20, 1) }];
    expect(boardText({ rows })).toContain('**\u2068נועה\u2069** — 1 week');
  });

  test('shows whom the page does not, with those around them, and none of them twice', () => {
    const neighbours = [
      { rank: 4, entry: entry('me', 'Dita', 0.4, 1) },
      { rank: 41, entry: entry('far', 'Eli', 3, 1) },
      { rank: 42, entry: entry('further', 'Fay', 2, 1) },
    ];
    const far = { ...own, userId: 'far' };
    const around = boardText({ own: far, neighbours }).split('-# Around you\n')[1];
    expect(around).toBe('**41.** **Eli** — 0.2 weeks · 1 task ← you\n**42.** **Fay** — 0.1 weeks · 1 task');
  });

  test.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [1023, '1,023rd'],
  ])('tells somebody hidden alone that they would be number %i: %s', (rank, told) => {
    const text = boardText({ own: { ...own, userId: 'hidden', rank, isHidden: true } });
    expect(text).toContain(`You would be ${told}, with 0.7 weeks · 1 task. Only you see this.`);
    expect(textOf(pinnedBoardView(words, boardOf({ own: undefined })))).not.toContain('would be');
  });

  test('is kind while it is empty, and while all on it are hidden', () => {
    const nobody = { rows: [], own: undefined, totals: { hours: 0, tasks: 0, members: 0 } };
    expect(boardText(nobody)).toContain('A fresh week: nobody has recorded anything yet.');
    expect(boardText({ rows: [], own: undefined })).toContain('keeps it to themselves');
    expect(boardText({ rows: [], own: undefined })).toContain('12 of you did 31 tasks');
  });

  test('turns its pages, and no further', () => {
    const labels = (page: number, pages: number) =>
      labelsOf(leaderboardView(words, boardOf({ page, pages })));
    expect(labels(0, 1)).toEqual(['[This week]', 'Next step', 'How I appear']);
    expect(labels(0, 3).slice(0, 2)).toEqual(['(◀)', '▶']);
    expect(labels(1, 3).slice(0, 2)).toEqual(['◀', '▶']);
    expect(labels(2, 3).slice(0, 2)).toEqual(['◀', '(▶)']);
  });

  const scope = {
    kind: 'cohort',
    cohort: owls,
    course: courseOf(backendPathway, owls),
    members: 12,
    together: { doneHours: 34, plannedHours: 40, totalHours: 100, weekHours: 20 },
    goal: { tasks: 30, done: 12 },
  } as const;

  test('of a cohort shows what all have done together, and the goal', () => {
    const text = boardText({ scope });
    expect(text).toContain('🏔️ Night Owls');
    expect(text).toContain('▰▰▰▱▱▱▱▱▱▱ 34%');
    expect(text).toContain('the plan for today is 40%');
    expect(text).toContain('▰▰▰▰▱▱▱▱▱▱ 12 of 30 tasks');
    expect(boardText({ scope: { ...scope, goal: { tasks: 30, done: 31 } } })).toContain(
      'is reached: 31 of 30 tasks',
    );
  });

  test('that stays in a channel shows everybody the same', () => {
    const view = pinnedBoardView(words, boardOf({ scope, own: undefined, pages: 3 }));
    expect(textOf(view)).toContain('Phase 1 of 5');
    expect(textOf(view)).toContain('This message keeps itself up to date.');
    expect(textOf(view)).not.toContain(words.board.you);
    expect(textOf(view)).not.toContain('Page 1');
    expect(labelsOf(view)).toEqual(['Next step', 'My place']);
  });
});

describe('the weekly summary', () => {
  const [first, second] = backendPathway.phases;
  const [task] = first?.tasks ?? [];
  const course = courseOf(backendPathway, owls);
  const summary: CohortSummary = {
    cohort: owls,
    pathway: backendPathway,
    members: 12,
    tasks: 31,
    doers: 9,
    finished: first === undefined ? [] : [{ phase: first, number: 1, members: 2 }],
    congratulated: [
      { userId: '1', listing: entry('1', 'Ada', 1, 1).listing, tasks: 6, finished: undefined },
      {
        userId: '2',
        listing: entry('2', 'Ben', 1, 1, 'alias').listing,
        tasks: 1,
        finished: first && { phase: first, number: 1 },
      },
    ],
    together: togetherOf(course, 12, 34),
    days: WEEK.map((date, tasks) => ({ date, tasks })),
    phases: backendPathway.phases.map((phase, index) => ({ phase, number: index + 1, members: index })),
    walkedAll: 2,
    common: task && first && { task, phase: first, members: 4 },
    ahead: course.day,
    goal: { tasks: 30, done: 31 },
  };
  const told = (change: Partial<CohortSummary> = {}) =>
    textOf(summaryView(words, { ...summary, ...change }, 'post'));

  test('tells what all did, whom to congratulate, and where it goes from here', () => {
    const text = told();
    expect(text).toContain('**31 tasks** by 9 of 12');
    expect(text).toContain(`🎉 Phase 1 · **${first?.title ?? ''}**: 2 of you have finished it`);
    expect(text).toContain('**Ada** — 6 tasks\n🎭 **Ben** — 1 task, and phase 1 finished');
    expect(text).toContain(`4 of you are on **${task?.title ?? ''}** now. Ask each other.`);
    expect(text).toContain(`This week: phase 1 · **${first?.title ?? ''}**\n${first?.asks ?? ''}`);
    expect(text).toContain('The goal of the week is reached: 31 of 30 tasks');
  });

  test('words a quiet week kindly', () => {
    const text = told({ tasks: 0, doers: 0, finished: [], congratulated: [] });
    expect(text).toContain('A quiet week. Those are part of the way too');
    expect(text).not.toContain('Well done');
    expect(text).not.toMatch(/\*\*0/);
  });

  test('looks ahead to a beginning, a break and the end', () => {
    const onDay = (today: string) =>
      told({
        ahead: courseOf(
          backendPathway,
          { ...owls, breaks: [{ startsOn: '2026-12-21', endsOn: '2027-01-03' }] },
          today,
        ).day,
      });
    expect(onDay('2026-11-01')).toContain('The way has not begun yet.');
    expect(onDay('2026-12-24')).toContain('This week is a break, until Sunday 3 January. Enjoy it.');
    expect(onDay('2035-01-01')).toContain('The plan has come to its end.');
    expect(second).toBeDefined();
  });

  test('is what goes out by itself, in the cohort’s language; so are a goal, a trouble and the board', () => {
    const posts: readonly Post[] = [
      { kind: 'cohort-summary', locale: 'en-US', summary },
      { kind: 'cohort-goal', locale: 'en-US', cohortName: owls.name, goal: 30, tasks: 30 },
      { kind: 'cohort-trouble', locale: 'en-US', cohortName: owls.name, trouble: 'channel-gone' },
      { kind: 'cohort-board', locale: 'en-US', board: boardOf({ own: undefined }) },
    ];
    expect(posts.map((post) => textOf(postView(post, undefined)).split('\n')[0])).toEqual([
      '### Night Owls',
      '### 🎯 **Night Owls** has reached this week’s goal',
      '### ⚠️ **Night Owls** has fallen silent',
      '### 🏔️ This server',
    ]);
  });
});

describe('the view of those who look after a cohort', () => {
  const insights: CohortInsights = {
    cohort: owls,
    pathway: backendPathway,
    members: 12,
    inPhases: backendPathway.phases.map((phase, index) => ({ phase, number: index + 1, members: index * 2 })),
    finished: 1,
    grid: [
      { userId: '1', name: 'Ada', percents: [100, 40, 0, 0, 0], isQuiet: false },
      { userId: '2', name: '山田太郎', percents: [7, 0, 0, 0, 0], isQuiet: true },
      { userId: '3', name: 'Bartholomew the Third', percents: [0, 0, 0, 0, 0], isQuiet: false },
      { userId: '4', name: '```\n@everyone', percents: [0, 0, 0, 0, 0], isQuiet: false },
    ],
    consenting: 4,
    page: 0,
    pages: 1,
    stuck: [],
    quiet: 3,
    quietNames: ['山田太郎'],
  };
  const view = (change: Partial<CohortInsights> = {}) => insightsView(words, { ...insights, ...change });

  test('has a grid whose columns stand under each other, whatever the names', () => {
    expect(/```\n([^`]*)\n```/.exec(textOf(view()))?.[1]?.split('\n')).toEqual([
      'phase           1  2  3  4  5',
      'Ada             ✓ 40  ·  ·  ·',
      '山田太郎        7  ·  ·  ·  · 💤',
      'Bartholomew t…  ·  ·  ·  ·  ·',
      'ˋˋˋ @everyone   ·  ·  ·  ·  ·',
    ]);
  });

  test('speaks of all others in numbers only', () => {
    expect(textOf(view())).toContain('8 members are in the numbers only, by their own choice.');
    expect(textOf(view({ grid: [], consenting: 0, members: 1 }))).toContain(
      'One member is in the numbers only, by their own choice.',
    );
    expect(textOf(view({ grid: [], consenting: 0 }))).toContain('Nobody has chosen to be seen here yet.');
  });

  test('offers a table where there is something to put into it, and pages where there are several', () => {
    expect(labelsOf(view())).toEqual(['Export CSV', 'Look at the cohort']);
    expect(labelsOf(view({ grid: [], consenting: 0 }))).toEqual(['Look at the cohort']);
    expect(labelsOf(view({ pages: 2 }))).toEqual(['(◀)', '▶', 'Export CSV', 'Look at the cohort']);
  });

  test('gives the table as a file', () => {
    expect(JSON.stringify(exportView(words, owls, 'night-owls.csv', 4, 12))).toContain(
      'attachment://night-owls.csv',
    );
  });
});

describe('how somebody appears', () => {
  const labels = (member: Parameters<typeof appearanceView>[1]) => labelsOf(appearanceView(words, member));

  test('is said in words, with what else there is to choose', () => {
    expect(labels({ visibility: null, alias: null })).toEqual(['By name', 'Under an alias', 'Not at all']);
    expect(labels({ visibility: 'named', alias: null })).toEqual([
      '(By name)',
      'Under an alias',
      'Not at all',
    ]);
    expect(labels({ visibility: 'alias', alias: 'Owl' })).toEqual([
      'By name',
      'Change the alias',
      'Not at all',
    ]);
    expect(labels({ visibility: 'hidden', alias: 'Owl' })).toEqual([
      'By name',
      'Under an alias',
      '(Not at all)',
    ]);
    expect(textOf(appearanceView(words, { visibility: 'alias', alias: 'Owl' }))).toContain(
      'You appear under the alias 🎭 **Owl**.',
    );
  });
});

test('Discord accepts the forms for a code and for an alias of any length that there may be', () => {
  expectModalAccepted(codeModal(words, owls));
  expectModalAccepted(aliasModal(words, null));
  expectModalAccepted(aliasModal(words, '🧗'.repeat(ALIAS_LENGTH.max / 2)));
});
