import type { SlashCommand } from '../src/discord/command.ts';
import { slashCommand } from '../src/discord/define-command.ts';
import { helpView } from '../src/discord/views/help.ts';

export default {
  kind: 'slash',
  data: slashCommand('help', (words) => words.commands.help.description).toJSON(),
  audience: () => 'private',
  execute: ({ locale }, { words, commands, mention }) =>
    Promise.resolve({ view: helpView({ words, commands, locale, mention }) }),
} satisfies SlashCommand;
