import fc from 'fast-check';
import { ComponentType, Locale, type APIModalInteractionResponseCallbackData } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { Problem } from '../../src/domain/errors.ts';
import { LINK_MAX_LENGTH, NOTE_MAX_LENGTH, parseLink, parseNote } from '../../src/domain/evidence.ts';
import { VISIBILITIES, type Completion, type Enrolment, type Member } from '../../src/domain/member.ts';
import { FIGURES, type Figure, type Pathway } from '../../src/domain/pathway.ts';
import { HOURS_PER_WEEK, outlinePlan } from '../../src/domain/plan.ts';
import { isFinished, measureProgress, openTasks } from '../../src/domain/progress.ts';
import { recommend, type Sitting } from '../../src/domain/recommendation.ts';
import {
  pickDoneAction,
  ROADMAP_VIEWS,
  type RoadmapPlace,
  type RoadmapViewName,
} from '../../src/discord/actions.ts';
import { taskChoices } from '../../src/discord/choices.ts';
import { HELP_GROUPS, type Command } from '../../src/discord/command.ts';
import type { View } from '../../src/discord/views/elements.ts';
import { helpGroupView, helpView, type HelpScene } from '../../src/discord/views/help.ts';
import { joinedView } from '../../src/discord/views/join.ts';
import { nextStepView } from '../../src/discord/views/next-step.ts';
import {
  describeProblem,
  problemView,
  unexpectedView,
  whichTaskView,
} from '../../src/discord/views/problem.ts';
import { othersProgressView, ownProgressView } from '../../src/discord/views/progress.ts';
import {
  evidenceView,
  finishedPhaseView,
  noteModal,
  recordedView,
  sharedRecordView,
  undoneView,
} from '../../src/discord/views/record.ts';
import { roadmapView, type OwnStanding } from '../../src/discord/views/roadmap.ts';
import { violations } from '../../src/playground/emulator/rules/index.ts';
import type { Overview, Recorded } from '../../src/services/progress.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { arbitraryCompletions, arbitraryPathway } from '../support/arbitrary-pathway.ts';
import { accessibilityPathway } from '../support/loaded-pathways.ts';
import { officialSpecCheck } from '../support/official-spec.ts';

const CALLBACK = { method: 'POST', path: '/interactions/1/token/callback' };
const COMPONENTS_V2 = 1 << 15;
const USER = '80351110224678912345';
const person = { name: '*'.repeat(32), avatarUrl: 'https://cdn.discordapp.com/avatars/1/a.png' };
const mention = (command: string) => `</${command}:${USER}>`;

function faultsOf(view: View): readonly unknown[] {
  return violations({ ...CALLBACK, body: { type: 4, data: { flags: COMPONENTS_V2, components: view } } });
}

function expectAccepted(views: Readonly<Record<string, View>>): void {
  const refused = Object.entries(views).filter(([, view]) => faultsOf(view).length > 0);
  expect(refused.map(([name, view]) => ({ name, faults: faultsOf(view) }))).toEqual([]);
}

const note = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: NOTE_MAX_LENGTH }),
    fc.constantFrom('*', '*\n', '🧗', '\u200b').map((unit) => unit.repeat(NOTE_MAX_LENGTH)),
  )
  .map((text) => parseNote(text.slice(0, NOTE_MAX_LENGTH)));
const link = fc
  .oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true, size: 'medium' }),
    fc.constant('https://example.org/'.padEnd(LINK_MAX_LENGTH, 'x')),
  )
  .filter((url) => new URL(url).href.length <= LINK_MAX_LENGTH)
  .map(parseLink);
const evidence = fc.record({ note: fc.option(note), link: fc.option(link) });

/** A pathway, records on it, and a member walking it. */
const scene = arbitraryPathway.chain((pathway) =>
  fc.record({
    pathway: fc.constant(pathway),
    completions: arbitraryCompletions(pathway, USER),
    hoursPerWeek: fc.integer(HOURS_PER_WEEK),
    visibility: fc.constantFrom(null, ...VISIBILITIES),
    timeZone: fc.constantFrom(null, 'Europe/Berlin', 'America/Argentina/ComodRivadavia'),
    weekStreak: fc.nat(3000),
    evidence,
  }),
);
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

