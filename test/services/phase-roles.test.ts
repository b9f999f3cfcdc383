import { describe, expect, test as base } from 'vitest';
import type { Problem } from '../../src/domain/errors.ts';
import { createPhaseRoleService, type PhaseRoleService } from '../../src/services/phase-roles.ts';
import { DeliveryError } from '../../src/services/ports.ts';
import { createScoreKeeper } from '../../src/services/score-keeper.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import { createRecordedRoleGiver, type RecordedRoleGiver } from '../support/recorded-role-giver.ts';
import { createSetting, expectProblem, MINUTE, MIRA, TOMAS, type Setting } from './setting.ts';

const HOME = '400000000000000001';
const AWAY = '400000000000000002';
const [FIRST, SECOND] = accessibilityPathway.phases.map(({ id }) => id) as [string, string];
const [FIRST_TASKS, SECOND_TASKS] = accessibilityPathway.phases.map(({ tasks }) =>
  tasks.map(({ id }) => id),
) as [string[], string[]];

interface World extends Setting {
  readonly roleGiver: RecordedRoleGiver;
  readonly phaseRoles: PhaseRoleService;
  /** Counts somebody among a server's members, who joins the pathway. */
  readonly join: (userId: string, guildId?: string) => Promise<void>;
  readonly finish: (userId: string, taskIds: readonly string[]) => Promise<void>;
  /** Has a role made for each phase of the pathway that the server walks. */
  readonly create: (guildId?: string) => Promise<void>;
  /** The names of the roles that somebody has. */
  readonly rolesOf: (userId: string, guildId?: string) => readonly string[];
  readonly troubleOf: (guildId: string) => Promise<string | null | undefined>;
}

const test = base.extend<{ world: World }>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from this pattern which fixtures are needed
  world: async ({}, use) => {
    await using setting = await createSetting(accessibilityPathway, backendPathway);
    const { store, clock, library, membership, presence, progress, servers } = setting;
    const roleGiver = createRecordedRoleGiver();
    const keeper = createScoreKeeper(library);
    const phaseRoles = createPhaseRoleService({ store, clock, library, keeper, roleGiver });
    for (const guildId of [HOME, AWAY]) {
      await servers.setUp({ guildId, locale: 'en-US', userId: TOMAS, pathway: accessibilityPathway.id });
    }
    await use({
      ...setting,
      roleGiver,
      phaseRoles,
      async join(userId, guildId = HOME) {
        await membership.join({ userId, pathway: accessibilityPathway.id });
        await membership.setVisibility(userId, 'named');
        await presence.join({ guildId, userId, name: `Name ${userId}` });
      },
      async finish(userId, taskIds) {
        for (const taskId of taskIds) await progress.complete({ userId, task: taskId });
      },
      create: (guildId = HOME) => phaseRoles.create(requestFor(guildId, roleGiver)),
      rolesOf: (userId, guildId = HOME) =>
        [...roleGiver.roles].flatMap(([id, name]) =>
          roleGiver.held.has(`${guildId} ${userId} ${id}`) ? [name] : [],
        ),
      troubleOf: async (guildId) => (await servers.find(guildId))?.roleTrouble,
    });
  },
});

/** As the server's manager sees its roles. */
function requestFor(guildId: string, { roles }: RecordedRoleGiver) {
  return {
    guildId,
    roles: [...roles].map(([id, name]) => ({ id, name, isUsable: true })),
    nameOf: (number: number) => `Phase ${number}`,
  };
}

function strangers(amount: number): readonly string[] {
  return Array.from({ length: amount }, (_, index) => String(700_000_000_000_000_000n + BigInt(index)));
}

describe('a role that everybody sees', () => {
  test('is only for members who appear by name, and goes when they do not any more', async ({ world }) => {
    const { create, phaseRoles, membership, presence, rolesOf } = world;
    await create();
    await membership.join({ userId: MIRA, pathway: accessibilityPathway.id });
    await presence.join({ guildId: HOME, userId: MIRA, name: 'Mira' });
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual([]);
    for (const [visibility, roles] of [
      ['named', ['Phase 1']],
      ['hidden', []],
      ['named', ['Phase 1']],
    ] as const) {
      await membership.setVisibility(MIRA, visibility);
      await phaseRoles.syncDue();
      expect(rolesOf(MIRA)).toEqual(roles);
    }
    await membership.setVisibility(MIRA, 'alias', 'Moss');
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual([]);
  });
});

