import fc from 'fast-check';
import { expect, test } from 'vitest';
import { periodSpan, type BoardPeriod } from '../../src/domain/board-period.ts';
import type { Cohort } from '../../src/domain/cohort.ts';
import { UserError } from '../../src/domain/errors.ts';
import { sortKey } from '../../src/domain/leaderboard.ts';
import type { Completion, Visibility } from '../../src/domain/member.ts';
import type { Server } from '../../src/domain/server.ts';
import { createMembershipService } from '../../src/services/membership.ts';
import { createPathwayLibrary } from '../../src/services/pathway-library.ts';
import type { Store } from '../../src/services/ports.ts';
import { createProgressService } from '../../src/services/progress.ts';
import { moveBoard } from '../../src/services/board-moves.ts';
import { createScoreKeeper } from '../../src/services/score-keeper.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { openTemporaryStore } from '../support/temporary-store.ts';
import { DAY, MINUTE } from './setting.ts';

const HOUR = 60 * MINUTE;
const PATHWAYS = [accessibilityPathway, backendPathway];
const TASKS = PATHWAYS.flatMap((pathway) =>
  pathway.phases.flatMap((phase) =>
    phase.tasks.map((task) => ({ pathwayId: pathway.id, phaseId: phase.id, ...task })),
  ),
);

const MIRA = '801';
const USERS = [MIRA, '802', '803'];

/** One that was set up, and one that was not: its calendar is UTC's. */
const HOME = '401';
const AWAY = '402';

/** The days on which clocks change there differ, and one of them has no daylight saving at all. */
const ZONES = ['Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu'];

/** A Saturday in March: a week and a month end soon, and clocks change in New York, then in Berlin and Auckland. */
const START = Date.UTC(2026, 2, 7, 22);

const SERVER: Server = {
  guildId: HOME,
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  announcementChannelId: null,
  nudgeChannelId: null,
  summaryChannelId: null,
  weekday: 1,
  hour: 9,
  pathwayId: backendPathway.id,
  next: null,
  setUpBy: MIRA,
  trouble: null,
  roleTrouble: null,
};

function cohortOf(id: string, guildId: string, pathwayId: string, timeZone: string): Cohort {
  return {
    id,
    guildId,
    name: `Cohort ${id}`,
    pathwayId,
    startsOn: '2026-03-02',
    hoursPerWeek: 5,
    breaks: [],
    locale: 'en-GB',
    timeZone,
    weekday: 1,
    hour: 9,
    next: null,
    channelId: null,
    code: null,
    capacity: null,
    goal: null,
    createdAt: START,
    archivedAt: null,
    trouble: null,
  };
}

const SPRING = cohortOf('701', HOME, accessibilityPathway.id, 'Pacific/Auckland');
const AUTUMN = cohortOf('702', AWAY, backendPathway.id, 'America/New_York');
const COHORTS = [SPRING, AUTUMN];

async function openWorld(store: Store) {
  const clock = { time: START, now: () => clock.time };
  const library = createPathwayLibrary(PATHWAYS);
  const keeper = createScoreKeeper(library);
  const dependencies = { store, clock, library, keeper };
  await store.servers.save(SERVER);
  for (const cohort of COHORTS) await store.cohorts.save(cohort);
  return {
    store,
    clock,
    keeper,
    membership: createMembershipService(dependencies),
    progress: createProgressService(dependencies),
  };
}

function emptyModel(): Model {
  return {
    people: new Map(),
    present: new Map(),
    inCohort: new Set(),
    archived: new Set(),
    homeZone: SERVER.timeZone,
  };
}
type World = Awaited<ReturnType<typeof openWorld>>;

const user = fc.constantFrom(...USERS);
const guildId = fc.constantFrom(HOME, AWAY);
const task = fc.constantFrom(...TASKS.slice(0, 7));
const step = fc.oneof(
  {
    arbitrary: fc.record({ kind: fc.constant('done' as const), user, task, daysAgo: fc.option(fc.nat(40)) }),
    weight: 4,
  },
  fc.record({ kind: fc.constant('skip' as const), user, task }),
  { arbitrary: fc.record({ kind: fc.constant('undo' as const), user, task }), weight: 2 },
  fc.record({
    kind: fc.constant('appear' as const),
    user,
    visibility: fc.constantFrom<Visibility>('named', 'alias', 'hidden'),
    alias: fc.constantFrom('Quiet Fox', 'quiet fox', 'Ábel'),
  }),
  // Arrives, is called otherwise, or is back.
  {
    arbitrary: fc.record({
      kind: fc.constant('come' as const),
      user,
      guildId,
      name: fc.constantFrom('Abel', 'Zoë', '🧗', null),
    }),
    weight: 2,
  },
  fc.record({ kind: fc.constant('go' as const), user, guildId }),
  fc.record({
    kind: fc.constant('cohort' as const),
    user,
    cohort: fc.constantFrom(...COHORTS),
    isMember: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('archive' as const),
    cohort: fc.constantFrom(...COHORTS),
    isArchived: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('zone' as const), timeZone: fc.constantFrom(...ZONES) }),
  {
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      milliseconds: fc.constantFrom(HOUR, 5 * HOUR, DAY, 7 * DAY, 24 * DAY),
    }),
    weight: 3,
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What nobody recorded, as plainly as it can be said; what they did record is asked of the store. */
interface Model {
  readonly people: Map<string, { visibility: Visibility | null; alias: string | null }>;
  /** By server and user: what they are called there; gone, when there is no entry. */
  readonly present: Map<string, string | null>;
  /** By cohort and user. */
  readonly inCohort: Set<string>;
  readonly archived: Set<string>;
  homeZone: string;
}