function standingIn({
  pathway,
  completions,
  hoursPerWeek,
  visibility,
  timeZone,
  weekStreak,
}: Scene): Overview {
  const member: Member = {
    userId: USER,
    timeZone,
    visibility,
    alias: 'Night Owl',
    portfolioParts: null,
    currentPathwayId: pathway.id,
    createdAt: 0,
  };
  const enrolment: Enrolment = {
    userId: USER,
    pathwayId: pathway.id,
    hoursPerWeek,
    startsOn: '2026-11-23',
    transferableSkills: null,
    ownedSkills: null,
    breaks: [],
    agreedEndsOn: null,
    toldRevision: 0,
    joinedAt: 0,
  };
  const progress = measureProgress(pathway, completions);
  return { walk: { member, enrolment, pathway }, progress, weekStreak };
}

function tasksOf(pathway: Pathway) {
  return pathway.phases.flatMap((phase) => phase.tasks.map((task) => ({ phase, task })));
}

/** Enough of them to meet every phase, first and last. */
function firstAndLastTasksOf(pathway: Pathway) {
  return pathway.phases.flatMap((phase) =>
    [...new Set([phase.tasks.at(0), phase.tasks.at(-1)])]
      .filter((task) => task !== undefined)
      .map((task) => ({ phase, task })),
  );
}

const RUNS = { numRuns: 25 };

describe('for any pathway that the schema accepts, and any progress on it, Discord accepts', () => {
  test('every view and page of the roadmap, with and without the asker’s own ticks', () => {
    fc.assert(
      fc.property(scene, (drawn) => {
        const { pathway, hoursPerWeek } = drawn;
        const { progress } = standingIn(drawn);
        const ids: Partial<Record<RoadmapViewName, readonly string[]>> = {
          phase: pathway.phases.map(({ id }) => id),
          task: firstAndLastTasksOf(pathway).map(({ task }) => task.id),
        };
        const places = ROADMAP_VIEWS.flatMap((view) =>
          (ids[view] ?? [pathway.id]).map((item) => ({ view, pathway: pathway.id, item })),
        ).flatMap((place) =>
          (place.item === pathway.id ? [0, 1, 2, 3, Number.MAX_SAFE_INTEGER] : [0]).map((page) => ({
            ...place,
            page,
          })),
        );
        const view = (place: RoadmapPlace, own?: OwnStanding) => roadmapView({ words, pathway, place, own });
        for (const own of [undefined, { progress, hoursPerWeek, othersWeeks: { from: 10, to: 104 } }]) {
          expectAccepted(
            Object.fromEntries(places.map((place) => [Object.values(place).join(' '), view(place, own)])),
          );
        }
      }),
      RUNS,
    );
  });

  test('the answers to a record, whatever was said with it', () => {
    const change = fc.constantFrom('new' as const, 'changed' as const, 'unchanged' as const);
    fc.assert(
      fc.property(scene, change, fc.boolean(), (drawn, change, joinedNow) => {
        const notice = words.record.linkRefused(describeProblem(words, { code: 'bad-link' }));
        const standing = standingIn(drawn);
        const { pathway } = drawn;
        for (const [index, located] of firstAndLastTasksOf(pathway).entries()) {
          const completion: Completion = {
            userId: USER,
            pathwayId: pathway.id,
            taskId: located.task.id,
            status: index % 3 === 0 ? 'skipped' : 'done',
            at: 1_800_000_000_000,
            recordedAt: 1_900_000_000_000,
            ...drawn.evidence,
            replaced: null,
          };
          const phase = standing.progress.phases.find((each) => each.phase.id === located.phase.id);
          const recorded: Recorded = {
            ...standing,
            ...located,
            completion,
            change,
            joinedNow,
            finishedPhase: phase && isFinished(phase) ? phase : undefined,
          };
          const undone = { ...standing, ...located, removed: completion };
          expectAccepted({
            recorded: recordedView(words, recorded, mention, person),
            linkRefused: recordedView(words, recorded, mention, person, notice),
            undone: undoneView(words, { ...undone, restored: undefined }),
            restored: undoneView(words, { ...undone, restored: completion }),
            shared: sharedRecordView(words, standing, located.task.id, person),
            ...(phase && { finished: finishedPhaseView(words, standing, phase, person) }),
          });
        }
      }),
      RUNS,
    );
  });

  test('the plan, the next step, the progress, and the questions that the bot asks back', () => {
    const query = fc.oneof(fc.string({ unit: 'binary', maxLength: 6000 }), fc.constant('*'.repeat(6000)));
    fc.assert(
      fc.property(scene, query, (drawn, query) => {
        const { pathway, hoursPerWeek } = drawn;
        const standing = standingIn(drawn);
        const { walk, progress } = standing;
        const plan = outlinePlan(pathway, walk.enrolment);
        const outlook = { words, pathway, hoursPerWeek, mention, othersWeeks: { from: 10, to: 104 } };
        const walker = {
          ownedSkills: pathway.skills.map(({ id }) => id).filter((_, index) => index % 2 === 0),
          transferableSkills: null,
          cohortPeers: new Map(tasksOf(pathway).map(({ task }) => [task.id, 1000])),
        };
        const next = (sitting: Sitting | undefined, hasJoined: boolean) =>
          nextStepView({
            ...outlook,
            hasJoined,
            sitting,
            recommendations: recommend(progress, walker, sitting),
          });
        const matches = tasksOf(pathway).map(({ task }) => task);
        const proof = { pathway: pathway.id, channel: USER, message: USER };
        expectAccepted({
          joined: joinedView(words, { ...walk, plan, isNew: true }, mention),
          changed: joinedView(words, { ...walk, plan, isNew: false }, mention),
          next: next(undefined, true),
          nextForGuests: next(undefined, false),
          nextForBites: next('half-hour', false),
          nextForADay: next('day', true),
          own: ownProgressView(words, standing, person),
          others: othersProgressView(words, standing, person),
          evidence: evidenceView(words, openTasks(progress), proof),
          which: whichTaskView(
            words,
            { code: 'ambiguous-task', query, pathwayId: pathway.id, matches },
            pickDoneAction.customId({ pathway: pathway.id }),
          ),
        });
      }),
      RUNS,
    );
  });

  test('the choices of tasks', () => {
    fc.assert(
      fc.property(scene, fc.constantFrom('', 'a', '*', 'wide'), (drawn, query) => {
        const choices = taskChoices(words, standingIn(drawn).progress, query);
        expect(violations({ ...CALLBACK, body: { type: 8, data: { choices } } })).toEqual([]);
      }),
      RUNS,
    );
  });

  test('the form for a note, with any note and link that the store may hold', () => {
    fc.assert(
      fc.property(arbitraryPathway, evidence, (pathway, { note, link }) => {
        const completion: Completion = {
          userId: USER,
          pathwayId: pathway.id,
          taskId: 'any',
          status: 'done',
          at: 0,
          recordedAt: 0,
          note,
          link,
          replaced: null,
        };
        for (const { task } of tasksOf(pathway)) {
          const key = { pathway: pathway.id, task: task.id };
          expect(modalFaultsOf(noteModal(words, key, completion))).toEqual([]);
        }
      }),
      RUNS,
    );
  });
});

