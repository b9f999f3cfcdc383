import type { SlashCommandIntegerOption } from 'discord.js';
import { defaultWords, translations, type Words } from '../words/words.ts';
import { described } from './define-command.ts';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** `day`: from Monday (1) to Sunday (7). */
export function weekdayOption(pick: (words: Words) => string) {
  return (option: SlashCommandIntegerOption): SlashCommandIntegerOption =>
    described(option.setName('day'), pick).addChoices(
      ...WEEKDAYS.map((day) => choice((words) => words.weekdays[day - 1] ?? String(day), day)),
    );
}

/** `hour`: from 0 to 23. */
export function hourOption(pick: (words: Words) => string) {
  return (option: SlashCommandIntegerOption): SlashCommandIntegerOption =>
    described(option.setName('hour'), pick).addChoices(
      ...HOURS.map((hour) => choice((words) => words.clock(hour), hour)),
    );
}

/** A choice with its name in every language. */
export function choice<T extends string | number>(pick: (words: Words) => string, value: T) {
  return { name: pick(defaultWords), name_localizations: translations(pick), value };
}
