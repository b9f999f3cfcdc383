import {
  ActionRowBuilder,
  ApplicationCommandOptionType as Type,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ButtonBuilder,
  ButtonStyle,
  ComponentType,
  ContainerBuilder,
  InteractionContextType,
  LabelBuilder,
  Locale,
  MessageFlags,
  ModalBuilder,
  SectionBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  UserSelectMenuBuilder,
  type ApplicationCommandDataResolvable,
  type Interaction,
} from 'discord.js';
import { expect, test, vi } from 'vitest';
import { ClientRefusal } from '../../src/playground/emulator/index.ts';
import { answerWith, connect, join, startWorld } from './emulator-bot.ts';

const PING: ApplicationCommandDataResolvable = { name: 'ping', description: 'Answers' };

async function startBot(
  handle: (interaction: Interaction) => Promise<unknown>,
  {
    commands = [PING],
    ...options
  }: Parameters<typeof startWorld>[0] & {
    commands?: ApplicationCommandDataResolvable[];
  } = {},
) {
  const world = await startWorld(options);
  const client = await connect(world.emulator);
  await client.application.commands.set(commands);
  return { ...world, client, errors: answerWith(client, handle) };
}

/** A handler for the first kind of interaction only; others stay unanswered. */
function onCommand(handle: (interaction: Extract<Interaction, { commandName: string }>) => Promise<unknown>) {
  return async (interaction: Interaction) => {
    if (interaction.isChatInputCommand()) await handle(interaction);
  };
}

test('a reply is seen by everyone, a private one by the asker alone', async () => {
  const { emulator, guild, channel, ada } = await startBot(
    async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const isPrivate = interaction.options.getBoolean('private') ?? false;
      await interaction.reply({
        content: isPrivate ? 'for you' : 'for all',
        ...(isPrivate && { flags: MessageFlags.Ephemeral }),
      });
    },
    { commands: [{ ...PING, options: [{ type: Type.Boolean, name: 'private', description: 'Only you' }] }] },
  );
  const bob = join(emulator, guild.id, 'bob');

  const open = await ada.type(channel.id, '/ping');
  expect(open).toMatchObject({ kind: 'message', isPrivate: false, wasDeferred: false });
  expect(open.message.interaction_metadata?.user.id).toBe(ada.user.id);
  const hidden = await ada.type(channel.id, '/ping private:true');
  expect(hidden).toMatchObject({ kind: 'message', isPrivate: true });
  expect(hidden.message.content).toBe('for you');

  const contents = (person: typeof ada) => person.messages(channel.id).map(({ content }) => content);
  expect(contents(ada)).toEqual(['for all', 'for you']);
  expect(contents(bob)).toEqual(['for all']);
  ada.dismiss(hidden.message.id);
  expect(contents(ada)).toEqual(['for all']);
  expect(() => {
    bob.dismiss(open.message.id);
  }).toThrow(ClientRefusal);
});

test('a private answer cannot be reached through the channel', async () => {
  const { client, channel, ada } = await startBot(async (interaction) => {
    if (interaction.isChatInputCommand())
      await interaction.reply({ content: 'x', flags: MessageFlags.Ephemeral });
  });
  const { message } = await ada.type(channel.id, '/ping');
  await expect(client.rest.get(`/channels/${channel.id}/messages/${message.id}`)).rejects.toMatchObject({
    code: 10008,
  });
});

test('a deferred answer is filled by an edit, and stays private', async () => {
  const { channel, ada, errors } = await startBot(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply({ content: 'done' });
    await interaction.followUp({ content: 'and more' });
  });
  const outcome = await ada.type(channel.id, '/ping');
  expect(outcome).toMatchObject({ kind: 'message', isPrivate: true, wasDeferred: true });
  expect(outcome.message.content).toBe('done');
  expect((outcome.message.flags ?? 0) & MessageFlags.Loading).toBe(0);
  const [followUp] = await outcome.followUps();
  expect(followUp?.content).toBe('and more');
  expect(followUp?.message_reference?.message_id).toBe(outcome.message.id);
  expect(errors).toEqual([]);
});