/** Does the step to both. What the services refuse changes neither. */
async function take(world: World, model: Model, step: Step): Promise<void> {
  const { store, clock, keeper, membership, progress } = world;
  switch (step.kind) {
    case 'done': {
      const { daysAgo } = step;
      const day = new Date(clock.time - (daysAgo ?? 0) * DAY).toISOString().slice(0, 10);
      await progress.complete({
        userId: step.user,
        task: step.task.id,
        pathwayId: step.task.pathwayId,
        when: daysAgo === null ? undefined : day,
      });
      return;
    }
    case 'skip':
      await progress.skip({ userId: step.user, task: step.task.id, pathwayId: step.task.pathwayId });
      return;
    case 'undo':
      await progress.undo(step.user, step.task.id, step.task.pathwayId);
      return;
    case 'appear': {
      const { visibility, alias } = step;
      await membership.setVisibility(step.user, visibility, alias);
      model.people.set(step.user, { visibility, alias });
      return;
    }
    case 'come':
    case 'go': {
      const { user: userId, guildId } = step;
      const leaves = step.kind === 'go';
      await store.transaction(async (repositories) => {
        await repositories.serverMembers.save({
          guildId,
          userId,
          name: leaves ? 'Gone' : step.name,
          seenAt: clock.time,
          leftAt: leaves ? clock.time : null,
          phaseRoleId: null,
          phaseRoleDueAt: null,
        });
        await keeper.moved(repositories, userId, clock.time);
      });
      if (leaves) model.present.delete(`${guildId} ${userId}`);
      else model.present.set(`${guildId} ${userId}`, step.name);
      return;
    }
    case 'cohort': {
      const { user: userId, isMember, cohort } = step;
      await store.transaction(async (repositories) => {
        const { cohorts } = repositories;
        const membership = { cohortId: cohort.id, userId, sharesDetails: false, joinedAt: clock.time };
        await (isMember ? cohorts.saveMembership(membership) : cohorts.removeMembership(cohort.id, userId));
        await keeper.moved(repositories, userId, clock.time);
      });
      if (isMember) model.inCohort.add(`${cohort.id} ${userId}`);
      else model.inCohort.delete(`${cohort.id} ${userId}`);
      return;
    }
    case 'archive': {
      const { cohort, isArchived } = step;
      await store.transaction(async (repositories) => {
        await repositories.cohorts.save({ ...cohort, archivedAt: isArchived ? clock.time : null });
        for (const userId of await repositories.cohorts.memberIds(cohort.id)) {
          await keeper.moved(repositories, userId, clock.time);
        }
      });
      if (isArchived) model.archived.add(cohort.id);
      else model.archived.delete(cohort.id);
      return;
    }
    case 'zone':
      await store.servers.save({ ...SERVER, timeZone: step.timeZone });
      await moveBoard({ store, clock, keeper }, HOME);
      model.homeZone = step.timeZone;
      return;
    case 'wait':
      clock.time += step.milliseconds;
  }
}

interface Board {
  readonly boardId: string;
  readonly timeZone: string;
  readonly guildId: string;
  readonly cohort: Cohort | undefined;
}

function boardsOf({ homeZone }: Model): readonly Board[] {
  return [
    { boardId: HOME, guildId: HOME, timeZone: homeZone, cohort: undefined },
    { boardId: AWAY, guildId: AWAY, timeZone: 'Etc/UTC', cohort: undefined },
    ...COHORTS.map((cohort) => ({
      boardId: cohort.id,
      guildId: cohort.guildId,
      timeZone: cohort.timeZone,
      cohort,
    })),
  ];
}

function isOn(model: Model, { guildId, cohort }: Board, userId: string): boolean {
  if (!model.present.has(`${guildId} ${userId}`)) return false;
  return (
    cohort === undefined || (model.inCohort.has(`${cohort.id} ${userId}`) && !model.archived.has(cohort.id))
  );
}