test('that was on its way to somebody who had themselves erased meanwhile is taken back', async ({
  world,
}) => {
  const { store, create, join, phaseRoles, roleGiver, rolesOf } = world;
  await create();
  await join(MIRA);
  roleGiver.before = (request) =>
    request.startsWith('give')
      ? store.transaction(({ personalData }) => personalData.erase(MIRA))
      : Promise.resolve();
  await phaseRoles.syncDue();
  expect(roleGiver.requests.slice(-2)).toEqual([`give ${MIRA} role-1`, `take ${MIRA} role-1`]);
  expect(rolesOf(MIRA)).toEqual([]);
});

describe('making the roles', () => {
  test('makes one for each phase and remembers which is whose', async ({ world }) => {
    const { phaseRoles, roleGiver, create } = world;
    expect(await phaseRoles.list(HOME)).toEqual(new Map());
    await create();
    expect(roleGiver.requests).toEqual(['create Phase 1', 'create Phase 2']);
    expect(await phaseRoles.list(HOME)).toEqual(
      new Map([
        [FIRST, 'role-1'],
        [SECOND, 'role-2'],
      ]),
    );
    expect(await phaseRoles.list(AWAY)).toEqual(new Map());
  });

  test('again makes only what is missing', async ({ world }) => {
    const { phaseRoles, roleGiver, create } = world;
    await create();
    await create();
    expect(roleGiver.requests).toHaveLength(2);
    roleGiver.roles.delete('role-1');
    roleGiver.roles.set('other', 'Mentors');
    await create();
    expect(roleGiver.requests.slice(2)).toEqual(['create Phase 1']);
    expect((await phaseRoles.list(HOME)).get(SECOND)).toBe('role-2');
  });

  test('keeps the role that a manager chose, whatever it is called', async ({ world }) => {
    const { phaseRoles, roleGiver, create } = world;
    roleGiver.roles.set('mentors', 'Mentors');
    await phaseRoles.choose({
      guildId: HOME,
      pathwayId: accessibilityPathway.id,
      phaseId: FIRST,
      roleId: 'mentors',
    });
    await create();
    expect(roleGiver.requests).toEqual(['create Phase 2']);
    expect((await phaseRoles.list(HOME)).get(FIRST)).toBe('mentors');
  });

  test('uses roles that were made before and forgotten, if the manager may', async ({ world }) => {
    const { phaseRoles, roleGiver, create } = world;
    await create();
    await phaseRoles.switchOff(HOME);
    const request = requestFor(HOME, roleGiver);
    const roles = request.roles.map((role) => ({ ...role, isUsable: role.name !== 'Phase 2' }));
    await phaseRoles.create({ ...request, roles });
    expect(roleGiver.requests.slice(2)).toEqual(['create Phase 2']);
    expect((await phaseRoles.list(HOME)).get(FIRST)).toBe('role-1');
  });

  test('asked for twice in a moment makes them once', async ({ world }) => {
    const { roleGiver, create } = world;
    await Promise.all([create(), create()]);
    expect(roleGiver.requests).toHaveLength(2);
  });

  test.for([
    [new DeliveryError('forbidden', '50013'), 'roles-not-managed'],
    [new DeliveryError('slow-down', '429'), 'roles-unavailable'],
    [new DeliveryError('unreachable', '503'), 'roles-unavailable'],
  ] as const)('%o is told as %s, and what was made stays', async ([fault, code], { world }) => {
    const { phaseRoles, roleGiver, create } = world;
    roleGiver.before = (request) =>
      request === 'create Phase 2' ? Promise.reject(fault) : Promise.resolve();
    await expectProblem(create(), { code } satisfies Pick<Problem, 'code'>);
    expect([...(await phaseRoles.list(HOME)).keys()]).toEqual([FIRST]);
    roleGiver.before = () => Promise.resolve();
    await create();
    expect(roleGiver.requests).toEqual(['create Phase 1', 'create Phase 2', 'create Phase 2']);
  });

  test('a server that can hold no more is told so', async ({ world }) => {
    const { roleGiver, create } = world;
    roleGiver.create = () => Promise.resolve('full');
    await expectProblem(create(), { code: 'too-many-roles' });
  });
});

