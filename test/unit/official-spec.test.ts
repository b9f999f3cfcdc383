import { describe, expect, it } from 'vitest';
import {
  ActionRowBuilder,
  ApplicationCommandType,
  ApplicationIntegrationType,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  ChannelSelectMenuBuilder,
  ChannelType,
  ContainerBuilder,
  ContextMenuCommandBuilder,
  EmbedBuilder,
  FileBuilder,
  InteractionContextType,
  LabelBuilder,
  MediaGalleryBuilder,
  MessageFlags,
  ModalBuilder,
  PermissionFlagsBits,
  SectionBuilder,
  SeparatorBuilder,
  SeparatorSpacingSize,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  ThumbnailBuilder,
  UserSelectMenuBuilder,
  type MessageActionRowComponentBuilder,
} from 'discord.js';
import { violations } from '../../src/playground/emulator/rules/index.ts';
import { officialSpecCheck } from '../support/official-spec.ts';

const row = (...components: MessageActionRowComponentBuilder[]) =>
  new ActionRowBuilder<MessageActionRowComponentBuilder>().addComponents(components);
const text = (content: string) => new TextDisplayBuilder().setContent(content);
const button = new ButtonBuilder()
  .setCustomId('v1:next')
  .setLabel('Next')
  .setStyle(ButtonStyle.Primary)
  .setEmoji('🌱');

const card = new ContainerBuilder()
  .setAccentColor(0x2e7d5b)
  .addTextDisplayComponents(text('# Phase 2'))
  .addSectionComponents(
    new SectionBuilder()
      .addTextDisplayComponents(text('Done'), text('Next'))
      .setThumbnailAccessory(
        new ThumbnailBuilder().setURL('attachment://card.png').setDescription('Two of five'),
      ),
    new SectionBuilder().addTextDisplayComponents(text('More')).setButtonAccessory(button),
  )
  .addSeparatorComponents(new SeparatorBuilder().setSpacing(SeparatorSpacingSize.Large).setDivider(true))
  .addMediaGalleryComponents(
    new MediaGalleryBuilder().addItems({
      media: { url: 'https://example.org/a.png' },
      description: 'A picture',
    }),
  )
  .addFileComponents(new FileBuilder().setURL('attachment://data.json'))
  .addActionRowComponents(
    row(
      new ButtonBuilder().setLabel('Read').setStyle(ButtonStyle.Link).setURL('https://example.org'),
      new ButtonBuilder().setCustomId('v1:undo').setEmoji({ name: '↩️' }).setStyle(ButtonStyle.Secondary),
    ),
    row(
      new StringSelectMenuBuilder()
        .setCustomId('v1:phase')
        .setPlaceholder('Which phase?')
        .setMinValues(1)
        .setMaxValues(2)
        .addOptions(
          { label: 'One', value: '1', description: 'The first', emoji: { name: '🌱' }, default: true },
          { label: 'Two', value: '2' },
        ),
    ),
    row(new UserSelectMenuBuilder().setCustomId('v1:member').setDefaultUsers('1')),
    row(new ChannelSelectMenuBuilder().setCustomId('v1:channel').setChannelTypes(ChannelType.GuildText)),
  );

const components = { flags: MessageFlags.IsComponentsV2, components: [card.toJSON()] };
const older = {
  content: 'Hello',
  tts: false,
  embeds: [
    new EmbedBuilder()
      .setTitle('Title')
      .setURL('https://example.org')
      .setDescription('Words')
      .setColor(0x2e7d5b)
      .setTimestamp(0)
      .setFooter({ text: 'Foot' })
      .setAuthor({ name: 'Author' })
      .setImage('attachment://card.png')
      .addFields({ name: 'Name', value: 'Value', inline: true })
      .toJSON(),
  ],
  components: [row(button).toJSON()],
  allowed_mentions: { parse: [], users: ['1'], replied_user: false },
  nonce: 'n'.repeat(25),
  enforce_nonce: true,
  attachments: [
    { id: '0', description: new AttachmentBuilder('card.png', { description: 'A card' }).description },
  ],
};