function modalFaultsOf(modal: APIModalInteractionResponseCallbackData): readonly unknown[] {
  const tooLongForTheirInput = modal.components.flatMap((label) => {
    const input = 'component' in label ? label.component : undefined;
    const { value = '', max_length = 4000 } = input && 'max_length' in input ? input : {};
    return value.length > max_length ? [value] : [];
  });
  return [...violations({ ...CALLBACK, body: { type: 9, data: modal } }), ...tooLongForTheirInput];
}

test('every problem is told, whatever a member typed', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6000 }),
    fc.constantFrom('', '@everyone', '\u200b', '`'.repeat(6000), 'e' + '\u0301'.repeat(5999)),
  );
  const names = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 }), { maxLength: 240 });
  const number = fc.nat();
  const range = { min: number, max: number };
  const id = fc.constant(USER);
  const inCohort = <C extends Problem['code']>(name: C) => fc.record({ code: code(name), cohort: typed });
  const ofRole = <C extends Problem['code']>(name: C) => fc.record({ code: code(name), roleId: id });
  const code = <C extends Problem['code']>(name: C) => fc.constant(name);
  const problems = {
    'unknown-task': fc.record({ code: code('unknown-task'), query: typed }),
    'ambiguous-task': fc.record({
      code: code('ambiguous-task'),
      query: typed,
      pathwayId: fc.constant('somewhere'),
      matches: names.map((titles) => titles.map((title, index) => ({ id: `task-${index}`, title }))),
    }),
    'unknown-phase': fc.record({
      code: code('unknown-phase'),
      query: typed,
      phaseCount: number,
      phases: names,
    }),
    'ambiguous-phase': fc.record({ code: code('ambiguous-phase'), query: typed, matches: names }),
    'unknown-pathway': fc.record({ code: code('unknown-pathway'), query: typed, pathways: names }),
    'pathway-elsewhere': fc.record({ code: code('pathway-elsewhere') }),
    'pathway-gone': fc.record({ code: code('pathway-gone') }),
    'draft-gone': fc.record({ code: code('draft-gone') }),
    'too-many-pathways': fc.record({ code: code('too-many-pathways'), max: number }),
    'not-joined': fc.record({ code: code('not-joined') }),
    'note-too-long': fc.record({ code: code('note-too-long'), length: number, max: number }),
    'bad-link': fc.record({ code: code('bad-link') }),
    'link-too-long': fc.record({ code: code('link-too-long'), length: number, max: number }),
    'bad-date': fc.record({ code: code('bad-date'), query: typed }),
    'date-out-of-range': fc.record({
      code: code('date-out-of-range'),
      earliest: fc.constant('2025-11-22'),
      latest: fc.constant('2027-11-24'),
    }),
    'bad-hours': fc.record({ code: code('bad-hours'), min: number, max: number }),
    'unknown-time-zone': fc.record({ code: code('unknown-time-zone'), query: typed }),
    'nothing-recorded': fc.record({ code: code('nothing-recorded') }),
    'task-not-recorded': fc.record({ code: code('task-not-recorded'), task: typed }),
    'done-already': fc.record({ code: code('done-already'), task: typed }),
    'record-changed': fc.record({ code: code('record-changed') }),
    'progress-hidden': fc.record({ code: code('progress-hidden'), userId: fc.constant(USER) }),
    'bots-do-not-learn': fc.record({ code: code('bots-do-not-learn') }),
    'dms-closed': fc.record({ code: code('dms-closed') }),
    'dms-unavailable': fc.record({ code: code('dms-unavailable') }),
    'nudge-off': fc.record({ code: code('nudge-off') }),
    'bad-choice': fc.record({ code: code('bad-choice') }),
    'managers-only': fc.record({ code: code('managers-only') }),
    'server-only': fc.record({ code: code('server-only') }),
    'roles-not-managed': fc.record({ code: code('roles-not-managed') }),
    'roles-unavailable': fc.record({ code: code('roles-unavailable') }),
    'too-many-roles': fc.record({ code: code('too-many-roles') }),
    'role-gone': fc.record({ code: code('role-gone') }),
    'role-not-for-giving': ofRole('role-not-for-giving'),
    'role-powerful': ofRole('role-powerful'),
    'role-above-mine': ofRole('role-above-mine'),
    'role-not-yours-to-give': ofRole('role-not-yours-to-give'),
    'bad-alias': fc.record({ code: code('bad-alias'), ...range }),
    'no-cohorts': fc.record({ code: code('no-cohorts') }),
    'no-own-cohort': fc.record({ code: code('no-own-cohort') }),
    'channel-unavailable': fc.record({ code: code('channel-unavailable') }),
    'unknown-cohort': fc.record({ code: code('unknown-cohort'), query: typed, cohorts: names }),
    'ambiguous-cohort': fc.record({ code: code('ambiguous-cohort'), query: typed, matches: names }),
    'cohort-not-chosen': fc.record({ code: code('cohort-not-chosen'), cohorts: names }),
    'cohort-gone': fc.record({ code: code('cohort-gone') }),
    'not-in-cohort': inCohort('not-in-cohort'),
    'facilitators-only': inCohort('facilitators-only'),
    'too-many-cohorts': fc.record({ code: code('too-many-cohorts'), max: number }),
    'bad-cohort-name': fc.record({ code: code('bad-cohort-name'), ...range }),
    'cohort-name-taken': fc.record({ code: code('cohort-name-taken'), name: typed }),
    'pace-and-end': fc.record({ code: code('pace-and-end') }),
    'end-out-of-reach': fc.record({ code: code('end-out-of-reach'), ...range }),
    'bad-capacity': fc.record({ code: code('bad-capacity'), ...range }),
    'capacity-below-members': fc.record({ code: code('capacity-below-members'), members: number }),
    'channel-unusable': fc.record({ code: code('channel-unusable'), channelId: id }),
    'channel-not-yours': fc.record({ code: code('channel-not-yours'), channelId: id }),
    'no-thread-here': fc.record({ code: code('no-thread-here') }),
    'cohort-full': fc.record({ code: code('cohort-full'), cohort: typed, capacity: number }),
    'cohort-archived': inCohort('cohort-archived'),
    'cohort-not-archived': inCohort('cohort-not-archived'),
    'cohort-needs-code': inCohort('cohort-needs-code'),
    'unknown-code': fc.record({ code: code('unknown-code') }),
    'too-many-guesses': fc.record({ code: code('too-many-guesses'), until: number }),
    'last-facilitator': inCohort('last-facilitator'),
    'remove-yourself': fc.record({ code: code('remove-yourself') }),
    'not-a-member': fc.record({ code: code('not-a-member'), userId: id, cohort: typed }),
    'not-in-server': fc.record({ code: code('not-in-server'), userId: id }),
    'break-backwards': fc.record({ code: code('break-backwards') }),
    'break-too-long': fc.record({ code: code('break-too-long'), max: number }),
    'too-many-breaks': fc.record({ code: code('too-many-breaks'), max: number }),
    'bad-goal': fc.record({ code: code('bad-goal'), ...range }),
    'no-cohort-channel': inCohort('no-cohort-channel'),
    'attachment-too-large': fc.record({ code: code('attachment-too-large'), max: number }),
    'attachment-not-text': fc.record({ code: code('attachment-not-text') }),
    'attachment-unavailable': fc.record({ code: code('attachment-unavailable') }),
    'outdated-button': fc.record({ code: code('outdated-button') }),
    'outdated-command': fc.record({ code: code('outdated-command') }),
    'unknown-command': fc.record({ code: code('unknown-command') }),
    stopping: fc.record({ code: code('stopping') }),
  } satisfies { [C in Problem['code']]: fc.Arbitrary<Extract<Problem, { code: C }>> };
  for (const [name, problem] of Object.entries(problems)) {
    fc.assert(
      fc.property(problem as fc.Arbitrary<Problem>, (drawn) => {
        expectAccepted({ [name]: problemView(words, drawn) });
      }),
      { numRuns: 30 },
    );
  }
});