test('the first follow-up fills a deferred answer', async () => {
  const { channel, ada } = await startBot(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.deferReply();
    await interaction.followUp({ content: 'filled', flags: MessageFlags.Ephemeral });
  });
  const outcome = await ada.type(channel.id, '/ping');
  expect(outcome.message.content).toBe('filled');
  expect(outcome.isPrivate).toBe(false);
  expect(ada.messages(channel.id)).toHaveLength(1);
});

test('the callback tells of the message when asked', async () => {
  const ids: (string | undefined)[] = [];
  const { channel, ada } = await startBot(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const { resource } = await interaction.reply({ content: 'x', withResponse: true });
    ids.push(resource?.message?.id, (await interaction.fetchReply()).id);
    await interaction.deleteReply();
  });
  const { message } = await ada.type(channel.id, '/ping');
  await vi.waitFor(() => {
    expect(ada.messages(channel.id)).toEqual([]);
  });
  expect(ids).toEqual([message.id, message.id]);
});

test('who does not answer in time has failed, and hears so', async () => {
  let release: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => (release = resolve));
  const { channel, ada, errors } = await startBot(
    async (interaction) => {
      await waiting;
      if (interaction.isChatInputCommand()) await interaction.reply('too late');
    },
    { deadlines: { firstResponseMs: 30 } },
  );
  const outcome = await ada.type(channel.id, '/ping');
  expect(outcome.kind).toBe('failed');
  expect(() => outcome.message).toThrow();
  release();
  await vi.waitFor(() => {
    expect(errors).toMatchObject([{ code: 10062, status: 404 }]);
  });
});

test('an interaction can be answered once', async () => {
  const { channel, ada, client, errors } = await startBot(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.reply('first');
    await client.rest.post(`/interactions/${interaction.id}/${interaction.token}/callback`, {
      body: { type: 4, data: { content: 'second' } },
      auth: false,
    });
  });
  await ada.type(channel.id, '/ping');
  await vi.waitFor(() => {
    expect(errors).toMatchObject([{ code: 40060, status: 400 }]);
  });
});

test('the token runs out', async () => {
  const { channel, ada, errors } = await startBot(
    async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await vi.waitFor(() =>
        interaction.fetchReply().then(
          () => Promise.reject(new Error('still valid')),
          () => undefined,
        ),
      );
      await interaction.editReply('too late');
    },
    { deadlines: { tokenMs: 50 } },
  );
  const outcome = await ada.type(channel.id, '/ping');
  expect(outcome.kind).toBe('failed');
  await vi.waitFor(() => {
    expect(errors).toMatchObject([{ code: 50027, status: 401 }]);
  });
});

test('the emulator clock runs the token out, too', async () => {
  let now = Date.now();
  const { channel, ada, emulator } = await startBot(
    async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply('x');
    },
    { now: () => now },
  );
  const { interactionToken: token } = await ada.type(channel.id, '/ping');
  const edit = async () => {
    const response = await fetch(
      `${emulator.apiUrl}/v10/webhooks/${emulator.applicationId}/${token}/messages/@original`,
    );
    return response.status;
  };
  expect(await edit()).toBe(200);
  now += 16 * 60_000;
  expect(await edit()).toBe(401);
});

test('a follow-up before any answer is refused', async () => {
  const { channel, ada, errors } = await startBot(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    try {
      await interaction.webhook.send('early');
    } finally {
      await interaction.reply('now');
    }
  });
  const outcome = await ada.type(channel.id, '/ping');
  expect(outcome.message.content).toBe('now');
  await vi.waitFor(() => {
    expect(errors).toMatchObject([{ code: 10015 }]);
  });
});

