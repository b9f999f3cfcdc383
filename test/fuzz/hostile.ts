import {
  ApplicationCommandOptionType as OptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
  MessageFlags,
} from 'discord.js';
import { commands } from '../../commands/index.ts';
import * as actions from '../../src/discord/actions.ts';
import type { Chance } from '../../src/services/ports.ts';
import type { Arena, Standpoint } from './arena.ts';

/** What a forged client, or an odd one, might send. */
export interface HostileCase {
  readonly kind: string;
  readonly standpoint: Standpoint;
  readonly interaction: Readonly<Record<string, unknown>>;
}

/** All that the bot's own buttons, selects and forms can be. */
export const ACTIONS = Object.values(actions).filter(
  (exported) => typeof exported === 'object' && 'customId' in exported && 'parse' in exported,
);

interface Option {
  readonly name: string;
  readonly type: OptionType;
  readonly options?: readonly Option[];
  readonly choices?: readonly { readonly value: unknown }[];
  readonly required?: boolean;
  readonly min_value?: number;
  readonly max_value?: number;
}

const TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  '1',
  'Spring',
  'Locked',
  'Far away',
  'today',
  'yesterday',
  '2026-02-30',
  '2026-03-09',
  '9999-12-31',
  '-000001-01-01',
  'Europe/Berlin',
  'Mars/Olympus',
  'https://example.org/ß?q=a b',
  'javascript:alert(1)',
  'https://user:word@example.org/',
  '@everyone <@&1> <@123456789012345678>',
  '[a](https://example.org) **b** ||c||',
  '__proto__',
  'constructor',
  'toString',
  "'; DROP TABLE member; --",
  '\u0000',
  '\u200B\u2060\uFEFF',
  '\u202Egpj',
  '\uD800',
  '👩‍👩‍👧'.repeat(40),
  `z${'\u0301'.repeat(300)}`,
  'x'.repeat(101),
  'x'.repeat(6_000),
];
const NUMBERS = [0, -0, 1, 2, 7, 8, 23, 24, 40, 168, -1, 0.5, 1e21, -1e308, 2 ** 31, 2 ** 53, 2 ** 53 + 2];
const FIELDS = [
  '',
  '0',
  '1',
  'zz',
  'on',
  'off',
  'week',
  'all',
  'phase',
  'task',
  'named',
  '-',
  '%',
  '１',
  'A',
  'zzzzzzzzzzz',
];

export function pick<T>(chance: Chance, list: readonly T[]): T {
  const item = list[chance(list.length)];
  if (item === undefined) throw new Error('There is nothing to choose from');
  return item;
}

/** A `custom_id`: as the bot wrote it to somebody, with parts of others, cut, torn or made up. */
export function hostileCustomId(chance: Chance, known: readonly string[], values: readonly string[]): string {
  const genuine = () => (known.length === 0 ? '1:help' : pick(chance, known));
  const part = () => pick(chance, [() => pick(chance, FIELDS), () => pick(chance, values), text])();
  const text = () => pick(chance, TEXTS);
  switch (chance(8)) {
    case 0:
    case 1:
      return genuine();
    case 2:
    case 3: {
      const parts = genuine().split(':');
      if (parts.length > 2) parts[2 + chance(parts.length - 2)] = part();
      return parts.join(':');
    }
    case 4: {
      const parts = genuine().split(':');
      const others = genuine().split(':');
      const at = chance(parts.length + 1);
      return [...parts.slice(0, at), ...others.slice(at)].join(':');
    }
    case 5: {
      const id = genuine();
      const at = chance(id.length);
      return id.slice(0, at) + String.fromCharCode(chance(0x250)) + id.slice(at + chance(3));
    }
    case 6:
      return ['1', pick(chance, ACTIONS).name, ...Array.from({ length: chance(7) }, part)].join(':');
    default:
      return pick(chance, [
        text,
        () => `${genuine()}:`,
        () => `2${genuine().slice(1)}`,
        () => genuine().slice(0, 20),
      ])();
  }
}

export function hostileCase(chance: Chance, arena: Arena): HostileCase {
  const standpoint = pick(chance, arena.standpoints);
  const make = pick(chance, [slash, slash, component, component, component, modal, autocomplete, menu]);
  const made = make(chance, arena, standpoint);
  if (chance(4) === 0) tear(chance, made.interaction['data'] as { resolved?: Resolved });
  return made;
}

/** Takes away what was resolved, or a part of each. */
function tear(chance: Chance, data: { resolved?: Resolved }): void {
  if (chance(4) === 0) delete data.resolved;
  for (const entries of Object.values(data.resolved ?? {})) {
    for (const [id, entry] of Object.entries(entries)) {
      const field = pick(chance, Object.keys(entry as object));
      const value = chance(2) === 0 ? undefined : pick(chance, [null, -1, 'x', {}]);
      entries[id] = chance(4) === 0 ? value : { ...(entry as object), [field]: value };
    }
  }
}

interface Leaf {
  readonly name: string;
  readonly subcommand?: Option;
  readonly options: readonly Option[];
}

