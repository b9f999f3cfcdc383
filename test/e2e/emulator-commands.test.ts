import {
  ApplicationCommandOptionType as Type,
  InteractionContextType,
  PermissionFlagsBits,
  REST,
  Routes,
  type APIApplicationCommand,
  type ApplicationCommandDataResolvable,
  type CommandInteractionOption,
} from 'discord.js';
import { expect, test } from 'vitest';
import { ClientRefusal } from '../../src/playground/emulator/index.ts';
import { answerWith, connect, join, startWorld } from './emulator-bot.ts';

const DONE: ApplicationCommandDataResolvable = {
  name: 'done',
  description: 'Records a task',
  options: [
    { type: Type.String, name: 'task', description: 'Which', required: true, maxLength: 20 },
    { type: Type.String, name: 'note', description: 'Words' },
    { type: Type.String, name: 'link', description: 'Evidence' },
    { type: Type.String, name: 'day', description: 'When', choices: [{ name: 'Monday', value: '1' }] },
    { type: Type.Integer, name: 'hours', description: 'How long', minValue: 1, maxValue: 8 },
    { type: Type.Number, name: 'part', description: 'How much' },
    { type: Type.Boolean, name: 'share', description: 'Public' },
    { type: Type.User, name: 'with', description: 'With whom' },
    { type: Type.Channel, name: 'where', description: 'Where' },
    { type: Type.Role, name: 'role', description: 'Which role' },
    { type: Type.Mentionable, name: 'who', description: 'Anyone' },
  ],
};

function received(options: readonly CommandInteractionOption[]): Record<string, unknown> {
  return Object.fromEntries(options.map(({ name, value }) => [name, value]));
}

async function startBot(commands: ApplicationCommandDataResolvable[] = [DONE]) {
  const world = await startWorld();
  const client = await connect(world.emulator);
  await client.application.commands.set(commands);
  const seen: Record<string, unknown>[] = [];
  answerWith(client, async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const subcommand = [
      interaction.options.getSubcommandGroup(false),
      interaction.options.getSubcommand(false),
    ];
    const nested = interaction.options.data.flatMap((option) => option.options ?? [option]);
    const inner = nested.flatMap((option) => option.options ?? [option]);
    seen.push({ ...received(inner), path: subcommand.filter((name) => name !== null).join(' ') });
    await interaction.reply('ok');
  });
  return { ...world, client, seen };
}

test('commands keep their id when registered again, and change version when they change', async () => {
  const { emulator, guild } = await startWorld();
  const rest = new REST({ api: emulator.apiUrl }).setToken(emulator.token);
  const route = Routes.applicationCommands(emulator.applicationId);
  const put = (body: unknown) => rest.put(route, { body }) as Promise<APIApplicationCommand[]>;
  const ping = { name: 'ping', description: 'Answers', name_localizations: { de: 'pong' } };

  const [first] = await put([ping]);
  expect((await put([ping]))[0]).toEqual(first);
  const [changed, other] = await put([
    { ...ping, description: 'Changed' },
    { name: 'other', description: 'x' },
  ]);
  expect(changed?.id).toBe(first?.id);
  expect(changed?.version).not.toBe(first?.version);
  expect(emulator.commands().map(({ name }) => name)).toEqual(['ping', 'other']);

  const plain = (await rest.get(route)) as APIApplicationCommand[];
  expect(plain[0]).not.toHaveProperty('name_localizations');
  const query = new URLSearchParams({ with_localizations: 'true' });
  expect(await rest.get(route, { query })).toMatchObject([{ name_localizations: { de: 'pong' } }, {}]);

  const otherRoute = Routes.applicationCommand(emulator.applicationId, other?.id ?? '');
  expect(await rest.patch(otherRoute, { body: { description: 'y' } })).toMatchObject({ description: 'y' });
  await rest.delete(otherRoute);
  await expect(rest.get(otherRoute)).rejects.toMatchObject({ code: 10063 });

  const local = Routes.applicationGuildCommands(emulator.applicationId, guild.id);
  await rest.post(local, { body: { name: 'here', description: 'Only here' } });
  expect(emulator.commands(guild.id).map(({ name }) => name)).toEqual(['ping', 'here']);
});

test('an application has at most a hundred commands', async () => {
  const { emulator } = await startWorld();
  const rest = new REST({ api: emulator.apiUrl }).setToken(emulator.token);
  const route = Routes.applicationCommands(emulator.applicationId);
  const many = Array.from({ length: 100 }, (_, index) => ({ name: `c${index}`, description: 'x' }));
  const more = { name: 'more', description: 'x' };
  await expect(rest.put(route, { body: [...many, more] })).rejects.toMatchObject({ code: 30032 });
  await rest.put(route, { body: many });
  await expect(rest.post(route, { body: more })).rejects.toMatchObject({ code: 30032 });
  await rest.post(route, { body: many[0] });
});

