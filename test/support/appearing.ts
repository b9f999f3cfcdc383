import type { Outcome, Person } from '../../src/playground/emulator/index.ts';

/** What somebody presses by whom others are to see: `By name`, `Not at all`. */
export async function appear(
  person: Person,
  channelId: string,
  choice: 'By name' | 'Not at all',
): Promise<Outcome> {
  const { message } = await person.type(channelId, '/progress');
  const choices = await person.press(message, 'How I appear');
  return person.press(choices.message, choice);
}