/** Every command and subcommand, all of them equally likely. */
const LEAVES = commands
  .filter(({ kind }) => kind === 'slash')
  .flatMap(({ data: { name, ...rest } }): readonly Leaf[] => {
    const { options = [] } = rest as Pick<Option, 'options'>;
    const subcommands = options.filter(({ type }) => type === OptionType.Subcommand);
    return subcommands.length === 0
      ? [{ name, options }]
      : subcommands.map((subcommand) => ({ name, subcommand, options: subcommand.options ?? [] }));
  });

function slash(chance: Chance, arena: Arena, standpoint: Standpoint): HostileCase {
  const { name, subcommand, options: defined } = pick(chance, LEAVES);
  const resolved = emptyResolved();
  const given = givenOptions(chance, arena, defined, resolved);
  const options =
    subcommand === undefined ? given : [{ name: subcommand.name, type: subcommand.type, options: given }];
  const id = arena.commandIds.get(name) ?? '1';
  const data = { id, name, type: ApplicationCommandType.ChatInput, options, resolved };
  return { kind: 'slash', standpoint, interaction: { type: InteractionType.ApplicationCommand, data } };
}

function autocomplete(chance: Chance, arena: Arena, standpoint: Standpoint): HostileCase {
  const { interaction } = slash(chance, arena, standpoint);
  const data = interaction['data'] as { options: Given[] };
  const focus = (options: Given[]): void => {
    const [first] = options;
    if (first?.options !== undefined) focus(first.options);
    else
      options.unshift({
        name: 'task',
        type: OptionType.String,
        ...first,
        value: text(chance, arena),
        focused: true,
      });
  };
  focus(data.options);
  return {
    kind: 'autocomplete',
    standpoint,
    interaction: { type: InteractionType.ApplicationCommandAutocomplete, data },
  };
}

function component(chance: Chance, arena: Arena, standpoint: Standpoint): HostileCase {
  const { Button, StringSelect, UserSelect, RoleSelect, ChannelSelect } = ComponentType;
  const type = pick(chance, [
    Button,
    Button,
    StringSelect,
    StringSelect,
    UserSelect,
    RoleSelect,
    ChannelSelect,
  ]);
  const resolved = emptyResolved();
  const value = () => {
    if (type === UserSelect) return userId(chance, arena, resolved);
    if (type === RoleSelect) return roleId(chance, arena, resolved);
    if (type === ChannelSelect) return channelId(chance, arena, resolved);
    return text(chance, arena);
  };
  const data = {
    id: 1,
    component_type: type,
    custom_id: hostileCustomId(chance, arena.customIds, arena.values),
    ...(type !== Button && { values: Array.from({ length: chance(4) }, value), resolved }),
  };
  const message = pick(chance, visibleTo(arena, standpoint));
  return {
    kind: 'component',
    standpoint,
    interaction: { type: InteractionType.MessageComponent, data, message },
  };
}

function modal(chance: Chance, arena: Arena, standpoint: Standpoint): HostileCase {
  const inputs = ['note', 'link', 'hours', 'start', 'timezone', 'alias', 'code', 'when', 'task', '__proto__'];
  const data = {
    custom_id: hostileCustomId(chance, arena.customIds, arena.values),
    components: Array.from({ length: chance(6) }, (_, id) => ({
      type: ComponentType.Label,
      id,
      component: {
        type: ComponentType.TextInput,
        id: id + 100,
        custom_id: pick(chance, inputs),
        value: text(chance, arena),
      },
    })),
  };
  const message = chance(2) === 0 ? undefined : pick(chance, visibleTo(arena, standpoint));
  return {
    kind: 'modal',
    standpoint,
    interaction: { type: InteractionType.ModalSubmit, data, ...(message && { message }) },
  };
}

function menu(chance: Chance, arena: Arena, standpoint: Standpoint): HostileCase {
  const { data: definition } = pick(
    chance,
    commands.filter(({ kind }) => kind !== 'slash'),
  );
  const resolved = emptyResolved();
  const id = arena.commandIds.get(definition.name) ?? '1';
  const common = { id, name: definition.name, type: definition.type, resolved };
  if (definition.type === ApplicationCommandType.User) {
    const data = { ...common, target_id: userId(chance, arena, resolved) };
    return { kind: 'menu', standpoint, interaction: { type: InteractionType.ApplicationCommand, data } };
  }
  const message = pick(chance, visibleTo(arena, standpoint));
  resolved.messages[message.id] = { ...message, content: text(chance, arena) };
  const data = { ...common, target_id: message.id };
  return { kind: 'menu', standpoint, interaction: { type: InteractionType.ApplicationCommand, data } };
}

/** Discord shows a private message to its owner alone, and each where it is. */
function visibleTo({ spots }: Arena, { person, channelId: here }: Standpoint) {
  const visible = spots.filter(
    ({ message, ownerId }) => message.channel_id === here && (ownerId ?? person.user.id) === person.user.id,
  );
  const isAnybodys = (flags = 0) => (flags & MessageFlags.Ephemeral) === 0;
  const others = spots.filter(({ message }) => message.channel_id === here && isAnybodys(message.flags));
  const found = visible.length > 0 ? visible : others;
  if (found.length === 0) throw new Error(`${person.user.username} sees no message in ${here}`);
  return found.map(({ message }) => message);
}

