import { PermissionFlagsBits, type APIMessage } from 'discord.js';
import { beforeEach, describe, expect, test as base, vi } from 'vitest';
import { createCardRenderer } from '../../src/cards/card-renderer.ts';
import type { Emulator, Person } from '../../src/playground/emulator/index.ts';
import type { Card } from '../../src/services/card.ts';
import { appear } from '../support/appearing.ts';
import { begin, words } from '../support/cohort-server.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { PIXEL } from '../support/pixel.ts';
import { firstChannel, MONDAY, openServer, type TestServer } from '../support/server.ts';
import { pictureOf, shownInPlace, shownPrivately, shownPublicly, textOf } from '../support/shown.ts';
import { finishPhase } from '../support/walking.ts';

const WEEK = 7 * 24 * 60 * 60 * 1000;

interface Fixtures {
  server: TestServer;
  /** What the renderer was asked for in this test. */
  cards: Card[];
  guildId: string;
  channelId: string;
  ada: Person;
  ben: Person;
}

const asked: Card[] = [];

/** A server of the test's own, with a bot for all of them that draws for real, and remembers what. */
const test = base.extend<Fixtures>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Vitest reads from this pattern which fixtures are needed
    async ({}, use) => {
      const renderer = createCardRenderer({
        onFault: (fault) => {
          throw fault;
        },
        // The other tests of this machine may be busy; how long an answer waits is tested elsewhere.
        limits: { waitMs: 60_000 },
      });
      await using server = await openServer({
        cardRenderer: {
          draw(card) {
            asked.push(card);
            return renderer.draw(card);
          },
          pending: () => renderer.pending(),
          close: () => renderer.close(),
        },
      });
      await use(server);
    },
    { scope: 'file' },
  ],
  // eslint-disable-next-line no-empty-pattern
  cards: ({}, use) => use(asked),
  guildId: ({ server }, use) =>
    use(server.emulator.createGuild({ name: 'Base camp', ownerId: server.newcomer().user.id }).id),
  channelId: ({ server, guildId }, use) => use(firstChannel(server.emulator, guildId)),
  ada: ({ server, guildId }, use) => use(addPerson(server.emulator, guildId, 'ada', 'Ada Lovelace')),
  ben: ({ server, guildId }, use) => use(addPerson(server.emulator, guildId, 'ben', 'Ben Nevis')),
});

beforeEach(() => {
  asked.length = 0;
});

function addPerson(emulator: Emulator, guildId: string, username: string, nick: string): Person {
  const person = emulator.person(emulator.createUser({ username }).id);
  emulator.addMember(guildId, person.user.id, { nick });
  return person;
}

const PNG_SIGNATURE = '89504e470d0a1a0a';