/** What others read there, if anything. */
function shownAs(model: Model, { guildId, cohort }: Board, userId: string): string | null {
  const { visibility, alias } = model.people.get(userId) ?? { visibility: null, alias: null };
  switch (visibility ?? (cohort === undefined ? 'hidden' : 'named')) {
    case 'named':
      return model.present.get(`${guildId} ${userId}`) ?? null;
    case 'alias':
      return alias;
    case 'hidden':
      return null;
  }
}

/** Two instants lie in one week or month when the calendar on the wall says so. */
function isInPeriod(period: BoardPeriod, timeZone: string, at: number, now: number): boolean {
  const parts = (instant: number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(instant);
  const monday = (date: string) => {
    const day = new Date(`${date}T00:00Z`);
    return day.getTime() - ((day.getUTCDay() + 6) % 7) * DAY;
  };
  switch (period) {
    case 'all':
      return true;
    case 'month':
      return parts(at).slice(0, 7) === parts(now).slice(0, 7);
    case 'week':
      return monday(parts(at)) === monday(parts(now));
  }
}

const creditOf = (records: readonly Completion[]) => ({
  tasks: records.length,
  hours: records.reduce(
    (sum, { taskId }) => sum + (TASKS.find(({ id }) => id === taskId)?.hours ?? Number.NaN),
    0,
  ),
});

async function expectBoards({ store, clock }: World, model: Model): Promise<void> {
  const { scores } = store;
  const now = clock.time;
  const records = await Promise.all(
    USERS.map(async (userId) => ({
      userId,
      done: (await store.completions.listAll(userId)).filter(({ status }) => status === 'done'),
    })),
  );
  for (const board of boardsOf(model)) {
    for (const period of ['week', 'month', 'all'] as const) {
      const key = { boardId: board.boardId, period: periodSpan(period, board.timeZone, now).name };
      const lines = records
        .filter(({ userId }) => isOn(model, board, userId))
        .map(({ userId, done }) => {
          const counted = done.filter(
            ({ pathwayId, at }) =>
              (board.cohort?.pathwayId ?? pathwayId) === pathwayId &&
              isInPeriod(period, board.timeZone, at, now),
          );
          return { userId, label: shownAs(model, board, userId), ...creditOf(counted) };
        })
        .filter(({ tasks }) => tasks > 0);
      const seen = lines
        .flatMap(({ label, ...line }) => (label === null ? [] : [{ ...line, label }]))
        .sort(
          (a, b) =>
            b.hours - a.hours ||
            Buffer.compare(Buffer.from(sortKey(a.label)), Buffer.from(sortKey(b.label))) ||
            (a.userId < b.userId ? -1 : 1),
        );

      const page = await scores.page(key, 0, 10);
      expect(
        page.map(({ userId, hours, tasks, listing: { label } }) => ({ userId, hours, tasks, label })),
      ).toEqual(seen.map(({ userId, hours, tasks, label }) => ({ userId, hours, tasks, label })));
      expect(await scores.totals(key)).toEqual({
        members: lines.length,
        listed: seen.length,
        hours: lines.reduce((sum, { hours }) => sum + hours, 0),
        tasks: lines.reduce((sum, { tasks }) => sum + tasks, 0),
      });
      for (const [index, entry] of page.entries()) {
        expect(await scores.countBefore(key, entry)).toBe(index);
        expect(await scores.countAbove(key, entry.hours)).toBe(
          seen.filter(({ hours }) => hours > entry.hours).length,
        );
      }
      for (const userId of USERS) {
        const line = lines.find((each) => each.userId === userId);
        const found = await scores.find(key, userId);
        expect(
          found && { tasks: found.tasks, hours: found.hours, label: found.listing?.label ?? null },
        ).toEqual(line && { tasks: line.tasks, hours: line.hours, label: line.label });
      }
    }
  }
}

async function expectStandings({ store }: World): Promise<void> {
  for (const userId of USERS) {
    for (const { id: pathwayId } of PATHWAYS) {
      const enrolment = await store.enrolments.find(userId, pathwayId);
      const records = await store.completions.list(userId, pathwayId);
      const next = TASKS.find(
        (task) => task.pathwayId === pathwayId && !records.some(({ taskId }) => taskId === task.id),
      );
      expect(await store.standings.find(userId, pathwayId)).toEqual(
        enrolment && {
          userId,
          pathwayId,
          phaseId: next?.phaseId ?? null,
          taskId: next?.id ?? null,
          doneHours: creditOf(records.filter(({ status }) => status === 'done')).hours,
          activeAt: Math.max(enrolment.joinedAt, ...records.map(({ recordedAt }) => recordedAt)),
        },
      );
    }
  }
}

test(
  'whatever members do, boards say what counting all records anew says',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        await using temporary = await openTemporaryStore();
        const world = await openWorld(temporary.store);
        const model = emptyModel();
        for (const userId of USERS) await world.membership.join({ userId, pathway: accessibilityPathway.id });
        for (const userId of USERS) {
          await take(world, model, { kind: 'come', user: userId, guildId: HOME, name: 'Abel' });
          await take(world, model, { kind: 'cohort', user: userId, cohort: SPRING, isMember: true });
        }
        for (const step of steps) {
          await take(world, model, step).catch((error: unknown) => {
            if (!(error instanceof UserError)) throw error;
          });
          await expectBoards(world, model);
        }
        await expectStandings(world);
      }),
      { numRuns: propertyRuns(25) },
    );
  },
);

