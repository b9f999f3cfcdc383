import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ComponentType, PermissionFlagsBits, REST, Routes, type APIMessage } from 'discord.js';
import { describe, expect, test as base, vi } from 'vitest';
import type { Emulator, Person } from '../../src/playground/emulator/index.ts';
import { appear } from '../support/appearing.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { firstChannel, openServer, type TestServer } from '../support/server.ts';
import { test as shared } from '../support/shared-server.ts';
import { buttonsOf, optionsOf, shownInPlace, shownPrivately } from '../support/shown.ts';
import { makeTemporaryFolder } from '../support/temporary-store.ts';

const MINUTE = 60 * 1000;
const { Administrator, BanMembers, ManageGuild, ManageRoles, SendMessages, ViewChannel } =
  PermissionFlagsBits;
const PATHWAY = backendPathway.id;
const PHASES = backendPathway.phases.map(({ title }, index) => `Phase ${index + 1} · ${title}`);
const TASKS = backendPathway.phases.map(({ tasks }) => tasks.map(({ id }) => id));

/** A server of the test's own on the shared bot, and somebody who walks there. */
interface Place {
  readonly guildId: string;
  readonly channelId: string;
  readonly owner: Person;
  readonly walker: Person;
  /** The id of the role with this name. */
  readonly roleId: (name: string) => string;
  /** The names of the walker's roles. */
  readonly walkersRoles: () => readonly string[];
}

const test = shared.extend<{ place: Place; tick: () => Promise<void> }>({
  place: async ({ server }, use) => {
    const { emulator } = server;
    const [owner, walker] = [server.newcomer(), server.newcomer()];
    const { id: guildId } = emulator.createGuild({ name: 'Base camp', ownerId: owner.user.id });
    emulator.addMember(guildId, walker.user.id);
    await use(placeIn(emulator, guildId, owner, walker));
  },
  tick: ({ server }, use) => use(() => server.moveTo(server.clock.time + MINUTE)),
});

function placeIn(emulator: Emulator, guildId: string, owner: Person, walker: Person): Place {
  const roles = () => emulator.roles(guildId);
  return {
    guildId,
    channelId: firstChannel(emulator, guildId),
    owner,
    walker,
    roleId: (name) => roles().find((role) => role.name === name)?.id ?? '',
    walkersRoles: () => {
      const held = emulator.memberRoles(guildId, walker.user.id);
      return roles()
        .filter(({ id }) => held.includes(id))
        .map(({ name }) => name);
    },
  };
}

/** Everybody sees a role, so it is for those who want to be seen. */
async function joinByName(walker: Person, channelId: string): Promise<void> {
  await walker.type(channelId, '/join pathway:infrastructure');
  await appear(walker, channelId, 'By name');
}

async function finish(walker: Person, channelId: string, taskIds: readonly string[] = []): Promise<void> {
  for (const task of taskIds) shownPrivately(await walker.slash(channelId, 'done', { task }));
}

/** Somebody lets the role do more: here the bot's own token, which is given the permission for it. */
async function empower(
  { emulator }: TestServer,
  guildId: string,
  roleId: string,
  permissions: bigint,
): Promise<void> {
  emulator.setBotGuildPermissions(guildId, ViewChannel | SendMessages | ManageRoles | permissions);
  const rest = new REST({ api: emulator.apiUrl }).setToken(emulator.token);
  await rest.patch(Routes.guildRole(guildId, roleId), { body: { permissions: permissions.toString() } });
}

/** Opens the view of the phases' roles and picks the first phase. */
async function pickFirstPhase(person: Person, channelId: string): Promise<APIMessage> {
  const setup = await person.type(channelId, '/setup server');
  const view = await person.press(setup.message, 'Phase roles');
  return (await person.pick(view.message, 'Choose a phase', [backendPathway.phases[0]?.id ?? ''])).message;
}

