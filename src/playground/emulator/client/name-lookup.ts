import { Locale, type APIRole } from 'discord-api-types/v10';
import type { ChannelRecord, UserRecord, World } from '../world.ts';
import { ClientRefusal } from './client-refusal.ts';

/** The user somebody means by a mention, an id, or a name with or without `@`. */
export function findUser(world: World, channel: ChannelRecord, text: string): UserRecord {
  const id = /^<@!?(\d+)>$/.exec(text)?.[1] ?? text;
  const bot = botRecord(world);
  const byId = id === world.botUser.id ? bot : world.users.get(id);
  if (byId !== undefined) return byId;
  const name = text.replace(/^@/, '').toLowerCase();
  const guild = world.guildOf(channel);
  const candidates =
    guild === undefined
      ? [channel.recipientId ?? ''].flatMap((recipient) => world.users.get(recipient) ?? [])
      : [...guild.members.keys()].flatMap((userId) => world.users.get(userId) ?? []);
  const found = [...candidates, bot].find(({ user }) => {
    const nick = guild?.members.get(user.id)?.nick;
    return [user.username, user.global_name, nick].some((known) => known?.toLowerCase() === name);
  });
  if (found === undefined) throw new ClientRefusal(`There is nobody called ${text} here`);
  return found;
}

function botRecord({ botUser }: World): UserRecord {
  return {
    user: botUser,
    locale: Locale.EnglishUS,
    allowsDms: false,
    installedApp: false,
    guildIds: new Set(),
  };
}

/** The role somebody means by a mention, an id, or a name with or without `@`. */
export function findRole(world: World, channel: ChannelRecord, text: string): APIRole {
  const roles = world.guildOf(channel)?.roles ?? new Map<string, APIRole>();
  const id = /^<@&(\d+)>$/.exec(text)?.[1] ?? text;
  const name = text.replace(/^@/, '').toLowerCase();
  const found =
    roles.get(id) ?? [...roles.values()].find((role) => role.name.replace(/^@/, '').toLowerCase() === name);
  if (found === undefined) throw new ClientRefusal(`There is no role ${text} here`);
  return found;
}

/** The channel somebody means by a mention, an id, or a name with or without `#`. */
export function findChannel(world: World, channel: ChannelRecord, text: string): ChannelRecord {
  const channels = world.guildOf(channel)?.channels ?? new Map([[channel.id, channel]]);
  const id = /^<#(\d+)>$/.exec(text)?.[1] ?? text;
  const name = text.replace(/^#/, '').toLowerCase();
  const found = channels.get(id) ?? [...channels.values()].find((other) => other.name.toLowerCase() === name);
  if (found === undefined) throw new ClientRefusal(`There is no channel ${text} here`);
  return found;
}
