import { expect, test as base, vi } from 'vitest';
import type { Person } from '../../src/playground/emulator/index.ts';
import { addPerson, begin, publicMessages, words } from '../support/cohort-server.ts';
import { firstChannel, MONDAY, openServer, type TestServer } from '../support/server.ts';
import { shownInPlace, shownPrivately, textOf } from '../support/shown.ts';

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
const { board: onBoard, buttons, cohort: said } = words;

/** One server for each test, because they move its clock; in it a cohort of Ada, Ben and Cleo with a task each. */
const test = base.extend<{
  server: TestServer;
  guildId: string;
  channelId: string;
  ada: Person;
  ben: Person;
  cleo: Person;
}>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from this pattern which fixtures are needed
  server: async ({}, use) => {
    await using server = await openServer();
    await use(server);
    expect(server.pings).toEqual([]);
  },
  guildId: ({ server }, use) => use(server.guildId),
  channelId: ({ server }, use) => use(server.channelId),
  ada: ({ server }, use) => use(server.ada),
  ben: ({ server }, use) => use(server.ben),
  cleo: [
    async ({ server, guildId, channelId, ada, ben }, use) => {
      const cleo = addPerson(server.emulator, guildId, 'cleo');
      const { announcement } = await begin(ada, channelId);
      for (const person of [ada, ben, cleo]) {
        await person.press(announcement, buttons.joinCohort);
        await person.type(channelId, '/done task:cka-course');
      }
      await use(cleo);
    },
    { auto: true },
  ],
});

/** Whom the bot looked up, oldest first, with what it was told. */
function lookUps({ emulator, guildId }: TestServer): readonly (readonly [userId: string, status: number])[] {
  const path = new RegExp(`^/guilds/${guildId}/members/(\\d+)$`);
  return emulator.requests.flatMap((request) => {
    const userId = path.exec(request.path)?.[1];
    return request.method === 'GET' && userId !== undefined ? [[userId, request.status] as const] : [];
  });
}

async function boardSeenBy(person: Person, channelId: string): Promise<string> {
  return shownPrivately(await person.type(channelId, '/cohort leaderboard period:all'));
}

test('somebody who has left is off the board when it is shown a day later', async ({
  server,
  guildId,
  channelId,
  ada,
  ben,
  cleo,
}) => {
  server.emulator.removeMember(guildId, ben.user.id);
  server.clock.time = MONDAY + DAY;
  expect(await boardSeenBy(ada, channelId)).toContain('**ben**');
  expect(lookUps(server)).toEqual([]);

  server.clock.time = MONDAY + DAY + MINUTE;
  const board = await boardSeenBy(ada, channelId);
  expect(board).not.toContain('**ben**');
  expect(board).toContain('**cleo**');
  expect(board).toContain(onBoard.totals(2, 2));
  expect(lookUps(server).toSorted()).toEqual(
    [[ben.user.id, 404] as const, [cleo.user.id, 200] as const].toSorted(),
  );
});

test('everybody is looked up once a day at most, and whoever asks not at all', async ({
  server,
  channelId,
  ada,
  ben,
  cleo,
}) => {
  const lookedUp = () =>
    lookUps(server)
      .map(([userId]) => userId)
      .toSorted();
  for (const minutes of [1, 2, 60]) {
    server.clock.time = MONDAY + DAY + minutes * MINUTE;
    const { message } = await ada.type(channelId, '/cohort leaderboard period:all');
    await ada.pick(message, words.periods.all, ['month']);
    await ada.type(channelId, '/leaderboard period:all');
  }
  const others = [ben.user.id, cleo.user.id];
  expect(lookedUp()).toEqual(others.toSorted());
  server.clock.time = MONDAY + 2 * DAY + 2 * MINUTE;
  await boardSeenBy(ada, channelId);
  expect(lookedUp()).toEqual([...others, ...others].toSorted());
});

test('whoever does anything in the server is not looked up', async ({
  server,
  channelId,
  ada,
  ben,
  cleo,
}) => {
  server.clock.time = MONDAY + DAY;
  await ben.type(channelId, '/help');
  server.clock.time = MONDAY + DAY + MINUTE;
  await ben.type(channelId, '/help');
  await cleo.type(channelId, '/roadmap overview');
  await boardSeenBy(ada, channelId);
  expect(lookUps(server)).toEqual([]);
});

test('somebody who is back is on it again with the first thing they do there', async ({
  server,
  guildId,
  channelId,
  ada,
  ben,
}) => {
  const { message: before } = await ada.type(channelId, '/cohort show');
  expect(textOf(before)).toContain(said.members(3, null));
  server.emulator.removeMember(guildId, ben.user.id);
  server.clock.time = MONDAY + 2 * DAY;
  await boardSeenBy(ada, channelId);
  expect(shownPrivately(await ada.type(channelId, '/cohort show'))).toContain(said.members(2, null));
  const elsewhere = server.emulator.createGuild({ name: 'Elsewhere', ownerId: ben.user.id });
  await ben.type(firstChannel(server.emulator, elsewhere.id), '/next');
  expect(await boardSeenBy(ada, channelId)).not.toContain('**ben**');

  server.emulator.addMember(guildId, ben.user.id);
  await ben.type(channelId, '/help');
  expect(await boardSeenBy(ada, channelId)).toContain('**ben**');
  expect(shownPrivately(await ada.type(channelId, '/cohort show'))).toContain(said.members(3, null));
  expect(await boardSeenBy(ben, channelId)).toContain(onBoard.you);
});

