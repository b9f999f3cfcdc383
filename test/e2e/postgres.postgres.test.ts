import { InteractionResponseType } from 'discord.js';
import { expect, test, vi } from 'vitest';

import type { ReadinessReport } from '../../src/http/readiness.ts';
import { words } from '../support/cohort-server.ts';
import { everyRow, mentions } from '../support/every-table.ts';
import { portNobodyListensOn } from '../support/ports.ts';
import { openPostgresRoad } from '../support/postgres-road.ts';
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

test('a clock that the database disagrees with sends nothing, says so, and goes on when it is right again', async () => {
  await using database = await makeTemporaryDatabase('empty');
  const port = await portNobodyListensOn();
  await using server = await openServer({
    databaseUrl: database.url,
    comparesClock: true,
    http: { host: '127.0.0.1', port },
  });
  const { ada, channelId } = server;
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  const ledger = async () => (await everyRow(database.url)).filter(({ table }) => table === 'delivery');
  const told = () => server.logged.filter((line) => line.includes('"the clock'));

  await server.moveTo(Date.now());
  await ada.type(channelId, '/nudge on');
  const before = told().length;
  for (const later of [WEEK, WEEK + 60_000]) await server.moveTo(Date.now() + later);
  expect(await ledger()).toEqual([]);
  expect(told().slice(before)).toEqual([expect.stringContaining('"level":50')]);
  const { checks } = JSON.parse(await ask('/readyz')) as ReadinessReport;
  expect(checks['ticks']?.why).toMatch(/^The clock is \d{6} seconds ahead of the database's/);
  expect(await ask('/metrics')).toMatch(/^cairn_clock_ahead_seconds 6048\d\d\./m);
  // Whoever asks is answered by any clock.
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('0 of 20 tasks');

  await server.moveTo(Date.now());
  expect(told().slice(before)).toHaveLength(2);
  // A few milliseconds: this clock stands still.
  expect(await ask('/metrics')).toMatch(/^cairn_clock_ahead_seconds -?[0-4](\.|$)/m);
});

test('a database server that starts anew costs nobody a record that was confirmed', async () => {
  await using postgres = await startPostgresServer();
  const port = await portNobodyListensOn();
  await using server = await openServer({
    databaseUrl: postgres.url('postgres'),
    http: { host: '127.0.0.1', port },
  });
  const { ada, ben, channelId } = server;
  await ada.type(channelId, '/done task:cka-course');
  expect(await databaseOf(port)).toEqual({ status: 200, database: { ok: true } });

  await postgres.stop();
  const meanwhile = [
    ada.type(channelId, '/done task:minio-on-kubernetes'),
    ben.type(channelId, '/done task:cka-course'),
    ada.type(channelId, '/progress'),
  ];
  await vi.waitFor(async () => {
    expect(await databaseOf(port)).toMatchObject({ status: 503, database: { ok: false } });
  }, READY_PATIENCE);
  await postgres.start();
  await Promise.all(meanwhile);
  await vi.waitFor(async () => {
    expect(await databaseOf(port)).toEqual({ status: 200, database: { ok: true } });
  }, READY_PATIENCE);

  // Each of them waited for the server, and then went on as if nothing had been.
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('2 of 20 tasks');
  expect(shownPrivately(await ben.type(channelId, '/progress'))).toContain('1 of 20 tasks');
  expect(server.logged.filter((line) => line.includes('"level":60'))).toEqual([]);
});

test('a database server that says nothing for a while has members see that the bot is at work', async () => {
  await using database = await makeTemporaryDatabase('migrated');
  await using road = await openPostgresRoad(database.url);
  const port = await portNobodyListensOn();
  await using server = await openServer({ databaseUrl: road.url, http: { host: '127.0.0.1', port } });
  const { ada, channelId, emulator } = server;
  await ada.type(channelId, '/join pathway:infrastructure');
  const deferrals = () =>
    emulator.requests.filter(({ body }) => (body as { type?: unknown } | undefined)?.type === DEFER).length;

  road.hold();
  const before = deferrals();
  const late = ada.type(channelId, '/done task:cka-course');
  await vi.waitFor(() => {
    expect(deferrals()).toBe(before + 1);
  }, READY_PATIENCE);
  expect(await databaseOf(port)).toEqual({
    status: 503,
    database: { ok: false, why: 'No answer within 2 seconds.' },
  });
  road.release();
  expect(shownPrivately(await late)).toContain('1 of 4 tasks');
});

const DEFER = InteractionResponseType.DeferredChannelMessageWithSource;

/** What came of a check holds for five seconds. */
const READY_PATIENCE = { timeout: 15_000, interval: 200 };

async function databaseOf(port: number) {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  const { checks } = (await answer.json()) as ReadinessReport;
  return { status: answer.status, database: checks['database'] };
}