test('a typed command becomes options of the right types', async () => {
  const { emulator, guild, channel, ada, seen } = await startBot();
  const bob = join(emulator, guild.id, 'bob');
  await ada.type(
    channel.id,
    `/done task:"CKA course" note:went well, see 14:05 link:https://example.org/?a=b:c day:Monday hours:3 part:0.5 share:true with:@bob where:#general who:<@${bob.user.id}>`,
  );
  expect(seen).toEqual([
    {
      path: '',
      task: 'CKA course',
      note: 'went well, see 14:05',
      link: 'https://example.org/?a=b:c',
      day: '1',
      hours: 3,
      part: 0.5,
      share: true,
      with: bob.user.id,
      where: channel.id,
      who: bob.user.id,
    },
  ]);
});

test.each([
  ['/nothing', /There is no command nothing; there is done/],
  ['done', /begins with a slash/],
  ['/done', /task is required/],
  ['/done task:x other:y', /no option other/],
  ['/done loose', /no option loose/],
  ['/done task:x task:y', /given twice/],
  ['/done task:"x', /quote is not closed/],
  ['/done task:far-too-long-for-this-option', /at most 20/],
  ['/done task:x hours:9', /at most 8/],
  ['/done task:x hours:0', /at least 1/],
  ['/done task:x hours:1.5', /whole number/],
  ['/done task:x hours:many', /must be a number/],
  ['/done task:x share:maybe', /true or false/],
  ['/done task:x day:Sunday', /one of: Monday/],
  ['/done task:x with:@nobody', /nobody called @nobody/],
  ['/done task:x where:#nowhere', /no channel #nowhere/],
  ['/done task:x role:@none', /no role @none/],
])('the client refuses %s', async (text, reason) => {
  const { emulator, channel, ada, seen } = await startBot();
  const attempt = ada.type(channel.id, text);
  await expect(attempt).rejects.toThrow(ClientRefusal);
  await expect(attempt).rejects.toThrow(reason);
  expect(seen).toEqual([]);
  expect(emulator.requests.some(({ path }) => path.endsWith('/callback'))).toBe(false);
});

test('subcommands are found, also in groups', async () => {
  const { channel, ada, seen } = await startBot([
    {
      name: 'roadmap',
      description: 'The pathway',
      options: [
        {
          type: Type.Subcommand,
          name: 'phase',
          description: 'One phase',
          options: [
            { type: Type.String, name: 'phase', description: 'Which' },
            { type: Type.Boolean, name: 'private', description: 'Only you' },
          ],
        },
        {
          type: Type.SubcommandGroup,
          name: 'admin',
          description: 'For facilitators',
          options: [{ type: Type.Subcommand, name: 'reset', description: 'Start over' }],
        },
      ],
    },
  ]);
  await ada.type(channel.id, '/roadmap phase phase:2 private:true');
  await ada.slash(channel.id, 'roadmap phase', { phase: '3' });
  await ada.type(channel.id, '/roadmap admin reset');
  expect(seen).toEqual([
    { path: 'phase', phase: '2', private: true },
    { path: 'phase', phase: '3' },
    { path: 'admin reset' },
  ]);
  await expect(ada.type(channel.id, '/roadmap')).rejects.toThrow(/one of: phase, admin/);
  await expect(ada.type(channel.id, '/roadmap admin phase')).rejects.toThrow(/one of: reset \(not phase\)/);
  await expect(ada.slash(channel.id, 'roadmap phase two')).rejects.toThrow(/no subcommand two/);
});

test('a command is offered where and to whom its definition says', async () => {
  const { emulator, guild, channel, ada, client } = await startBot([
    { name: 'here', description: 'In servers', contexts: [InteractionContextType.Guild] },
    { name: 'there', description: 'In private', contexts: [InteractionContextType.BotDM] },
    { name: 'setup', description: 'For staff', defaultMemberPermissions: PermissionFlagsBits.ManageGuild },
    { name: 'locked', description: 'For administrators', defaultMemberPermissions: 0n },
  ]);
  await client.application.commands.create({ name: 'local', description: 'Of the guild' }, guild.id);
  const dm = emulator.dmChannel(ada.user.id);
  const staff = join(emulator, guild.id, 'staff', PermissionFlagsBits.ManageGuild);

  expect((await ada.type(channel.id, '/here')).kind).toBe('message');
  await expect(ada.type(dm.id, '/here')).rejects.toThrow(/direct message/);
  expect((await ada.type(dm.id, '/there')).kind).toBe('message');
  await expect(ada.type(channel.id, '/there')).rejects.toThrow(/server/);
  expect((await ada.type(channel.id, '/local')).kind).toBe('message');
  await expect(ada.type(dm.id, '/local')).rejects.toThrow(/no command local/);

  await expect(ada.type(channel.id, '/setup')).rejects.toThrow(/may not use/);
  expect((await staff.type(channel.id, '/setup')).kind).toBe('message');
  await expect(staff.type(channel.id, '/locked')).rejects.toThrow(/may not use/);

  emulator.removeMember(guild.id, ada.user.id);
  await expect(ada.type(channel.id, '/here')).rejects.toThrow(/cannot see/);
  await expect(ada.type(dm.id, '/there')).rejects.toThrow(/not installed for you/);
});
