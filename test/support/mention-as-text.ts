import type { Mention } from '../../src/discord/command.ts';
import { mentionCommand } from '../../src/discord/register-commands.ts';

/** As long as Discord has told no command's id. */
export const mentionAsText: Mention = (command) => mentionCommand(new Map(), command);
