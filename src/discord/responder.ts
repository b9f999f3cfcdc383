import {
  DiscordAPIError,
  MessageFlags,
  RESTJSONErrorCodes,
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  type UserContextMenuCommandInteraction,
} from 'discord.js';
import type { Audience, ModalAnswer, Response } from './command.ts';
import type { DrawnView } from './draw-view.ts';
import type { View } from './views/elements.ts';

export type RespondableInteraction =
  | ChatInputCommandInteraction
  | UserContextMenuCommandInteraction
  | MessageContextMenuCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction;

/**
 * Sends one interaction's answer, whatever has happened to it by then: not yet acknowledged, or deferred because
 * the work took long.
 */
export interface Responder {
  /**
   * Acknowledges, so that Discord waits 15 minutes instead of 3 seconds. Never rejects: when that fails (the message
   * to edit is gone, say), the answer itself is still the first response, and fails where it is seen.
   */
  defer(): Promise<void>;
  send(answer: DrawnView | ModalAnswer): Promise<void>;
  /** Posts where everyone sees it, after the answer; in a direct message there is nobody to announce anything to. */
  announce(announcement: DrawnView): Promise<void>;
  /** A private message, whatever audience the answer would have had. */
  sendPrivately(view: View): Promise<void>;
}

export function createResponder(
  interaction: RespondableInteraction,
  response: Response | 'modal',
): Responder {
  const audience: Audience = response === 'public' ? 'public' : 'private';
  const ownMessage = response === 'update' ? withMessage(interaction) : undefined;
  let deferral: Promise<void> = Promise.resolve();

  const sendAlone = async (answer: DrawnView): Promise<void> => {
    const message = { ...body(answer), flags: flagsFor('private') };
    if (interaction.deferred || interaction.replied) await interaction.followUp(message);
    else await interaction.reply(message);
  };

  const sendUpdate = async (target: NonNullable<typeof ownMessage>, answer: DrawnView): Promise<void> => {
    try {
      if (interaction.deferred) await interaction.editReply(body(answer));
      else await target.update(body(answer));
    } catch (error) {
      // Somebody deleted the message meanwhile: the answer still deserves to be read.
      if (!isUnknownMessage(error)) throw error;
      await sendAlone(answer);
    }
  };

  const sendReply = async (answer: DrawnView): Promise<void> => {
    if (interaction.deferred) await interaction.editReply(body(answer));
    else await interaction.reply({ ...body(answer), flags: flagsFor(audience) });
  };

  return {
    async defer() {
      const acknowledged: Promise<unknown> =
        ownMessage === undefined
          ? interaction.deferReply(audience === 'private' ? { flags: MessageFlags.Ephemeral } : {})
          : ownMessage.deferUpdate();
      deferral = acknowledged.then(ignore, ignore);
      await deferral;
    },

    async send(answer) {
      await deferral;
      if ('modal' in answer) {
        if (!interaction.isModalSubmit()) await interaction.showModal(answer.modal);
        return;
      }
      await (ownMessage === undefined ? sendReply(answer) : sendUpdate(ownMessage, answer));
    },

    async announce(announcement) {
      if (!interaction.inGuild()) return;
      await interaction.followUp({ ...body(announcement), flags: flagsFor('public') });
    },

    async sendPrivately(view) {
      await deferral;
      // A first follow-up would take the place, and the audience, of a public "thinking…": remove that first.
      const isThinkingAloud = interaction.deferred && !interaction.replied && ownMessage === undefined;
      if (isThinkingAloud && audience === 'public') await interaction.deleteReply();
      await sendAlone({ components: view, files: [] });
    },
  };
}

function ignore(): void {
  // Whether it worked is seen from the interaction.
}

/** The interaction as one that can edit the message it came from, if it came from one. */
function withMessage(interaction: RespondableInteraction) {
  if (interaction.isMessageComponent()) return interaction;
  return interaction.isModalSubmit() && interaction.isFromMessage() ? interaction : undefined;
}

function body({ components, files }: DrawnView) {
  return {
    components,
    // Even none is told: discord.js says with it which files a message is left with, and an edit must keep no old one.
    files: files.map(({ name, content }) => ({ name, attachment: Buffer.from(content) })),
    flags: MessageFlags.IsComponentsV2,
    allowedMentions: { parse: [] },
  } as const;
}

function flagsFor(audience: Audience) {
  return audience === 'private'
    ? ([MessageFlags.IsComponentsV2, MessageFlags.Ephemeral] as const)
    : ([MessageFlags.IsComponentsV2] as const);
}

function isUnknownMessage(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage;
}
