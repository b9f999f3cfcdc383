import {
  GatewayDispatchEvents,
  GatewayIntentBits,
  PermissionFlagsBits,
  type RESTPostAPIGuildRoleJSONBody,
} from 'discord-api-types/v10';
import { apiChannel, apiGuild, apiMemberWithUser, isThread } from '../api-objects.ts';
import type { Broadcast } from '../broadcast.ts';
import { refusals } from '../rest-error.ts';
import { roleColor, type GuildRecord, type MemberRecord, type World } from '../world.ts';
import type { Access } from './access.ts';
import { answer, noContent, param, type RestApi, type RestContext } from './pipeline.ts';

const MEMBERS_PER_PAGE = 1_000;

export function addGuildRoutes(
  api: RestApi,
  context: { world: World; access: Access; broadcast: Broadcast; privilegedIntents: number },
): void {
  const { world, access, broadcast } = context;
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
    change(member, access.assignableRole(guild, param(c, 'role')));
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

  api.get('/guilds/:guild/roles', (c) => answer(c, [...guildOf(c).roles.values()]));

  api.post('/guilds/:guild/roles', (c) => {
    const guild = guildOf(c);
    access.requireInGuild(guild, PermissionFlagsBits.ManageRoles);
    const body = (c.get('body') ?? {}) as RESTPostAPIGuildRoleJSONBody;
    const everyone = guild.roles.get(guild.id);
    const role = world.addRole(guild, {
      name: body.name ?? 'new role',
      permissions: body.permissions ?? everyone?.permissions ?? '0',
      ...roleColor(body.colors?.primary_color ?? body.color ?? 0),
      hoist: body.hoist ?? false,
      mentionable: body.mentionable ?? false,
    });
    broadcast.toBot({
      name: GatewayDispatchEvents.GuildRoleCreate,
      data: { guild_id: guild.id, role },
      guildId: guild.id,
      intents: GatewayIntentBits.Guilds,
    });
    return answer(c, role);
  });
}
