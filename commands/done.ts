import { NOTE_MAX_LENGTH, LINK_MAX_LENGTH } from '../src/domain/evidence.ts';
import { UserError } from '../src/domain/errors.ts';
import {
  doneAction,
  noteAction,
  noteFormAction,
  pickDoneAction,
  shareRecordAction,
} from '../src/discord/actions.ts';
import { askerOf } from '../src/discord/asker.ts';
import { requireAtHome } from '../src/discord/at-home.ts';
import { dayChoices, resolveDay, taskChoices } from '../src/discord/choices.ts';
import {
  defineComponent,
  defineModalOpener,
  updatePrivateMessage,
  type SlashCommand,
} from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { joinServer } from '../src/discord/join-server.ts';
import { askingPerson } from '../src/discord/person.ts';
import { recordedAnswer } from '../src/discord/recorded-answer.ts';
import { orAskWhichTask, pickedValue } from '../src/discord/which-task.ts';
import { describeProblem } from '../src/discord/views/problem.ts';
import { LINK_INPUT, NOTE_INPUT, noteModal, sharedRecordView } from '../src/discord/views/record.ts';

/** Today and the two weeks before it, the latest first; older days are typed. */
const DAY_OFFSETS = Array.from({ length: 15 }, (_, day) => -day);

export default {
  kind: 'slash',
  group: 'record',
  data: slashCommand('done', (words) => words.commands.done.description)
    .addStringOption((option) =>
      described(option.setName('task'), (words) => words.commands.done.options.task)
        .setRequired(true)
        .setAutocomplete(true),
    )
    .addStringOption((option) =>
      described(option.setName('note'), (words) => words.commands.done.options.note).setMaxLength(
        NOTE_MAX_LENGTH,
      ),
    )
    .addStringOption((option) =>
      described(option.setName('link'), (words) => words.commands.done.options.link).setMaxLength(
        LINK_MAX_LENGTH,
      ),
    )
    .addStringOption((option) =>
      described(option.setName('when'), (words) => words.commands.done.options.when).setAutocomplete(true),
    )
    .toJSON(),
  audience: () => 'private',

  async execute(interaction, context) {
    const { options, user } = interaction;
    const { membership, progress } = context.services;
    const said = {
      note: options.getString('note') ?? undefined,
      link: options.getString('link') ?? undefined,
      when: options.getString('when') ?? undefined,
    };
    const complete = async () => {
      const when =
        said.when === undefined
          ? undefined
          : resolveDay(context.words, said.when, await membership.today(user.id), DAY_OFFSETS);
      const task = options.getString('task', true);
      const recorded = await progress.complete({ ...askerOf(interaction), task, ...said, when });
      await joinServer(interaction, context.services);
      return recordedAnswer(interaction, context, recorded);
    };
    // A select could not carry what else was said: then the member had better mend the command that holds it.
    const saidMore = Object.values(said).some((value) => value !== undefined);
    return saidMore ? complete() : orAskWhichTask(context, pickDoneAction, complete);
  },

  async autocomplete(interaction, { services, words }) {
    const { options, user } = interaction;
    const focused = options.getFocused(true);
    if (focused.name === 'when') {
      return dayChoices(words, focused.value, await services.membership.today(user.id), DAY_OFFSETS);
    }
    const { progress } = await services.progress.outlook(askerOf(interaction));
    return taskChoices(words, progress, focused.value);
  },

  components: [
    defineComponent(pickDoneAction, {
      response: updatePrivateMessage,
      async execute(interaction, { pathway }, context) {
        const task = pickedValue(interaction);
        const key = { ...askerOf(interaction), task, pathwayId: pathway };
        const recorded = await context.services.progress.complete(key);
        await joinServer(interaction, context.services);
        return recordedAnswer(interaction, context, recorded);
      },
    }),

    defineComponent(doneAction, {
      response: updatePrivateMessage,
      async execute(interaction, { pathway, task }, context) {
        const recorded = await context.services.progress.complete({
          ...askerOf(interaction),
          task,
          pathwayId: pathway,
        });
        await joinServer(interaction, context.services);
        return recordedAnswer(interaction, context, recorded);
      },
    }),

    defineComponent(shareRecordAction, {
      response: 'public',
      async execute(interaction, { pathway, task, recordedAt }, context) {
        const standing = await context.services.progress.standingAt(interaction.user.id, {
          pathwayId: pathway,
          taskId: task,
          recordedAt,
        });
        requireAtHome(context, interaction, standing.walk.pathway);
        return { view: sharedRecordView(context.words, standing, task, askingPerson(interaction)) };
      },
    }),

    defineModalOpener(noteAction, async (interaction, key, { services, words }) => {
      const { progress } = await services.progress.outlook(askerOf(interaction), key.pathway);
      const record = progress.phases.flatMap(({ tasks }) => tasks).find(({ task }) => task.id === key.task);
      // A note typed for a record that is gone would be lost: say so before it is typed.
      if (record?.completion?.status !== 'done') throw new UserError({ code: 'record-changed' });
      return { modal: noteModal(words, key, record.completion) };
    }),

    defineComponent(noteFormAction, {
      response: updatePrivateMessage,
      async execute(interaction, { pathway, task }, context) {
        if (!interaction.isModalSubmit()) throw new UserError({ code: 'outdated-button' });
        const { progress } = context.services;
        const key = { userId: interaction.user.id, pathwayId: pathway, taskId: task };
        const note = interaction.fields.getTextInputValue(NOTE_INPUT);
        try {
          const link = interaction.fields.getTextInputValue(LINK_INPUT);
          return recordedAnswer(interaction, context, await progress.annotate({ ...key, note, link }));
        } catch (error) {
          // A modal cannot be shown again with what was typed: at least the note must not be lost to a bad link.
          if (!(error instanceof UserError && error.problem.code.includes('link'))) throw error;
          const notice = context.words.record.linkRefused(describeProblem(context.words, error.problem));
          return recordedAnswer(interaction, context, await progress.annotate({ ...key, note }), notice);
        }
      },
    }),
  ],
} satisfies SlashCommand;
