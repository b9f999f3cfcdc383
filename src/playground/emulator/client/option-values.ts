import {
  ApplicationCommandOptionType as Type,
  type APIApplicationCommandBasicOption,
} from 'discord-api-types/v10';
import type { ChannelRecord, World } from '../world.ts';
import type { GivenFile } from '../contract.ts';
import { ClientRefusal } from './client-refusal.ts';
import { checkFile, isGivenFile } from './given-files.ts';
import { findChannel, findRole, findUser } from './name-lookup.ts';

export type OptionValue = string | number | boolean;

/** A value as the person gives it: a file has no id before it is sent up. */
export type GivenValue = OptionValue | GivenFile;

interface OptionOf<Value> {
  readonly name: string;
  readonly type: Type;
  readonly value: Value;
  readonly focused?: boolean;
}

export type GivenOption = OptionOf<GivenValue>;
export type SentOption = OptionOf<OptionValue>;

/** The values as the client sends them, but for files. @throws ClientRefusal for what the client would not let through */
export function checkOptions(
  world: World,
  channel: ChannelRecord,
  options: readonly APIApplicationCommandBasicOption[],
  values: ReadonlyMap<string, GivenValue>,
): readonly GivenOption[] {
  for (const name of values.keys()) {
    if (!options.some((option) => option.name === name)) {
      throw new ClientRefusal(`The command has no option ${name}`);
    }
  }
  for (const { name, required } of options) {
    if (required === true && !values.has(name)) throw new ClientRefusal(`The option ${name} is required`);
  }
  return [...values].flatMap(([name, value]) => {
    const option = options.find((candidate) => candidate.name === name);
    if (option === undefined) return [];
    return [{ name, type: option.type, value: checkValue(world, channel, option, value) }];
  });
}

function checkValue(
  world: World,
  channel: ChannelRecord,
  option: APIApplicationCommandBasicOption,
  value: GivenValue,
): GivenValue {
  const refuse = (why: string) => new ClientRefusal(`The option ${option.name} ${why}`);
  if (isGivenFile(value)) {
    if (option.type !== Type.Attachment) throw refuse('takes no file');
    checkFile(value, refuse);
    return value;
  }
  const text = String(value);
  switch (option.type) {
    case Type.String: {
      if (option.choices !== undefined) return chosen(option.choices, text, refuse);
      if (text === '') throw refuse('is empty');
      const { min_length: min = 0, max_length: max = 6_000 } = option;
      if (text.length < min) throw refuse(`needs at least ${min} characters`);
      if (text.length > max) throw refuse(`takes at most ${max} characters`);
      return text;
    }
    case Type.Integer:
    case Type.Number: {
      if (option.choices !== undefined) return chosen<string | number>(option.choices, text, refuse);
      const number = Number(text);
      if (text.trim() === '' || !Number.isFinite(number)) throw refuse('must be a number');
      if (option.type === Type.Integer && !Number.isSafeInteger(number))
        throw refuse('must be a whole number');
      if (option.min_value !== undefined && number < option.min_value)
        throw refuse(`must be at least ${option.min_value}`);
      if (option.max_value !== undefined && number > option.max_value)
        throw refuse(`must be at most ${option.max_value}`);
      return number;
    }
    case Type.Boolean:
      if (text !== 'true' && text !== 'false') throw refuse('must be true or false');
      return text === 'true';
    case Type.User:
      return findUser(world, channel, text).user.id;
    case Type.Role:
      return findRole(world, channel, text).id;
    case Type.Mentionable:
      return text.startsWith('<@&') || world.guildOf(channel)?.roles.has(text) === true
        ? findRole(world, channel, text).id
        : findUser(world, channel, text).user.id;
    case Type.Channel: {
      const found = findChannel(world, channel, text);
      if (option.channel_types?.some((type) => type === found.type) === false)
        throw refuse(`does not take #${found.name}`);
      return found.id;
    }
    case Type.Attachment:
      throw refuse('takes a file, and no text');
    default:
      throw refuse('is a subcommand');
  }
}

function chosen<T extends string | number>(
  choices: readonly { name: string; value: T }[],
  text: string,
  refuse: (why: string) => ClientRefusal,
): T {
  const choice =
    choices.find(({ value }) => String(value) === text) ?? choices.find(({ name }) => name === text);
  if (choice !== undefined) return choice.value;
  throw refuse(`must be one of: ${choices.map(({ name }) => name).join(', ')}`);
}

/** The values as a forged client sends them: unchecked, with types as registered or else guessed. */
export function guessOptions<Value extends GivenValue>(
  options: readonly APIApplicationCommandBasicOption[],
  values: ReadonlyMap<string, Value>,
): readonly OptionOf<Value>[] {
  return [...values].map(([name, value]) => ({
    name,
    type: options.find((option) => option.name === name)?.type ?? guessType(value),
    value,
  }));
}

function guessType(value: GivenValue): Type {
  if (isGivenFile(value)) return Type.Attachment;
  if (typeof value === 'boolean') return Type.Boolean;
  if (typeof value === 'string') return Type.String;
  return Number.isInteger(value) ? Type.Integer : Type.Number;
}
