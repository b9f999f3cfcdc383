import { expect, test } from 'vitest';
import { firstChannel, openServer } from '../support/server.ts';
import { buttonsOf, shownInPlace, shownPrivately, shownPublicly } from '../support/shown.ts';

test('components of messages from before a restart work', async () => {
  await using server = await openServer();
  const { ada, ben, channelId } = server;
  const phase = await ada.type(channelId, '/roadmap phase');
  const done = await ada.type(channelId, '/done task:cka-course note:before');
  const question = await ada.type(channelId, '/done task:kubernetes');
  const next = await ben.type(channelId, '/next');

  await server.restartBot();

  expect(shownInPlace(await ada.press(phase.message, '▶'))).toContain('Phase 2 of 5');
  expect(shownPublicly(await ada.press(done.message, 'Share'))).toContain('has done **Take a CKA');
  const form = await ada.press(done.message, 'Add a note');
  const noted = await ada.submit(form.modal, { note: 'after' });
  expect(shownInPlace(noted)).toContain('> after');
  expect(shownInPlace(await ada.press(noted.message, 'Undo'))).toContain('stands again');
  const picked = await ada.pick(question.message, 'Choose the task', ['minio-on-kubernetes']);
  expect(shownInPlace(picked)).toContain('### ✅ Run MinIO');
  expect(shownInPlace(await ben.press(next.message, 'Done'))).toContain('### ✅ Take a CKA');
});

test('a modal opened before a restart is taken after it', async () => {
  await using server = await openServer();
  const { ada, channelId } = server;
  const { message } = await ada.type(channelId, '/done task:cka-course');
  const form = await ada.press(message, 'Add a note');
  await server.restartBot();
  expect(shownInPlace(await ada.submit(form.modal, { note: 'patience' }))).toContain('> patience');
});

test('progress stays', async () => {
  await using server = await openServer();
  const { ada, channelId } = server;
  await ada.type(channelId, '/join pathway:infrastructure hours:5 timezone:Europe/Berlin');
  await ada.type(channelId, '/done task:cka-course');
  const before = shownPrivately(await ada.type(channelId, '/progress'));
  await server.restartBot();
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toBe(before);
});

test('what was done in one server, or in a direct message, is done in all', async () => {
  await using server = await openServer();
  const { ada, channelId, emulator } = server;
  const other = emulator.createGuild({ name: 'Base camp', ownerId: ada.user.id });
  const elsewhere = firstChannel(emulator, other.id);
  const dm = emulator.dmChannel(ada.user.id).id;

  await ada.type(channelId, '/done task:cka-course');
  await ada.type(elsewhere, '/done task:gpu-pod');
  const last = await ada.type(dm, '/done task:pandas-pipeline');

  expect(shownPrivately(last)).toContain('3 of 4 tasks');
  const progress = shownPrivately(await ada.type(channelId, '/progress'));
  expect(shownPrivately(await ada.type(elsewhere, '/progress'))).toBe(progress);
  expect(shownPrivately(await ada.type(dm, '/progress'))).toBe(progress);
});

test.for([
  ['cut', 'drop'],
  ['asked to reconnect', 'requestReconnect'],
] as const)(
  'a connection that is %s is taken up again, and nothing asked meanwhile is lost',
  async ([, how]) => {
    await using server = await openServer();
    const { ada, channelId, emulator } = server;
    const { message } = await ada.type(channelId, '/next');
    emulator.gateway[how]();
    expect(shownInPlace(await ada.press(message, 'Done'))).toContain('### ✅');
    expect(buttonsOf((await ada.type(channelId, '/progress')).message)).toContain('Next step');
  },
);

test('a session that is gone is begun anew', async () => {
  await using server = await openServer();
  const { ada, channelId, emulator } = server;
  await ada.type(channelId, '/done task:cka-course');
  emulator.gateway.invalidateSessions(false);
  await expect.poll(() => emulator.gateway.connections, { timeout: 10_000 }).toBe(0);
  await emulator.waitForReady();
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('1 of 20 tasks');
});
