import {
  ComponentType,
  type APIModalInteractionResponseCallbackData,
  type APISelectMenuComponent,
  type APITextInputComponent,
} from 'discord-api-types/v10';
import { placeComponents, type ComponentNode } from '../component-tree.ts';
import type { ChannelRecord, World } from '../world.ts';
import { ClientRefusal } from './client-refusal.ts';
import type { Referenced } from './interaction-payload.ts';
import { selectValues } from './message-components.ts';

export interface FilledModal {
  readonly custom_id: string;
  readonly components: readonly unknown[];
  readonly referenced: Referenced;
}

type Given = string | readonly string[];

/** A text input's own limit, where it names none. */
const MAX_TEXT = 4_000;

/**
 * The modal as it is sent with these values, by `custom_id` or label of each input; several choices are a list, or
 * text with commas between. What is not named keeps its prefilled value.
 */
export function fillModal(
  world: World,
  channel: ChannelRecord,
  modal: APIModalInteractionResponseCallbackData,
  values: Readonly<Record<string, string | readonly string[]>>,
): FilledModal {
  const left = new Map(Object.entries(values));
  const userIds: string[] = [];
  const roleIds: string[] = [];
  const channelIds: string[] = [];

  const take = (input: ComponentNode, label: string | undefined): Given | undefined => {
    for (const key of [input.custom_id, label]) {
      const value = key === undefined ? undefined : left.get(key);
      if (key === undefined || value === undefined) continue;
      left.delete(key);
      return value;
    }
    return undefined;
  };

  const fill = (node: ComponentNode, label: string | undefined): unknown => {
    const { type, id, custom_id: customId } = node;
    if (type === ComponentType.TextDisplay) return { type, id };
    if (node.components !== undefined) {
      return { type, id, components: node.components.map((child) => fill(child, labelOf(child))) };
    }
    if (node.component !== undefined) return { type, id, component: fill(node.component, labelOf(node)) };
    const own = { type, id, custom_id: customId };
    const given = take(node, label);
    const name = label ?? customId ?? '';
    if (type === ComponentType.TextInput) {
      return { ...own, value: checkText(node as unknown as APITextInputComponent, name, given) };
    }
    if (type === ComponentType.Checkbox) {
      const { default: checked = false } = node as { default?: boolean };
      return { ...own, value: given === undefined ? checked : given === 'true' };
    }
    if (type === ComponentType.RadioGroup) {
      return { ...own, value: choose(node, name, given)[0] ?? null };
    }
    if (type === ComponentType.CheckboxGroup) return { ...own, values: choose(node, name, given) };
    if (type === ComponentType.FileUpload) {
      if (isRequired(node)) throw new ClientRefusal(`${name} takes a file, which this client cannot send`);
      return { ...own, values: [] };
    }
    const select = node as unknown as APISelectMenuComponent;
    const choices = given === undefined ? preselected(select) : listOf(given);
    if (choices.length === 0 && !isRequired(node)) return { ...own, values: [] };
    const selection = selectValues(world, channel, select, choices);
    userIds.push(...(selection.referenced.userIds ?? []));
    roleIds.push(...(selection.referenced.roleIds ?? []));
    channelIds.push(...(selection.referenced.channelIds ?? []));
    return { ...own, values: selection.values };
  };

  const placed = placeComponents(modal.components, []);
  const components = placed.map((component) => fill(component, labelOf(component)));
  if (left.size > 0) throw new ClientRefusal(`The modal has no input ${[...left.keys()].join(', ')}`);
  return { custom_id: modal.custom_id, components, referenced: { userIds, roleIds, channelIds } };
}

function labelOf(node: ComponentNode): string | undefined {
  return (node as { label?: string }).label;
}

function isRequired(node: ComponentNode): boolean {
  return (node as { required?: boolean }).required !== false;
}

function listOf(given: Given): readonly string[] {
  if (typeof given !== 'string') return given;
  return given
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function preselected(select: APISelectMenuComponent): readonly string[] {
  if (select.type === ComponentType.StringSelect) {
    return select.options.filter((option) => option.default === true).map(({ value }) => value);
  }
  return (select.default_values ?? []).map(({ id }) => id);
}

function checkText(input: APITextInputComponent, name: string, given: Given | undefined): string {
  if (typeof given === 'object') throw new ClientRefusal(`${name} takes one text`);
  const text = given ?? input.value ?? '';
  if (text === '') {
    if (input.required === false) return text;
    throw new ClientRefusal(`${name} is required`);
  }
  const { min_length: min = 0, max_length: max = MAX_TEXT } = input;
  if (text.length < min) throw new ClientRefusal(`${name} needs at least ${min} characters`);
  if (text.length > max) throw new ClientRefusal(`${name} takes at most ${max} characters`);
  return text;
}

/** Options of a radio or checkbox group, by label or value. */
function choose(node: ComponentNode, name: string, given: Given | undefined): readonly string[] {
  const { options = [], ...bounds } = node as {
    options?: readonly { value: string; label: string; default?: boolean }[];
    min_values?: number;
    max_values?: number;
  };
  const values =
    given === undefined
      ? options.filter((option) => option.default === true).map(({ value }) => value)
      : listOf(given).map((choice) => {
          const option = options.find(({ value, label }) => value === choice || label === choice);
          if (option === undefined) throw new ClientRefusal(`${name} has no option ${choice}`);
          return option.value;
        });
  if (values.length === 0) {
    if (isRequired(node)) throw new ClientRefusal(`${name} is required`);
    return values;
  }
  const most = node.type === ComponentType.RadioGroup ? 1 : (bounds.max_values ?? options.length);
  if (values.length < (bounds.min_values ?? 1) || values.length > most)
    throw new ClientRefusal(`${name} takes another number of choices`);
  return values;
}
