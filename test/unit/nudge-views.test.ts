import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pathway } from '../../src/domain/pathway.ts';
import { HOURS_PER_WEEK, outlinePlan } from '../../src/domain/plan.ts';
import { measureProgress } from '../../src/domain/progress.ts';
import type { NudgeKey } from '../../src/discord/actions.ts';
import { container, text, type View } from '../../src/discord/views/elements.ts';
import {
  arrangementView,
  memberNudgeView,
  newsView,
  nudgeButtons,
  nudgeTestView,
  pausedButtons,
  slowerButtons,
  snoozedButtons,
  stoppedButtons,
  switchedOnView,
} from '../../src/discord/views/nudge.ts';
import { serverNudgeView, serverTroubleView, setupView } from '../../src/discord/views/setup.ts';
import { violations } from '../../src/playground/emulator/rules/index.ts';
import type { Standing } from '../../src/services/progress.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { arbitraryCompletions, arbitraryPathway } from '../support/arbitrary-pathway.ts';

const MESSAGE = { method: 'POST', path: '/channels/1/messages' };
const COMPONENTS_V2 = 1 << 15;
const USER = '80351110224678912345';
const LAST_DAY = 8.64e15;
const mention = (command: string) => `</${command}:${USER}>`;
const RUNS = { numRuns: 40 };
const NO_ROLES = {
  roleIds: new Map<string, string>(),
  faults: { isForbidden: false, gone: [], above: [], powerful: [] },
  news: undefined,
};

function expectAccepted(views: Readonly<Record<string, View>>): void {
  for (const [name, components] of Object.entries(views)) {
    const body = { flags: COMPONENTS_V2, components };
    expect({ name, faults: violations({ ...MESSAGE, body }) }).toEqual({ name, faults: [] });
  }
}

const tone = fc.constantFrom('weekly' as const, 'gentle' as const, 'farewell' as const);
const instant = fc.integer({ min: 0, max: LAST_DAY });
const turn = fc.record({ occurrence: fc.constant('2026-W10'), at: instant });
const nudge = fc.record({
  userId: fc.constant(USER),
  locale: fc.constant('en-US'),
  weekday: fc.integer({ min: 1, max: 7 }),
  hour: fc.integer({ min: 0, max: 23 }),
  state: fc.constantFrom('on' as const, 'paused' as const, 'off' as const),
  pausedUntil: fc.option(instant),
  activeSince: instant,
  next: fc.option(turn),
  dmChannelId: fc.constant(null),
  notice: fc.constant(null),
});
const timeZone = fc.constantFrom(null, 'Europe/Berlin', 'America/Argentina/ComodRivadavia');
const scene = arbitraryPathway.chain((pathway) =>
  fc.record({
    pathway: fc.constant(pathway),
    completions: arbitraryCompletions(pathway, USER),
    hoursPerWeek: fc.integer(HOURS_PER_WEEK),
    timeZone,
    nudge,
    tone,
  }),
);
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

function standingIn({ pathway, completions, hoursPerWeek, timeZone }: Scene): Standing {
  return {
    walk: {
      pathway,
      member: {
        userId: USER,
        timeZone,
        visibility: 'hidden',
        alias: null,
        portfolioParts: null,
        currentPathwayId: pathway.id,
        createdAt: 0,
      },
      enrolment: {
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
      },
    },
    progress: measureProgress(pathway, completions),
  };
}

function titlesOf(pathway: Pathway): readonly string[] {
  return pathway.phases.flatMap(({ tasks }) => tasks.map(({ title }) => title));
}