/** Mira, at home and in the spring cohort. */
async function openMirasWorld(store: Store): Promise<{ world: World; take: (step: Step) => Promise<void> }> {
  const world = await openWorld(store);
  const model = emptyModel();
  await world.membership.join({ userId: MIRA, pathway: accessibilityPathway.id });
  await take(world, model, { kind: 'come', user: MIRA, guildId: HOME, name: 'Zoë' });
  await take(world, model, { kind: 'cohort', user: MIRA, cohort: SPRING, isMember: true });
  return { world, take: (step) => take(world, model, step) };
}

const [FIRST_PHASE] = accessibilityPathway.phases;
const [FIRST, SECOND, ...REST] = TASKS.filter(({ phaseId }) => phaseId === FIRST_PHASE?.id);
if (FIRST === undefined || SECOND === undefined) throw new Error('The first phase is too short');

test('a phase role is looked at when the phase is another one, and not with every task', async () => {
  await using temporary = await openTemporaryStore();
  const { store } = temporary;
  await store.phaseRoles.replace(HOME, new Map([[FIRST.phaseId, '61']]));
  const { world, take } = await openMirasWorld(store);
  const due = async () => (await store.serverMembers.phaseRoleDue(world.clock.time, 9)).length;
  for (const task of [FIRST, ...REST]) {
    expect(await due()).toBe(0);
    await take({ kind: 'done', user: MIRA, task, daysAgo: null });
  }
  expect(await due()).toBe(0);
  await take({ kind: 'done', user: MIRA, task: SECOND, daysAgo: null });
  expect(await due()).toBe(1);
  await take({ kind: 'come', user: MIRA, guildId: HOME, name: 'Zoë' });
  expect(await due()).toBe(0);
  await take({ kind: 'undo', user: MIRA, task: FIRST });
  expect(await due()).toBe(1);
});

const OCCASIONS: readonly (readonly [string, Step])[] = [
  ['records something', { kind: 'done', user: MIRA, task: SECOND, daysAgo: null }],
  ['takes something back', { kind: 'undo', user: MIRA, task: FIRST }],
  ['hides', { kind: 'appear', user: MIRA, visibility: 'hidden', alias: 'Quiet Fox' }],
  ['leaves the server', { kind: 'go', user: MIRA, guildId: HOME }],
  ['leaves the cohort', { kind: 'cohort', user: MIRA, cohort: SPRING, isMember: false }],
];

test.each(OCCASIONS)(
  "a cohort's board is due when one of its members %s, others are not",
  async (_, step) => {
    await using temporary = await openTemporaryStore();
    const { store } = temporary;
    const { world, take } = await openMirasWorld(store);
    await take({ kind: 'done', user: MIRA, task: FIRST, daysAgo: null });
    for (const { id } of COHORTS) {
      await store.pinnedBoards.save({
        cohortId: id,
        channelId: '51',
        messageId: '91',
        dueAt: world.clock.time + DAY,
      });
    }
    await take(step);
    const due = await store.pinnedBoards.due(world.clock.time, 9);
    expect(due.map(({ cohortId }) => cohortId)).toEqual([SPRING.id]);
  },
);

test('working it out twice changes nothing, and of nobody there is nothing to work out', async () => {
  await using temporary = await openTemporaryStore();
  const { store } = temporary;
  const { world, take } = await openMirasWorld(store);
  await take({ kind: 'done', user: MIRA, task: FIRST, daysAgo: null });
  const week = { boardId: SPRING.id, period: periodSpan('week', SPRING.timeZone, world.clock.time).name };
  const before = [await store.scores.find(week, MIRA), await store.scores.totals(week)];
  expect(before).toMatchObject([{ hours: FIRST.hours, tasks: 1, listing: { label: 'Zoë' } }, { members: 1 }]);
  for (const userId of [MIRA, MIRA, 'nobody']) {
    await store.transaction((repositories) => world.keeper.moved(repositories, userId, world.clock.time));
  }
  expect([await store.scores.find(week, MIRA), await store.scores.totals(week)]).toEqual(before);
});