/** Fetches the picture as a member's client does, and gives back what stands for it where it is not seen. */
async function describedPicture(message: APIMessage): Promise<string> {
  const picture = pictureOf(message);
  if (picture === undefined) throw new Error(`There is no picture beside: ${textOf(message)}`);
  const answer = await fetch(picture.url);
  expect(answer.headers.get('content-type')).toBe('image/png');
  const png = Buffer.from(await answer.arrayBuffer());
  expect(png.subarray(0, 8).toString('hex')).toBe(PNG_SIGNATURE);
  expect(picture.description.length).toBeLessThanOrEqual(1024);
  expect(picture.description).not.toMatch(/\*\*|<@|<t:|-#|undefined|NaN/);
  return picture.description;
}

/** What the picture says stands in the text as well. */
async function expectTold(message: APIMessage, facts: readonly string[]): Promise<void> {
  const described = await describedPicture(message);
  const text = textOf(message).replaceAll('**', '');
  for (const fact of facts) {
    expect(described).toContain(fact);
    expect(text).toContain(fact);
  }
}

const [first, second] = backendPathway.phases;
const pathwayTitle = words.pathwayTitle(backendPathway.from, backendPathway.to);

describe('how far somebody is', () => {
  test('is drawn for them with what comes next, and for others without', async ({ ada, ben, channelId }) => {
    await finishPhase(ada, channelId, 1);
    const own = await ada.type(channelId, '/progress');
    shownPrivately(own);
    const titles = backendPathway.phases.map(({ title }) => title);
    const next = second?.tasks[0]?.title ?? '';
    await expectTold(own.message, [pathwayTitle, '29%', '4 of 20 tasks', '10 hours a week', ...titles, next]);
    expect(await describedPicture(own.message)).toContain('Ada Lovelace');

    const shared = await ada.press(own.message, 'Share');
    shownPublicly(shared);
    await expectTold(shared.message, ['29%', '4 of 20 tasks', ...titles]);
    await appear(ada, channelId, 'By name');
    const seen = await ben.slash(channelId, 'progress', { member: ada.user.id });
    const menu = await ben.userMenu(channelId, 'Progress', ada.user.id);
    for (const { message } of [shared, seen, menu]) {
      const described = await describedPicture(message);
      expect(described).toContain('Ada Lovelace');
      expect(described).not.toMatch(new RegExp(`hours a week|${next}`));
    }
  });

  test('is drawn for nobody while they keep it to themselves', async ({ ada, ben, channelId, cards }) => {
    await ada.type(channelId, '/done task:cka-course');
    const { message } = await ben.slash(channelId, 'progress', { member: ada.user.id });
    expect(pictureOf(message)).toBeUndefined();
    expect(cards).toEqual([]);
  });

  test('gives way, picture and file, to what is shown in its place', async ({ server, ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const { message } = await ada.type(channelId, '/progress');
    const next = await ada.press(message, 'Next step');
    shownInPlace(next);
    expect(pictureOf(next.message)).toBeUndefined();
    await vi.waitFor(() => {
      const [answer] = server.emulator.requests.filter(({ path }) => path.endsWith('/callback')).slice(-1);
      expect(answer?.body).toMatchObject({ type: 7, data: { attachments: [] } });
    });
  });
});

describe('a board', () => {
  test('is drawn with the asker marked, and anew for another period', async ({ ada, ben, channelId }) => {
    for (const person of [ada, ben]) {
      await person.type(channelId, '/done task:cka-course');
      await appear(person, channelId, 'By name');
    }
    await ben.type(channelId, '/done task:kubeadm-cluster');
    const board = await ada.type(channelId, '/leaderboard');
    shownPrivately(board);
    await expectTold(board.message, ['Ada Lovelace', 'Ben Nevis', 'This week', '2 of you did 3 tasks']);
    expect(await describedPicture(board.message)).toMatch(/1\. Ben Nevis, .*2\. Ada Lovelace \(You\), /);

    const month = await ada.pick(board.message, words.periods.week, ['month']);
    shownInPlace(month);
    await expectTold(month.message, ['Ada Lovelace', 'This month']);
    expect(pictureOf(month.message)?.url).not.toBe(pictureOf(board.message)?.url);
  });

  test('shows nobody who is hidden, and aliases as aliases', async ({ ada, ben, channelId, cards }) => {
    for (const person of [ada, ben]) await person.type(channelId, '/done task:cka-course');
    const choices = await ben.press((await ben.type(channelId, '/progress')).message, 'How I appear');
    const form = await ben.press(choices.message, words.buttons.byAlias);
    await ben.submit(form.modal, { alias: 'Yeti' });
    cards.length = 0;
    const { message } = await ada.type(channelId, '/leaderboard scope:server');
    expect(await describedPicture(message)).toContain('🎭 Yeti');
    expect(JSON.stringify(cards)).not.toMatch(/Ada|Ben/);
    await appear(ben, channelId, 'Not at all');
    cards.length = 0;
    expect(pictureOf((await ada.type(channelId, '/leaderboard scope:server')).message)).toBeUndefined();
    expect(cards).toEqual([]);
  });
});

test('a plan is drawn as a line of time, anew when it changes', async ({ ada, channelId }) => {
  await ada.type(channelId, '/join pathway:infrastructure');
  const shown = await ada.type(channelId, '/plan show');
  const described = await describedPicture(shown.message);
  expect(described).toContain('Your plan: 10 hours a week · about 42–51 weeks to go.');
  expect(described).toContain('The end of the way: 21 Dec 2026 – 18 Feb 2027, as life allows');
  expect(described).toContain(`Phase 1, ${first?.title ?? ''}: done 25 May – 11 Jun.`);
  const changed = await ada.type(channelId, '/plan edit hours:20');
  expect(await describedPicture(changed.message)).toContain('20 hours a week');
});

describe('a phase that is finished', () => {
  test('is drawn for whoever finished it, and when they share it', async ({ ada, channelId }) => {
    const [task, ...others] = first?.tasks ?? [];
    for (const { id } of others) {
      expect(pictureOf((await ada.type(channelId, `/done task:${id}`)).message)).toBeUndefined();
    }
    const last = await ada.type(channelId, `/done task:${task?.id ?? ''}`);
    shownPrivately(last);
    await expectTold(last.message, [first?.title ?? '']);
    const described = await describedPicture(last.message);
    expect(described).toContain(
      `Ada Lovelace, ${pathwayTitle}. Phase 1 finished: ${first?.title ?? ''}, on 2 Mar 2026.`,
    );
    expect(described).toContain('1 of 5 phases finished.');
    const trained = new Set(first?.tasks.flatMap(({ skills }) => skills));
    for (const { name } of backendPathway.skills.filter(({ id }) => trained.has(id))) {
      await expectTold(last.message, [name]);
    }
    expect(asked).toHaveLength(1);
    const shared = await ada.press(last.message, 'Share');
    shownPublicly(shared);
    expect(await describedPicture(shared.message)).toBe(described);
  });

  test('is announced with the picture for those who appear by name', async ({ ada, ben, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    await appear(ada, channelId, 'By name');
    const last = await finishPhase(ada, channelId, 1);
    const [announcement] = await last.followUps();
    expect(announcement && (await describedPicture(announcement))).toContain('Ada Lovelace');
    const update = ben.messages(channelId).find(({ id }) => id === announcement?.id);
    expect(update && pictureOf(update)).toBeDefined();
  });
});

describe('a cohort', () => {
  test('has its board and its week drawn, with nobody who is hidden', async ({
    server,
    ada,
    ben,
    channelId,
    cards,
  }) => {
    const { id } = await begin(ada, channelId, { channel: channelId });
    for (const person of [ada, ben]) {
      await person.slash(channelId, 'cohort join', { cohort: id });
      await person.type(channelId, '/done task:cka-course');
    }
    await appear(ben, channelId, 'Not at all');
    cards.length = 0;
    const board = await ada.type(channelId, '/cohort leaderboard');
    await expectTold(board.message, ['Spring', 'Ada Lovelace', '2 of you did 2 tasks']);
    server.clock.time += 1;
    const summary = await ada.type(channelId, '/cohort summary');
    const facts = ['Spring', words.summary.asked, '2 tasks by 2 of 2', 'Sun 2', words.cards.summaryPhases];
    await expectTold(summary.message, facts);

    await server.moveTo(MONDAY + WEEK);
    const post = ada.messages(channelId).find((message) => textOf(message).includes(words.summary.post));
    if (post === undefined) throw new Error('The week was not told');
    expect(await describedPicture(post)).toContain('2 tasks by 2 of 2 members');
    expect(JSON.stringify(cards)).not.toContain('Ben');
    server.clock.time = MONDAY;
  });

  test('has its week told without a picture where the bot may attach no files', async ({
    server,
    ada,
    ben,
    channelId,
    cards,
  }) => {
    const { emulator } = server;
    const { id } = await begin(ada, channelId, { channel: channelId });
    for (const person of [ada, ben]) await person.slash(channelId, 'cohort join', { cohort: id });
    await ada.type(channelId, '/done task:cka-course');
    emulator.setBotPermissions(channelId, PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages);
    cards.length = 0;
    await server.moveTo(MONDAY + WEEK);
    const post = ada.messages(channelId).find((message) => textOf(message).includes(words.summary.post));
    expect(post && pictureOf(post)).toBeUndefined();
    expect(post && textOf(post)).toContain('1 task');
    expect(cards.map(({ kind }) => kind)).toContain('summary');
    const shown = shownPrivately(await ada.type(channelId, '/cohort show'));
    expect(shown).not.toContain(words.cohort.trouble['permission-lost']);
    server.clock.time = MONDAY;
  });
});

test('somebody’s avatar stands in their picture, and the picture without it where it cannot be had', async ({
  server,
  guildId,
  channelId,
  cards,
}) => {
  const { emulator } = server;
  const { id, avatar } = emulator.createUser({ username: 'eva', avatar: PIXEL });
  const faceless = emulator.createUser({ username: 'finn' });
  for (const userId of [id, faceless.id]) emulator.addMember(guildId, userId);
  const ask = async (userId: string) => {
    const person = emulator.person(userId);
    await person.type(channelId, '/join pathway:infrastructure');
    await describedPicture((await person.type(channelId, '/progress')).message);
    const card = cards.at(-1);
    return card !== undefined && 'person' in card ? card.person.avatar : undefined;
  };
  const path = `/cdn/avatars/${id}/${avatar ?? ''}.png`;
  emulator.fileFaults.inject({ path, times: 1, fault: { kind: 'status', status: 503 } });
  expect(await ask(id)).toBeUndefined();
  expect(await ask(id)).toEqual(new Uint8Array(PIXEL));
  expect(await ask(faceless.id)).toBeUndefined();
});

test('the bot draws by itself', async () => {
  await using server = await openServer({ cardRenderer: 'own' });
  const { ada, channelId, logged } = server;
  await ada.type(channelId, '/join pathway:infrastructure');
  // The first picture may come too late for its answer on a busy machine, and is there for the next one.
  await vi.waitFor(async () => describedPicture((await ada.type(channelId, '/progress')).message), {
    timeout: 30_000,
  });
  expect(logged.some((line) => line.includes('"picture"'))).toBe(true);
}, 60_000);
