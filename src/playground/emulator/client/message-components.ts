import {
  ButtonStyle,
  ComponentType,
  type APIButtonComponent,
  type APIChannelSelectComponent,
  type APIMessage,
  type APISelectMenuComponent,
} from 'discord-api-types/v10';
import { walkComponents, type ComponentNode } from '../component-tree.ts';
import type { ChannelRecord, World } from '../world.ts';
import { ClientRefusal } from './client-refusal.ts';
import type { Referenced } from './interaction-payload.ts';
import { findChannel, findRole, findUser } from './name-lookup.ts';

export type PressableButton = APIButtonComponent & { readonly custom_id: string; readonly id: number };

const SELECTS: ReadonlySet<number> = new Set([
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
]);

function componentsOf(message: APIMessage): readonly ComponentNode[] {
  return [...walkComponents(message.components ?? [])];
}

/** The button with this label or `custom_id`, however deep it sits. */
export function findButton(message: APIMessage, labelOrCustomId: string): PressableButton {
  const buttons = componentsOf(message).filter(
    ({ type }) => type === ComponentType.Button,
  ) as unknown as readonly APIButtonComponent[];
  const label = (button: APIButtonComponent) => {
    if (button.style === ButtonStyle.Premium) return '';
    return button.label ?? button.emoji?.name ?? '';
  };
  const matching = buttons.filter(
    (button) =>
      label(button) === labelOrCustomId || ('custom_id' in button && button.custom_id === labelOrCustomId),
  );
  // Where several bear the label, a person takes one that can be pressed.
  const button = matching.find(({ disabled }) => disabled !== true) ?? matching[0];
  if (button === undefined) {
    const known = buttons.map(label).join(', ');
    throw new ClientRefusal(`The message has no button ${labelOrCustomId}; it has ${known || 'none'}`);
  }
  if (button.disabled === true) throw new ClientRefusal(`The button ${labelOrCustomId} is disabled`);
  if (button.style === ButtonStyle.Link)
    throw new ClientRefusal(`The button ${labelOrCustomId} opens ${button.url} and tells the bot nothing`);
  if (button.style === ButtonStyle.Premium) throw new ClientRefusal('The button opens the shop');
  return button as PressableButton;
}

/** The select with this placeholder or `custom_id`, however deep it sits. */
export function findSelect(message: APIMessage, placeholderOrCustomId: string): APISelectMenuComponent {
  const selects = componentsOf(message).filter(({ type }) =>
    SELECTS.has(type),
  ) as unknown as readonly APISelectMenuComponent[];
  const select = selects.find(
    ({ placeholder, custom_id: customId }) =>
      placeholder === placeholderOrCustomId || customId === placeholderOrCustomId,
  );
  if (select === undefined) {
    const known = selects.map(({ placeholder, custom_id: customId }) => placeholder ?? customId).join(', ');
    throw new ClientRefusal(`The message has no select ${placeholderOrCustomId}; it has ${known || 'none'}`);
  }
  if (select.disabled === true) throw new ClientRefusal(`The select ${placeholderOrCustomId} is disabled`);
  return select;
}

export interface Selection {
  readonly values: readonly string[];
  readonly referenced: Referenced;
}

/** The values that picking these sends; options by label or value, the rest by name, mention or id. */
export function selectValues(
  world: World,
  channel: ChannelRecord,
  select: APISelectMenuComponent,
  choices: readonly string[],
): Selection {
  const { min_values: min = 1, max_values: max = 1 } = select;
  if (choices.length < min || choices.length > max) {
    throw new ClientRefusal(`The select takes ${min === max ? min : `${min} to ${max}`} choices`);
  }
  const selection = lookUp(world, channel, select, choices);
  if (new Set(selection.values).size < choices.length)
    throw new ClientRefusal('The select takes each choice once');
  return selection;
}

function lookUp(
  world: World,
  channel: ChannelRecord,
  select: APISelectMenuComponent,
  choices: readonly string[],
): Selection {
  switch (select.type) {
    case ComponentType.StringSelect: {
      const values = choices.map((choice) => {
        const option =
          select.options.find(({ value }) => value === choice) ??
          select.options.find(({ label }) => label === choice);
        if (option !== undefined) return option.value;
        const known = select.options.map(({ label }) => label).join(', ');
        throw new ClientRefusal(`The select has no option ${choice}; it has ${known}`);
      });
      return { values, referenced: {} };
    }
    case ComponentType.UserSelect: {
      const values = choices.map((choice) => findUser(world, channel, choice).user.id);
      return { values, referenced: { userIds: values } };
    }
    case ComponentType.RoleSelect: {
      const values = choices.map((choice) => findRole(world, channel, choice).id);
      return { values, referenced: { roleIds: values } };
    }
    case ComponentType.MentionableSelect: {
      const isRole = (choice: string) =>
        choice.startsWith('<@&') || (world.guildOf(channel)?.roles.has(choice) ?? false);
      const roleIds = choices.filter(isRole).map((choice) => findRole(world, channel, choice).id);
      const userIds = choices
        .filter((choice) => !isRole(choice))
        .map((choice) => findUser(world, channel, choice).user.id);
      return { values: [...userIds, ...roleIds], referenced: { userIds, roleIds } };
    }
    case ComponentType.ChannelSelect: {
      const values = choices.map((choice) => channelOf(world, channel, select, choice).id);
      return { values, referenced: { channelIds: values } };
    }
  }
}

function channelOf(
  world: World,
  channel: ChannelRecord,
  { channel_types: types }: APIChannelSelectComponent,
  choice: string,
): ChannelRecord {
  const found = findChannel(world, channel, choice);
  if (types?.some((type) => type === found.type) === false)
    throw new ClientRefusal(`The select does not take #${found.name}`);
  return found;
}
