import { ApplicationCommandType } from 'discord.js';
import type { UserMenuCommand } from '../src/discord/command.ts';
import { menuCommand } from '../src/discord/define-command.ts';
import { personOf } from '../src/discord/person.ts';
import { progressAnswer } from '../src/discord/progress-answer.ts';

export default {
  kind: 'user-menu',
  data: menuCommand(ApplicationCommandType.User, (words) => words.menus.progress).toJSON(),
  audience: () => 'private',
  execute(interaction, context) {
    const { options, targetMember } = interaction;
    // Not its `targetUser`, which is said to be there always, and is `null` where Discord did not resolve it.
    const user = options.getUser('user', true);
    return progressAnswer(interaction, user, personOf(user, targetMember), context);
  },
} satisfies UserMenuCommand;
