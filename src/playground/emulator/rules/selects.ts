import { ChannelType, ComponentType, SelectMenuDefaultValueType } from 'discord-api-types/v10';
import type { ComponentCensus } from './component-census.ts';
import { checkEmoji } from './emoji.ts';
import { refuseDuplicates, type Field } from './field.ts';

export const selectKinds = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
] as const;

export type SelectKind = (typeof selectKinds)[number];

const maxChoices = 25;

const { User, Role, Channel } = SelectMenuDefaultValueType;
const defaultValueTypes: Record<SelectKind, readonly SelectMenuDefaultValueType[]> = {
  [ComponentType.StringSelect]: [],
  [ComponentType.UserSelect]: [User],
  [ComponentType.RoleSelect]: [Role],
  [ComponentType.MentionableSelect]: [User, Role],
  [ComponentType.ChannelSelect]: [Channel],
};

const channelTypes = Object.values(ChannelType).filter((type) => typeof type === 'number');

export function isSelectKind(kind: ComponentType): kind is SelectKind {
  return selectKinds.some((candidate) => candidate === kind);
}

export function checkSelect(select: Field, kind: SelectKind, census: ComponentCensus): void {
  census.enter(select);
  census.identify(select);
  select.at('placeholder').text({ max: 150 });
  select.at('disabled').boolean();
  const { fewest, most } = checkValueRange(select, maxChoices);
  if (kind === ComponentType.StringSelect) checkOptions(select.at('options'), fewest, most);
  else checkDefaultValues(select.at('default_values'), kind, most);
  if (kind === ComponentType.ChannelSelect) checkChannelTypes(select.at('channel_types'));
}

/** How many values may be chosen: Discord takes 1 for whichever of the two bounds is left out. */
export function checkValueRange(select: Field, max: number): { fewest: number; most: number } {
  const fewest = select.at('min_values').integer({ min: 0, max }) ?? 1;
  const most = select.at('max_values').integer({ min: 1, max }) ?? 1;
  if (fewest > most) {
    select.at('min_values').refuse('SELECT_COMPONENT_VALUES_RANGE', 'min_values cannot exceed max_values');
  }
  return { fewest, most };
}

export function checkChannelTypes(types: Field): void {
  for (const type of types.list()) type.oneOf(channelTypes, { required: true });
}

/** Label, value and description of the options of a select, a radio group or a checkbox group. */
export function checkOptionTexts(options: readonly Field[]): void {
  for (const option of options) {
    if (!option.require() || !option.record()) continue;
    option.at('label').text({ min: 1, max: 100, required: true });
    option.at('value').text({ min: 1, max: 100, required: true });
    option.at('description').text({ max: 100 });
    option.at('default').boolean();
  }
  refuseDuplicates(
    options.map((option) => option.at('value')),
    (value) => value.value,
    'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    'The specified option value is already used',
  );
}

export function refuseTooManyDefaults(list: Field, chosen: number, most: number): void {
  if (chosen > most) {
    list.refuse('SELECT_COMPONENT_TOO_MANY_DEFAULTS', `At most ${most} values can be chosen by default`);
  }
}

/** A string select must offer at least as many options as may be chosen. */
function checkOptions(list: Field, fewest: number, most: number): void {
  const options = list.list({ min: Math.max(fewest, most, 1), max: maxChoices, required: true });
  checkOptionTexts(options);
  for (const option of options) checkEmoji(option.at('emoji'));
  refuseTooManyDefaults(list, options.filter((option) => option.at('default').value === true).length, most);
}

function checkDefaultValues(list: Field, kind: SelectKind, most: number): void {
  const values = list.list({ max: maxChoices });
  for (const value of values) {
    if (!value.require() || !value.record()) continue;
    value.at('id').snowflake({ required: true });
    value.at('type').oneOf(defaultValueTypes[kind], { required: true });
  }
  refuseTooManyDefaults(list, values.length, most);
}
