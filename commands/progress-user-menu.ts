import { ApplicationCommandType } from 'discord.js';
import type { UserMenuCommand } from '../src/discord/command.ts';
import { menuCommand } from '../src/discord/define-command.ts';
import { personOf } from '../src/discord/person.ts';
import { progressAnswer } from '../src/discord/progress-answer.ts';

export default {
  kind: 'user-menu',
  data: menuCommand(ApplicationCommandType.User, (words) => words.menus.progress).toJSON(),
  audience: () => 'private',
  execute: (interaction, context) =>
    progressAnswer(
      interaction,
      interaction.targetUser,
      personOf(interaction.targetUser, interaction.targetMember),
      context,
    ),
} satisfies UserMenuCommand;
