import {
  DiscordAPIError,
  PermissionsBitField,
  RESTJSONErrorCodes,
  Routes,
  type APIRole,
  type Client,
} from 'discord.js';
import { DeliveryError, type RoleGiver } from '../services/ports.ts';
import { orDeliveryError } from './notifier.ts';
import { isPowerful } from './role-checks.ts';

type Given = Awaited<ReturnType<RoleGiver['give']>>;

/** Discord's codes for what is not there. */
const ABSENCES: ReadonlyMap<number | string, Given> = new Map([
  [RESTJSONErrorCodes.UnknownMember, 'member-gone'],
  [RESTJSONErrorCodes.UnknownUser, 'member-gone'],
  [RESTJSONErrorCodes.UnknownRole, 'role-gone'],
]);

/** Changes one role of one member at a time, and leaves their others alone. */
export function createRoleGiver(client: Client): RoleGiver {
  /** `undefined` of one that is not there. */
  const permissionsOf = async (
    guildId: string,
    roleId: string,
  ): Promise<Readonly<PermissionsBitField> | undefined> => {
    const guild = client.guilds.cache.get(guildId);
    if (guild !== undefined) return guild.roles.cache.get(roleId)?.permissions;
    // The server belongs to a shard of another process.
    const { permissions } = (await client.rest.get(Routes.guildRole(guildId, roleId))) as APIRole;
    return new PermissionsBitField(BigInt(permissions));
  };

  return {
    give: (guildId, userId, roleId) =>
      given(
        permissionsOf(guildId, roleId).then((permissions) => {
          // Somebody may have given the role permissions since it was chosen.
          if (permissions !== undefined && isPowerful({ permissions })) {
            throw new DeliveryError('forbidden', 'powerful-role');
          }
          return client.rest.put(Routes.guildMemberRole(guildId, userId, roleId));
        }),
      ),

    take: (guildId, userId, roleId) =>
      given(client.rest.delete(Routes.guildMemberRole(guildId, userId, roleId))),

    create(guildId, name) {
      const guild = client.guilds.cache.get(guildId);
      if (guild === undefined) return Promise.reject(new DeliveryError('gone', 'no-such-guild'));
      // Through the library, whose list of roles is then complete at once. Without permissions of its own, a new role
      // would have those of everybody.
      const made = guild.roles.create({ name, permissions: [], hoist: false, mentionable: false });
      return orDeliveryError(
        made.then(
          ({ id }) => ({ roleId: id }),
          (error: unknown) => {
            if (codeOf(error) === RESTJSONErrorCodes.MaximumNumberOfGuildRolesReached) return 'full';
            throw error;
          },
        ),
      );
    },
  };
}

function given(request: Promise<unknown>): Promise<Given> {
  return orDeliveryError(
    request.then(
      () => 'done',
      (error: unknown) => {
        const absence = ABSENCES.get(codeOf(error) ?? '');
        if (absence === undefined) throw error;
        return absence;
      },
    ),
  );
}

function codeOf(error: unknown): number | string | undefined {
  return error instanceof DiscordAPIError ? error.code : undefined;
}