describe('choosing a role', () => {
  const choice = { guildId: HOME, pathwayId: accessibilityPathway.id, phaseId: FIRST };

  test('replaces the one that there was, for everybody in the phase', async ({ world }) => {
    const { phaseRoles, roleGiver, create, join, rolesOf } = world;
    await create();
    await join(MIRA);
    await phaseRoles.syncDue();
    roleGiver.roles.set('mentors', 'Mentors');
    await phaseRoles.choose({ ...choice, roleId: 'mentors' });
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual(['Mentors']);
  });

  test('may leave a phase without one', async ({ world }) => {
    const { phaseRoles, create, join, rolesOf } = world;
    await create();
    await join(MIRA);
    await phaseRoles.syncDue();
    await phaseRoles.choose({ ...choice, roleId: null });
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual([]);
    expect([...(await phaseRoles.list(HOME)).keys()]).toEqual([SECOND]);
  });

  test.for([
    { pathwayId: backendPathway.id },
    { phaseId: backendPathway.phases[0]?.id ?? '' },
    { guildId: '400000000000000009' },
  ])('%o is not what the server walks', async (part, { world }) => {
    const { phaseRoles } = world;
    await expectProblem(phaseRoles.choose({ ...choice, roleId: 'role-1', ...part }), {
      code: 'outdated-button',
    });
    expect(await phaseRoles.list(HOME)).toEqual(new Map());
  });
});

describe('in step with where members are', () => {
  test('a member has the role of their phase, and none when they have finished', async ({ world }) => {
    const { phaseRoles, roleGiver, create, join, finish, rolesOf } = world;
    await create();
    await join(MIRA);
    expect(rolesOf(MIRA)).toEqual([]);
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual(['Phase 1']);
    await finish(MIRA, FIRST_TASKS);
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual(['Phase 2']);
    await finish(MIRA, SECOND_TASKS);
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual([]);
    expect(roleGiver.requests.slice(2)).toEqual([
      `give ${MIRA} role-1`,
      `give ${MIRA} role-2`,
      `take ${MIRA} role-1`,
      `take ${MIRA} role-2`,
    ]);
  });

  test('taking a record back brings the role of the phase before back', async ({ world }) => {
    const { phaseRoles, create, join, finish, progress, rolesOf } = world;
    await create();
    await join(MIRA);
    await finish(MIRA, FIRST_TASKS);
    await phaseRoles.syncDue();
    await progress.undo(MIRA);
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual(['Phase 1']);
  });

  test('those who were there before the roles get theirs too', async ({ world }) => {
    const { phaseRoles, create, join, finish, rolesOf } = world;
    await join(MIRA);
    await join(TOMAS);
    await finish(TOMAS, FIRST_TASKS);
    await phaseRoles.syncDue();
    await create();
    await phaseRoles.syncDue();
    expect([rolesOf(MIRA), rolesOf(TOMAS)]).toEqual([['Phase 1'], ['Phase 2']]);
  });

  test('in a server without roles, and on another pathway, there is nothing to ask', async ({ world }) => {
    const { phaseRoles, roleGiver, create, join, membership, presence } = world;
    await create();
    await join(MIRA, AWAY);
    await membership.join({ userId: TOMAS, pathway: backendPathway.id });
    await presence.join({ guildId: HOME, userId: TOMAS, name: 'Tomás' });
    await phaseRoles.syncDue();
    expect(roleGiver.requests).toHaveLength(2);
  });

  test('when nothing has changed, nothing is asked', async ({ world }) => {
    const { phaseRoles, roleGiver, create, join, finish } = world;
    await create();
    await join(MIRA);
    await phaseRoles.syncDue();
    await finish(MIRA, FIRST_TASKS.slice(0, 1));
    await phaseRoles.syncDue();
    expect(roleGiver.requests).toHaveLength(3);
  });

  test('whoever comes back after they left gets the role again', async ({ world }) => {
    const { phaseRoles, roleGiver, create, join, presence, rolesOf, store } = world;
    await create();
    await join(MIRA);
    await phaseRoles.syncDue();
    const member = await store.serverMembers.find(HOME, MIRA);
    if (member === undefined) throw new Error('expected a member');
    await store.serverMembers.save({ ...member, leftAt: 1 });
    roleGiver.held.clear();
    await create();
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual([]);
    await presence.seen({ guildId: HOME, userId: MIRA, name: 'Mira' });
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual(['Phase 1']);
  });

  test('a minute changes ten members; those with nothing to change take none of its room', async ({
    world,
  }) => {
    const { phaseRoles, roleGiver, create, join, membership, presence } = world;
    await create();
    roleGiver.requests.length = 0;
    for (const userId of strangers(30)) {
      await membership.join({ userId, pathway: backendPathway.id });
      await presence.join({ guildId: HOME, userId, name: 'Walks elsewhere' });
    }
    for (const userId of strangers(42).slice(30)) await join(userId);
    await phaseRoles.syncDue();
    expect(roleGiver.requests).toHaveLength(10);
    await phaseRoles.syncDue();
    expect(roleGiver.requests).toHaveLength(12);
    await phaseRoles.syncDue();
    expect(new Set(roleGiver.requests).size).toBe(12);
    expect(roleGiver.requests).toHaveLength(12);
  });

  test('who moves on while the role is on its way gets the next one too', async ({ world }) => {
    const { phaseRoles, roleGiver, create, join, finish, rolesOf } = world;
    await create();
    await join(MIRA);
    roleGiver.before = async (request) => {
      if (request === `give ${MIRA} role-1`) await finish(MIRA, FIRST_TASKS);
    };
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual(['Phase 1']);
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual(['Phase 2']);
  });

  test('an attempt that nobody finished is made again', async ({ world }) => {
    const { phaseRoles, roleGiver, clock, create, join, rolesOf } = world;
    await create();
    await join(MIRA);
    roleGiver.before = () => Promise.reject(new Error('the process died'));
    await expect(phaseRoles.syncDue()).rejects.toThrow('the process died');
    roleGiver.before = () => Promise.resolve();
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual([]);
    clock.advance(MINUTE);
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual(['Phase 1']);
  });
});