test('the days between which a date must lie are shown as they are typed', () => {
  const view = problemView(words, {
    code: 'date-out-of-range',
    earliest: '2025-11-22',
    latest: '2027-11-24',
  });
  expect(shown(view)).toContain('2025-11-22');
});

test('an unknown phase is answered with how many phases there are, however few of them are listed', () => {
  const phases = Array.from({ length: 20 }, (_, index) => `Phase ${index + 1}`);
  const view = problemView(words, { code: 'unknown-phase', query: '21', phaseCount: phases.length, phases });
  expect(shown(view)).toContain('from 1 to 20');
});

/** The text of a view as a reader sees it, outside of code: backslashes do their work and vanish. */
function shown(view: View): string {
  return view
    .flatMap((component) => (component.type === ComponentType.Container ? component.components : []))
    .map((component) => (component.type === ComponentType.TextDisplay ? component.content : ''))
    .join('\n')
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replace(/\\([^\w\s])/g, '$1') : part))
    .join('`');
}

describe('a figure that is an estimate', () => {
  /** All that shows figures, to somebody with a pace of 3 hours a week. */
  function textOf(estimates: Pathway['estimates']): string {
    const pathway = { ...accessibilityPathway, estimates };
    const progress = measureProgress(pathway, []);
    const own = { progress, hoursPerWeek: 3 };
    const roadmap = (view: RoadmapViewName, item: string, standing?: OwnStanding) =>
      roadmapView({ words, pathway, place: { view, pathway: pathway.id, item, page: 0 }, own: standing });
    return [
      roadmap('overview', pathway.id),
      roadmap('phase', 'listen'),
      roadmap('task', 'keyboard-week'),
      roadmap('task', 'first-audit', own),
      roadmap('skills', pathway.id),
      nextStepView({
        words,
        pathway,
        hoursPerWeek: 4,
        hasJoined: true,
        mention,
        sitting: undefined,
        othersWeeks: undefined,
        recommendations: recommend(progress, {
          ownedSkills: [],
          transferableSkills: null,
          cohortPeers: new Map(),
        }),
      }),
    ]
      .map(shown)
      .join('\n');
  }
  const marksIn = (text: string) => text.split('(an estimate)').length - 1;

  test.each<[figure: Figure, marked: readonly string[]]>([
    ['difficulty', ['**Difficulty** Gentle (an estimate) · **Time**']],
    ['timeline', ['**Time** 1–3 months (an estimate) · **Salary**']],
    ['salary', ['**Salary** −5% (an estimate)\n']],
    ['demand', ['**Demand** (an estimate) — Rising']],
    [
      'hours',
      [
        '2 phases · 4 tasks · 5 weeks at full pace (an estimate)',
        '3 weeks at full pace · 18 hours of work (an estimate)',
        '**Takes** about 5 hours (an estimate)',
        '**Takes** about 12 hours: 4 weeks at your 3 hours a week (an estimate)',
        '**Takes** about 5 hours: 1 week at your 4 hours a week (an estimate)',
      ],
    ],
    ['skillWeeks', ['You learn these — 5 weeks of study in all (an estimate)']],
  ])('is marked beside it, and nothing else is: %s', (figure, marked) => {
    const text = textOf([figure]);
    for (const each of marked) expect(text).toContain(each);
    expect(marksIn(text)).toBe(marked.length);
    expect(text.replaceAll(' (an estimate)', '')).toBe(textOf(undefined));
  });

  test('is marked however many there are, and never where there is none', () => {
    expect(marksIn(textOf([...FIGURES]))).toBe(10);
    expect(marksIn(textOf(undefined))).toBe(0);
  });
});