describe('a role for each phase', () => {
  test('is made without any permission, once', async ({ server, place, tick }) => {
    const { guildId, channelId, owner } = place;
    const text = shownPrivately(await owner.slash(channelId, 'setup server', { roles: 'create' }));
    expect(text).toContain('**Phase roles** — one for each phase');
    expect(text).toContain('There is a role for each phase now.');
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    await tick();
    const made = server.emulator.requests.filter(
      ({ method, path }) => method === 'POST' && path === `/guilds/${guildId}/roles`,
    );
    expect(made.map(({ body }) => body)).toEqual(
      PHASES.map((name) => ({ name, permissions: '0', hoist: false, mentionable: false })),
    );
    expect(shownPrivately(await owner.type(channelId, '/setup server'))).not.toContain('⚠️');
  });

  test('is the member’s for as long as they are in it', async ({ place, tick }) => {
    const { channelId, owner, walker, walkersRoles } = place;
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    await joinByName(walker, channelId);
    await tick();
    expect(walkersRoles()).toEqual([PHASES[0]]);
    await finish(walker, channelId, TASKS[0]);
    await tick();
    expect(walkersRoles()).toEqual([PHASES[1]]);
    await walker.type(channelId, '/undo');
    await tick();
    expect(walkersRoles()).toEqual([PHASES[0]]);
    await finish(walker, channelId, TASKS.flat());
    await tick();
    expect(walkersRoles()).toEqual([]);
  });

  test('comes to those who joined before, and leaves their other roles alone', async ({
    server,
    place,
    tick,
  }) => {
    const { guildId, channelId, owner, walkersRoles } = place;
    const { emulator } = server;
    const climber = server.newcomer();
    emulator.addMember(guildId, climber.user.id, { permissions: SendMessages });
    await joinByName(climber, channelId);
    const before = emulator.memberRoles(guildId, climber.user.id);
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    await tick();
    expect(emulator.memberRoles(guildId, climber.user.id)).toEqual([
      ...before,
      place.roleId(PHASES[0] ?? ''),
    ]);
    await owner.slash(channelId, 'setup server', { roles: 'off' });
    await tick();
    expect(emulator.memberRoles(guildId, climber.user.id)).toEqual(before);
    expect(walkersRoles()).toEqual([]);
  });

  test('off takes them back, keeps the roles, and creating again uses those', async ({
    server,
    place,
    tick,
  }) => {
    const { guildId, channelId, owner, walker, walkersRoles } = place;
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    await joinByName(walker, channelId);
    await tick();
    const off = shownPrivately(await owner.slash(channelId, 'setup server', { roles: 'off' }));
    expect(off).toContain('**Phase roles** — off');
    expect(off).toContain('The roles themselves stay');
    await tick();
    expect(walkersRoles()).toEqual([]);
    const names = () => server.emulator.roles(guildId).map(({ name }) => name);
    expect(names()).toEqual(expect.arrayContaining(PHASES));
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    await tick();
    expect(walkersRoles()).toEqual([PHASES[0]]);
    expect(names()).toHaveLength(PHASES.length + 2);
  });

  test('off is harmless where there were none', async ({ place }) => {
    const off = await place.owner.slash(place.channelId, 'setup server', { roles: 'off' });
    expect(shownPrivately(off)).toContain('**Phase roles** — off');
  });

  test('whoever left and comes back has it again', async ({ server, place, tick }) => {
    const { guildId, channelId, owner, walker, walkersRoles } = place;
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    await joinByName(walker, channelId);
    await tick();
    server.emulator.removeMember(guildId, walker.user.id);
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    await tick();
    server.emulator.addMember(guildId, walker.user.id);
    expect(walkersRoles()).toEqual([]);
    await walker.type(channelId, '/next');
    await tick();
    expect(walkersRoles()).toEqual([PHASES[0]]);
    expect(shownPrivately(await owner.type(channelId, '/setup server'))).not.toContain('paused');
  });
});