interface Given {
  name: string;
  type: number;
  value?: unknown;
  focused?: boolean;
  options?: Given[];
}

type Resolved = Record<
  'users' | 'members' | 'roles' | 'channels' | 'messages' | 'attachments',
  Record<string, unknown>
>;

function emptyResolved(): Resolved {
  return { users: {}, members: {}, roles: {}, channels: {}, messages: {}, attachments: {} };
}

/** Half of them as somebody means them, so that rights alone stand between them and what they ask for. */
function givenOptions(chance: Chance, arena: Arena, options: readonly Option[], resolved: Resolved): Given[] {
  const isMeant = chance(2) === 0;
  return options
    .filter(({ required = false }) => (required && isMeant) || chance(3) === 0)
    .map((option) => ({
      name: option.name,
      type: option.type,
      value: isMeant
        ? meantValue(chance, arena, option, resolved)
        : givenValue(chance, arena, option, resolved),
    }));
}

const MEANT: Readonly<Record<string, readonly string[]>> = {
  task: ['cka-course', 'kubeadm-cluster', 'gpu-pod', 'nccl-tests'],
  pathway: ['backend-to-ai-infrastructure'],
  phase: ['1', '2'],
  cohort: ['Spring', 'Locked', 'Far away'],
  name: ['Autumn', 'Winter', 'Spring'],
  when: ['today', 'yesterday'],
  timezone: ['Europe/Berlin', 'Etc/UTC'],
  note: ['Went well'],
  link: ['https://example.org/'],
};

function meantValue(chance: Chance, arena: Arena, option: Option, resolved: Resolved): unknown {
  const { name, type, choices, min_value: min = 1, max_value: max = 40 } = option;
  if (choices !== undefined) return pick(chance, choices).value;
  if (type === OptionType.Integer) return min + chance(max - min + 1);
  if (type !== OptionType.String) return givenValue(chance, arena, option, resolved);
  const day = new Date(Date.now() + (chance(60) + (name === 'until' ? 60 : 0)) * 86_400_000);
  return pick(chance, MEANT[name] ?? [day.toISOString().slice(0, 10)]);
}

function givenValue(chance: Chance, arena: Arena, { type, choices }: Option, resolved: Resolved): unknown {
  if (choices !== undefined && chance(2) === 0) return pick(chance, choices).value;
  switch (type) {
    case OptionType.Integer:
    case OptionType.Number:
      return chance(2) === 0 ? chance(60) : pick(chance, NUMBERS);
    case OptionType.Boolean:
      return chance(2) === 0;
    case OptionType.User:
      return userId(chance, arena, resolved);
    case OptionType.Role:
      return roleId(chance, arena, resolved);
    case OptionType.Channel:
      return channelId(chance, arena, resolved);
    case OptionType.Attachment:
      return attachmentId(chance, arena, resolved);
    default:
      return text(chance, arena);
  }
}

function text(chance: Chance, arena: Arena): string {
  return chance(2) === 0 ? pick(chance, arena.values) : pick(chance, TEXTS);
}

function userId(chance: Chance, arena: Arena, resolved: Resolved): string {
  const user = pick(chance, arena.people);
  resolved.users[user.id] = user;
  if (chance(3) > 0) {
    resolved.members[user.id] = { roles: [], joined_at: '2026-01-01T00:00:00Z', permissions: '0', flags: 0 };
  }
  return user.id;
}

function roleId(chance: Chance, { roles }: Arena, resolved: Resolved): string {
  const { id, name } = pick(chance, roles);
  resolved.roles[id] = {
    id,
    name,
    permissions: '0',
    position: chance(4),
    color: 0,
    hoist: false,
    managed: false,
  };
  return id;
}

function channelId(chance: Chance, { standpoints }: Arena, resolved: Resolved): string {
  const { channelId: id } = pick(chance, standpoints);
  resolved.channels[id] = {
    id,
    type: pick(chance, [0, 1, 2, 5, 11, 15]),
    name: 'den',
    permissions: String(chance(4096)),
  };
  return id;
}

function attachmentId(chance: Chance, { apiUrl }: Arena, resolved: Resolved): string {
  const id = String(8_000_000_000_000_000 + chance(1_000));
  const url = pick(chance, [
    `${apiUrl.replace(/\/api$/, '')}/cdn/attachments/1/2/pathway.json`,
    'http://127.0.0.1:1/pathway.json',
    'file:///etc/passwd',
    'https://cdn.discordapp.com.invalid/attachments/1/2/pathway.json',
    'nonsense',
  ]);
  const size = pick(chance, [0, 10, 2 ** 40]);
  resolved.attachments[id] = {
    id,
    filename: text(chance, { values: ['a.json'] } as unknown as Arena),
    size,
    url,
    proxy_url: url,
  };
  return id;
}
