import { InteractionResponseType, type APIMessage } from 'discord-api-types/v10';
import type { OpenModal, Outcome } from '../contract.ts';
import type { Interaction } from '../interactions.ts';
import type { MessageRecord, World } from '../world.ts';

const FOLLOW_UP_TIMEOUT_MS = 5_000;

const { DeferredChannelMessageWithSource, DeferredMessageUpdate, UpdateMessage, Modal } =
  InteractionResponseType;

/** Waits for what comes of an interaction, and describes it as the person sees it. */
export async function awaitOutcome(
  world: World,
  interaction: Interaction,
  settleMs: number,
): Promise<Outcome> {
  await interaction.until(() => interaction.state !== 'open');
  if (interaction.responseType === DeferredChannelMessageWithSource) {
    await interaction.until(() => !interaction.isPending || interaction.state === 'expired');
  }
  if (interaction.responseType === DeferredMessageUpdate) {
    // It may well stay at the acknowledgement, so the wait for something to see is bounded.
    await interaction.until(
      () => !interaction.isPending || interaction.followUps.length > 0 || interaction.state === 'expired',
      settleMs,
    );
  }
  return describe(world, interaction);
}

function describe(world: World, interaction: Interaction): Outcome {
  const kind = kindOf(world, interaction);
  const record =
    kind === 'message' && isUpdate(interaction) ? interaction.followUps[0] : interaction.original;
  const snapshot = record?.message;
  const { modal, channel } = interaction;
  return {
    interactionId: interaction.id,
    interactionToken: interaction.token,
    kind,
    wasDeferred:
      interaction.responseType === DeferredChannelMessageWithSource ||
      interaction.responseType === DeferredMessageUpdate,
    isPrivate: (kind === 'message' || kind === 'update') && (record?.visibleTo ?? null) !== null,

    get message(): APIMessage {
      if (snapshot === undefined || (kind !== 'message' && kind !== 'update'))
        throw new Error(`The outcome is ${kind}, not a message`);
      return snapshot;
    },

    get modal(): OpenModal {
      if (modal === null) throw new Error(`The outcome is ${kind}, not a modal`);
      return { interactionId: interaction.id, modal, channelId: channel.id };
    },

    async followUps(count = 1, timeoutMs = FOLLOW_UP_TIMEOUT_MS) {
      const arrived = await interaction.until(() => interaction.followUps.length >= count, timeoutMs);
      if (arrived) return interaction.followUps.map(({ message }) => message);
      throw new Error(`${interaction.followUps.length} of ${count} follow-ups came within ${timeoutMs} ms`);
    },
  };
}

function isUpdate({ responseType }: Interaction): boolean {
  return responseType === UpdateMessage || responseType === DeferredMessageUpdate;
}

function kindOf(world: World, interaction: Interaction): Outcome['kind'] {
  const { responseType, isPending, original, followUps } = interaction;
  if (responseType === null) return 'failed';
  if (responseType === Modal) return 'modal';
  if (responseType === UpdateMessage) return 'update';
  if (responseType === DeferredMessageUpdate) {
    if (!isPending && exists(world, original)) return 'update';
    return followUps.length > 0 ? 'message' : 'nothing';
  }
  if (isPending) return 'failed';
  return exists(world, original) ? 'message' : 'nothing';
}

function exists(world: World, record: MessageRecord | null): boolean {
  return record !== null && world.messages.has(record.message.id);
}
