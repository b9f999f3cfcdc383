import type { BaseInteraction, ChatInputCommandInteraction, SlashCommandSubcommandBuilder } from 'discord.js';
import {
  roadmapAction,
  roadmapPickAction,
  roadmapTicksAction,
  ROADMAP_VIEWS,
  type RoadmapPlace,
} from '../src/discord/actions.ts';
import { askerOf } from '../src/discord/asker.ts';
import { requireAtHome } from '../src/discord/at-home.ts';
import { pathwayChoices, phaseChoices, taskChoices } from '../src/discord/choices.ts';
import {
  audienceOf,
  defineComponent,
  updateOwnMessage,
  type Answer,
  type Audience,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { pickedValue } from '../src/discord/which-task.ts';
import { roadmapView } from '../src/discord/views/roadmap.ts';
import { resolvePhase, resolveTask } from '../src/services/pathway-library.ts';
import type { Outlook } from '../src/services/progress.ts';

const data = slashCommand('roadmap', (words) => words.commands.roadmap.description);
for (const view of ROADMAP_VIEWS) {
  data.addSubcommand((subcommand) => {
    described(subcommand.setName(view), (words) => words.commands.roadmap.subcommands[view]);
    if (view === 'phase') addTextOption(subcommand, 'phase', false);
    if (view === 'task') addTextOption(subcommand, 'task', true);
    addTextOption(subcommand, 'pathway', false);
    return subcommand.addBooleanOption((option) =>
      described(option.setName('private'), (words) => words.commands.roadmap.options.private),
    );
  });
}

function addTextOption(
  subcommand: SlashCommandSubcommandBuilder,
  name: 'phase' | 'task' | 'pathway',
  required: boolean,
): void {
  subcommand.addStringOption((option) =>
    described(option.setName(name), (words) => words.commands.roadmap.options[name])
      .setRequired(required)
      .setAutocomplete(true),
  );
}

export default {
  kind: 'slash',
  group: 'look',
  data: data.toJSON(),
  audience: audienceAsked,

  async execute(interaction, context) {
    const outlook = await context.services.progress.outlook(
      askerOf(interaction),
      interaction.options.getString('pathway') ?? undefined,
    );
    const place = placeAsked(interaction, outlook);
    return show(interaction, context, outlook, place, audienceAsked(interaction));
  },

  async autocomplete(interaction, { services, words }) {
    const focused = interaction.options.getFocused(true);
    if (focused.name === 'pathway')
      return pathwayChoices(services.library, interaction.guildId, focused.value);
    const pathway = interaction.options.getString('pathway') ?? undefined;
    const { progress } = await services.progress.outlook(askerOf(interaction), pathway);
    return focused.name === 'phase'
      ? phaseChoices(progress, focused.value)
      : taskChoices(words, progress, focused.value);
  },

  components: [
    defineComponent(roadmapAction, {
      response: updateOwnMessage,
      async execute(interaction, place, context) {
        const outlook = await context.services.progress.outlook(askerOf(interaction), place.pathway);
        return show(interaction, context, outlook, place, audienceOf(interaction));
      },
    }),
    defineComponent(roadmapPickAction, {
      response: updateOwnMessage,
      async execute(interaction, { view, pathway }, context) {
        const outlook = await context.services.progress.outlook(askerOf(interaction), pathway);
        const picked = pickedValue(interaction);
        const item =
          view === 'task'
            ? resolveTask(outlook.pathway, picked).task.id
            : resolvePhase(outlook.pathway, picked).id;
        const place = { view, pathway, item, page: 0 };
        return show(interaction, context, outlook, place, audienceOf(interaction));
      },
    }),
    defineComponent(roadmapTicksAction, {
      response: 'private',
      async execute(interaction, { pathway, item }, context) {
        const outlook = await context.services.progress.outlook(askerOf(interaction), pathway);
        const place = { view: 'phase', pathway, item, page: 0 } as const;
        return show(interaction, context, outlook, place, 'private');
      },
    }),
  ],
} satisfies SlashCommand;

function audienceAsked(interaction: ChatInputCommandInteraction): Audience {
  return interaction.options.getBoolean('private') === true ? 'private' : 'public';
}

function placeAsked(interaction: ChatInputCommandInteraction, { pathway, progress }: Outlook): RoadmapPlace {
  const view = ROADMAP_VIEWS.find((name) => name === interaction.options.getSubcommand()) ?? 'overview';
  return { view, pathway: pathway.id, item: itemAsked(), page: 0 };

  function itemAsked(): string {
    if (view === 'task') return resolveTask(pathway, interaction.options.getString('task', true)).task.id;
    if (view !== 'phase') return pathway.id;
    const asked = interaction.options.getString('phase');
    if (asked !== null) return resolvePhase(pathway, asked).id;
    return (progress.currentPhase?.phase ?? pathway.phases[0])?.id ?? pathway.id;
  }
}

async function show(
  interaction: BaseInteraction,
  context: Context,
  outlook: Outlook,
  place: RoadmapPlace,
  audience: Audience,
): Promise<Answer> {
  const { pathway } = outlook;
  const { services, words } = context;
  if (audience === 'public') {
    requireAtHome(context, interaction, pathway);
    return { view: roadmapView({ words, pathway, place, own: undefined }) };
  }
  const othersWeeks =
    place.view === 'phase'
      ? await services.pace.ofPhase(interaction.user.id, pathway.id, place.item)
      : undefined;
  return { view: roadmapView({ words, pathway, place, own: { ...outlook, othersWeeks } }) };
}