describe('no longer in step', () => {
  test('switched off, members lose what the bot gave and nothing else', async ({ world }) => {
    const { phaseRoles, roleGiver, create, join, rolesOf } = world;
    await create();
    await join(MIRA);
    await join(TOMAS);
    await phaseRoles.syncDue();
    roleGiver.held.add(`${HOME} ${MIRA} role-2`);
    await phaseRoles.switchOff(HOME);
    await phaseRoles.syncDue();
    expect([rolesOf(MIRA), rolesOf(TOMAS)]).toEqual([['Phase 2'], []]);
    expect([...roleGiver.roles.values()]).toEqual(['Phase 1', 'Phase 2']);
  });

  test('a server that walks another pathway gives the roles of the former one up', async ({ world }) => {
    const { phaseRoles, servers, create, join, rolesOf } = world;
    await create();
    await join(MIRA);
    await phaseRoles.syncDue();
    await servers.setUp({ guildId: HOME, locale: 'en-US', userId: TOMAS, pathway: backendPathway.id });
    expect(await phaseRoles.list(HOME)).toEqual(new Map());
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual([]);
  });

  test('a role that was deleted need not be taken back', async ({ world }) => {
    const { phaseRoles, roleGiver, create, join, finish, rolesOf, troubleOf } = world;
    await create();
    await join(MIRA);
    await phaseRoles.syncDue();
    roleGiver.roles.delete('role-1');
    await finish(MIRA, FIRST_TASKS);
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual(['Phase 2']);
    expect(await troubleOf(HOME)).toBeNull();
  });

  test('somebody who turns out to have left counts as a leaver', async ({ world }) => {
    const { phaseRoles, roleGiver, store, create, join, finish } = world;
    await create();
    await join(MIRA);
    await finish(MIRA, FIRST_TASKS.slice(0, 1));
    expect(await store.scores.boardIds(MIRA)).toContain(HOME);
    roleGiver.absent.add(MIRA);
    await phaseRoles.syncDue();
    expect((await store.serverMembers.find(HOME, MIRA))?.leftAt).not.toBeNull();
    expect(await store.scores.boardIds(MIRA)).not.toContain(HOME);
    await phaseRoles.syncDue();
    expect(roleGiver.requests).toHaveLength(3);
  });
});

