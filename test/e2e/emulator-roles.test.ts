import { once } from 'node:events';
import { Events, PermissionFlagsBits, Routes, type APIRole, type Role } from 'discord.js';
import { expect, test } from 'vitest';
import { codeOf, connect, join, startRest, startWorld } from './emulator-bot.ts';

async function startRoles() {
  const world = await startRest();
  const { emulator, guild, rest } = world;
  return {
    ...world,
    create: (body: unknown) => rest.post(Routes.guildRoles(guild.id), { body }) as Promise<APIRole>,
    edit: (roleId: string, body: unknown) =>
      rest.patch(Routes.guildRole(guild.id, roleId), { body }) as Promise<APIRole>,
    remove: (roleId: string) => rest.delete(Routes.guildRole(guild.id, roleId)),
    give: (userId: string, roleId: string) => rest.put(Routes.guildMemberRole(guild.id, userId, roleId)),
    take: (userId: string, roleId: string) => rest.delete(Routes.guildMemberRole(guild.id, userId, roleId)),
    names: () => emulator.roles(guild.id).map(({ name }) => name),
    botRoleId: emulator.roles(guild.id).find(({ managed }) => managed)?.id ?? '',
  };
}

test('the bot creates a role, gives it, takes it back, renames and deletes it', async () => {
  const { emulator, guild, ada, create, edit, remove, give, take, names } = await startRoles();
  const { id } = await create({ name: 'Phase 1', color: 0x7fc4a8 });
  await give(ada.user.id, id);
  expect(emulator.memberRoles(guild.id, ada.user.id)).toEqual([id]);
  await take(ada.user.id, id);
  expect(emulator.memberRoles(guild.id, ada.user.id)).toEqual([]);

  expect(await edit(id, { name: 'Foundations' })).toMatchObject({ name: 'Foundations', color: 0x7fc4a8 });
  expect(names()).toEqual(['Cairn', 'Foundations', '@everyone']);
  await give(ada.user.id, id);
  await remove(id);
  expect(names()).toEqual(['Cairn', '@everyone']);
  expect(emulator.memberRoles(guild.id, ada.user.id)).toEqual([]);
  expect(await codeOf(give(ada.user.id, id))).toBe(10011);
  expect(await codeOf(edit(id, { name: 'x' }))).toBe(10011);
  expect(await codeOf(remove(id))).toBe(10011);
});

test('a role that stands above the bot’s own is out of its reach', async () => {
  const { emulator, guild, ada, edit, remove, give, take, names, botRoleId } = await startRoles();
  const { id } = emulator.createRole(guild.id, { name: 'Mentors' });
  await give(ada.user.id, id);
  emulator.moveRole(guild.id, id, Infinity);
  expect(names()).toEqual(['Mentors', 'Cairn', '@everyone']);
  const attempts = [
    give(ada.user.id, id),
    take(ada.user.id, id),
    edit(id, { name: 'x' }),
    remove(id),
    give(ada.user.id, botRoleId),
    edit(botRoleId, { name: 'x' }),
  ];
  expect(new Set(await Promise.all(attempts.map(codeOf)))).toEqual(new Set([50013]));
  emulator.moveRole(guild.id, botRoleId, 2);
  await take(ada.user.id, id);
  expect(await codeOf(give(ada.user.id, guild.id))).toBe(50013);
  expect(await codeOf(remove(guild.id))).toBe(50028);
});

test('of two roles at one position the older is the higher, until one is moved', async () => {
  const { emulator, guild, names } = await startRoles();
  const first = emulator.createRole(guild.id, { name: 'first' });
  const second = emulator.createRole(guild.id, { name: 'second' });
  expect([first.position, second.position]).toEqual([1, 1]);
  expect(names()).toEqual(['Cairn', 'first', 'second', '@everyone']);
  const top = emulator.createRole(guild.id, { name: 'top', position: 4 });
  expect(top).toMatchObject({ position: 4, managed: false });
  emulator.moveRole(guild.id, second.id, 2);
  expect(emulator.roles(guild.id).map(({ name, position }) => [name, position])).toEqual([
    ['top', 4],
    ['Cairn', 3],
    ['second', 2],
    ['first', 1],
    ['@everyone', 0],
  ]);
});