test('a name that was changed is learnt as well', async ({ server, guildId, channelId, ada, ben }) => {
  server.emulator.addMember(guildId, ben.user.id, { nick: 'Benjamin' });
  server.clock.time = MONDAY + 2 * DAY;
  const board = await boardSeenBy(ada, channelId);
  expect(board).toContain('**Benjamin**');
  expect(board).not.toContain('**ben**');
});

test('whoever left makes room in a cohort that was full', async ({
  server,
  guildId,
  channelId,
  ada,
  ben,
  cleo,
}) => {
  await ada.type(channelId, '/cohort edit capacity:3');
  const dora = addPerson(server.emulator, guildId, 'dora');
  expect(shownPrivately(await dora.type(channelId, '/cohort join cohort:Spring'))).toContain('is full');
  server.emulator.removeMember(guildId, ben.user.id);
  server.clock.time = MONDAY + 2 * DAY;
  await boardSeenBy(cleo, channelId);
  expect(shownPrivately(await dora.type(channelId, '/cohort join cohort:Spring'))).toContain(
    said.joined('Spring'),
  );
});

test('the board in the channel follows', async ({ server, guildId, channelId, ada, ben, cleo }) => {
  const den = server.emulator.createChannel(guildId, { name: 'den' }).id;
  await ada.type(channelId, '/cohort edit channel:#den');
  await ada.type(channelId, '/cohort board');
  server.emulator.removeMember(guildId, ben.user.id);
  server.clock.time = MONDAY + 2 * DAY;
  await boardSeenBy(ada, channelId);
  await server.moveTo(MONDAY + 2 * DAY + MINUTE);
  const [board] = publicMessages(cleo, den).map(textOf);
  expect(board).toContain('**cleo**');
  expect(board).not.toContain('**ben**');
});

test('those whom nobody looks at are looked up after a week, once', async ({
  server,
  guildId,
  channelId,
  ada,
  ben,
  cleo,
}) => {
  server.emulator.removeMember(guildId, ben.user.id);
  await server.moveTo(MONDAY + 7 * DAY - MINUTE);
  expect(lookUps(server)).toEqual([]);
  for (const minutes of [1, 2, 3]) await server.moveTo(MONDAY + 7 * DAY + minutes * MINUTE);
  expect(lookUps(server).toSorted()).toEqual(
    [[ada.user.id, 200] as const, [ben.user.id, 404] as const, [cleo.user.id, 200] as const].toSorted(),
  );
  expect(shownPrivately(await ada.type(channelId, '/cohort show'))).toContain(said.members(2, null));
});

test('a Discord that is out of order costs no board, and is let be for a minute', async ({
  server,
  guildId,
  channelId,
  ada,
  ben,
  cleo,
}) => {
  const { emulator } = server;
  emulator.removeMember(guildId, ben.user.id);
  const clear = emulator.faults.inject({
    method: 'GET',
    path: `/guilds/${guildId}/members/*`,
    fault: { kind: 'status', status: 503 },
  });
  server.clock.time = MONDAY + 2 * DAY;
  const board = await ada.type(channelId, '/cohort leaderboard period:all');
  expect(shownPrivately(board)).toContain('**ben**');
  // Ben and Cleo, each tried three times.
  await vi.waitFor(() => {
    expect(lookUps(server)).toHaveLength(6);
  });
  clear();
  const next = await ada.pick(board.message, words.periods.all, ['month']);
  expect(shownInPlace(next)).toContain('**ben**');
  expect(lookUps(server)).toHaveLength(6);
  server.clock.time += 2 * MINUTE;
  expect(await boardSeenBy(cleo, channelId)).not.toContain('**ben**');
});

test('one that is slow does not keep the answer waiting', async ({
  server,
  guildId,
  channelId,
  ada,
  ben,
  cleo,
}) => {
  const { emulator } = server;
  emulator.removeMember(guildId, ben.user.id);
  emulator.faults.inject({
    method: 'GET',
    path: `/guilds/${guildId}/members/${cleo.user.id}`,
    fault: { kind: 'delay', milliseconds: 5_000 },
  });
  server.clock.time = MONDAY + 2 * DAY;
  const board = await ada.type(channelId, '/cohort leaderboard period:all');
  expect(shownPrivately(board)).toContain('**cleo**');
  expect(await boardSeenBy(ada, channelId)).not.toContain('**ben**');
});

test('a server that the bot was taken out of keeps its members until it is back', async ({
  server,
  guildId,
  channelId,
  ada,
}) => {
  const { emulator } = server;
  emulator.removeMember(guildId, emulator.botUser.id);
  for (const minutes of [1, 2, 3]) await server.moveTo(MONDAY + 7 * DAY + minutes * MINUTE);
  expect(lookUps(server).map(([userId]) => userId)).toHaveLength(3);
  emulator.addMember(guildId, emulator.botUser.id);
  const board = await boardSeenBy(ada, channelId);
  for (const name of ['ada', 'ben', 'cleo']) expect(board).toContain(`**${name}**`);
});