test('buttons deep in a container are pressed by label; what cannot be pressed is refused', async () => {
  const { channel, ada } = await startBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const container = new ContainerBuilder()
        .addSectionComponents(
          new SectionBuilder()
            .addTextDisplayComponents(new TextDisplayBuilder().setContent('Phase 1'))
            .setButtonAccessory(
              new ButtonBuilder().setCustomId('open:1').setLabel('Open').setStyle(ButtonStyle.Primary),
            ),
        )
        .addActionRowComponents(
          new ActionRowBuilder<ButtonBuilder>().addComponents(
            new ButtonBuilder().setURL('https://example.org').setLabel('Read').setStyle(ButtonStyle.Link),
            new ButtonBuilder()
              .setCustomId('no')
              .setLabel('Closed')
              .setStyle(ButtonStyle.Danger)
              .setDisabled(true),
          ),
        );
      await interaction.reply({ components: [container], flags: MessageFlags.IsComponentsV2 });
    } else if (interaction.isButton()) {
      await interaction.update({
        components: [
          new TextDisplayBuilder().setContent(`${interaction.customId} in ${interaction.message.id}`),
        ],
        flags: MessageFlags.IsComponentsV2,
      });
    }
  });
  const { message } = await ada.type(channel.id, '/ping');
  expect(message.components?.[0]).toMatchObject({
    id: 1,
    components: [{ id: 2, components: [{ id: 3 }], accessory: { id: 4 } }, { id: 5 }],
  });
  await expect(ada.press(message, 'Read')).rejects.toThrow(ClientRefusal);
  await expect(ada.press(message, 'Closed')).rejects.toThrow(ClientRefusal);
  await expect(ada.press(message, 'Missing')).rejects.toThrow(/it has Open, Read, Closed/);
  const outcome = await ada.press(message, 'Open');
  expect(outcome.kind).toBe('update');
  expect(outcome.message.components).toMatchObject([{ content: `open:1 in ${message.id}` }]);
  expect(outcome.message.edited_timestamp).not.toBeNull();
  await expect(ada.press(message, 'Open')).rejects.toThrow(ClientRefusal);
});

test('a deferred update is an update once the message changes, and nothing if it does not', async () => {
  const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
    ...['edit', 'silent', 'answer'].map((id) =>
      new ButtonBuilder().setCustomId(id).setLabel(id).setStyle(ButtonStyle.Secondary),
    ),
  );
  const { channel, ada } = await startBot(async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply({ content: 'press', components: [row] });
    if (!interaction.isButton()) return;
    await interaction.deferUpdate();
    if (interaction.customId === 'edit') await interaction.editReply('edited');
    if (interaction.customId === 'answer')
      await interaction.followUp({ content: 'sorry', flags: MessageFlags.Ephemeral });
  });
  const { message } = await ada.type(channel.id, '/ping');
  const edited = await ada.press(message, 'edit');
  expect(edited).toMatchObject({ kind: 'update', wasDeferred: true });
  expect(edited.message.content).toBe('edited');
  const answered = await ada.press(message, 'answer');
  expect(answered).toMatchObject({ kind: 'message', isPrivate: true });
  expect(answered.message.content).toBe('sorry');
  expect((await ada.press(message, 'silent')).kind).toBe('nothing');
});

test('a modal is filled in by label, checked, and sent', async () => {
  const { channel, ada, errors } = await startBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.showModal(
        new ModalBuilder()
          .setCustomId('note')
          .setTitle('A note')
          .addLabelComponents(
            new LabelBuilder()
              .setLabel('What')
              .setTextInputComponent(
                new TextInputBuilder().setCustomId('what').setStyle(TextInputStyle.Short).setMaxLength(10),
              ),
            new LabelBuilder()
              .setLabel('Mood')
              .setStringSelectMenuComponent(
                new StringSelectMenuBuilder()
                  .setCustomId('mood')
                  .addOptions({ label: 'Good', value: 'g' }, { label: 'Bad', value: 'b' }),
              ),
          ),
      );
    } else if (interaction.isModalSubmit()) {
      const what = interaction.fields.getTextInputValue('what');
      const mood = interaction.fields.getStringSelectValues('mood').join();
      await interaction.reply(`${what} ${mood}`);
    }
  });
  const opened = await ada.type(channel.id, '/ping');
  expect(opened.kind).toBe('modal');
  const values = { What: 'Kubernetes', mood: 'Good' };
  await expect(ada.submit(opened.modal, { ...values, What: 'far too long' })).rejects.toThrow(/at most 10/);
  await expect(ada.submit(opened.modal, { mood: 'Good' })).rejects.toThrow(/required/);
  await expect(ada.submit(opened.modal, { ...values, other: 'x' })).rejects.toThrow(/no input other/);
  const sent = await ada.submit(opened.modal, values);
  expect(sent.message.content).toBe('Kubernetes g');
  expect(sent.message.interaction_metadata).toMatchObject({
    triggering_interaction_metadata: { id: opened.interactionId },
  });
  expect(errors).toEqual([]);
});