test('without Manage Roles there is nothing the bot may do with roles', async () => {
  const { emulator, guild, ada, create, edit, remove, give } = await startRoles();
  const { id } = await create({ name: 'Phase 1' });
  emulator.setBotGuildPermissions(guild.id, PermissionFlagsBits.ViewChannel);
  const attempts = [create({ name: 'x' }), edit(id, { name: 'x' }), remove(id), give(ada.user.id, id)];
  expect(new Set(await Promise.all(attempts.map(codeOf)))).toEqual(new Set([50013]));
  emulator.setBotGuildPermissions(guild.id, PermissionFlagsBits.ManageRoles);
  await give(ada.user.id, id);
});

test('the bot cannot put into a role what it may not do itself', async () => {
  const { create, edit } = await startRoles();
  const permissions = PermissionFlagsBits.BanMembers.toString();
  expect(await codeOf(create({ name: 'x', permissions }))).toBe(50013);
  const { id } = await create({ name: 'x', permissions: PermissionFlagsBits.AttachFiles.toString() });
  expect(await codeOf(edit(id, { permissions }))).toBe(50013);
});

test('a role has a name of at most 100 characters, and a guild 250 roles', async () => {
  const { emulator, guild, create, edit } = await startRoles();
  const { id } = await create({ name: 'x'.repeat(100) });
  expect(await codeOf(create({ name: 'x'.repeat(101) }))).toBe(50035);
  expect(await codeOf(edit(id, { name: 'x'.repeat(101) }))).toBe(50035);
  while (emulator.roles(guild.id).length < 250) emulator.createRole(guild.id, { name: 'more' });
  expect(await codeOf(create({ name: 'one too many' }))).toBe(30005);
});

test('discord.js hears of every role', async () => {
  const { emulator, guild } = await startWorld();
  const client = await connect(emulator);
  const roles = client.guilds.cache.get(guild.id)?.roles;
  const me = await client.guilds.cache.get(guild.id)?.members.fetchMe();

  const created = once(client, Events.GuildRoleCreate) as Promise<[Role]>;
  const { id } = emulator.createRole(guild.id, { name: 'Phase 1' });
  const [role] = await created;
  expect(role).toMatchObject({ id, name: 'Phase 1' });
  expect(role.editable).toBe(true);

  const moved = once(client, Events.GuildRoleUpdate);
  emulator.moveRole(guild.id, id, 2);
  await moved;
  expect(role.editable).toBe(false);

  const deleted = once(client, Events.GuildRoleDelete) as Promise<[Role]>;
  emulator.deleteRole(guild.id, id);
  expect((await deleted)[0].id).toBe(id);
  expect(roles?.cache.has(id)).toBe(false);

  expect(me?.permissions.has('ManageRoles')).toBe(true);
  const limited = once(client, Events.GuildRoleUpdate);
  emulator.setBotGuildPermissions(guild.id, 0n);
  await limited;
  expect(me?.permissions.has('ManageRoles')).toBe(false);
});

test('the roles of somebody who left are gone when they come back', async () => {
  const { emulator, guild, create, give } = await startRoles();
  const bob = join(emulator, guild.id, 'bob');
  const { id } = await create({ name: 'Phase 1' });
  await give(bob.user.id, id);
  emulator.removeMember(guild.id, bob.user.id);
  expect(emulator.isMember(guild.id, bob.user.id)).toBe(false);
  expect(await codeOf(give(bob.user.id, id))).toBe(10007);
  expect(await codeOf(give('100000000000000000', id))).toBe(10013);
  emulator.addMember(guild.id, bob.user.id);
  expect(emulator.memberRoles(guild.id, bob.user.id)).toEqual([]);
});

test('the bot’s and @everyone’s roles stay where they belong', async () => {
  const { emulator, guild, botRoleId } = await startRoles();
  expect(() => {
    emulator.deleteRole(guild.id, botRoleId);
  }).toThrow(/cannot be deleted/);
  expect(() => {
    emulator.moveRole(guild.id, guild.id, 2);
  }).toThrow(/lowest/);
});
