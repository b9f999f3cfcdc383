import { expect, test } from 'vitest';

import { words } from '../support/cohort-server.ts';
import { everyRow, mentions } from '../support/every-table.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { openServer } from '../support/server.ts';
import { shownInPlace, shownPrivately, textOf } from '../support/shown.ts';
import { makeTemporaryDatabase } from '../support/temporary-store.ts';

const WEEK = 7 * 24 * 60 * 60 * 1000;

test('the bot serves, reminds and forgets on PostgreSQL as it does on SQLite', async () => {
  await using database = await makeTemporaryDatabase('empty');
  await using server = await openServer({ databaseUrl: database.url });
  const { ada, ben, channelId } = server;

  await ada.type(channelId, '/join pathway:infrastructure hours:5 timezone:Europe/Berlin');
  await ada.type(channelId, '/done task:cka-course note:"Half of it on trains"');
  await ben.type(channelId, '/done task:cka-course');
  await server.restartBot();
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('1 of 20 tasks');

  await ada.type(channelId, '/nudge on');
  await ada.waitForDm();
  const weekly = ada.waitForDm();
  await server.moveTo(server.clock.time + WEEK);
  expect(textOf(await weekly)).not.toBe('');
  const deliveries = (await everyRow(database.url)).filter(({ table }) => table === 'delivery');
  expect(deliveries.map(({ columns }) => columns['state'])).toEqual(['sent']);

  const naming = async (userId: string) =>
    (await everyRow(database.url)).filter((row) => mentions(row, userId));
  const neighbours = await naming(ben.user.id);
  const asked = await ada.type(channelId, '/privacy delete');
  const pressed = await ada.press(asked.message, words.buttons.eraseEverything);
  expect(shownInPlace(pressed)).toContain(words.privacy.erased);
  await server.settled(pressed);
  expect(await naming(ada.user.id)).toEqual([]);
  expect(await naming(ben.user.id)).toEqual(neighbours);
  expect(shownPrivately(await ben.type(channelId, '/progress'))).toContain('1 of 20 tasks');
});

test('a database server that starts anew costs nobody a record that was confirmed', async () => {
  await using postgres = await startPostgresServer();
  await using server = await openServer({ databaseUrl: postgres.url('postgres') });
  const { ada, ben, channelId } = server;
  await ada.type(channelId, '/done task:cka-course');

  await postgres.stop();
  const meanwhile = [
    ada.type(channelId, '/done task:minio-on-kubernetes'),
    ben.type(channelId, '/done task:cka-course'),
    ada.type(channelId, '/progress'),
  ];
  await postgres.start();
  await Promise.all(meanwhile);

  // Each of them waited for the server, and then went on as if nothing had been.
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('2 of 20 tasks');
  expect(shownPrivately(await ben.type(channelId, '/progress'))).toContain('1 of 20 tasks');
  expect(server.logged.filter((line) => line.includes('"level":60'))).toEqual([]);
});
