import { en } from './en.ts';

/** Everything a member reads, in one language. */
export type Words = typeof en;

/** The language of everybody whose own has no catalogue. */
export const defaultWords: Words = en;

/** A language is added here and nowhere else. */
const catalogues: readonly Words[] = [en];

const byLocale = new Map(
  catalogues.flatMap((words) => words.locales.map((locale) => [locale, words] as const)),
);

/** The catalogue for a Discord locale, such as `de` or `en-GB`. */
export function wordsFor(locale: string): Words {
  return byLocale.get(locale) ?? defaultWords;
}

/** A text in every language but the default one, keyed by Discord locale, as command definitions want it. */
export function translations(pick: (words: Words) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...byLocale]
      .filter(([, words]) => words !== defaultWords)
      .map(([locale, words]) => [locale, pick(words)]),
  );
}
