import { ApplicationCommandOptionType, ApplicationCommandType, ComponentType } from 'discord.js';
import { expect } from 'vitest';
import { commands } from '../../commands/index.ts';
import { test } from '../support/shared-server.ts';
import { optionsOf, rawTextOf, shownInPlace, shownPrivately, textOf } from '../support/shown.ts';

test('begins with three commands, and each of them can be clicked', async ({ server, ada, channelId }) => {
  const text = rawTextOf((await ada.type(channelId, '/help')).message);
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
  const help = await ada.type(channelId, '/help');
  const mentioned: string[] = [];
  let { message } = help;
  for (const group of optionsOf(message, 'More about …')) {
    const page = await ada.pick(message, 'More about …', [group]);
    expect(shownInPlace(page)).toContain(`### ${group}`);
    mentioned.push(...mentionsIn(rawTextOf(page.message)));
    ({ message } = await ada.press(page.message, 'Back'));
  }
  expect(textOf(message)).toBe(shownPrivately(help));
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
  // The first page has no room for all, but none that is not there.
  expect(registered).toEqual(expect.arrayContaining([...mentionsIn(rawTextOf(message))]));
});

test('a command that an answer names can be clicked, with the option that it wants', async ({
  server,
  ada,
  channelId,
}) => {
  const idOf = (name: string) => server.emulator.commands().find((command) => command.name === name)?.id;
  const refused = await ada.type(channelId, '/progress');
  expect(rawTextOf(refused.message)).toContain(`</join:${idOf('join')}> puts you on one`);
  const unclear = await ada.type(channelId, '/join pathway:infrastructure');
  expect(rawTextOf(unclear.message)).toContain(`</join:${idOf('join')}> \`timezone:\``);
  // What somebody typed stays what they typed.
  const typed = await ada.type(channelId, '/done task:"zz `/done`"');
  expect(rawTextOf(typed.message)).not.toContain(`zz </done`);
});

test('a group that there is no more sends back to the command', async ({ ada, channelId }) => {
  const { message } = await ada.type(channelId, '/help');
  expect(shownPrivately(await ada.forge(message, '1:help-group:astronauts:0'))).toContain('earlier version');
  expect(shownPrivately(await ada.forge(message, '1:help-pick', ComponentType.StringSelect))).toContain(
    'earlier version',
  );
});

function mentionsIn(text: string): readonly string[] {
  return [...text.matchAll(/<\/([^:>]+):(\d+)>/g)].map(([, name, id]) => `${name} ${id}`);
}

test('tells where the right-click commands are', async ({ ada, channelId }) => {
  const text = shownPrivately(await ada.type(channelId, '/help'));
  for (const { kind, data } of commands) {
    if (kind !== 'slash') expect(text).toContain(`*Apps → ${data.name}*`);
  }
});
