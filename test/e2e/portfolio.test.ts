import type { APIMessage } from 'discord.js';
import { expect } from 'vitest';
import { defaultWords } from '../../src/words/words.ts';
import { test } from '../support/shared-server.ts';
import { addressOfFile, customIdOf, shownInPlace, shownPrivately } from '../support/shown.ts';

const { buttons, portfolio: said, problems } = defaultWords;

async function fileOf(message: APIMessage): Promise<string> {
  const response = await fetch(addressOfFile(message) ?? '');
  expect(response.status).toBe(200);
  return response.text();
}

test('begins with the first task, which is one press away', async ({ ada, channelId }) => {
  expect(shownPrivately(await ada.type(channelId, '/portfolio'))).toContain(
    problems['not-joined']({ code: 'not-joined' }),
  );
  await ada.type(channelId, '/join pathway:infrastructure');
  const empty = await ada.type(channelId, '/portfolio');
  expect(shownPrivately(empty)).toContain(said.nothingYet);
  expect(shownPrivately(empty)).toContain('**Next:** Take a CKA prep course');
  expect(shownInPlace(await ada.press(empty.message, buttons.nextStep))).toContain('### Take a CKA');
});

test('is a file of what is done, made anew in place with what its member picks', async ({
  ada,
  channelId,
}) => {
  await ada.type(channelId, '/done task:gpu-pod link:https://example.org/pod note:<b>mine</b>');
  const made = await ada.type(channelId, '/portfolio');
  expect(shownPrivately(made)).toContain('1 task in 1 phase · 1 task with a link');
  const title = 'Install the NVIDIA device plugin and schedule a GPU pod';
  const file = await fileOf(made.message);
  expect(file).toContain(`- [${title}](<https://example.org/pod>) — 2 March 2026`);
  expect(file).toContain(`- **Kubernetes`);
  expect(file).not.toContain('mine');

  const picked = await ada.pick(made.message, buttons.chooseParts, ['notes']);
  const again = await fileOf(picked.message);
  expect(shownInPlace(picked)).toContain('1 task in 1 phase');
  expect(again).toContain(`- ${title}\n  > \\<b\\>mine\\</b\\>`);
  expect(again).not.toContain('example.org');

  const none = await ada.pick(picked.message, buttons.chooseParts, []);
  expect(await fileOf(none.message)).not.toContain('mine');
  expect(await fileOf((await ada.type(channelId, '/portfolio')).message)).toBe(await fileOf(none.message));
});

test('takes nothing that is not one of its parts', async ({ ada, channelId }) => {
  await ada.type(channelId, '/done task:gpu-pod');
  const { message } = await ada.type(channelId, '/portfolio');
  expect(customIdOf(message, buttons.chooseParts)).toBe('1:portfolio');
  await expect(ada.pick(message, buttons.chooseParts, ['salary'])).rejects.toThrow('no option salary');
});