describe('choosing a role that there is', () => {
  test('shows each phase with its role, and takes another for one of them', async ({
    server,
    place,
    tick,
  }) => {
    const { guildId, channelId, owner, walker, walkersRoles } = place;
    server.emulator.createRole(guildId, { name: 'Beginners', permissions: ViewChannel });
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    await joinByName(walker, channelId);
    await tick();

    const setup = await owner.type(channelId, '/setup server');
    const view = await owner.press(setup.message, 'Phase roles');
    expect(shownInPlace(view)).toContain(
      `**1 · ${backendPathway.phases[0]?.title}** — <@&${place.roleId(PHASES[0] ?? '')}>`,
    );
    expect(optionsOf(view.message, 'Choose a phase')).toEqual(PHASES);
    const picked = await owner.pick(view.message, 'Choose a phase', [PHASES[0] ?? '']);
    expect(shownInPlace(picked)).toContain('Which role is that of **1 · Foundations');
    const chosen = await owner.pick(picked.message, 'Choose its role', ['Beginners']);
    expect(shownInPlace(chosen)).toContain(`** — <@&${place.roleId('Beginners')}>`);
    await tick();
    expect(walkersRoles()).toEqual(['Beginners']);
    const back = await owner.press(chosen.message, 'Back');
    expect(shownInPlace(back)).toContain('**Phase roles** — one for each phase');
  });

  test('is enough for one phase, and can be undone', async ({ server, place }) => {
    const { guildId, channelId, owner } = place;
    server.emulator.createRole(guildId, { name: 'Beginners' });
    await owner.type(channelId, '/setup server channel:#general');
    const chosen = await owner.pick(await pickFirstPhase(owner, channelId), 'Choose its role', ['Beginners']);
    expect(shownInPlace(chosen).match(/no role/g)).toHaveLength(PHASES.length - 1);
    expect(shownPrivately(await owner.type(channelId, '/setup server'))).toContain('for 1 of 5 phases');
    await owner.pick(await pickFirstPhase(owner, channelId), 'Choose its role', []);
    expect(shownPrivately(await owner.type(channelId, '/setup server'))).toContain('**Phase roles** — off');
  });

  test.for([
    ['everybody’s', '@everyone', 'is not a role that anybody can be given'],
    ['the bot’s own', 'Cairn', 'is not a role that anybody can be given'],
    ['one that may do everything', 'Admins', 'allows its members to moderate or to run this server'],
    ['one that may moderate', 'Wardens', 'allows its members to moderate or to run this server'],
    ['one above the bot’s', 'Founders', 'stands above my own role'],
  ] as const)('%s is refused, whoever asks', async ([, name, problem], { server, place }) => {
    const { guildId, channelId, owner } = place;
    const { emulator } = server;
    emulator.createRole(guildId, { name: 'Admins', permissions: Administrator });
    emulator.createRole(guildId, { name: 'Wardens', permissions: BanMembers });
    emulator.createRole(guildId, { name: 'Founders', position: 99 });
    await owner.type(channelId, '/setup server channel:#general');
    const refused = await owner.pick(await pickFirstPhase(owner, channelId), 'Choose its role', [name]);
    expect(shownPrivately(refused)).toContain(problem);
    expect(shownPrivately(await owner.type(channelId, '/setup server'))).toContain('**Phase roles** — off');
  });

  test('nobody hands out through the bot what they could not give themselves', async ({ server, place }) => {
    const { guildId, channelId, owner } = place;
    const { emulator } = server;
    await owner.type(channelId, '/setup server channel:#general');
    const [manager, clerk] = [server.newcomer(), server.newcomer()];
    emulator.addMember(guildId, manager.user.id, { permissions: ManageGuild | ManageRoles });
    emulator.addMember(guildId, clerk.user.id, { permissions: ManageGuild });
    emulator.createRole(guildId, { name: 'Lower' });
    emulator.createRole(guildId, { name: 'Higher', position: 4 });

    const choose = async (person: Person, role: string) =>
      person.pick(await pickFirstPhase(person, channelId), 'Choose its role', [role]);
    const notYours = 'You could not give';
    expect(shownPrivately(await choose(manager, 'Higher'))).toContain(notYours);
    expect(shownPrivately(await choose(manager, `${manager.user.username}'s role`))).toContain(
      'allows its members to moderate',
    );
    expect(shownPrivately(await choose(clerk, 'Lower'))).toContain(notYours);
    expect(shownInPlace(await choose(manager, 'Lower'))).toContain(`<@&${place.roleId('Lower')}>`);
    expect(shownInPlace(await choose(owner, 'Higher'))).toContain(`<@&${place.roleId('Higher')}>`);
  });

  test('what is forged is not obeyed', async ({ server, place, ada }) => {
    const { guildId, channelId, owner } = place;
    server.emulator.addMember(guildId, ada.user.id);
    const [phase] = backendPathway.phases.map(({ id }) => id);
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    const { message } = await ada.type(channelId, '/help');
    for (const [customId, type] of [
      ['1:setup', ComponentType.Button],
      ['1:roles', ComponentType.Button],
      [`1:role-of:${PATHWAY}`, ComponentType.StringSelect],
      [`1:role:${PATHWAY}:${phase}`, ComponentType.RoleSelect],
    ] as const) {
      expect(shownPrivately(await ada.forge(message, customId, type))).toContain('*Manage Server*');
    }
    const own = await owner.type(channelId, '/help');
    for (const [customId, type] of [
      [`1:role-of:${PATHWAY}`, ComponentType.Button],
      [`1:role:${PATHWAY}:${phase}`, ComponentType.Button],
      [`1:role:${PATHWAY}:astronaut`, ComponentType.RoleSelect],
      [`1:role:astronaut:${phase}`, ComponentType.RoleSelect],
    ] as const) {
      expect(shownPrivately(await owner.forge(own.message, customId, type))).toContain('earlier version');
    }
    expect(shownPrivately(await owner.type(channelId, '/setup server'))).toContain('one for each phase');
  });
});

