import type { Action, ChannelView, PersonView } from '../protocol.ts';
import type { MenuItem } from './playground-context.ts';
import { isMember, type World } from './world.ts';

/** What can be done with a person in a channel: the bot's commands for people, and for oneself coming and going. */
export function personMenuItems(
  world: World,
  channel: ChannelView,
  person: PersonView,
  perform: (action: Action) => void,
): readonly MenuItem[] {
  const isDm = channel.kind === 'dm';
  const commands = world.commands.userMenu.filter((command) => (isDm ? command.inDm : command.inGuild));
  return [
    ...commands.map(({ name }) => ({
      label: name,
      detail: world.bot.name,
      run: () => {
        perform({ type: 'user-menu', channelId: channel.id, command: name, targetUserId: person.id });
      },
    })),
    ...membershipItems(world, person, perform),
  ];
}

/** Coming and going is for oneself alone, and not for the owner. */
function membershipItems(
  world: World,
  person: PersonView,
  perform: (action: Action) => void,
): readonly MenuItem[] {
  if (person.id !== world.me.id || person.id === world.ownerId) return [];
  const [label, type] = isMember(world, person.id)
    ? (['Leave the server', 'leave-server'] as const)
    : (['Join again', 'join-server'] as const);
  return [
    {
      label,
      detail: world.guildName,
      run: () => {
        perform({ type });
      },
    },
  ];
}