test('Discord’s own description of its API allows them too', () => {
  // Slow to check, so only a few.
  for (const drawn of fc.sample(scene, 3)) {
    const standing = standingIn(drawn);
    const { pathway } = drawn;
    const place = { pathway: pathway.id, item: pathway.id, page: 0 };
    const views = [
      ...ROADMAP_VIEWS.map((view) =>
        roadmapView({ words, pathway, place: { ...place, view }, own: undefined }),
      ),
      ownProgressView(words, standing, person),
    ];
    for (const components of views) {
      const body = { type: 4, data: { flags: COMPONENTS_V2, components } };
      expect(officialSpecCheck({ ...CALLBACK, body })).toEqual([]);
    }
  }
});

describe('the help', () => {
  const version = '12.34.56';

  /** Each command once more, under a name of the same length. */
  const twiceAsMany = commands.flatMap((command): readonly Command[] =>
    command.kind === 'slash'
      ? [command, { ...command, data: { ...command.data, name: `${command.data.name.slice(0, -1)}2` } }]
      : [command],
  );

  test('is one message on every page, in every locale that Discord has', () => {
    for (const locale of Object.values(Locale)) {
      expectAccepted(pagesOf({ words, commands, locale, mention, version }));
    }
  });

  test('has room for twice as many commands, and each is on its group’s pages', () => {
    const scene = { words, commands: twiceAsMany, locale: Locale.EnglishGB, mention, version };
    const pages = pagesOf(scene);
    expectAccepted(pages);
    const { overview, ...groupPages } = pages;
    const names = (views: readonly View[]) =>
      views.flatMap((view) => [...shown(view).matchAll(/<\/([^:]+):/g)].map(([, name]) => name));
    const commandNames = (all: readonly (string | undefined)[]) =>
      new Set(all.map((name) => name?.split(' ')[0]));
    const grouped = twiceAsMany.filter((command) => command.kind === 'slash' && command.group !== undefined);
    expect(commandNames(names([overview]))).toEqual(new Set(grouped.map(({ data }) => data.name)));
    const listed = names(Object.values(groupPages));
    expect(listed).toHaveLength(new Set(listed).size);
    expect(commandNames(listed)).toEqual(commandNames(names([overview])));
  });

  function pagesOf(scene: HelpScene): { readonly overview: View } & Readonly<Record<string, View>> {
    return {
      overview: helpView(scene),
      ...Object.fromEntries(
        HELP_GROUPS.flatMap((group) =>
          [0, 1].map((page) => [`${group} ${page}`, helpGroupView(scene, group, page)] as const),
        ).filter(([, view], index, all) => index === 0 || shown(view) !== shown(all[index - 1]?.[1] ?? [])),
      ),
    };
  }
});

test('a fault of the bot’s own is told with its number', () => {
  expectAccepted({ unexpected: unexpectedView(words, USER) });
  expect(JSON.stringify(unexpectedView(words, USER))).toContain(USER);
});
