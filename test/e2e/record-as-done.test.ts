import { expect } from 'vitest';
import { backendPathway } from '../support/loaded-pathways.ts';
import { test } from '../support/shared-server.ts';
import { addressOf, optionsOf, shownInPlace, shownPrivately, textOf } from '../support/shown.ts';
import { finishPhase } from '../support/walking.ts';

const CHOICE = 'Choose the task';

test('a message becomes the evidence of the task chosen', async ({ server, ada, channelId }) => {
  const post = ada.say(channelId, 'My cluster is up: @everyone look!');
  const question = await ada.messageMenu(channelId, 'Record as done', post.id);
  expect(shownPrivately(question)).toContain('### Which task does this message show?');
  expect(textOf(question.message)).not.toContain('everyone');

  const done = await ada.pick(question.message, CHOICE, [
    'Build a multi-node cluster with kubeadm on cloud VMs',
  ]);

  expect(shownInPlace(done)).toContain('### ✅ Build a multi-node cluster');
  expect(done.isPrivate).toBe(true);
  expect(addressOf(done.message, 'Open your link')).toBe(
    `https://discord.com/channels/${server.guildId}/${channelId}/${post.id}`,
  );
});

test('in a direct message the link leads there', async ({ server, ada }) => {
  const dm = server.emulator.dmChannel(ada.user.id).id;
  const post = ada.say(dm, 'A note to myself');
  const question = await ada.messageMenu(dm, 'Record as done', post.id);
  const done = await ada.pick(question.message, CHOICE, ['cka-course']);
  expect(addressOf(done.message, 'Open your link')).toBe(`https://discord.com/channels/@me/${dm}/${post.id}`);
});

test('somebody else’s message may be one’s own evidence', async ({ ada, ben, channelId }) => {
  const praise = ben.say(channelId, 'ada’s talk was great');
  const question = await ada.messageMenu(channelId, 'Record as done', praise.id);
  const done = await ada.pick(question.message, CHOICE, ['gpu-cluster-post']);
  expect(shownInPlace(done)).toContain('### ✅ Write a blog post');
  expect(shownPrivately(await ben.type(channelId, '/progress'))).toContain('not on a pathway yet');
});

test('only open tasks are offered', async ({ ada, channelId }) => {
  await finishPhase(ada, channelId, 1);
  const post = ada.say(channelId, 'done!');
  const { message } = await ada.messageMenu(channelId, 'Record as done', post.id);
  const open = backendPathway.phases.slice(1).flatMap(({ tasks }) => tasks.map(({ title }) => title));
  expect(optionsOf(message, CHOICE)).toEqual(open);
});

test('when nothing is open it says what else can be done', async ({ ada, channelId }) => {
  for (const number of [1, 2, 3, 4, 5]) await finishPhase(ada, channelId, number);
  const post = ada.say(channelId, 'done!');
  const answer = await ada.messageMenu(channelId, 'Record as done', post.id);
  expect(shownPrivately(answer)).toBe(
    'Every task of your pathway is recorded already. `/done` adds a link to one of them.',
  );
});

test('a task recorded meanwhile takes the link and keeps its note', async ({ ada, channelId }) => {
  const post = ada.say(channelId, 'my certificate');
  const { message } = await ada.messageMenu(channelId, 'Record as done', post.id);
  await ada.type(channelId, '/done task:cka-course note:passed');
  const done = await ada.pick(message, CHOICE, ['cka-course']);
  expect(shownInPlace(done)).toContain('> passed');
  expect(addressOf(done.message, 'Open your link')).toContain(post.id);
});
