import { MessageFlags, type APIMessage } from 'discord.js';
import { describeProblem } from '../../src/discord/views/problem.ts';
import type { Problem } from '../../src/domain/errors.ts';
import type { Emulator, Person } from '../../src/playground/emulator/index.ts';
import { wordsFor } from '../../src/words/words.ts';
import { firstChannel } from './server.ts';
import { test as shared } from './shared-server.ts';
import { customIdOf, shownPrivately, textOf } from './shown.ts';

/** What the bot says to the people of these tests. */
export const words = wordsFor('en-US');

/** How the bot says no. */
export const refusal = (problem: Problem): string => describeProblem(words, problem);

interface Fixtures {
  /** A server of the test's own on the shared bot: cohorts belong to a server. */
  guildId: string;
  /** Its first channel, and one beside it. */
  channelId: string;
  den: string;
  /** Owns the server, and so manages it. */
  owner: Person;
  /** Manages nothing; looks after what she begins. */
  fay: Person;
  ada: Person;
  ben: Person;
}

export const test = shared.extend<Fixtures>({
  owner: ({ server }, use) => use(server.newcomer()),
  guildId: ({ server, owner }, use) =>
    use(server.emulator.createGuild({ name: 'Base camp', ownerId: owner.user.id }).id),
  channelId: ({ server, guildId }, use) => use(firstChannel(server.emulator, guildId)),
  den: ({ server, guildId }, use) => use(server.emulator.createChannel(guildId, { name: 'den' }).id),
  fay: ({ server, guildId }, use) => use(addPerson(server.emulator, guildId, 'fay')),
  ada: ({ server, guildId }, use) => use(addPerson(server.emulator, guildId, 'ada')),
  ben: ({ server, guildId }, use) => use(addPerson(server.emulator, guildId, 'ben')),
});

export function addPerson(emulator: Emulator, guildId: string, username: string, nick?: string): Person {
  const person = emulator.person(emulator.createUser({ username }).id);
  emulator.addMember(guildId, person.user.id, nick === undefined ? {} : { nick });
  return person;
}

export interface BegunCohort {
  readonly id: string;
  /** As the one who began it sees it. */
  readonly message: APIMessage;
  /** As everybody sees it. */
  readonly announcement: APIMessage;
}

/** Has a cohort begun, and fails the test where that is refused. */
export async function begin(
  person: Person,
  channelId: string,
  options: Readonly<Record<string, string | number | boolean>> = {},
): Promise<BegunCohort> {
  const outcome = await person.slash(channelId, 'cohort create', { name: 'Spring', ...options });
  const shown = shownPrivately(outcome);
  const { created, createdWithoutThread } = words.cohort;
  if (![created, createdWithoutThread].some((said) => shown.includes(said)))
    throw new Error(`There is no cohort: ${shown}`);
  const [announcement] = await outcome.followUps();
  if (announcement === undefined) throw new Error('The cohort was not announced');
  return { id: cohortIdOf(outcome.message), message: outcome.message, announcement };
}

/** The cohort that a view of it, or of what it did, is about. */
export function cohortIdOf(message: APIMessage): string {
  const id = customIdOf(message, words.buttons.summary).split(':').at(-1);
  if (id === undefined) throw new Error(`There is no cohort in: ${textOf(message)}`);
  return id;
}

/** The code that a view shows; `undefined` when it shows none. */
export function codeOf(message: APIMessage): string | undefined {
  return /`([A-Z2-9]{8})`/.exec(textOf(message))?.[1];
}

/** What everybody in a channel sees. */
export function publicMessages(person: Person, channelId: string): readonly APIMessage[] {
  return person
    .messages(channelId)
    .filter(({ flags = 0 }) => (flags & (MessageFlags.Ephemeral as number)) === 0);
}
