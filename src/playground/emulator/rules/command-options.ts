import { ApplicationCommandOptionType as OptionType } from 'discord-api-types/v10';
import { checkChatInputName, checkDescription } from './command-names.ts';
import { refuseDuplicates, type Field } from './field.ts';
import { checkLocalizations } from './localizations.ts';
import { checkChannelTypes } from './selects.ts';

const maxOptions = 25;
const maxChoices = 25;
const maxTextLength = 6000;

const nestingKinds = [OptionType.Subcommand, OptionType.SubcommandGroup] as const;
const valueKinds = [
  OptionType.String,
  OptionType.Integer,
  OptionType.Boolean,
  OptionType.User,
  OptionType.Channel,
  OptionType.Role,
  OptionType.Mentionable,
  OptionType.Number,
  OptionType.Attachment,
] as const;

const textKinds: readonly OptionType[] = [OptionType.String];
const numberKinds: readonly OptionType[] = [OptionType.Integer, OptionType.Number];
/** Which settings are for some kinds of value alone. */
const kindsWith: Readonly<Record<string, readonly OptionType[]>> = {
  choices: [...textKinds, ...numberKinds],
  autocomplete: [...textKinds, ...numberKinds],
  min_length: textKinds,
  max_length: textKinds,
  min_value: numberKinds,
  max_value: numberKinds,
  channel_types: [OptionType.Channel],
};

export function checkCommandOptions(list: Field): void {
  const options = checkOptionList(list, [...nestingKinds, ...valueKinds]);
  const nested = options.filter((option) => nestingKinds.some((kind) => kind === option.at('type').value));
  if (nested.length > 0 && nested.length < options.length) {
    list.refuse(
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    );
  }
}

function checkOptionList(list: Field, kinds: readonly OptionType[]): readonly Field[] {
  const options = list.list({ max: maxOptions });
  for (const option of options) checkOption(option, kinds);
  refuseDuplicates(
    options,
    (option) => option.at('name').value,
    'APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED',
    'Option name already exists in options',
  );
  refuseRequiredAfterOptional(options);
  return options;
}

function refuseRequiredAfterOptional(options: readonly Field[]): void {
  let afterOptional = false;
  for (const option of options) {
    const isRequired = option.at('required').value === true;
    if (isRequired && afterOptional) {
      option.refuse(
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    afterOptional ||= !isRequired;
  }
}

function checkOption(option: Field, kinds: readonly OptionType[]): void {
  const kind = option.kind(kinds);
  checkChatInputName(option);
  checkDescription(option);
  option.at('required').boolean();
  if (kind !== undefined) refuseForeignSettings(option, kind);
  switch (kind) {
    case OptionType.SubcommandGroup:
      checkOptionList(option.at('options'), [OptionType.Subcommand]);
      return;
    case OptionType.Subcommand:
      checkOptionList(option.at('options'), valueKinds);
      return;
    case OptionType.String:
      checkLengthRange(option);
      checkChoices(option, (value) => value.text({ min: 1, max: 100, required: true }));
      return;
    case OptionType.Integer:
      checkValueRange(option, (value) => value.integer());
      checkChoices(option, (value) => value.integer({ required: true }));
      return;
    case OptionType.Number:
      checkValueRange(option, (value) => value.number());
      checkChoices(option, (value) => value.number({ required: true }));
      return;
    case OptionType.Channel:
      checkChannelTypes(option.at('channel_types'));
      return;
    default:
      return;
  }
}

function refuseForeignSettings(option: Field, kind: OptionType): void {
  for (const [setting, kinds] of Object.entries(kindsWith)) {
    if (kinds.includes(kind)) continue;
    option
      .at(setting)
      .forbid(
        'APPLICATION_COMMAND_OPTION_SETTING_INVALID',
        `An option of type ${kind} cannot have ${setting}`,
      );
  }
}

function checkLengthRange(option: Field): void {
  const shortest = option.at('min_length').integer({ min: 0, max: maxTextLength }) ?? 0;
  const longest = option.at('max_length').integer({ min: 1, max: maxTextLength }) ?? maxTextLength;
  if (shortest > longest) {
    option.at('min_length').refuse('APPLICATION_COMMAND_OPTION_RANGE', 'min_length cannot exceed max_length');
  }
}

function checkValueRange(option: Field, read: (value: Field) => number | undefined): void {
  const least = read(option.at('min_value')) ?? -Infinity;
  const greatest = read(option.at('max_value')) ?? Infinity;
  if (least > greatest) {
    option.at('min_value').refuse('APPLICATION_COMMAND_OPTION_RANGE', 'min_value cannot exceed max_value');
  }
}

function checkChoices(option: Field, checkValue: (value: Field) => void): void {
  const list = option.at('choices');
  const choices = list.list({ max: maxChoices });
  for (const choice of choices) {
    if (!choice.require() || !choice.record()) continue;
    choice.at('name').text({ min: 1, max: 100, required: true });
    checkLocalizations(choice.at('name_localizations'), (name) => {
      name.text({ min: 1, max: 100 });
    });
    checkValue(choice.at('value'));
  }
  for (const key of ['name', 'value']) {
    refuseDuplicates(
      choices.map((choice) => choice.at(key)),
      (field) => field.value,
      'APPLICATION_COMMAND_OPTION_CHOICE_DUPLICATED',
      `Option choice ${key} already exists`,
    );
  }
  if (option.at('autocomplete').boolean() === true && choices.length > 0) {
    list.refuse(
      'APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES',
      'An option cannot have both choices and autocomplete',
    );
  }
}
