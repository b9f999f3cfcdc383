import type { ApplicationCommandType } from 'discord.js';
import {
  ApplicationIntegrationType,
  ContextMenuCommandBuilder,
  InteractionContextType,
  SlashCommandBuilder,
  type SharedNameAndDescription,
} from 'discord.js';
import { defaultWords, translations, type Words } from '../words/words.ts';

const EVERYWHERE = [
  InteractionContextType.Guild,
  InteractionContextType.BotDM,
  InteractionContextType.PrivateChannel,
] as const;
const SERVER_OR_USER = [
  ApplicationIntegrationType.GuildInstall,
  ApplicationIntegrationType.UserInstall,
] as const;

/** Gives a command, subcommand or option its description in every language. */
export function described<B extends SharedNameAndDescription>(builder: B, pick: (words: Words) => string): B {
  builder.setDescription(pick(defaultWords)).setDescriptionLocalizations(translations(pick));
  return builder;
}

/** A slash command for servers, DMs and the personal installation of the app. */
export function slashCommand(name: string, pick: (words: Words) => string): SlashCommandBuilder {
  return described(new SlashCommandBuilder().setName(name), pick)
    .setContexts(...EVERYWHERE)
    .setIntegrationTypes(...SERVER_OR_USER);
}

/** A right-click command on a user or a message. */
export function menuCommand(
  type: ApplicationCommandType.User | ApplicationCommandType.Message,
  pick: (words: Words) => string,
): ContextMenuCommandBuilder {
  return new ContextMenuCommandBuilder()
    .setType(type)
    .setName(pick(defaultWords))
    .setNameLocalizations(translations(pick))
    .setContexts(...EVERYWHERE)
    .setIntegrationTypes(...SERVER_OR_USER);
}
