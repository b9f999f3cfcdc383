import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  ContainerBuilder,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SectionBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  type MessageActionRowComponentBuilder,
} from 'discord.js';
import {
  emptyMessageCode,
  tooManyCommandsCode,
  violations,
} from '../../src/playground/emulator/rules/index.ts';

type Body = Record<string, unknown>;
type Path = readonly (string | number)[];

const post = (body: unknown) => violations({ method: 'POST', path: '/channels/1/messages', body });
const respond = (body: unknown) =>
  violations({ method: 'POST', path: '/interactions/1/token/callback', body });
const register = (body: unknown) => violations({ method: 'PUT', path: '/applications/1/commands', body });

const openThread = (body: unknown) => violations({ method: 'POST', path: '/channels/1/threads', body });
const openThreadOn = (body: unknown) =>
  violations({ method: 'POST', path: '/channels/1/messages/2/threads', body });
const createRole = (body: unknown) => violations({ method: 'POST', path: '/guilds/1/roles', body });
const editRole = (body: unknown) => violations({ method: 'PATCH', path: '/guilds/1/roles/2', body });

const long = (length: number) => 'x'.repeat(length);
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

const row = (...components: Body[]) => ({ type: 1, components });
const button = (extra: Body = {}) => ({ type: 2, style: 1, label: 'Go', custom_id: 'go', ...extra });
const buttons = (count: number) => times(count, (i) => button({ custom_id: `b${i}` }));
const link = (extra: Body = {}) => ({ type: 2, style: 5, label: 'Go', url: 'https://e.org', ...extra });
const premium = (extra: Body = {}) => ({ type: 2, style: 6, sku_id: '1', ...extra });
const option = (index: number, extra: Body = {}) => ({ label: `O ${index}`, value: `v${index}`, ...extra });
const options = (count: number) => times(count, (i) => option(i));
const select = (extra: Body = {}) => ({ type: 3, custom_id: 'pick', options: options(3), ...extra });
const selectOf = (extra: Body) => select({ options: [option(0, extra)] });
const users = (extra: Body = {}) => ({ type: 5, custom_id: 'who', ...extra });
const text = (content = 'Hello', extra: Body = {}) => ({ type: 10, content, ...extra });
const texts = (count: number) => times(count, () => text('x'));
const section = (extra: Body = {}) => ({ type: 9, components: [text()], accessory: button(), ...extra });
const container = (...components: Body[]) => ({ type: 17, components });
const thumbnail = (extra: Body = {}) => ({ type: 11, media: { url: 'attachment://a.png' }, ...extra });
const gallery = (count: number, extra: Body = {}) => ({
  type: 12,
  items: times(count, (i) => ({ media: { url: `https://e.org/${i}.png` }, ...extra })),
});

const legacy = (...components: Body[]) => ({ content: 'Hi', components });
const v2 = (...components: Body[]) => ({ flags: MessageFlags.IsComponentsV2, components });
const mentions = (allowed: Body) => ({ content: 'x', allowed_mentions: allowed });

const input = (extra: Body = {}) => ({ type: 4, custom_id: 'note', style: 1, ...extra });
const inputs = (count: number) => times(count, (i) => label(input({ custom_id: `i${i}` })));
const named = (extra: Body = {}) => input({ label: 'Note', ...extra });
const label = (component: Body = input(), extra: Body = {}) => ({
  type: 18,
  label: 'Note',
  component,
  ...extra,
});

const command = (extra: Body = {}) => ({ name: 'roadmap', description: 'Shows the roadmap', ...extra });
const commands = (count: number) => times(count, (i) => command({ name: `c${i}` }));
const menu = (extra: Body = {}) => ({ type: 2, name: 'Show Progress', ...extra });
const menus = (count: number, type: number) => times(count, (i) => menu({ type, name: `M ${i}` }));
const parameter = (extra: Body = {}) => ({ type: 3, name: 'task', description: 'The task', ...extra });
const parameters = (count: number) => times(count, (i) => parameter({ name: `o${i}` }));
const choice = (index: number, extra: Body = {}) => ({ name: `C ${index}`, value: `v${index}`, ...extra });
const choices = (count: number) => times(count, (i) => choice(i));
const choiceOf = (extra: Body) => parameter({ choices: [choice(0, extra)] });

/** A command of exactly so many counted characters, part of them in a translation. */
function sized(characters: number): Body {
  const translation = 100;
  const perChoice = 200;
  const full = (from: number, count: number) =>
    times(count, (i) => ({ name: `${from + i}-`.padEnd(100, 'n'), value: `${from + i}-`.padEnd(100, 'v') }));
  const own = 'n'.length + translation + 'ad'.length + 'bd'.length + 'c'.length;
  return {
    name: 'n',
    description: 'd',
    description_localizations: { de: long(translation) },
    options: [
      { type: 3, name: 'a', description: 'd', choices: full(0, 25) },
      { type: 3, name: 'b', description: 'd', choices: full(25, 14) },
      { type: 5, name: 'c', description: long(characters - own - 39 * perChoice) },
    ],
  };
}

interface Suite {
  readonly name: string;
  /** Puts the subject into a whole body and asks what is wrong with it. */
  readonly check: (subject: Body) => ReturnType<typeof post>;
  /** Where the subject is in that body. */
  readonly at: string;
  /** What keeps a rule, what breaks it, where in the subject (dotted), and Discord's code. */
  readonly rules: readonly (readonly [rule: string, kept: Body, broken: Body, path: string, code: string])[];
}