test('several choices and prefilled inputs stay as they are until they are changed or emptied', async () => {
  const tracks = ['GPU', 'Go, fast', 'Python'].map((label, index) => ({ label, value: `t${index}` }));
  const prefilled = (name: string, value: string) =>
    new LabelBuilder()
      .setLabel(name)
      .setTextInputComponent(
        new TextInputBuilder()
          .setCustomId(name)
          .setStyle(TextInputStyle.Short)
          .setRequired(false)
          .setValue(value),
      );
  const select = () =>
    new StringSelectMenuBuilder()
      .setCustomId('tracks')
      .setPlaceholder('Tracks')
      .addOptions(tracks.map((track, index) => ({ ...track, default: index < 2 })));
  const { channel, ada } = await startBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const row = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
        select().setMinValues(0).setMaxValues(3),
      );
      await interaction.reply({ content: 'Which?', components: [row] });
    } else if (interaction.isStringSelectMenu()) {
      if (interaction.values.length > 0) await interaction.reply(interaction.values.join(' '));
      else
        await interaction.showModal(
          new ModalBuilder()
            .setCustomId('m')
            .setTitle('M')
            .addLabelComponents(
              prefilled('one', 'first'),
              prefilled('two', 'second'),
              new LabelBuilder()
                .setLabel('Tracks')
                .setStringSelectMenuComponent(select().setMinValues(2).setMaxValues(3).setRequired(false)),
            ),
        );
    } else if (interaction.isModalSubmit()) {
      const { fields } = interaction;
      const texts = [fields.getTextInputValue('one'), fields.getTextInputValue('two')];
      await interaction.reply(JSON.stringify([...texts, ...fields.getStringSelectValues('tracks')]));
    }
  });
  const { message } = await ada.type(channel.id, '/ping');
  const picked = await ada.pick(message, 'Tracks', ['GPU', 'Go, fast', 'Python']);
  expect(picked.message.content).toBe('t0 t1 t2');
  await expect(ada.pick(message, 'Tracks', ['GPU', 't0'])).rejects.toThrow(/each choice once/);

  const submit = async (values: Parameters<typeof ada.submit>[1]) => {
    const { modal } = await ada.pick(message, 'Tracks', []);
    const { message: told } = await ada.submit(modal, values);
    return JSON.parse(told.content) as unknown;
  };
  expect(await submit({})).toEqual(['first', 'second', 't0', 't1']);
  expect(await submit({ one: 'changed', two: '', tracks: ['Go, fast', 'Python'] })).toEqual([
    'changed',
    '',
    't1',
    't2',
  ]);
  expect(await submit({ tracks: [] })).toEqual(['first', 'second']);
  await expect(submit({ tracks: 'GPU' })).rejects.toThrow(/2 to 3/);
  await expect(submit({ one: ['a', 'b'] })).rejects.toThrow(/one text/);
});

test('a modal cannot answer a modal', async () => {
  const modal = new ModalBuilder()
    .setCustomId('m')
    .setTitle('M')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Text')
        .setTextInputComponent(new TextInputBuilder().setCustomId('t').setStyle(TextInputStyle.Short)),
    );
  const { client, channel, ada, errors } = await startBot(async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.showModal(modal);
    if (!interaction.isModalSubmit()) return;
    try {
      await client.rest.post(`/interactions/${interaction.id}/${interaction.token}/callback`, {
        body: { type: 9, data: modal.toJSON() },
        auth: false,
      });
    } finally {
      await interaction.reply('refused');
    }
  });
  const { modal: open } = await ada.type(channel.id, '/ping');
  expect((await ada.submit(open, { t: 'x' })).message.content).toBe('refused');
  await vi.waitFor(() => {
    expect(errors).toMatchObject([{ code: 50035 }]);
  });
});