describe('what is wrong', () => {
  test('without the permission no role is made, and that is said', async ({ server, place }) => {
    const { guildId, channelId, owner } = place;
    server.emulator.setBotGuildPermissions(guildId, ViewChannel | SendMessages);
    const refused = await owner.slash(channelId, 'setup server', { roles: 'create' });
    expect(shownPrivately(refused)).toContain('I lack the permission *Manage Roles*.');
  });

  test('a permission lost later pauses the roles of that server alone until that is mended', async ({
    server,
    place,
    tick,
  }) => {
    const { guildId, channelId, owner, walker, walkersRoles } = place;
    const { emulator } = server;
    const elsewhere = emulator.createGuild({ name: 'Elsewhere', ownerId: owner.user.id }).id;
    emulator.addMember(elsewhere, walker.user.id);
    const other = placeIn(emulator, elsewhere, owner, walker);
    for (const { channelId: channel } of [place, other]) {
      await owner.slash(channel, 'setup server', { roles: 'create' });
      await walker.type(channel, '/join pathway:infrastructure');
    }
    await appear(walker, channelId, 'By name');
    emulator.setBotGuildPermissions(guildId, ViewChannel | SendMessages);
    await tick();
    expect([walkersRoles(), other.walkersRoles()]).toEqual([[], [PHASES[0]]]);
    const requests = () =>
      emulator.requests.filter(({ path }) => path.startsWith(`/guilds/${guildId}/members/`)).length;
    const before = requests();
    await tick();
    await tick();
    expect(requests()).toBe(before);

    const state = await owner.type(channelId, '/setup server');
    expect(shownPrivately(state)).toContain('**⚠️ Phase roles are paused**');
    expect(shownPrivately(state)).toContain('⚠️ I lack the permission *Manage Roles*.');
    emulator.setBotGuildPermissions(guildId, ViewChannel | SendMessages | ManageRoles);
    const mended = shownInPlace(await owner.press(state.message, 'Go on'));
    expect(mended).not.toContain('⚠️');
    await tick();
    expect(walkersRoles()).toEqual([PHASES[0]]);
  });

  test('a role that stands above the bot’s is named, and what to do', async ({ server, place, tick }) => {
    const { guildId, channelId, owner, walker, walkersRoles } = place;
    const { emulator } = server;
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    const roleId = place.roleId(PHASES[0] ?? '');
    emulator.moveRole(guildId, roleId, 99);
    await joinByName(walker, channelId);
    await tick();
    const state = await owner.type(channelId, '/setup server');
    expect(shownPrivately(state)).toContain(
      `I can neither give nor take <@&${roleId}>: move my role above in *Server Settings → Roles*.`,
    );
    expect(shownPrivately(state)).toContain('**⚠️ Phase roles are paused**');
    expect(buttonsOf(state.message)).toEqual(['Go on', 'Phase roles']);
    emulator.moveRole(guildId, place.roleId('Cairn'), 99);
    expect(shownInPlace(await owner.press(state.message, 'Go on'))).not.toContain('⚠️');
    await tick();
    expect(walkersRoles()).toEqual([PHASES[0]]);
  });

  test('a role that somebody deleted is named by its phase, and made anew', async ({
    server,
    place,
    tick,
  }) => {
    const { guildId, channelId, owner, walker, walkersRoles } = place;
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    server.emulator.deleteRole(guildId, place.roleId(PHASES[0] ?? ''));
    server.emulator.deleteRole(guildId, place.roleId(PHASES[2] ?? ''));
    await joinByName(walker, channelId);
    await tick();
    const state = shownPrivately(await owner.type(channelId, '/setup server'));
    expect(state).toContain('⚠️ Somebody deleted the role of phase 1 and 3.');
    expect(state).toContain('One of them was deleted.');
    const mended = shownPrivately(await owner.slash(channelId, 'setup server', { roles: 'create' }));
    expect(mended).not.toContain('⚠️');
    await tick();
    expect(walkersRoles()).toEqual([PHASES[0]]);
    expect(server.emulator.roles(guildId)).toHaveLength(PHASES.length + 2);
  });

  test('a role that has come by permissions since is not given', async ({ server, place, tick }) => {
    const { guildId, channelId, owner, walker, walkersRoles } = place;
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    const roleId = place.roleId(PHASES[0] ?? '');
    await empower(server, guildId, roleId, BanMembers);
    const fault = `⚠️ I do not give <@&${roleId}>, which may moderate or run this server.`;
    await vi.waitFor(async () => {
      expect(shownPrivately(await owner.type(channelId, '/setup server'))).toContain(fault);
    });
    await joinByName(walker, channelId);
    await tick();
    expect(walkersRoles()).toEqual([]);
    expect(shownPrivately(await owner.type(channelId, '/setup server'))).toContain(
      '**⚠️ Phase roles are paused**',
    );
  });

  test('Discord’s own trouble only makes it later', async ({ server, place, tick }) => {
    const { guildId, channelId, owner, walker, walkersRoles } = place;
    await owner.slash(channelId, 'setup server', { roles: 'create' });
    await joinByName(walker, channelId);
    const end = server.emulator.faults.inject({
      method: 'PUT',
      path: `/guilds/${guildId}/members/*/roles/*`,
      fault: { kind: 'status', status: 503 },
    });
    await tick();
    end();
    expect(walkersRoles()).toEqual([]);
    expect(shownPrivately(await owner.type(channelId, '/setup server'))).not.toContain('⚠️');
    await server.moveTo(server.clock.time + 5 * MINUTE);
    expect(walkersRoles()).toEqual([PHASES[0]]);
  });

  test('a server that can hold no more roles says so', async ({ server, place }) => {
    const { guildId, channelId, owner } = place;
    server.emulator.faults.inject({
      method: 'POST',
      path: `/guilds/${guildId}/roles`,
      times: 1,
      fault: { kind: 'status', status: 400, code: 30005 },
    });
    const refused = shownPrivately(await owner.slash(channelId, 'setup server', { roles: 'create' }));
    expect(refused).toContain('This server has as many roles as Discord allows.');
    expect(shownPrivately(await owner.slash(channelId, 'setup server', { roles: 'create' }))).toContain(
      'one for each phase',
    );
  });
});