// A table: one rule a line.
// prettier-ignore
const suites: readonly Suite[] = [
  {
    name: 'a channel message',
    check: post,
    at: '',
    rules: [
      ['content', { content: long(2000) }, { content: long(2001) }, 'content', 'BASE_TYPE_MAX_LENGTH'],
      ['counting', { content: '🌱'.repeat(2000) }, { content: '🌱'.repeat(2001) }, 'content', 'BASE_TYPE_MAX_LENGTH'],
      ['kind of content', { content: '1' }, { content: 1 }, 'content', 'STRING_TYPE_CONVERT'],
      ['no content', { content: 'x' }, {}, '', emptyMessageCode],
      ['blank content', { content: ' x ' }, { content: ' \n ' }, '', emptyMessageCode],
      ['only files', { attachments: [{ id: '0' }] }, { attachments: [] }, '', emptyMessageCode],
      ['only buttons', legacy(row(button())), { components: [row(button())] }, '', emptyMessageCode],
      ['no components', v2(text()), v2(), '', emptyMessageCode],
      ['nonce', { content: 'x', nonce: long(25) }, { content: 'x', nonce: long(26) },
        'nonce', 'BASE_TYPE_MAX_LENGTH'],
      ['nonce to enforce', { content: 'x', nonce: 1, enforce_nonce: true }, { content: 'x', enforce_nonce: true },
        'nonce', 'BASE_TYPE_REQUIRED'],
      ['flags', { content: 'x', flags: 4 | 4096 }, { content: 'x', flags: MessageFlags.Ephemeral },
        'flags', 'MESSAGE_FLAGS_INVALID'],
      ['mention types', mentions({ parse: ['users', 'roles', 'everyone'] }), mentions({ parse: ['here'] }),
        'allowed_mentions.parse.0', 'BASE_TYPE_CHOICES'],
      ['users mentioned', mentions({ users: times(100, String) }), mentions({ users: times(101, String) }),
        'allowed_mentions.users', 'BASE_TYPE_MAX_LENGTH'],
      ['roles mentioned', mentions({ roles: times(100, String) }), mentions({ roles: times(101, String) }),
        'allowed_mentions.roles', 'BASE_TYPE_MAX_LENGTH'],
      ['named or parsed', mentions({ parse: ['roles'], users: ['1'] }), mentions({ parse: ['users'], users: ['1'] }),
        'allowed_mentions', 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE'],
      ['mentioned twice', mentions({ users: ['1', '2'] }), mentions({ users: ['1', '1'] }),
        'allowed_mentions.users.1', 'SET_TYPE_CONTAINS_DUPLICATES'],
      ['embeds', { embeds: times(10, () => ({ title: 'x' })) }, { embeds: times(11, () => ({ title: 'x' })) },
        'embeds', 'BASE_TYPE_MAX_LENGTH'],
      ['embeds in all', { embeds: [{ description: long(3000) }, { description: long(3000) }] }, { embeds: [{ description: long(3000) }, { description: long(3001) }] },
        'embeds', 'MAX_EMBED_SIZE_EXCEEDED'],
      ['rows', legacy(...buttons(5).map((each) => row(each))), legacy(...buttons(6).map((each) => row(each))),
        'components', 'BASE_TYPE_MAX_LENGTH'],
      ['V2 without its flag', v2(text()), legacy(text()), 'components.0.type', 'UNION_TYPE_CHOICES'],
      ['a list of components', v2(text()), { content: 'x', components: {} }, 'components', 'LIST_TYPE_CONVERT'],
      ['custom_id twice', legacy(row(...buttons(2))), legacy(row(button()), row(button())),
        'components.1.components.0.custom_id', 'COMPONENT_CUSTOM_ID_DUPLICATED'],
      ['content beside V2', v2(text()), { ...v2(text()), content: 'Hi' },
        'content', 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'],
      ['embeds beside V2', { ...v2(text()), embeds: [] }, { ...v2(text()), embeds: [{ title: 'x' }] },
        'embeds', 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'],
      ['poll beside V2', v2(text()), { ...v2(text()), poll: { question: {} } },
        'poll', 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'],
      ['stickers beside V2', v2(text()), { ...v2(text()), sticker_ids: ['1'] },
        'sticker_ids', 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'],
      ['components in all', v2(...texts(40)), v2(...texts(41)),
        'components', 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED'],
      ['nested components', v2(container(row(...buttons(5)), ...texts(33))), v2(container(row(...buttons(5)), ...texts(34))),
        'components', 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED'],
      ['accessories', v2(section(), ...texts(37)), v2(section(), ...texts(38)),
        'components', 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED'],
      ['text in all', v2(text(long(2000)), container(text(long(2000)))), v2(text(long(2000)), container(text(long(2001)))),
        'components', 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED'],
      ['numeric id twice', v2(text('a', { id: 0 }), text('b', { id: 0 })), v2(text('a', { id: 1 }), text('b', { id: 1 })),
        'components.1.id', 'COMPONENT_ID_DUPLICATED'],
    ],
  },
  {
    name: 'an attachment',
    check: (attachment) => post({ attachments: [attachment] }),
    at: 'attachments.0',
    rules: [
      ['id', { id: '0' }, {}, 'id', 'BASE_TYPE_REQUIRED'],
      ['alt text', { id: 0, description: long(1024) }, { id: 0, description: long(1025) },
        'description', 'BASE_TYPE_MAX_LENGTH'],
    ],
  },
  {
    name: 'an embed',
    check: (embed) => post({ embeds: [embed] }),
    at: 'embeds.0',
    rules: [
      ['nothing in it', { image: { url: 'attachment://a.png' } }, {}, 'description', 'BASE_TYPE_REQUIRED'],
      ['title', { title: long(256) }, { title: long(257) }, 'title', 'BASE_TYPE_MAX_LENGTH'],
      ['description', { description: long(4096) }, { description: long(4097) },
        'description', 'BASE_TYPE_MAX_LENGTH'],
      ['fields', { fields: times(25, () => ({ name: 'n', value: 'v' })) }, { fields: times(26, () => ({ name: 'n', value: 'v' })) },
        'fields', 'BASE_TYPE_MAX_LENGTH'],
      ['field name', { fields: [{ name: long(256), value: 'v' }] }, { fields: [{ name: long(257), value: 'v' }] },
        'fields.0.name', 'BASE_TYPE_BAD_LENGTH'],
      ['field value', { fields: [{ name: 'n', value: long(1024) }] }, { fields: [{ name: 'n', value: long(1025) }] },
        'fields.0.value', 'BASE_TYPE_BAD_LENGTH'],
      ['field without value', { fields: [{ name: 'n', value: 'v' }] }, { fields: [{ name: 'n' }] },
        'fields.0.value', 'BASE_TYPE_REQUIRED'],
      ['footer', { footer: { text: long(2048) } }, { footer: { text: long(2049) } },
        'footer.text', 'BASE_TYPE_MAX_LENGTH'],
      ['author', { author: { name: long(256) } }, { author: { name: long(257) } },
        'author.name', 'BASE_TYPE_MAX_LENGTH'],
      ['image', { title: 't', image: { url: 'attachment://a.png' } }, { title: 't', image: { url: 'ftp://e.org/a.png' } },
        'image.url', 'URL_TYPE_INVALID_SCHEME'],
      ['colour', { title: 't', color: 0xffffff }, { title: 't', color: 0x1000000 }, 'color', 'NUMBER_TYPE_MAX'],
      ['timestamp', { title: 't', timestamp: '2026-03-02T09:00:00.000Z' }, { title: 't', timestamp: 'Monday' },
        'timestamp', 'DATE_TIME_TYPE_PARSE'],
    ],
  },
  {
    name: 'an action row',
    check: (subject) => post(legacy(subject)),
    at: 'components.0',
    rules: [
      ['buttons', row(...buttons(5)), row(...buttons(6)), 'components', 'BASE_TYPE_BAD_LENGTH'],
      ['nothing', row(button()), row(), 'components', 'BASE_TYPE_BAD_LENGTH'],
      ['a user select', row(users()), row(button(), users()), 'components.1', 'COMPONENT_LAYOUT_WIDTH_EXCEEDED'],
      ['mixed', row(select()), row(button(), select()), 'components.1', 'COMPONENT_LAYOUT_WIDTH_EXCEEDED'],
      ['kinds', row(select()), row(input()), 'components.0.type', 'UNION_TYPE_CHOICES'],
    ],
  },
  {
    name: 'a button',
    check: (subject) => post(legacy(row(subject))),
    at: 'components.0.components.0',
    rules: [
      ['label', button({ label: long(80) }), button({ label: long(81) }), 'label', 'BASE_TYPE_MAX_LENGTH'],
      ['label or emoji', button({ label: null, emoji: { name: '🌱' } }), button({ label: '' }),
        '', 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED'],
      ['emoji', button({ emoji: { id: '1' } }), button({ emoji: {} }), 'emoji.name', 'BASE_TYPE_REQUIRED'],
      ['style', button({ style: 4 }), button({ style: 7 }), 'style', 'BASE_TYPE_CHOICES'],
      ['custom_id', button({ custom_id: long(100) }), button({ custom_id: long(101) }),
        'custom_id', 'BASE_TYPE_BAD_LENGTH'],
      ['no custom_id', button(), button({ custom_id: null }), 'custom_id', 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED'],
      ['url', link(), button({ url: 'https://e.org' }), 'url', 'BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE'],
      ['disabled', button({ disabled: true }), button({ disabled: 'yes' }), 'disabled', 'BOOLEAN_TYPE_CONVERT'],
      ['custom_id of a link', link(), link({ custom_id: 'go' }),
        'custom_id', 'BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE'],
      ['link without url', link(), link({ url: null }), 'url', 'BASE_TYPE_REQUIRED'],
      ['url length', link({ url: `https://e.org/${long(498)}` }), link({ url: `https://e.org/${long(499)}` }),
        'url', 'BASE_TYPE_BAD_LENGTH'],
      ['url scheme', link({ url: 'discord://-/users/1' }), link({ url: 'ftp://e.org' }),
        'url', 'URL_TYPE_INVALID_SCHEME'],
      ['url that is none', link(), link({ url: 'example' }), 'url', 'URL_TYPE_INVALID_URL'],
      ['sku of a premium one', premium(), premium({ sku_id: null }), 'sku_id', 'BASE_TYPE_REQUIRED'],
      ['label of a premium one', premium(), premium({ label: 'Buy' }), 'label', 'BUTTON_COMPONENT_PREMIUM_INVALID'],
      ['sku of a plain one', button(), button({ sku_id: '1' }), 'sku_id', 'BUTTON_COMPONENT_SKU_INVALID'],
    ],
  },
  {
    name: 'a select',
    check: (subject) => post(legacy(row(subject))),
    at: 'components.0.components.0',
    rules: [
      ['custom_id', select({ custom_id: long(100) }), select({ custom_id: null }),
        'custom_id', 'BASE_TYPE_REQUIRED'],
      ['placeholder', select({ placeholder: long(150) }), select({ placeholder: long(151) }),
        'placeholder', 'BASE_TYPE_MAX_LENGTH'],
      ['options', select({ options: options(25) }), select({ options: options(26) }),
        'options', 'BASE_TYPE_BAD_LENGTH'],
      ['no options', select(), select({ options: [] }), 'options', 'BASE_TYPE_BAD_LENGTH'],
      ['enough options', select({ max_values: 3 }), select({ max_values: 4 }), 'options', 'BASE_TYPE_BAD_LENGTH'],
      ['option label', selectOf({ label: long(100) }), selectOf({ label: long(101) }),
        'options.0.label', 'BASE_TYPE_BAD_LENGTH'],
      ['option value', selectOf({ value: long(100) }), selectOf({ value: long(101) }),
        'options.0.value', 'BASE_TYPE_BAD_LENGTH'],
      ['option description', selectOf({ description: long(100) }), selectOf({ description: long(101) }),
        'options.0.description', 'BASE_TYPE_MAX_LENGTH'],
      ['option value twice', select(), select({ options: [option(0), option(0)] }),
        'options.1.value', 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED'],
      ['least', users({ min_values: 0 }), users({ min_values: -1 }), 'min_values', 'NUMBER_TYPE_MIN'],
      ['most', users({ max_values: 25 }), users({ max_values: 26 }), 'max_values', 'NUMBER_TYPE_MAX'],
      ['least above most', users({ min_values: 2, max_values: 2 }), users({ min_values: 3, max_values: 2 }),
        'min_values', 'SELECT_COMPONENT_VALUES_RANGE'],
      ['options by default', selectOf({ default: true }), select({ options: times(2, (i) => option(i, { default: true })) }),
        'options', 'SELECT_COMPONENT_TOO_MANY_DEFAULTS'],
      ['users by default', users({ default_values: [{ id: '1', type: 'user' }] }), users({ default_values: times(2, (i) => ({ id: String(i), type: 'user' })) }),
        'default_values', 'SELECT_COMPONENT_TOO_MANY_DEFAULTS'],
      ['kind of default', { ...users({ type: 7 }), default_values: [{ id: '1', type: 'role' }] }, users({ default_values: [{ id: '1', type: 'role' }] }),
        'default_values.0.type', 'BASE_TYPE_CHOICES'],
      ['channel types', users({ type: 8, channel_types: [0, 5] }), users({ type: 8, channel_types: [99] }),
        'channel_types.0', 'BASE_TYPE_CHOICES'],
    ],
  },
  {
    name: 'a layout component',
    check: (subject) => post(v2(subject)),
    at: 'components.0',
    rules: [
      ['kinds', row(button()), button(), 'type', 'UNION_TYPE_CHOICES'],
      ['text', text(long(4000)), text(''), 'content', 'BASE_TYPE_REQUIRED'],
      ['section texts', section({ components: texts(3) }), section({ components: texts(4) }),
        'components', 'BASE_TYPE_BAD_LENGTH'],
      ['section children', section(), section({ components: [button()] }),
        'components.0.type', 'UNION_TYPE_CHOICES'],
      ['section accessory', section(), section({ accessory: null }), 'accessory', 'BASE_TYPE_REQUIRED'],
      ['kind of accessory', section({ accessory: thumbnail() }), section({ accessory: select() }),
        'accessory.type', 'UNION_TYPE_CHOICES'],
      ['thumbnail', section({ accessory: thumbnail() }), section({ accessory: thumbnail({ media: null }) }),
        'accessory.media', 'BASE_TYPE_REQUIRED'],
      ['container children', container(section()), container(container(text())),
        'components.0.type', 'UNION_TYPE_CHOICES'],
      ['nothing in a container', container(text()), container(), 'components', 'BASE_TYPE_BAD_LENGTH'],
      ['a child that is none', container(text()), { type: 17, components: ['text'] },
        'components.0', 'MODEL_TYPE_CONVERT'],
      ['accent colour', { ...container(text()), accent_color: 0 }, { ...container(text()), accent_color: -1 },
        'accent_color', 'NUMBER_TYPE_MIN'],
      ['gallery items', gallery(10), gallery(11), 'items', 'BASE_TYPE_BAD_LENGTH'],
      ['nothing in a gallery', gallery(1), gallery(0), 'items', 'BASE_TYPE_BAD_LENGTH'],
      ['alt text', gallery(1, { description: long(1024) }), gallery(1, { description: long(1025) }),
        'items.0.description', 'BASE_TYPE_BAD_LENGTH'],
      ['file', { type: 13, file: { url: 'attachment://a.json' } }, { type: 13, file: { url: 'https://e.org/a.json' } },
        'file.url', 'URL_TYPE_INVALID_SCHEME'],
      ['spacing', { type: 14, spacing: 2 }, { type: 14, spacing: 3 }, 'spacing', 'BASE_TYPE_CHOICES'],
    ],
  },
  {
    name: 'a thread',
    check: (extra) => openThread({ name: 'Week 1', ...extra }),
    at: '',
    rules: [
      ['name', { name: long(100) }, { name: long(101) }, 'name', 'BASE_TYPE_BAD_LENGTH'],
      ['being named', {}, { name: null }, 'name', 'BASE_TYPE_REQUIRED'],
      ['type', { type: 11 }, { type: 10 }, 'type', 'BASE_TYPE_CHOICES'],
      ['archiving', { auto_archive_duration: 4320 }, { auto_archive_duration: 60 * 24 * 2 }, 'auto_archive_duration', 'BASE_TYPE_CHOICES'],
      ['slowmode', { rate_limit_per_user: 21_600 }, { rate_limit_per_user: 21_601 }, 'rate_limit_per_user', 'NUMBER_TYPE_MAX'],
      ['invitations', { invitable: false }, { invitable: 'no' }, 'invitable', 'BOOLEAN_TYPE_CONVERT'],
    ],
  },
  {
    name: 'a thread on a message',
    check: openThreadOn,
    at: '',
    rules: [
      ['name', { name: 'x' }, { name: '' }, 'name', 'BASE_TYPE_REQUIRED'],
      ['archiving', { name: 'x', auto_archive_duration: 60 }, { name: 'x', auto_archive_duration: '60' }, 'auto_archive_duration', 'BASE_TYPE_CHOICES'],
    ],
  },
  {
    name: 'a role',
    check: createRole,
    at: '',
    rules: [
      ['name', { name: long(100) }, { name: long(101) }, 'name', 'BASE_TYPE_MAX_LENGTH'],
      ['permissions', { permissions: '0' }, { permissions: 0 }, 'permissions', 'NUMBER_TYPE_COERCE'],
      ['color', { color: 0xffffff }, { color: 0x1000000 }, 'color', 'NUMBER_TYPE_MAX'],
      ['colors', { colors: { primary_color: 1 } }, { colors: { primary_color: -1 } }, 'colors.primary_color', 'NUMBER_TYPE_MIN'],
      ['standing apart', { hoist: true }, { hoist: 1 }, 'hoist', 'BOOLEAN_TYPE_CONVERT'],
      ['mentions', { mentionable: null }, { mentionable: 'all' }, 'mentionable', 'BOOLEAN_TYPE_CONVERT'],
    ],
  },
  {
    name: 'a change to a role',
    check: editRole,
    at: '',
    rules: [['name', {}, { name: long(101) }, 'name', 'BASE_TYPE_MAX_LENGTH']],
  },
  {
    name: 'an interaction response',
    check: respond,
    at: '',
    rules: [
      ['type', { type: 6 }, { type: 3 }, 'type', 'BASE_TYPE_CHOICES'],
      ['no type', { type: 1 }, {}, 'type', 'BASE_TYPE_REQUIRED'],
      ['empty answer', { type: 4, data: { content: 'x' } }, { type: 4 }, 'data', emptyMessageCode],
      ['flags', { type: 4, data: { content: 'x', flags: 64 | 4 | 4096 } }, { type: 4, data: { content: 'x', flags: 1 } },
        'data.flags', 'MESSAGE_FLAGS_INVALID'],
      ['flags of a defer', { type: 5, data: { flags: 64 } }, { type: 5, data: { flags: 64 | 32768 } },
        'data.flags', 'MESSAGE_FLAGS_INVALID'],
      ['words in a defer', { type: 5 }, { type: 5, data: { content: 'Soon' } },
        'data.content', 'DEFERRED_RESPONSE_FIELD_INVALID'],
      ['update', { type: 7, data: { content: long(2000) } }, { type: 7, data: { content: long(2001) } },
        'data.content', 'BASE_TYPE_MAX_LENGTH'],
      ['choices', { type: 8, data: { choices: choices(25) } }, { type: 8, data: { choices: choices(26) } },
        'data.choices', 'BASE_TYPE_MAX_LENGTH'],
      ['modal', { type: 9, data: { custom_id: 'a', title: 'A', components: inputs(1) } }, { type: 9 },
        'data', 'BASE_TYPE_REQUIRED'],
    ],
  },
  {
    name: 'a choice offered while typing',
    check: (subject) => respond({ type: 8, data: { choices: [subject] } }),
    at: 'data.choices.0',
    rules: [
      ['name', choice(0, { name: long(100) }), choice(0, { name: long(101) }), 'name', 'BASE_TYPE_BAD_LENGTH'],
      ['no name', choice(0), choice(0, { name: '' }), 'name', 'BASE_TYPE_REQUIRED'],
      ['value', choice(0, { value: long(100) }), choice(0, { value: long(101) }), 'value', 'BASE_TYPE_BAD_LENGTH'],
      ['kind of value', choice(0, { value: 7 }), choice(0, { value: true }), 'value', 'STRING_TYPE_CONVERT'],
    ],
  },
  {
    name: 'a modal',
    check: (subject) =>
      respond({ type: 9, data: { custom_id: 'form', title: 'A form', components: inputs(1), ...subject } }),
    at: 'data',
    rules: [
      ['title', { title: long(45) }, { title: long(46) }, 'title', 'BASE_TYPE_BAD_LENGTH'],
      ['custom_id', { custom_id: long(100) }, { custom_id: '' }, 'custom_id', 'BASE_TYPE_REQUIRED'],
      ['components', { components: inputs(5) }, { components: inputs(6) }, 'components', 'BASE_TYPE_BAD_LENGTH'],
      ['nothing', { components: [text(), label()] }, { components: [] }, 'components', 'BASE_TYPE_BAD_LENGTH'],
      ['kinds', { components: [row(named())] }, { components: [section()] },
        'components.0.type', 'UNION_TYPE_CHOICES'],
      ['custom_id twice', { components: inputs(2) }, { components: [label(), label()] },
        'components.1.component.custom_id', 'COMPONENT_CUSTOM_ID_DUPLICATED'],
      ['inputs in a row', { components: [row(named())] }, { components: [row(named(), named({ custom_id: 'b' }))] },
        'components.0.components', 'BASE_TYPE_BAD_LENGTH'],
      ['a button', { components: [row(named())] }, { components: [row(button())] },
        'components.0.components.0.type', 'UNION_TYPE_CHOICES'],
      ['label in a row', { components: [row(named({ label: long(45) }))] }, { components: [row(named({ label: long(46) }))] },
        'components.0.components.0.label', 'BASE_TYPE_BAD_LENGTH'],
      ['label', { components: [label(input(), { label: long(45) })] }, { components: [label(input(), { label: long(46) })] },
        'components.0.label', 'BASE_TYPE_BAD_LENGTH'],
      ['description', { components: [label(input(), { description: long(100) })] }, { components: [label(input(), { description: long(101) })] },
        'components.0.description', 'BASE_TYPE_BAD_LENGTH'],
    ],
  },
  {
    name: 'a labelled component',
    check: (subject) =>
      respond({ type: 9, data: { custom_id: 'form', title: 'A form', components: [label(subject)] } }),
    at: 'data.components.0.component',
    rules: [
      ['kinds', select(), button(), 'type', 'UNION_TYPE_CHOICES'],
      ['style', input({ style: 2 }), input({ style: 3 }), 'style', 'BASE_TYPE_CHOICES'],
      ['custom_id', input({ custom_id: long(100) }), input({ custom_id: long(101) }),
        'custom_id', 'BASE_TYPE_BAD_LENGTH'],
      ['placeholder', input({ placeholder: long(100) }), input({ placeholder: long(101) }),
        'placeholder', 'BASE_TYPE_MAX_LENGTH'],
      ['value', input({ value: long(4000) }), input({ value: long(4001) }), 'value', 'BASE_TYPE_MAX_LENGTH'],
      ['shortest', input({ min_length: 0 }), input({ min_length: -1 }), 'min_length', 'NUMBER_TYPE_MIN'],
      ['longest', input({ max_length: 4000 }), input({ max_length: 4001 }), 'max_length', 'NUMBER_TYPE_MAX'],
      ['shortest above longest', input({ min_length: 5, max_length: 5 }), input({ min_length: 6, max_length: 5 }),
        'min_length', 'TEXT_INPUT_LENGTH_RANGE'],
      ['required least', select({ min_values: 0, required: false }), select({ min_values: 0 }),
        'min_values', 'NUMBER_TYPE_MIN'],
      ['disabled', select({ disabled: false }), select({ disabled: true }),
        'disabled', 'COMPONENT_DISABLED_IN_MODAL'],
      ['files', users({ type: 19, max_values: 10 }), users({ type: 19, max_values: 11 }),
        'max_values', 'NUMBER_TYPE_MAX'],
      ['radio options', select({ type: 21, options: options(2) }), select({ type: 21, options: options(1) }),
        'options', 'BASE_TYPE_BAD_LENGTH'],
      ['boxes', select({ type: 22, options: options(10) }), select({ type: 22, options: options(11) }),
        'options', 'BASE_TYPE_BAD_LENGTH'],
      ['boxes chosen', select({ type: 22, max_values: 1 }), select({ type: 22, min_values: 2, max_values: 1 }),
        'min_values', 'SELECT_COMPONENT_VALUES_RANGE'],
      ['box', users({ type: 23, default: true }), users({ type: 23, default: 1 }),
        'default', 'BOOLEAN_TYPE_CONVERT'],
    ],
  },
  {
    name: 'a command',
    check: (subject) => register([subject]),
    at: '0',
    rules: [
      ['name', command({ name: 'дорога-1' }), command({ name: 'road map' }), 'name', 'STRING_TYPE_REGEX'],
      ['name length', command({ name: long(32) }), command({ name: long(33) }), 'name', 'BASE_TYPE_BAD_LENGTH'],
      ['name case', command(), command({ name: 'Roadmap' }), 'name', 'APPLICATION_COMMAND_INVALID_NAME'],
      ['type', command({ type: 1 }), command({ type: 9 }), 'type', 'BASE_TYPE_CHOICES'],
      ['description', command({ description: long(100) }), command({ description: long(101) }),
        'description', 'BASE_TYPE_BAD_LENGTH'],
      ['no description', command(), command({ description: '' }), 'description', 'BASE_TYPE_REQUIRED'],
      ['menu name', menu({ name: long(32) }), menu({ name: long(33) }), 'name', 'BASE_TYPE_BAD_LENGTH'],
      ['menu description', menu({ description: '' }), menu({ description: 'x' }),
        'description', 'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION'],
      ['menu options', menu({ options: [] }), menu({ options: [parameter()] }),
        'options', 'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS'],
      ['locale', command({ name_localizations: { de: 'plan' } }), command({ name_localizations: { xx: 'plan' } }),
        'name_localizations.xx', 'APPLICATION_COMMAND_LOCALE_INVALID'],
      ['translated name', command({ name_localizations: { de: long(32) } }), command({ name_localizations: { de: long(33) } }),
        'name_localizations.de', 'BASE_TYPE_BAD_LENGTH'],
      ['translated description', command({ description_localizations: { de: long(100) } }), command({ description_localizations: { de: long(101) } }),
        'description_localizations.de', 'BASE_TYPE_BAD_LENGTH'],
      ['permissions', command({ default_member_permissions: '32' }), command({ default_member_permissions: 'Ban' }),
        'default_member_permissions', 'NUMBER_TYPE_COERCE'],
      ['contexts', command({ contexts: [0, 1, 2] }), command({ contexts: [3] }), 'contexts.0', 'BASE_TYPE_CHOICES'],
      ['context twice', command({ contexts: [0, 1] }), command({ contexts: [1, 1] }),
        'contexts.1', 'SET_TYPE_CONTAINS_DUPLICATES'],
      ['installs', command({ integration_types: [0, 1] }), command({ integration_types: [2] }),
        'integration_types.0', 'BASE_TYPE_CHOICES'],
      ['options', command({ options: parameters(25) }), command({ options: parameters(26) }),
        'options', 'BASE_TYPE_MAX_LENGTH'],
      ['option name twice', command({ options: parameters(2) }), command({ options: [parameter(), parameter()] }),
        'options.1', 'APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED'],
      ['required after optional', command({ options: [parameter({ required: true }), parameter({ name: 'b' })] }), command({ options: [parameter(), parameter({ name: 'b', required: true })] }),
        'options.1', 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID'],
      ['subcommands beside options', command({ options: [parameter({ type: 1 })] }), command({ options: [parameter({ type: 1 }), parameter({ name: 'b' })] }),
        'options', 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID'],
      ['size', sized(8000), sized(8001), '', 'APPLICATION_COMMAND_TOO_LARGE'],
    ],
  },
  {
    name: 'an option of a command',
    check: (subject) => register([command({ options: [subject] })]),
    at: '0.options.0',
    rules: [
      ['type', parameter({ type: 11 }), parameter({ type: 12 }), 'type', 'UNION_TYPE_CHOICES'],
      ['name', parameter(), parameter({ name: 'Task' }), 'name', 'APPLICATION_COMMAND_INVALID_NAME'],
      ['description', parameter(), parameter({ description: null }), 'description', 'BASE_TYPE_REQUIRED'],
      ['groups in groups', parameter({ type: 2, options: [parameter({ type: 1 })] }), parameter({ type: 2, options: [parameter({ type: 2 })] }),
        'options.0.type', 'UNION_TYPE_CHOICES'],
      ['depth', parameter({ type: 1, options: [parameter()] }), parameter({ type: 1, options: [parameter({ type: 1 })] }),
        'options.0.type', 'UNION_TYPE_CHOICES'],
      ['choices', parameter({ choices: choices(25) }), parameter({ choices: choices(26) }),
        'choices', 'BASE_TYPE_MAX_LENGTH'],
      ['choice name', choiceOf({ name: long(100) }), choiceOf({ name: long(101) }),
        'choices.0.name', 'BASE_TYPE_BAD_LENGTH'],
      ['translated choice', choiceOf({ name_localizations: { de: 'a' } }), choiceOf({ name_localizations: { de: '' } }),
        'choices.0.name_localizations.de', 'BASE_TYPE_BAD_LENGTH'],
      ['choice value', choiceOf({ value: long(100) }), choiceOf({ value: long(101) }),
        'choices.0.value', 'BASE_TYPE_BAD_LENGTH'],
      ['kind of choice value', { ...choiceOf({ value: 1 }), type: 4 }, { ...choiceOf({ value: 'one' }), type: 4 },
        'choices.0.value', 'NUMBER_TYPE_COERCE'],
      ['choice twice', parameter({ choices: choices(2) }), parameter({ choices: [choice(0), choice(1, { value: 'v0' })] }),
        'choices.1.value', 'APPLICATION_COMMAND_OPTION_CHOICE_DUPLICATED'],
      ['choices of a file', parameter({ type: 11, required: true }), parameter({ type: 11, choices: choices(1) }),
        'choices', 'APPLICATION_COMMAND_OPTION_SETTING_INVALID'],
      ['autocomplete of a file', parameter({ type: 3, autocomplete: true }), parameter({ type: 11, autocomplete: true }),
        'autocomplete', 'APPLICATION_COMMAND_OPTION_SETTING_INVALID'],
      ['least of a file', parameter({ type: 4, min_value: 1 }), parameter({ type: 11, min_value: 1 }),
        'min_value', 'APPLICATION_COMMAND_OPTION_SETTING_INVALID'],
      ['length of a number', parameter({ max_length: 1 }), parameter({ type: 4, max_length: 1 }),
        'max_length', 'APPLICATION_COMMAND_OPTION_SETTING_INVALID'],
      ['choices or autocomplete', parameter({ autocomplete: true }), parameter({ autocomplete: true, choices: choices(1) }),
        'choices', 'APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES'],
      ['least above greatest', parameter({ type: 10, min_value: 1, max_value: 1 }), parameter({ type: 4, min_value: 2, max_value: 1 }),
        'min_value', 'APPLICATION_COMMAND_OPTION_RANGE'],
      ['whole bounds', parameter({ type: 10, max_value: 1.5 }), parameter({ type: 4, max_value: 1.5 }),
        'max_value', 'NUMBER_TYPE_COERCE'],
      ['shortest above longest', parameter({ min_length: 2, max_length: 2 }), parameter({ min_length: 2, max_length: 1 }),
        'min_length', 'APPLICATION_COMMAND_OPTION_RANGE'],
      ['longest', parameter({ max_length: 6000 }), parameter({ max_length: 6001 }),
        'max_length', 'NUMBER_TYPE_MAX'],
      ['channel types', parameter({ type: 7, channel_types: [0] }), parameter({ type: 7, channel_types: [77] }),
        'channel_types.0', 'BASE_TYPE_CHOICES'],
    ],
  },
];

describe.each(suites)('$name', ({ check, at, rules }) => {
  it.each(rules)('%s', (_rule, kept, broken, path, code) => {
    const place = [at, path].filter((part) => part !== '').join('.');
    expect(check(kept)).toEqual([]);
    expect(check(broken).map((found) => [found.path.join('.'), found.code])).toEqual([[place, code]]);
  });
});

describe('a set of commands', () => {
  it.each([
    [
      'a name twice',
      [command(), menu({ name: 'roadmap' })],
      [command(), command()],
      [1],
      'APPLICATION_COMMANDS_DUPLICATE_NAME',
    ],
    ['chat input commands', commands(100), commands(101), [], tooManyCommandsCode],
    ['user menus', menus(15, 2), menus(16, 2), [], tooManyCommandsCode],
    ['message menus', menus(15, 3), menus(16, 3), [], tooManyCommandsCode],
  ])('%s', (_rule, kept, broken, path, code) => {
    expect(register(kept)).toEqual([]);
    expect(register(broken)).toMatchObject([{ path, code }]);
  });
});

describe('routes', () => {
  it.each([
    ['POST', '/channels/1/messages'],
    ['PATCH', '/channels/1/messages/2'],
    ['POST', '/webhooks/1/token'],
    ['PATCH', '/webhooks/1/token/messages/@original'],
    ['PATCH', '/webhooks/1/token/messages/2?thread_id=3'],
  ])('%s %s holds the message rules', (method, path) => {
    expect(violations({ method, path, body: { content: long(2001) } })).toMatchObject([
      { path: ['content'] },
    ]);
  });

  it.each([
    ['POST', '/applications/1/commands'],
    ['POST', '/applications/1/guilds/2/commands'],
    ['PATCH', '/applications/1/commands/3'],
    ['PATCH', '/applications/1/guilds/2/commands/3'],
  ])('%s %s holds the command rules', (method, path) => {
    const body = command({ description: long(101) });
    expect(violations({ method, path, body })).toMatchObject([{ path: ['description'] }]);
  });

  it('holds the set rules for the commands of a guild', () => {
    const body = [command(), command()];
    expect(violations({ method: 'PUT', path: '/applications/1/guilds/2/commands', body })).toHaveLength(1);
  });

  it('knows nothing against a route without rules', () => {
    expect(
      violations({ method: 'PUT', path: '/channels/1/messages/2/reactions/x/@me', body: undefined }),
    ).toEqual([]);
  });

  it('lets a private follow-up pass, and not a private channel message', () => {
    const body = { content: 'x', flags: MessageFlags.Ephemeral };
    expect(violations({ method: 'POST', path: '/webhooks/1/token', body })).toEqual([]);
    expect(post(body)).toMatchObject([{ path: ['flags'] }]);
  });
});

describe('an edit', () => {
  const edit = (body: unknown, currentFlags?: number) =>
    violations({
      method: 'PATCH',
      path: '/channels/1/messages/2',
      body,
      ...(currentFlags === undefined ? {} : { currentFlags }),
    });

  it('may leave everything out', () => {
    expect(edit({})).toEqual([]);
  });

  it('takes the layout from its own flags, then from the message, then from the components', () => {
    expect(edit(v2(text()))).toEqual([]);
    expect(edit({ components: [text()] }, MessageFlags.IsComponentsV2)).toEqual([]);
    expect(edit({ components: [text()] })).toEqual([]);
    expect(edit({ components: [text()] }, 0)).toMatchObject([{ path: ['components', 0, 'type'] }]);
    expect(edit({ content: 'x', components: [text()] })).toMatchObject([{ path: ['content'] }]);
  });

  it('may empty the older fields while it turns to components', () => {
    expect(edit({ ...v2(text()), content: null, embeds: [] })).toEqual([]);
  });
});

describe('an edit of a command', () => {
  const edit = (body: unknown) => violations({ method: 'PATCH', path: '/applications/1/commands/2', body });

  it('may leave out what stays', () => {
    expect(edit({ description: 'New words' })).toEqual([]);
    expect(edit({ name: 'Show Progress' })).toEqual([]);
  });

  it('holds the rules of the kind it names', () => {
    expect(edit({ type: 1, name: 'Show Progress' })).toMatchObject([{ path: ['name'] }]);
    expect(edit({ type: 2, description: 'x' })).toMatchObject([{ path: ['description'] }]);
  });
});

const words = (maxLength: number) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength })
    .filter((value) => value.length <= maxLength && value.trim() !== '');
const commandName = fc.stringMatching(/^[a-z][a-z0-9_-]{0,31}$/);

const someButtons = fc.uniqueArray(
  fc.record({
    customId: words(100),
    label: words(80),
    style: fc.constantFrom(ButtonStyle.Primary, ButtonStyle.Danger),
  }),
  { selector: (each) => each.customId, minLength: 2, maxLength: 5 },
);
const someOptions = fc.uniqueArray(fc.record({ label: words(100), value: words(100) }), {
  selector: (each) => each.value,
  minLength: 1,
  maxLength: 25,
});

/** A message of every layout component, as the builders of discord.js make it. */
const builtMessage = fc
  .record({
    texts: fc.array(words(300), { minLength: 1, maxLength: 3 }),
    buttons: someButtons,
    options: someOptions,
  })
  .map((parts) => {
    const [accessory, ...rest] = parts.buttons.map(({ customId, label: name, style }) =>
      new ButtonBuilder().setCustomId(`b${customId}`.slice(0, 100)).setLabel(name).setStyle(style),
    );
    const side = accessory ?? new ButtonBuilder();
    const container = new ContainerBuilder()
      .addSectionComponents(
        new SectionBuilder()
          .addTextDisplayComponents(
            parts.texts.map((content) => new TextDisplayBuilder().setContent(content)),
          )
          .setButtonAccessory(side),
      )
      .addActionRowComponents(new ActionRowBuilder<MessageActionRowComponentBuilder>().addComponents(rest))
      .addActionRowComponents(
        new ActionRowBuilder<MessageActionRowComponentBuilder>().addComponents(
          new StringSelectMenuBuilder().setCustomId('s').addOptions(parts.options),
        ),
      );
    return { flags: MessageFlags.IsComponentsV2, components: [container.toJSON()] };
  });

const builtModal = fc
  .record({ title: words(45), name: words(45), placeholder: words(100), customId: words(100) })
  .map((parts) =>
    new ModalBuilder()
      .setCustomId(parts.customId)
      .setTitle(parts.title)
      .addLabelComponents(
        new LabelBuilder()
          .setLabel(parts.name)
          .setTextInputComponent(
            new TextInputBuilder()
              .setCustomId(parts.customId)
              .setPlaceholder(parts.placeholder)
              .setStyle(TextInputStyle.Short),
          ),
      )
      .toJSON(),
  );

const builtCommand = fc
  .record({
    name: commandName,
    description: words(100),
    options: fc.uniqueArray(
      fc.record({ name: commandName, description: words(100), required: fc.boolean() }),
      {
        selector: (each) => each.name,
        maxLength: 25,
      },
    ),
  })
  .map((parts) => {
    const builder = new SlashCommandBuilder().setName(parts.name).setDescription(parts.description);
    for (const each of parts.options.toSorted((a, b) => Number(b.required) - Number(a.required))) {
      builder.addStringOption((built) =>
        built.setName(each.name).setDescription(each.description).setRequired(each.required),
      );
    }
    return builder.toJSON();
  });

/** Each takes a body that is right and makes one thing in it wrong. */
const messageBreaks: readonly { path: Path; with: fc.Arbitrary<unknown> }[] = [
  { path: ['flags'], with: fc.constantFrom(MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral) },
  { path: ['content'], with: words(2000) },
  { path: ['components', 0, 'type'], with: fc.integer({ min: 24 }) },
  { path: ['components', 0, 'accent_color'], with: fc.integer({ min: 0x1000000 }) },
  { path: ['components', 0, 'components', 0, 'components', 0, 'content'], with: tooLong(4000) },
  { path: ['components', 0, 'components', 0, 'accessory', 'label'], with: tooLong(80) },
  { path: ['components', 0, 'components', 0, 'accessory', 'custom_id'], with: tooLong(100) },
  { path: ['components', 0, 'components', 0, 'accessory', 'style'], with: fc.integer({ min: 7 }) },
  { path: ['components', 0, 'components', 1, 'components', 0, 'label'], with: tooLong(80) },
  { path: ['components', 0, 'components', 2, 'components', 0, 'placeholder'], with: tooLong(150) },
  { path: ['components', 0, 'components', 2, 'components', 0, 'min_values'], with: fc.integer({ max: -1 }) },
  { path: ['components', 0, 'components', 2, 'components', 0, 'options', 0, 'label'], with: tooLong(100) },
  { path: ['components', 0, 'components', 2, 'components', 0, 'options', 0, 'value'], with: tooLong(100) },
];

const commandBreaks: readonly { path: Path; with: fc.Arbitrary<unknown> }[] = [
  { path: ['name'], with: fc.oneof(tooLong(32), fc.constantFrom('Capital', 'two words', 'dot.ted')) },
  { path: ['description'], with: fc.oneof(tooLong(100), fc.constant('')) },
  { path: ['type'], with: fc.integer({ min: 5 }) },
  { path: ['default_member_permissions'], with: words(20).filter((value) => !/^\d+$/.test(value)) },
  { path: ['contexts', 0], with: fc.integer({ min: 3 }) },
];

function tooLong(limit: number): fc.Arbitrary<string> {
  return fc.integer({ min: limit + 1, max: limit + 50 }).map(long);
}

/** A copy of the body with another value at the path; lists and objects on the way are made as needed. */
function replaced(body: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list: unknown[] = Array.isArray(body) ? [...(body as readonly unknown[])] : [];
    list[key] = replaced(list[key], rest, value);
    return list;
  }
  const record: Body = { ...(body as Body) };
  return { ...record, [key]: replaced(record[key], rest, value) };
}

describe("what discord.js's builders make", () => {
  it('is accepted as a message', () => {
    fc.assert(
      fc.property(builtMessage, (body) => {
        expect(post(body)).toEqual([]);
        expect(respond({ type: 4, data: body })).toEqual([]);
      }),
    );
  });

  it('is accepted as a modal', () => {
    fc.assert(
      fc.property(builtModal, (data) => {
        expect(respond({ type: 9, data })).toEqual([]);
      }),
    );
  });

  it('is accepted as commands', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(builtCommand, { selector: (each) => each.name, minLength: 1, maxLength: 5 }),
        (body) => {
          expect(register(body)).toEqual([]);
        },
      ),
    );
  });
});

describe('one thing wrong', () => {
  it.each(messageBreaks)('in a message is refused at $path', ({ path, with: broken }) => {
    fc.assert(
      fc.property(builtMessage, broken, (body, value) => {
        const paths = post(replaced(body, path, value)).map((violation) => violation.path);
        expect(paths).toContainEqual(path);
      }),
    );
  });

  it.each(commandBreaks)('in a command is refused at $path', ({ path, with: broken }) => {
    fc.assert(
      fc.property(builtCommand, broken, (body, value) => {
        expect(register([replaced(body, path, value)]).map((violation) => violation.path)).toEqual([
          [0, ...path],
        ]);
      }),
    );
  });

  it('in a modal is refused at its title', () => {
    fc.assert(
      fc.property(builtModal, tooLong(45), (data, title) => {
        expect(respond({ type: 9, data: { ...data, title } })).toMatchObject([{ path: ['data', 'title'] }]);
      }),
    );
  });
});
