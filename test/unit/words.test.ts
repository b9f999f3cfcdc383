import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApplicationCommandOptionType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { violations } from '../../src/playground/emulator/rules/index.ts';
import { marks } from '../../src/words/marks.ts';
import { defaultWords, translations, wordsFor } from '../../src/words/words.ts';
import { officialSpecCheck } from '../support/official-spec.ts';

const REGISTRATION = {
  method: 'PUT',
  path: '/applications/1/commands',
  body: JSON.parse(JSON.stringify(commands.map(({ data }) => data))) as unknown,
};

const WORDS = fileURLToPath(new URL('../../src/words', import.meta.url));
/** Arrows, ticks and the like are characters of their font; these are pictures. */
const PICTURE = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/gu;

describe('the catalogue', () => {
  test('has the marks that are defined for everybody, and no other emoji', () => {
    const sources = readdirSync(WORDS, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(WORDS, file), 'utf8'));
    const used = new Set(sources.flatMap((source) => source.match(PICTURE) ?? []));
    expect(used).toEqual(new Set(Object.values(marks).flat()));
    // Each stands in a text as well as in the list.
    const texts = sources.join('');
    const idle = Object.entries(marks).filter(
      ([name, mark]) => !texts.includes(`marks.${name}`) && texts.split(String(mark)).length < 3,
    );
    expect(idle).toEqual([]);
  });

  test.each(['en-US', 'en-GB', 'de', 'pt-BR', 'tlh', '', '__proto__', 'constructor'])(
    'for the locale %j is English, until somebody adds another',
    (locale) => {
      expect(wordsFor(locale)).toBe(defaultWords);
    },
  );

  test('translates into no language twice: the default one goes without', () => {
    expect(translations((words) => words.help.title)).toEqual({});
  });

  test('has no empty text', () => {
    expect(textsOf(defaultWords).filter((text) => text.trim() === '')).toEqual([]);
    expect(textsOf(defaultWords).length).toBeGreaterThan(100);
  });

  test('counts with the right noun', () => {
    const { progress, roadmap } = defaultWords;
    expect(progress.tasks(0, 0, 0)).toBe('0 of 0 tasks');
    expect(progress.tasks(0, 1, 0)).toBe('0 of 1 task');
    expect(progress.tasks(1, 1200, 2)).toBe('1 of 1,200 tasks, 2 left out');
    expect(roadmap.totals(1, 1, 1)).toBe('1 phase · 1 task · 1 week at full pace');
    expect(roadmap.totals(5, 20, 28)).toBe('5 phases · 20 tasks · 28 weeks at full pace');
  });
});

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

interface Described {
  readonly type: ApplicationCommandOptionType;
  readonly name: string;
  readonly description: string;
  readonly options?: readonly Described[];
}

function described(
  options: readonly Described[] = [],
  parent = '',
): readonly (readonly [string, Described])[] {
  return options.flatMap((option) => {
    const name = `${parent} ${option.name}`;
    return [[name, option] as const, ...described(option.options, name)];
  });
}

const slashCommands = commands.filter((command) => command.kind === 'slash');
const everything = slashCommands.flatMap(({ data }) => [
  [`/${data.name}`, data] as const,
  ...described(data.options as readonly Described[] | undefined, `/${data.name}`),
]);

describe('each command, subcommand and option', () => {
  test.each(everything)('%s has a name and a description that fit Discord', (_, { name, description }) => {
    expect(name).toMatch(/^[a-z]{1,32}$/);
    expect(description.length).toBeGreaterThan(0);
    expect(description.length).toBeLessThanOrEqual(100);
  });

  test('stands in the catalogue with words of its own', () => {
    const texts = new Set(textsOf(defaultWords.commands));
    expect(everything.filter(([, { description }]) => !texts.has(description))).toEqual([]);
  });
});

test('the catalogue has words for no command that does not exist', () => {
  expect(Object.keys(defaultWords.commands).toSorted()).toEqual(
    slashCommands.map(({ data }) => data.name).toSorted(),
  );
});

test('Discord would register all commands as they are', () => {
  expect(violations(REGISTRATION)).toEqual([]);
  expect(officialSpecCheck(REGISTRATION)).toEqual([]);
});

const FOR_SERVERS = new Set(['setup', 'cohort', 'leaderboard']);

test('what is about a server works in servers only', () => {
  for (const { data } of commands.filter((command) => FOR_SERVERS.has(command.data.name))) {
    expect(data).toMatchObject({ contexts: [0], integration_types: [0] });
  }
});

test('all other commands work in servers, in the bot’s DM and in the DMs of those who installed the app', () => {
  for (const { data } of commands.filter((command) => !FOR_SERVERS.has(command.data.name))) {
    expect(data).toMatchObject({ contexts: [0, 1, 2], integration_types: [0, 1] });
  }
});