const modal = new ModalBuilder()
  .setCustomId('v1:done')
  .setTitle('Record a task')
  .addTextDisplayComponents(text('What did you do?'))
  .addLabelComponents(
    new LabelBuilder()
      .setLabel('Note')
      .setDescription('One line')
      .setTextInputComponent(
        new TextInputBuilder()
          .setCustomId('note')
          .setStyle(TextInputStyle.Paragraph)
          .setMinLength(1)
          .setMaxLength(200)
          .setRequired(false)
          .setPlaceholder('I built …')
          .setValue('x'),
      ),
    new LabelBuilder()
      .setLabel('Task')
      .setStringSelectMenuComponent(
        new StringSelectMenuBuilder().setCustomId('task').addOptions({ label: 'One', value: '1' }),
      ),
  );

const slashCommand = new SlashCommandBuilder()
  .setName('cohort')
  .setNameLocalizations({ de: 'gruppe' })
  .setDescription('Study groups')
  .setDescriptionLocalizations({ de: 'Lerngruppen' })
  .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
  .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM)
  .setIntegrationTypes(ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall)
  .addSubcommand((each) =>
    each
      .setName('create')
      .setDescription('Makes a group')
      .addStringOption((option) =>
        option
          .setName('name')
          .setDescription('What it is called')
          .setRequired(true)
          .setMinLength(2)
          .setMaxLength(50),
      )
      .addStringOption((option) =>
        option.setName('pathway').setDescription('Which pathway').setAutocomplete(true),
      )
      .addStringOption((option) =>
        option
          .setName('access')
          .setDescription('Who may join')
          .addChoices({ name: 'Open', value: 'open' }, { name: 'By code', value: 'code' }),
      )
      .addIntegerOption((option) =>
        option.setName('hours').setDescription('Hours a week').setMinValue(1).setMaxValue(60),
      )
      .addNumberOption((option) => option.setName('pace').setDescription('Pace').setMinValue(0.5))
      .addBooleanOption((option) => option.setName('private').setDescription('Only for you'))
      .addUserOption((option) => option.setName('facilitator').setDescription('Who leads it'))
      .addRoleOption((option) => option.setName('role').setDescription('Its role'))
      .addAttachmentOption((option) => option.setName('picture').setDescription('Its picture'))
      .addChannelOption((option) =>
        option.setName('channel').setDescription('Where').addChannelTypes(ChannelType.GuildText),
      ),
  )
  .addSubcommandGroup((group) =>
    group
      .setName('member')
      .setDescription('Its members')
      .addSubcommand((each) => each.setName('list').setDescription('Lists them')),
  )
  .toJSON();
const userMenu = new ContextMenuCommandBuilder()
  .setName('Show Progress')
  .setType(ApplicationCommandType.User)
  .setContexts(InteractionContextType.Guild)
  .toJSON();

const callback = '/interactions/1/token/callback';
const choices = [{ name: 'One', value: '1' }];

