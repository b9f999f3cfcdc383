import {
  GatewayDispatchEvents,
  GatewayIntentBits,
  PermissionFlagsBits,
  type APIRole,
  type RESTPatchAPIGuildRoleJSONBody,
  type RESTPostAPIGuildRoleJSONBody,
} from 'discord-api-types/v10';
import { apiChannel, apiGuild, apiMemberWithUser, isThread } from '../api-objects.ts';
import type { Broadcast } from '../broadcast.ts';
import { has, guildPermissions } from '../permissions.ts';
import { refusals } from '../rest-error.ts';
import type { Roles } from '../roles.ts';
import { roleColor, type GuildRecord, type MemberRecord, type World } from '../world.ts';
import type { Access } from './access.ts';
import { answer, noContent, param, type RestApi, type RestContext } from './pipeline.ts';

const MEMBERS_PER_PAGE = 1_000;

export function addGuildRoutes(
  api: RestApi,
  context: {
    world: World;
    access: Access;
    broadcast: Broadcast;
    roles: Roles;
    privilegedIntents: number;
  },
): void {
  const { world, access, broadcast, roles } = context;
  const guildOf = (c: RestContext) => access.guild(param(c, 'guild'));

  api.get('/guilds/:guild', (c) => {
    const guild = guildOf(c);
    const counts = { approximate_member_count: guild.members.size, approximate_presence_count: 0 };
    return answer(c, { ...apiGuild(guild), ...(c.req.query('with_counts') === 'true' && counts) });
  });

  api.get('/guilds/:guild/channels', (c) =>
    answer(
      c,
      [...guildOf(c).channels.values()]
        .filter((channel) => !isThread(channel))
        .map((channel) => apiChannel(world, channel)),
    ),
  );

  api.get('/guilds/:guild/members', (c) => {
    const guild = guildOf(c);
    if ((context.privilegedIntents & GatewayIntentBits.GuildMembers) === 0) throw refusals.missingAccess();
    const limit = Math.min(Number(c.req.query('limit') ?? 1), MEMBERS_PER_PAGE);
    const after = BigInt(c.req.query('after') ?? 0);
    const page = [...guild.members.values()]
      .filter(({ userId }) => BigInt(userId) > after)
      .sort((one, other) => (BigInt(one.userId) < BigInt(other.userId) ? -1 : 1))
      .slice(0, limit);
    return answer(
      c,
      page.map((member) => apiMemberWithUser(world, member)),
    );
  });

  api.get('/guilds/:guild/members/:user', (c) =>
    answer(c, apiMemberWithUser(world, access.member(guildOf(c), param(c, 'user')))),
  );

  function changeRole(c: RestContext, change: (member: MemberRecord, roleId: string) => void): Response {
    const guild = guildOf(c);
    access.requireInGuild(guild, PermissionFlagsBits.ManageRoles);
    const member = access.member(guild, param(c, 'user'));
    const role = access.lowerRole(guild, param(c, 'role'));
    if (role.managed || role.id === guild.id) throw refusals.missingPermissions();
    change(member, role.id);
    tellMemberUpdate(guild, member);
    return noContent(c);
  }

  function tellMemberUpdate(guild: GuildRecord, member: MemberRecord): void {
    broadcast.toBot({
      name: GatewayDispatchEvents.GuildMemberUpdate,
      data: { ...apiMemberWithUser(world, member), guild_id: guild.id },
      guildId: guild.id,
      intents: member.userId === world.botUser.id ? 0 : GatewayIntentBits.GuildMembers,
    });
  }

  api.put('/guilds/:guild/members/:user/roles/:role', (c) =>
    changeRole(c, (member, roleId) => member.roleIds.add(roleId)),
  );
  api.delete('/guilds/:guild/members/:user/roles/:role', (c) =>
    changeRole(c, (member, roleId) => member.roleIds.delete(roleId)),
  );

  /** What a role is to be, as far as the body says. @throws RestError 50013 for permissions the bot has not got */
  function roleFields(guild: GuildRecord, body: RESTPostAPIGuildRoleJSONBody): Partial<APIRole> {
    const { name, permissions, hoist, mentionable } = body;
    const color = body.colors?.primary_color ?? body.color;
    if (
      typeof permissions === 'string' &&
      !has(guildPermissions(guild, world.botUser.id), BigInt(permissions))
    ) {
      throw refusals.missingPermissions();
    }
    return {
      ...(typeof name === 'string' && { name }),
      ...(typeof permissions === 'string' && { permissions }),
      ...(typeof color === 'number' && roleColor(color)),
      ...(typeof hoist === 'boolean' && { hoist }),
      ...(typeof mentionable === 'boolean' && { mentionable }),
    };
  }

  api.get('/guilds/:guild/roles', (c) => answer(c, [...guildOf(c).roles.values()]));

  api.post('/guilds/:guild/roles', (c) => {
    const guild = guildOf(c);
    access.requireInGuild(guild, PermissionFlagsBits.ManageRoles);
    const body = (c.get('body') ?? {}) as RESTPostAPIGuildRoleJSONBody;
    const permissions = access.role(guild, guild.id).permissions;
    return answer(c, roles.create(guild, { name: 'new role', permissions, ...roleFields(guild, body) }));
  });

  api.get('/guilds/:guild/roles/:role', (c) => answer(c, access.role(guildOf(c), param(c, 'role'))));

  api.patch('/guilds/:guild/roles/:role', (c) => {
    const guild = guildOf(c);
    access.requireInGuild(guild, PermissionFlagsBits.ManageRoles);
    const role = access.lowerRole(guild, param(c, 'role'));
    const body = (c.get('body') ?? {}) as RESTPatchAPIGuildRoleJSONBody;
    return answer(c, roles.edit(guild, role, roleFields(guild, body)));
  });

  api.delete('/guilds/:guild/roles/:role', (c) => {
    const guild = guildOf(c);
    access.requireInGuild(guild, PermissionFlagsBits.ManageRoles);
    const role = access.lowerRole(guild, param(c, 'role'));
    if (role.managed || role.id === guild.id) throw refusals.invalidRole();
    roles.remove(guild, role);
    return noContent(c);
  });
}