/** A bot with two pathways. */
const withTwo = base.extend<{ server: TestServer }>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from this pattern which fixtures are needed
  server: async ({}, use) => {
    await using folder = await makeTemporaryFolder();
    for (const file of [
      '../../data/pathways/backend-to-ai-infrastructure.json',
      '../support/pathways/frontend-to-accessibility.json',
    ]) {
      await copyFile(fileURLToPath(new URL(file, import.meta.url)), join(folder.path, basename(file)));
    }
    await using server = await openServer({ pathwaysDirectory: folder.path });
    await use(server);
    expect(server.pings).toEqual([]);
  },
});

withTwo('another pathway for the server gives up the roles of the one before', async ({ server }) => {
  const { emulator, guildId, channelId, ada, ben } = server;
  const { walkersRoles } = placeIn(emulator, guildId, ada, ben);
  await ada.slash(channelId, 'setup server', { pathway: PATHWAY, roles: 'create' });
  await ben.slash(channelId, 'join', { pathway: PATHWAY });
  await appear(ben, channelId, 'By name');
  await server.moveTo(server.clock.time + MINUTE);
  expect(walkersRoles()).toEqual([PHASES[0]]);

  const view = await pickFirstPhase(ada, channelId);
  const moved = shownPrivately(
    await ada.slash(channelId, 'setup server', { pathway: 'frontend-to-accessibility' }),
  );
  expect(moved).toContain('**Phase roles** — off');
  expect(moved).toContain('The phase roles belonged to the pathway before this one');
  await server.moveTo(server.clock.time + MINUTE);
  expect(walkersRoles()).toEqual([]);
  expect(shownPrivately(await ada.pick(view, 'Choose its role', [PHASES[1] ?? '']))).toContain(
    'earlier version',
  );

  await ada.slash(channelId, 'setup server', { roles: 'create' });
  await ben.slash(channelId, 'join', { pathway: 'frontend-to-accessibility' });
  await server.moveTo(server.clock.time + MINUTE);
  expect(walkersRoles()).toEqual(['Phase 1 · Listen: hören, 聞く, écouter']);
});