describe.each([
  ['POST', '/channels/1/messages', older],
  ['POST', '/channels/1/messages', components],
  ['PATCH', '/channels/1/messages/2', components],
  ['POST', '/webhooks/1/token', { ...components, flags: components.flags | MessageFlags.Ephemeral }],
  ['POST', '/webhooks/1/token?wait=true', older],
  ['PATCH', '/webhooks/1/token/messages/@original', components],
  ['POST', callback, { type: 1 }],
  ['POST', callback, { type: 4, data: components }],
  ['POST', callback, { type: 4, data: older }],
  ['POST', callback, { type: 5, data: { flags: MessageFlags.Ephemeral } }],
  ['POST', callback, { type: 5, data: {} }],
  ['POST', callback, { type: 6 }],
  ['POST', callback, { type: 7, data: components }],
  ['POST', callback, { type: 8, data: { choices } }],
  ['POST', callback, { type: 8, data: { choices: [{ name: 'One', value: 1 }] } }],
  ['POST', callback, { type: 8, data: { choices: [] } }],
  ['POST', callback, { type: 9, data: modal.toJSON() }],
  ['PUT', '/applications/1/commands', [slashCommand, userMenu]],
  ['PUT', '/applications/1/commands', []],
  ['PUT', '/applications/1/guilds/2/commands', [slashCommand, userMenu]],
  ['POST', '/applications/1/commands', slashCommand],
  ['PATCH', '/applications/1/commands/3', { description: 'New words' }],
  ['POST', '/users/@me/channels', { recipient_id: '1' }],
  ['POST', '/guilds/1/roles', { name: 'Phase 2', permissions: '0' }],
  ['POST', '/channels/1/threads', { name: 'Week 1', type: 11 }],
  ['PUT', '/guilds/1/members/2/roles/3', undefined],
])('%s %s with what discord.js sends', (method, path, built) => {
  // As it arrives: JSON knows no `undefined`.
  const body: unknown = built === undefined ? undefined : JSON.parse(JSON.stringify(built));

  it("fits Discord's description", () => {
    expect(officialSpecCheck({ method, path, body })).toEqual([]);
  });

  it('keeps the rules of the emulator', () => {
    expect(violations({ method, path, body })).toEqual([]);
  });
});

describe('a broken body', () => {
  const modalWith = (component: unknown) => ({
    type: 9,
    data: { custom_id: 'f', title: 'F', components: [{ type: 18, label: 'L', component }] },
  });

  it.each([
    ['POST', '/channels/1/messages', { content: 7 }, 'content'],
    [
      'POST',
      '/channels/1/messages',
      {
        components: [row(new ButtonBuilder(button.data).setLabel('x')).toJSON(), { type: 1, components: [] }],
      },
      'components[1].components',
    ],
    [
      'POST',
      '/channels/1/messages',
      {
        components: [{ type: 1, components: [{ type: 2, style: 1, custom_id: 'a', label: 'x'.repeat(81) }] }],
      },
      'components[0].components[0].label',
    ],
    [
      'PATCH',
      '/webhooks/1/token/messages/@original',
      { components: [{ type: 17, components: [{ type: 10, content: '' }] }] },
      'components[0].components[0].content',
    ],
    ['POST', callback, { type: 4, data: { content: 'x'.repeat(2001) } }, 'data.content'],
    ['POST', callback, { type: 8, data: { choices: [{ name: '', value: 'a' }] } }, 'data.choices[0].name'],
    [
      'POST',
      callback,
      modalWith({ type: 4, custom_id: 'a', style: 3 }),
      'data.components[0].component.style',
    ],
    ['POST', callback, { type: 99 }, 'type'],
    ['PUT', '/applications/1/commands', [{ ...slashCommand, name: '' }], '[0].name'],
    ['POST', '/applications/1/commands', { ...slashCommand, contexts: [9] }, 'contexts[0]'],
    ['POST', '/users/@me/channels', { recipient_id: 'someone' }, 'recipient_id'],
    ['POST', '/channels/1/messages', undefined, 'body'],
  ])('%s %s is refused (%#)', (method, path, body, place) => {
    const problems = officialSpecCheck({ method, path, body });
    expect(problems.map((problem) => problem.slice(0, problem.indexOf(':')))).toEqual([place]);
  });

  it('says what is wrong', () => {
    expect(officialSpecCheck({ method: 'POST', path: '/channels/1/messages', body: { content: 7 } })).toEqual(
      ['content: Invalid input: expected string, received number'],
    );
  });

  it('takes permissions as digits and as nothing else', () => {
    const check = (permissions: unknown) =>
      officialSpecCheck({
        method: 'POST',
        path: '/applications/1/commands',
        body: { ...slashCommand, default_member_permissions: permissions },
      });
    expect(check('32')).toEqual([]);
    expect(check(null)).toEqual([]);
    expect(check('ManageGuild')).toHaveLength(1);
    expect(check('')).toHaveLength(1);
    // Beyond the largest bit set of the description, which is 2 ** 54.
    expect(check(String(2n ** 55n))).toHaveLength(1);
  });
});