describe('when Discord refuses', () => {
  const refuseFirstRole = (error: DeliveryError) => (request: string) =>
    request.endsWith('role-1') ? Promise.reject(error) : Promise.resolve();

  /** Each with roles of its own. */
  async function createInBoth({ phaseRoles, roleGiver, create }: World): Promise<void> {
    await create(HOME);
    await phaseRoles.create({ ...requestFor(AWAY, roleGiver), roles: [] });
    roleGiver.requests.length = 0;
  }

  test('for want of a permission, that server waits and asks no more', async ({ world }) => {
    const { phaseRoles, roleGiver, servers, clock, join, rolesOf, troubleOf } = world;
    await createInBoth(world);
    await join(MIRA, HOME);
    for (const userId of strangers(20)) await join(userId, HOME);
    await join(TOMAS, AWAY);
    roleGiver.before = refuseFirstRole(new DeliveryError('forbidden', '50013'));
    await phaseRoles.syncDue();
    expect(roleGiver.requests).toEqual([expect.stringMatching(/^give \d+ role-1$/), `give ${TOMAS} role-3`]);
    expect(rolesOf(TOMAS, AWAY)).toEqual(['Phase 1']);
    expect([await troubleOf(HOME), await troubleOf(AWAY)]).toEqual(['permission-lost', null]);
    clock.advance(10 * MINUTE);
    await phaseRoles.syncDue();
    expect(roleGiver.requests).toHaveLength(2);

    roleGiver.before = () => Promise.resolve();
    await servers.setUp({ guildId: HOME, locale: 'en-US', userId: TOMAS });
    expect(await troubleOf(HOME)).toBeNull();
    for (let minute = 0; minute < 3; minute += 1) await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual(['Phase 1']);
    expect(roleGiver.requests).toHaveLength(2 + 21);
  });

  test('a role that is gone stops that server until it is made anew', async ({ world }) => {
    const { phaseRoles, roleGiver, create, join, rolesOf, troubleOf } = world;
    await create();
    await join(MIRA);
    roleGiver.roles.delete('role-1');
    roleGiver.roles.set('role-1b', 'Phase 1');
    await phaseRoles.syncDue();
    expect(await troubleOf(HOME)).toBe('role-gone');
    await create(HOME);
    expect(await troubleOf(HOME)).toBeNull();
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA, HOME)).toEqual(['Phase 1']);
  });

  test('what is mended while a refusal is on its way counts as mended', async ({ world }) => {
    const { phaseRoles, roleGiver, create, join, rolesOf, troubleOf } = world;
    await create();
    await join(MIRA);
    roleGiver.before = async (request) => {
      if (!request.startsWith(`give ${MIRA}`)) return;
      roleGiver.before = () => Promise.resolve();
      await phaseRoles.choose({
        guildId: HOME,
        pathwayId: accessibilityPathway.id,
        phaseId: FIRST,
        roleId: 'role-2',
      });
      throw new DeliveryError('forbidden', '50013');
    };
    await phaseRoles.syncDue();
    expect(await troubleOf(HOME)).toBeNull();
    await phaseRoles.syncDue();
    expect(rolesOf(MIRA)).toEqual(['Phase 2']);
  });

  test.for([
    new DeliveryError('slow-down', '429', { retryAfterMs: 3 * MINUTE }),
    new DeliveryError('unreachable', '503'),
  ])('%o puts that server off and nobody else', async (fault, { world }) => {
    const { phaseRoles, roleGiver, clock, join, rolesOf, troubleOf } = world;
    await createInBoth(world);
    await join(MIRA, HOME);
    await join(TOMAS, HOME);
    await join(TOMAS, AWAY);
    roleGiver.before = refuseFirstRole(fault);
    await phaseRoles.syncDue();
    expect(roleGiver.requests).toEqual([expect.stringMatching(/^give \d+ role-1$/), `give ${TOMAS} role-3`]);
    roleGiver.before = () => Promise.resolve();
    clock.advance(2 * MINUTE);
    await phaseRoles.syncDue();
    expect(roleGiver.requests).toHaveLength(2);
    clock.advance(3 * MINUTE);
    await phaseRoles.syncDue();
    expect([rolesOf(MIRA), rolesOf(TOMAS), rolesOf(TOMAS, AWAY)]).toEqual([
      ['Phase 1'],
      ['Phase 1'],
      ['Phase 1'],
    ]);
    expect(await troubleOf(HOME)).toBeNull();
  });
});

test('on a pathway of one’s own beside the server’s, the server’s counts', async ({ world }) => {
  const { phaseRoles, create, join, membership, rolesOf } = world;
  await create();
  await join(MIRA);
  await membership.join({ userId: MIRA, pathway: backendPathway.id });
  await phaseRoles.syncDue();
  expect(rolesOf(MIRA)).toEqual(['Phase 1']);
});
