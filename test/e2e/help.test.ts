import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js';
import { expect } from 'vitest';
import { commands } from '../../commands/index.ts';
import { test } from '../support/shared-server.ts';
import { shownPrivately } from '../support/shown.ts';

test('begins with three commands, and each of them can be clicked', async ({ server, ada, channelId }) => {
  const text = shownPrivately(await ada.type(channelId, '/help'));
  const idOf = (name: string) => server.emulator.commands().find((command) => command.name === name)?.id;
  const begin = text.split('**Three to begin with**\n')[1]?.split('\n').slice(0, 3);
  expect(begin).toEqual([
    `</roadmap phase:${idOf('roadmap')}> — One phase: its tasks and resources`,
    `</done:${idOf('done')}> — Record a task as done`,
    `</next:${idOf('next')}> — The one best next step`,
  ]);
});

test('names every command and subcommand once, with the id it is registered under', async ({
  server,
  ada,
  channelId,
}) => {
  const text = shownPrivately(await ada.type(channelId, '/help'));
  const mentioned = [...text.matchAll(/<\/([^:>]+):(\d+)>/g)].map(([, name, id]) => `${name} ${id}`);
  const registered = server.emulator
    .commands()
    .filter(({ name, type }) => type === ApplicationCommandType.ChatInput && name !== 'help')
    .flatMap(({ name, id, options = [] }) => {
      const subcommands = options.filter(({ type }) => type === ApplicationCommandOptionType.Subcommand);
      return subcommands.length === 0
        ? [`${name} ${id}`]
        : subcommands.map((subcommand) => `${name} ${subcommand.name} ${id}`);
    });
  expect(mentioned.toSorted()).toEqual(registered.toSorted());
});

test('tells where the right-click commands are', async ({ ada, channelId }) => {
  const text = shownPrivately(await ada.type(channelId, '/help'));
  for (const { kind, data } of commands) {
    if (kind !== 'slash') expect(text).toContain(`*Apps → ${data.name}*`);
  }
});
