import { DiscordAPIError, RESTJSONErrorCodes, Routes, type APIGuildMember, type Client } from 'discord.js';
import type { Directory } from '../services/ports.ts';
import { orDeliveryError } from './notifier.ts';

/** Not in this server, or nowhere any more. */
const ABSENT: readonly (number | string)[] = [
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownUser,
];

/** Asks for one member at a time, which needs no privileged intent. */
export function createDirectory(client: Client): Directory {
  return {
    lookUp: (guildId, userId) =>
      orDeliveryError(
        client.rest.get(Routes.guildMember(guildId, userId)).then(
          (member) => ({ name: displayName(member as APIGuildMember) }),
          (error: unknown) => {
            if (error instanceof DiscordAPIError && ABSENT.includes(error.code)) return undefined;
            throw error;
          },
        ),
      ),
  };
}

function displayName({ nick, user }: APIGuildMember): string {
  return nick ?? user.global_name ?? user.username;
}
