import type { BaseInteraction } from 'discord.js';
import { UserError } from '../src/domain/errors.ts';
import { PORTFOLIO_PARTS, type PortfolioPart } from '../src/domain/member.ts';
import { portfolioPartsAction } from '../src/discord/actions.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type ComponentInteraction,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { slashCommand } from '../src/discord/define-command.ts';
import { portfolioMarkdown } from '../src/discord/portfolio-file.ts';
import { emptyPortfolioView, portfolioView } from '../src/discord/views/portfolio.ts';

const FILE_NAME = 'portfolio.md';

export default {
  kind: 'slash',
  group: 'yours',
  data: slashCommand('portfolio', (words) => words.commands.portfolio.description).toJSON(),
  audience: () => 'private',
  execute: (interaction, context) => portfolio(interaction, context),

  components: [
    defineComponent(portfolioPartsAction, {
      response: updatePrivateMessage,
      async execute(interaction, _values, context) {
        await context.services.portfolios.choose(interaction.user.id, pickedParts(interaction));
        return portfolio(interaction, context);
      },
    }),
  ],
} satisfies SlashCommand;

async function portfolio(interaction: BaseInteraction, { services, words }: Context): Promise<Answer> {
  const { user } = interaction;
  const composed = await services.portfolios.compose(user.id, displayNameOf(interaction));
  if (composed.ways.length === 0)
    return { view: emptyPortfolioView(words, await services.progress.standing(user.id)) };
  return {
    view: portfolioView(words, composed, FILE_NAME),
    files: [{ name: FILE_NAME, content: portfolioMarkdown(words.portfolio, composed) }],
  };
}

/** As they are called in the server where they ask, else anywhere. */
function displayNameOf(interaction: BaseInteraction): string {
  return interaction.inCachedGuild() ? interaction.member.displayName : interaction.user.displayName;
}

/** @throws {UserError} `outdated-button` */
function pickedParts(interaction: ComponentInteraction): readonly PortfolioPart[] {
  const values: readonly string[] = interaction.isStringSelectMenu() ? interaction.values : [];
  const parts = PORTFOLIO_PARTS.filter((part) => values.includes(part));
  if (!interaction.isStringSelectMenu() || parts.length !== values.length) {
    throw new UserError({ code: 'outdated-button' });
  }
  return parts;
}