test('Discord accepts the weekly message for any pathway and any progress, with each set of buttons', () => {
  fc.assert(
    fc.property(scene, (drawn) => {
      const { pathway, nudge, tone, timeZone } = drawn;
      const standing = standingIn(drawn);
      const post = {
        kind: 'member-nudge',
        locale: 'en-US',
        tone,
        standing,
        doneLastWeek: titlesOf(pathway),
      } as const;
      const { walk } = standing;
      const arrangement = { nudge, timeZone };
      const joined = { ...walk, plan: outlinePlan(pathway, walk.enrolment), isNew: false };
      expectAccepted({
        letter: memberNudgeView(words, post),
        preview: memberNudgeView(words, post, words.nudge.previewed('on some day')),
        quiet: memberNudgeView(words, { ...post, doneLastWeek: [] }),
        on: switchedOnView(words, { ...arrangement, walk, joinedNow: true }, mention),
        arrangement: arrangementView(words, arrangement, mention),
      });
      const letter = container(text('…'));
      for (const { task } of pathway.phases.flatMap(({ tasks }) => tasks.map((task) => ({ task })))) {
        const key: NudgeKey = { tone, pathway: pathway.id, task: task.id };
        expectAccepted({
          main: [letter, ...nudgeButtons(words, 'main', key, drawn.hoursPerWeek)],
          snooze: [letter, ...nudgeButtons(words, 'snooze', key)],
          pause: [letter, ...nudgeButtons(words, 'pause', key)],
          snoozed: [letter, ...snoozedButtons(words, key, arrangement)],
          paused: [letter, ...pausedButtons(words, key, arrangement)],
          stopped: [letter, ...stoppedButtons(words, key)],
          slower: [letter, ...slowerButtons(words, key, joined)],
        });
      }
    }),
    RUNS,
  );
});

test('Discord accepts the weekly post of a server, its set-up and its troubles', () => {
  const fault = fc.record({
    channelId: fc.constant(USER),
    missing: fc.subarray(['ViewChannel' as const, 'SendMessages' as const]),
  });
  const server = fc.record({
    guildId: fc.constant(USER),
    locale: fc.constant('en-US'),
    timeZone: fc.constantFrom('Etc/UTC', 'America/Argentina/ComodRivadavia'),
    announcementChannelId: fc.option(fc.constant(USER)),
    nudgeChannelId: fc.option(fc.constant(USER)),
    summaryChannelId: fc.option(fc.constant(USER)),
    weekday: fc.integer({ min: 1, max: 7 }),
    hour: fc.integer({ min: 0, max: 23 }),
    pathwayId: fc.constant('any'),
    next: fc.option(turn),
    setUpBy: fc.constant(USER),
    trouble: fc.constantFrom(null, 'channel-gone' as const, 'permission-lost' as const),
    roleTrouble: fc.constantFrom(null, 'permission-lost' as const, 'role-gone' as const),
  });
  const name = fc.option(fc.string({ unit: 'grapheme', maxLength: 100 }), { nil: undefined });
  fc.assert(
    fc.property(
      arbitraryPathway,
      server,
      fc.array(fault, { maxLength: 2 }),
      fc.nat(53),
      name,
      (pathway, server, faults, week, name) => {
        pathway.phases.forEach((phase, index) => {
          const post = {
            kind: 'server-nudge',
            locale: 'en-US',
            pathway,
            phase,
            phaseNumber: index + 1,
            week,
          } as const;
          expectAccepted({
            none: serverNudgeView(words, { ...post, resource: undefined, walkers: 0 }),
            some: serverNudgeView(words, { ...post, resource: phase.resources[0], walkers: 1_000_000 }),
          });
        });
        expectAccepted({
          setup: setupView({ words, server, pathway, faults, roles: NO_ROLES, isSaved: false }),
          saved: setupView({ words, server, pathway: undefined, faults, roles: NO_ROLES, isSaved: true }),
          trouble: serverTroubleView(words, 'channel-gone', name),
        });
      },
    ),
    RUNS,
  );
});

test('Discord accepts what there is to tell', () => {
  expectAccepted({
    test: nudgeTestView(words, LAST_DAY),
    refused: newsView(words, { kind: 'dms-refused' }, mention),
    stopped: newsView(words, { kind: 'stopped-after-quiet-weeks' }, mention),
    resumed: newsView(words, { kind: 'resumed', nextAt: LAST_DAY }, mention),
    never: arrangementView(words, { nudge: undefined, timeZone: null }, mention),
    nowhere: setupView({
      words,
      server: undefined,
      pathway: undefined,
      faults: [],
      roles: NO_ROLES,
      isSaved: false,
    }),
  });
});

test('each week of a year has an encouragement, and neighbours differ', () => {
  const { encouragements } = words.server;
  expect(new Set(encouragements).size).toBe(encouragements.length);
  expect(encouragements.length).toBeGreaterThan(1);
});
