import type { APIMessage } from 'discord.js';
import { expect } from 'vitest';
import { personalExportSchema } from '../../src/domain/personal-export.ts';
import type { Person } from '../../src/playground/emulator/index.ts';
import { appear } from '../support/appearing.ts';
import { begin, test, words } from '../support/cohort-server.ts';
import { everyRow, mentions } from '../support/every-table.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import type { TestServer } from '../support/server.ts';
import { addressOfFile, buttonsOf, shownInPlace, shownPrivately } from '../support/shown.ts';

const [FIRST_TASK] = backendPathway.phases[0]?.tasks.map(({ id }) => id) ?? [];
const { eraseEverything, keepEverything } = words.buttons;

const rowsNaming = async ({ databaseFile }: TestServer, { user }: Person) =>
  (await everyRow(`sqlite:${databaseFile}`)).filter((row) => mentions(row, user.id));

async function readExport(message: APIMessage): Promise<unknown> {
  const response = await fetch(addressOfFile(message) ?? '');
  return response.json();
}

test('a member takes along everything that is kept on them, and has it erased', async ({
  server,
  guildId,
  channelId,
  owner,
  ben,
}) => {
  await owner.type(channelId, '/setup server');
  await owner.type(channelId, `/done task:${FIRST_TASK ?? ''} note:Ours link:https://example.com/proof`);
  await owner.type(channelId, '/nudge on');
  await owner.type(channelId, '/cohort join code:AAAABBBB');
  await appear(owner, channelId, 'By name');
  const { announcement } = await begin(owner, channelId);
  await owner.press(announcement, 'Join');
  await owner.slash(channelId, 'setup server', { roles: 'create' });
  await ben.type(channelId, `/done task:${FIRST_TASK ?? ''}`);
  await server.moveTo(server.clock.time + 7 * 24 * 60 * 60 * 1000);
  expect(new Set((await rowsNaming(server, owner)).map(({ table }) => table)).size).toBeGreaterThanOrEqual(
    11,
  );

  expect(server.emulator.memberRoles(guildId, owner.user.id)).toHaveLength(1);

  const exported = await owner.type(channelId, '/privacy export');
  expect(shownPrivately(exported)).toContain(words.privacy.exported);
  const personal = personalExportSchema.parse(await readExport(exported.message));
  expect(personal).toMatchObject({
    userId: owner.user.id,
    records: [{ note: 'Ours', link: 'https://example.com/proof' }],
    cohorts: [{ cohort: { name: 'Spring', serverId: guildId } }],
    reminder: { state: 'on' },
    deliveries: [{ state: 'sent' }],
    serversSetUp: [{ serverId: guildId }],
  });

  const asked = await owner.type(channelId, '/privacy delete');
  expect(shownPrivately(asked)).toContain(words.privacy.leftAlone(['Spring'], 0));
  const neighbours = await rowsNaming(server, ben);
  const pressed = await owner.press(asked.message, eraseEverything);
  const said = shownInPlace(pressed);
  expect(said).toContain(words.privacy.erased);
  expect(said).toContain(words.privacy.cohortsStay(['Spring'], 0));
  await server.settled(pressed);
  expect(await rowsNaming(server, owner)).toEqual([]);
  expect(await rowsNaming(server, ben)).toEqual(neighbours);

  // Neither asking anything else nor the minute's jobs write them back.
  await owner.type(channelId, '/next');
  await owner.type(channelId, '/cohort show');
  await server.moveTo(server.clock.time + 7 * 24 * 60 * 60 * 1000);
  await server.settled(await owner.type(channelId, '/help'));
  expect(await rowsNaming(server, owner)).toEqual([]);
  expect(server.emulator.memberRoles(guildId, owner.user.id)).toEqual([]);
});

test('who presses it again, or was never known, hears that there is nothing', async ({
  ada,
  ben,
  channelId,
}) => {
  await ada.type(channelId, '/join pathway:infrastructure');
  const asked = await ada.type(channelId, '/privacy delete');
  const askedAgain = await ada.type(channelId, '/privacy delete');
  await ada.press(asked.message, eraseEverything);
  expect(shownInPlace(await ada.press(askedAgain.message, eraseEverything))).toContain(
    words.privacy.nothingKept,
  );
  const unknown = await ben.type(channelId, '/privacy delete');
  expect(shownPrivately(unknown)).toContain(words.privacy.nothingKept);
  expect(buttonsOf(unknown.message)).toEqual([]);
  const exported = await ben.type(channelId, '/privacy export');
  expect(shownPrivately(exported)).toContain(words.privacy.exportedNothing);
  expect(personalExportSchema.parse(await readExport(exported.message))).toMatchObject({ member: null });
});

test('who keeps it finds everything as it was', async ({ server, ada, channelId }) => {
  await ada.type(channelId, '/join pathway:infrastructure');
  const before = await rowsNaming(server, ada);
  const asked = await ada.type(channelId, '/privacy delete');
  expect(buttonsOf(asked.message)).toEqual([keepEverything, eraseEverything]);
  expect(shownInPlace(await ada.press(asked.message, keepEverything))).toContain(words.privacy.kept);
  expect(await rowsNaming(server, ada)).toEqual(before);
});
