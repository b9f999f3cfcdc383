import { Locale } from 'discord-api-types/v10';
import { characters, type Field } from './field.ts';

const locales: readonly string[] = Object.values(Locale);

/** Checks every translation with the rule of the text it translates. */
export function checkLocalizations(translations: Field, check: (text: Field) => void): void {
  for (const [locale, text] of translations.entries()) {
    if (!locales.includes(locale)) {
      text.refuse('APPLICATION_COMMAND_LOCALE_INVALID', `"${locale}" is not a locale of Discord`);
    }
    if (text.isPresent) check(text);
  }
}

/** The length of the longest version of a text: only that one counts towards the size of a command. */
export function longest(owner: Field, key: 'name' | 'description'): number {
  const texts = [owner.at(key)];
  const translations = owner.at(`${key}_localizations`).value;
  if (typeof translations === 'object' && translations !== null) {
    for (const locale of Object.keys(translations)) {
      texts.push(owner.at(`${key}_localizations`).at(locale));
    }
  }
  return Math.max(...texts.map(({ value }) => (typeof value === 'string' ? characters(value) : 0)));
}
