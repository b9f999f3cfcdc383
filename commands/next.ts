import { UserError } from '../src/domain/errors.ts';
import { SITTINGS, type Sitting } from '../src/domain/recommendation.ts';
import { nextForAction, nextStepAction } from '../src/discord/actions.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { askerOf } from '../src/discord/asker.ts';
import { nextStepView } from '../src/discord/views/next-step.ts';
import type { Asker } from '../src/services/membership.ts';
import { defaultWords, translations } from '../src/words/words.ts';

export default {
  kind: 'slash',
  group: 'you',
  data: slashCommand('next', (words) => words.commands.next.description)
    .addStringOption((option) =>
      described(option.setName('time'), (words) => words.commands.next.options.time).addChoices(
        SITTINGS.map((sitting) => ({
          name: defaultWords.next.sittings[sitting],
          name_localizations: translations((words) => words.next.sittings[sitting]),
          value: sitting,
        })),
      ),
    )
    .toJSON(),
  audience: () => 'private',
  execute: (interaction, context) =>
    nextStep(askerOf(interaction), context, parseSitting(interaction.options.getString('time'))),

  components: [
    defineComponent(nextStepAction, {
      response: updatePrivateMessage,
      execute: (interaction, _values, context) => nextStep(askerOf(interaction), context),
    }),
    defineComponent(nextForAction, {
      response: updatePrivateMessage,
      execute: (interaction, { sitting }, context) => nextStep(askerOf(interaction), context, sitting),
    }),
  ],
} satisfies SlashCommand;

async function nextStep(
  asker: Asker,
  { services, words, mention }: Context,
  sitting?: Sitting,
): Promise<Answer> {
  const steps = await services.recommendations.next(asker, sitting);
  return { view: nextStepView({ words, mention, ...steps }) };
}

/** @throws {UserError} `bad-choice` */
function parseSitting(text: string | null): Sitting | undefined {
  if (text === null) return undefined;
  const sitting = SITTINGS.find((known) => known === text);
  if (sitting === undefined) throw new UserError({ code: 'bad-choice' });
  return sitting;
}