test('autocomplete offers what the bot answers, as long as it answers in time', async () => {
  const { channel, ada } = await startBot(
    async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const { name, value } = interaction.options.getFocused(true);
      const scope = interaction.options.getString('scope');
      if (value !== 'silence') await interaction.respond([{ name: `${name}=${value} in ${scope}`, value }]);
    },
    {
      deadlines: { firstResponseMs: 1_000 },
      commands: [
        {
          ...PING,
          options: [
            {
              type: Type.Subcommand,
              name: 'task',
              description: 'A task',
              options: [
                { type: Type.String, name: 'task', description: 'Which', autocomplete: true, required: true },
                { type: Type.String, name: 'scope', description: 'Where' },
              ],
            },
          ],
        },
      ],
    },
  );
  const choices = await ada.autocomplete(
    channel.id,
    'ping task',
    { name: 'task', value: 'ku' },
    { scope: 'x' },
  );
  expect(choices).toMatchObject([{ name: 'task=ku in x', value: 'ku' }]);
  await expect(ada.autocomplete(channel.id, 'ping task', { name: 'task', value: 'silence' })).rejects.toThrow(
    /no answer/,
  );
  await expect(ada.autocomplete(channel.id, 'ping task', { name: 'scope', value: '' })).rejects.toThrow(
    ClientRefusal,
  );
});

test('selects send the values behind their labels, and the people picked', async () => {
  const { emulator, guild, channel, ada } = await startBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.reply({
        content: 'pick',
        components: [
          new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
            new StringSelectMenuBuilder()
              .setCustomId('phase')
              .setPlaceholder('Phase')
              .addOptions({ label: 'One', value: '1' }, { label: 'Two', value: '2' }),
          ),
          new ActionRowBuilder<UserSelectMenuBuilder>().addComponents(
            new UserSelectMenuBuilder().setCustomId('who').setMaxValues(2),
          ),
        ],
      });
    }
    if (interaction.isStringSelectMenu()) await interaction.reply(interaction.values.join());
    if (interaction.isUserSelectMenu())
      await interaction.reply(interaction.users.map(({ username }) => username).join());
  });
  const bob = join(emulator, guild.id, 'bob');
  const { message } = await ada.type(channel.id, '/ping');
  expect((await ada.pick(message, 'Phase', ['Two'])).message.content).toBe('2');
  await expect(ada.pick(message, 'Phase', ['Three'])).rejects.toThrow(/it has One, Two/);
  await expect(ada.pick(message, 'Phase', ['One', 'Two'])).rejects.toThrow(/takes 1 choices/);
  expect((await ada.pick(message, 'who', ['@bob', ada.user.id])).message.content).toBe('bob,ada');
  expect(bob.messages(channel.id)).toHaveLength(3);
});

test('context menus name their target', async () => {
  const { channel, ada, emulator } = await startBot(
    async (interaction) => {
      if (interaction.isUserContextMenuCommand()) await interaction.reply(interaction.targetUser.username);
      if (interaction.isMessageContextMenuCommand())
        await interaction.reply(interaction.targetMessage.content);
    },
    {
      commands: [
        { name: 'Progress', type: ApplicationCommandType.User },
        { name: 'Record as done', type: ApplicationCommandType.Message },
      ],
    },
  );
  const said = ada.say(channel.id, 'I did it');
  expect((await ada.userMenu(channel.id, 'Progress', ada.user.id)).message.content).toBe('ada');
  expect((await ada.messageMenu(channel.id, 'Record as done', said.id)).message.content).toBe('I did it');
  await expect(ada.userMenu(channel.id, 'Nothing', emulator.botUser.id)).rejects.toThrow(/there is Progress/);
});

