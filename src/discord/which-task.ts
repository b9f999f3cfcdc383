import { UserError } from '../domain/errors.ts';
import type { Answer, ComponentInteraction, Context } from './command.ts';
import type { Action } from './custom-id.ts';
import { whichTaskView } from './views/problem.ts';

/**
 * Does the work; when the member's text fits several tasks, asks which one is meant, in a select that goes on with
 * `action`.
 */
export async function orAskWhichTask(
  { words }: Context,
  action: Action<{ readonly pathway: string }>,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError && error.problem.code === 'ambiguous-task') {
      const { problem } = error;
      return { view: whichTaskView(words, problem, action.customId({ pathway: problem.pathwayId })) };
    }
    throw error;
  }
}

/** The single value chosen in a select. @throws {UserError} `outdated-button` for anything that is not one. */
export function pickedValue(interaction: ComponentInteraction): string {
  const [value] = interaction.isStringSelectMenu() ? interaction.values : [];
  if (value === undefined) throw new UserError({ code: 'outdated-button' });
  return value;
}
