import type { ChatInputCommandInteraction } from 'discord.js';
import { PATHWAY_FILE_MAX_BYTES } from '../services/server-pathways.ts';
import { discardDraftAction, offerAgainAction, offerDraftAction, withdrawPathwayAction } from './actions.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type Component,
  type Context,
} from './command.ts';
import { requireManager } from './server-manager.ts';
import {
  draftView,
  pathwayFaultsView,
  serverPathwaysView,
  type PathwayNews,
} from './views/server-pathways.ts';

/** `/setup pathway`: takes a file in, or shows what the server has. */
export async function setupPathway(
  interaction: ChatInputCommandInteraction,
  context: Context,
): Promise<Answer> {
  const { guild } = requireManager(interaction);
  const { services, words, readAttachment } = context;
  const file = interaction.options.getAttachment('file');
  if (file === null) return listAnswer(context, guild.id);
  const text = await readAttachment(file, PATHWAY_FILE_MAX_BYTES);
  const brought = await services.serverPathways.bring(guild.id, text);
  return {
    view: 'faults' in brought ? pathwayFaultsView(words, brought.faults) : draftView(words, brought.draft),
  };
}

export const setupPathwayComponents: readonly Component[] = [
  defineComponent(offerDraftAction, {
    response: updatePrivateMessage,
    async execute(interaction, { pathway, at }, context) {
      const { guild } = requireManager(interaction);
      const offered = await context.services.serverPathways.offer(guild.id, pathway, at);
      return listAnswer(context, guild.id, { kind: 'offered', pathway: offered });
    },
  }),
  defineComponent(discardDraftAction, {
    response: updatePrivateMessage,
    async execute(interaction, { pathway, at }, context) {
      const { guild } = requireManager(interaction);
      await context.services.serverPathways.discard(guild.id, pathway, at);
      return listAnswer(context, guild.id, { kind: 'discarded' });
    },
  }),
  defineComponent(withdrawPathwayAction, {
    response: updatePrivateMessage,
    async execute(interaction, { pathway }, context) {
      const { guild } = requireManager(interaction);
      const kind = await context.services.serverPathways.withdraw(guild.id, pathway);
      return listAnswer(context, guild.id, { kind });
    },
  }),
  defineComponent(offerAgainAction, {
    response: updatePrivateMessage,
    async execute(interaction, { pathway }, context) {
      const { guild } = requireManager(interaction);
      const offered = await context.services.serverPathways.offerAgain(guild.id, pathway);
      return listAnswer(context, guild.id, { kind: 'offered', pathway: offered });
    },
  }),
];

async function listAnswer(
  { services, words }: Context,
  guildId: string,
  news?: PathwayNews,
): Promise<Answer> {
  return { view: serverPathwaysView(words, await services.serverPathways.list(guildId), news) };
}
