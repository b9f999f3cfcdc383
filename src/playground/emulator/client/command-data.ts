import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import type { GuildRecord } from '../world.ts';
import type { RunnableCommand } from './command-lookup.ts';
import type { Referenced, Resolved } from './interaction-payload.ts';
import type { SentOption } from './option-values.ts';

/** The `data` of a command interaction, the options nested below the subcommand they belong to. */
export function commandData(
  { command, path }: RunnableCommand,
  sent: readonly SentOption[],
  resolved: Resolved,
): Record<string, unknown> {
  const options = path.reduceRight<readonly unknown[]>(
    (inner, name, index) => [
      {
        type: index === path.length - 1 ? Type.Subcommand : Type.SubcommandGroup,
        name,
        options: inner,
      },
    ],
    sent,
  );
  return {
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
    ...(options.length > 0 && { options }),
    ...(Object.keys(resolved).length > 0 && { resolved }),
  };
}

/** Whom and what the options' values stand for. */
export function referencedBy(sent: readonly SentOption[], guild: GuildRecord | undefined): Referenced {
  const idsOf = (wanted: Type) =>
    sent.filter(({ type }) => type === wanted).map(({ value }) => String(value));
  const mentionables = idsOf(Type.Mentionable);
  const isRole = (id: string) => guild?.roles.has(id) ?? false;
  return {
    userIds: [...idsOf(Type.User), ...mentionables.filter((id) => !isRole(id))],
    roleIds: [...idsOf(Type.Role), ...mentionables.filter(isRole)],
    channelIds: idsOf(Type.Channel),
  };
}
