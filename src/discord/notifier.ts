import {
  DiscordAPIError,
  HTTPError,
  MessageFlags,
  RateLimitError,
  RESTJSONErrorCodes,
  Routes,
  type APIDMChannel,
  type APIGuild,
  type APIMessage,
  type Client,
  type RESTPatchAPIChannelMessageJSONBody,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPICurrentUserCreateDMChannelJSONBody,
} from 'discord.js';
import { DeliveryError, type Notifier, type Post } from '../services/ports.ts';
import { clickableCommands } from './clickable-commands.ts';
import type { Mention } from './command.ts';
import { withoutPictures, type DrawnView, type DrawView } from './draw-view.ts';
import { postView } from './views/post.ts';

/** Discord's codes that say more than their HTTP status. */
const REASONS: ReadonlyMap<number | string, DeliveryError['reason']> = new Map([
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser, 'refused'],
  [RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds, 'refused'],
  // The account is gone.
  [RESTJSONErrorCodes.UnknownUser, 'refused'],
  [RESTJSONErrorCodes.InvalidRecipients, 'refused'],
  [RESTJSONErrorCodes.UnknownChannel, 'gone'],
  [RESTJSONErrorCodes.UnknownGuild, 'gone'],
  [RESTJSONErrorCodes.UnknownMessage, 'message-gone'],
  [RESTJSONErrorCodes.MissingAccess, 'forbidden'],
  [RESTJSONErrorCodes.MissingPermissions, 'forbidden'],
  [RESTJSONErrorCodes.OpeningDirectMessagesTooFast, 'slow-down'],
]);

/** Posts through the client's own REST, which knows how much is left of each limit. */
export function createDiscordNotifier(client: Client, drawView: DrawView, mention: Mention): Notifier {
  /** Of a server on another process's shard it has to be asked; the message goes without it when that fails. */
  const serverName = async (content: Post): Promise<string | undefined> => {
    if (content.kind !== 'server-trouble') return undefined;
    const { guildId } = content;
    const cached = client.guilds.cache.get(guildId);
    if (cached !== undefined) return cached.name;
    return client.rest.get(Routes.guild(guildId)).then(
      (guild) => (guild as APIGuild).name,
      () => undefined,
    );
  };
  const viewOf = async (content: Post) =>
    clickableCommands(postView(content, await serverName(content)), mention);

  return {
    async openDm(userId) {
      const body: RESTPostAPICurrentUserCreateDMChannelJSONBody = { recipient_id: userId };
      const channel = (await orDeliveryError(
        client.rest.post(Routes.userChannels(), { body }),
      )) as APIDMChannel;
      return channel.id;
    },

    async send(channelId, content, nonce) {
      const view = await viewOf(content);
      const post = async (drawn: DrawnView) => {
        const { body, files } = requestOf(drawn);
        const message = await orDeliveryError(
          client.rest.post(Routes.channelMessages(channelId), {
            body: { ...body, nonce, enforce_nonce: true } satisfies RESTPostAPIChannelMessageJSONBody,
            files,
          }),
        );
        return (message as APIMessage).id;
      };
      const drawn = await drawView(view);
      try {
        return await post(drawn);
      } catch (error) {
        // Somebody may let the bot speak in a channel and not attach files there.
        const mayLackPicture = error instanceof DeliveryError && error.reason === 'forbidden';
        if (!mayLackPicture || drawn.files.length === 0) throw error;
        return post({ components: withoutPictures(view), files: [] });
      }
    },

    async edit(channelId, messageId, content) {
      const route = Routes.channelMessage(channelId, messageId);
      await orDeliveryError(client.rest.patch(route, requestOf(await drawView(await viewOf(content)))));
    },
  };
}

function requestOf({ components, files }: DrawnView) {
  return {
    body: {
      flags: MessageFlags.IsComponentsV2,
      components: [...components],
      allowed_mentions: { parse: [] },
      // All that a message is left with: an edit keeps no old one.
      attachments: files.map((_, index) => ({ id: String(index) })),
    } satisfies RESTPatchAPIChannelMessageJSONBody & RESTPostAPIChannelMessageJSONBody,
    files: files.map(({ name, content }) => ({ name, data: Buffer.from(content) })),
  };
}

/** @throws {DeliveryError} for whatever Discord, or the way to it, has against a request. */
export async function orDeliveryError<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw toDeliveryError(error) ?? error;
  }
}

/** `undefined` for a request that is wrong in itself, which is a fault of ours. */
function toDeliveryError(cause: unknown): DeliveryError | undefined {
  if (cause instanceof DeliveryError) return cause;
  if (cause instanceof RateLimitError) {
    return new DeliveryError('slow-down', '429', { retryAfterMs: cause.retryAfter, cause });
  }
  if (cause instanceof DiscordAPIError) {
    const reason = REASONS.get(cause.code) ?? reasonOfStatus(cause.status);
    return reason && new DeliveryError(reason, String(cause.code), { cause });
  }
  if (cause instanceof HTTPError) return new DeliveryError('unreachable', String(cause.status), { cause });
  // Cut off, timed out, no such host: nothing came back, whatever arrived.
  return cause instanceof Error ? new DeliveryError('unreachable', codeOf(cause), { cause }) : undefined;
}

function reasonOfStatus(status: number): DeliveryError['reason'] | undefined {
  switch (status) {
    case 403:
      return 'forbidden';
    case 404:
      return 'gone';
    default:
      return undefined;
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