test('an interaction tells the bot who, where, in which language and with what rights', async () => {
  const seen: Record<string, unknown>[] = [];
  const { emulator, guild, channel, ada } = await startBot(
    onCommand(async (interaction) => {
      seen.push({
        locale: interaction.locale,
        guildLocale: interaction.guildLocale,
        context: interaction.context,
        owners: {
          guildId: interaction.authorizingIntegrationOwners.guildId,
          userId: interaction.authorizingIntegrationOwners.userId,
        },
        mayManage: interaction.memberPermissions?.has('ManageGuild') ?? null,
        appMayManage: interaction.appPermissions.has('ManageGuild'),
        channelId: interaction.channelId,
        nickname: interaction.inCachedGuild() ? interaction.member.nickname : null,
      });
      if (interaction.isChatInputCommand()) await interaction.reply('ok');
    }),
  );
  const maja = emulator.createUser({ username: 'maja', locale: Locale.German });
  emulator.addMember(guild.id, maja.id, { nick: 'Majchen', permissions: 1n << 5n });
  await emulator.person(maja.id).type(channel.id, '/ping');
  await ada.type(emulator.dmChannel(ada.user.id).id, '/ping');
  expect(seen).toMatchObject([
    {
      locale: 'de',
      guildLocale: 'en-US',
      context: InteractionContextType.Guild,
      owners: { guildId: guild.id, userId: null },
      mayManage: true,
      appMayManage: false,
      channelId: channel.id,
      nickname: 'Majchen',
    },
    {
      locale: 'en-US',
      guildLocale: null,
      context: InteractionContextType.BotDM,
      owners: { guildId: '0', userId: null },
      mayManage: null,
      channelId: emulator.dmChannel(ada.user.id).id,
    },
  ]);
});

test('a forged interaction reaches the bot as it is', async () => {
  const { channel, ada } = await startBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.reply(`${interaction.commandName} ${interaction.options.getString('task') ?? ''}`);
    } else if (interaction.isButton()) await interaction.reply(interaction.customId);
  });
  const real = await ada.type(channel.id, '/ping');
  expect((await ada.forge(real.message, 'v9|evil')).message.content).toBe('v9|evil');
  const options = { task: 'none' };
  await expect(ada.slash(channel.id, 'drop', options)).rejects.toThrow(ClientRefusal);
  expect((await ada.slash(channel.id, 'drop', options, { unchecked: true })).message.content).toBe(
    'drop none',
  );
});

test('components V2 stay: no content beside them, and no way back', async () => {
  const text = new TextDisplayBuilder().setContent('v2');
  const { channel, ada, errors } = await startBot(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.reply({ components: [text], flags: MessageFlags.IsComponentsV2 });
    const results = await Promise.allSettled([
      interaction.editReply({ content: 'plain again' }),
      interaction.editReply({ content: 'both', flags: MessageFlags.IsComponentsV2 }),
      interaction.editReply({ components: [new TextDisplayBuilder().setContent('still v2')] }),
    ]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  });
  const { message } = await ada.type(channel.id, '/ping');
  await vi.waitFor(() => {
    expect(ada.messages(channel.id)).toMatchObject([
      { id: message.id, components: [{ content: 'still v2' }] },
    ]);
    expect(errors).toMatchObject([{ code: 50035, status: 400 }]);
  });
  expect(message.components?.[0]?.type).toBe(ComponentType.TextDisplay);
});

test('user-installed, the app follows its user where the bot is not', async () => {
  const { emulator, client, channel, ada } = await startBot(async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply(`in ${interaction.guildId}`);
  });
  await client.application.commands.set([
    {
      ...PING,
      integrationTypes: [ApplicationIntegrationType.UserInstall],
      contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    },
    { name: 'server', description: 'Only where installed' },
  ]);
  const eve = emulator.createUser({ username: 'eve', installedApp: true });
  const elsewhere = emulator.createGuild({ name: 'Elsewhere', ownerId: eve.id, withBot: false });
  const there = emulator.channels(elsewhere.id)[0]?.id ?? '';
  const { message } = await emulator.person(eve.id).type(there, '/ping');
  expect(message.content).toBe(`in ${elsewhere.id}`);
  expect(message.interaction_metadata?.authorizing_integration_owners).toEqual({ '1': eve.id });
  await expect(emulator.person(eve.id).type(there, '/server')).rejects.toThrow(/not installed/);
  await expect(ada.type(channel.id, '/ping')).rejects.toThrow(/not installed/);
});
