import { ButtonInteraction, ComponentType, InteractionType, MessageFlags } from 'discord.js';
import { commands } from '../../commands/index.ts';
import { CUSTOM_ID_MAX_LENGTH, parseCustomId } from '../../src/discord/custom-id.ts';
import type { Action } from '../../src/discord/custom-id.ts';
import type { Chance } from '../../src/services/ports.ts';
import type { Arena } from './arena.ts';
import { ACTIONS, hostileCustomId, pick } from './hostile.ts';

/** They say what whoever presses them wants said, where everybody sees it. */
const SPEAK_IN_PUBLIC = new Set(['share', 'boast']);
/** They lead through what is about nobody, and turn the pages of a message that their presser asked for. */
const TURN_PAGES = new Set(['map', 'pick']);

const ACTIONS_BY_NAME = new Map<string, Action<object>>(
  ACTIONS.map((action) => [action.name, action as Action<object>]),
);
const COMPONENTS = new Map(
  commands.flatMap(({ components = [] }) => components).map((component) => [component.action, component]),
);

export interface CustomIdFuzzer {
  /** Reads one hostile id as the dispatcher does, pressed by somebody somewhere, as far as before anything is done. */
  try(chance: Chance): {
    readonly customId: string;
    readonly outcome: string;
    readonly faults: readonly string[];
  };
}

export function createCustomIdFuzzer({
  client,
  standpoints,
  spots,
  customIds,
  values,
}: Arena): CustomIdFuzzer {
  const presses = standpoints.flatMap(({ person, context, guildId, channelId }) =>
    spots
      .filter(
        ({ message, ownerId }) =>
          message.channel_id === channelId && (ownerId ?? person.user.id) === person.user.id,
      )
      .map(({ message }) => ({
        interaction: Reflect.construct(ButtonInteraction, [
          client,
          {
            ...structuredClone(context),
            id: '1',
            token: 'token',
            type: InteractionType.MessageComponent,
            message: structuredClone(message),
            data: { id: 1, component_type: ComponentType.Button, custom_id: '' },
          },
        ]) as ButtonInteraction,
        isPublic: guildId !== null && ((message.flags ?? 0) & MessageFlags.Ephemeral) === 0,
        isAsker: message.interaction_metadata?.user.id === person.user.id,
      })),
  );

  return {
    try(chance) {
      const customId = hostileCustomId(chance, customIds, values);
      const { interaction, isPublic, isAsker } = pick(chance, presses);
      const faults: string[] = [];
      let outcome = 'unreadable';
      try {
        const parsed = parseCustomId(customId);
        const fieldValues = parsed && ACTIONS_BY_NAME.get(parsed.action)?.parse(parsed.fields);
        if (parsed !== undefined && fieldValues !== undefined && customId.length <= CUSTOM_ID_MAX_LENGTH) {
          const written = ACTIONS_BY_NAME.get(parsed.action)?.customId(fieldValues);
          if (written !== customId) faults.push(`reads back as ${String(written)}`);
        }
        const bound = parsed && COMPONENTS.get(parsed.action)?.bind(parsed.fields, interaction);
        if (parsed !== undefined && bound !== undefined) {
          outcome = bound.response;
          const { action } = parsed;
          if (bound.response === 'public' && !SPEAK_IN_PUBLIC.has(action)) {
            faults.push('answers in public');
          }
          if (bound.response === 'update' && isPublic && !(isAsker && TURN_PAGES.has(action))) {
            faults.push('changes a message that others see');
          }
        }
      } catch (error) {
        faults.push(`threw ${String(error)}`);
      }
      return { customId, outcome, faults };
    },
  };
}
