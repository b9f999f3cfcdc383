import type { BaseInteraction } from 'discord.js';
import type { Recorded } from '../services/progress.ts';
import { isAtHome } from './at-home.ts';
import type { Answer, Context } from './command.ts';
import { askingPerson } from './person.ts';
import { finishedPhaseView, recordedView } from './views/record.ts';

/**
 * The answer to a task recorded. A finished phase is announced by itself, but only for a member who goes by
 * name, and where others may see the pathway.
 * @param notice a line on what could not be recorded with it.
 */
export function recordedAnswer(
  interaction: BaseInteraction,
  context: Context,
  recorded: Recorded,
  notice?: string,
): Answer {
  const { words, mention } = context;
  const { finishedPhase, walk } = recorded;
  const person = askingPerson(interaction);
  const isForAll = walk.member.visibility === 'named' && isAtHome(context, interaction, walk.pathway);
  return {
    view: recordedView(words, recorded, mention, person, notice),
    announcement:
      finishedPhase !== undefined && isForAll
        ? finishedPhaseView(words, recorded, finishedPhase, person)
        : undefined,
  };
}
