import {
  InteractionContextType,
  MessageFlags,
  type APIApplicationCommandOptionChoice,
  type APIModalInteractionResponseCallbackData,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  type RESTPostAPIApplicationCommandsJSONBody,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type UserContextMenuCommandInteraction,
} from 'discord.js';
import type { Services } from '../services/services.ts';
import type { Words } from '../words/words.ts';
import type { ReadAttachment } from './attachment-reader.ts';
import type { Action } from './custom-id.ts';
import type { View } from './views/elements.ts';

/** A command's name as text that a reader can click. */
export type Mention = (command: string) => string;

/** What a handler may use. */
export interface Context {
  readonly services: Services;
  /** In the language of the person who asked. */
  readonly words: Words;
  /** Every command there is, as registered. */
  readonly commands: readonly Command[];
  /** The clickable mention of a registered command (`roadmap phase`), or its plain name before registration. */
  readonly mention: Mention;
  /** For a file that the member gave to the command. */
  readonly readAttachment: ReadAttachment;
  /** The bot's own. */
  readonly version: string;
}

/** Everyone in the channel, or the asker alone. */
export type Audience = 'public' | 'private';

/** What a handler gives back; the dispatcher draws its pictures and sends it. */
export interface Answer {
  readonly view: View;
  /** What the view's `attachment://` addresses stand for. */
  readonly files?: readonly AnswerFile[] | undefined;
  /** Also posted where everyone sees it. */
  readonly announcement?: View | undefined;
}

export interface AnswerFile {
  readonly name: string;
  /** Text is sent as UTF-8. */
  readonly content: string | Uint8Array;
}

export interface ModalAnswer {
  readonly modal: APIModalInteractionResponseCallbackData;
}

export type Choice = APIApplicationCommandOptionChoice<string>;

interface CommandOf<Interaction> {
  readonly data: RESTPostAPIApplicationCommandsJSONBody;
  /** Decided before the work begins, since a deferred answer cannot change it. */
  audience(interaction: Interaction): Audience;
  execute(interaction: Interaction, context: Context): Promise<Answer>;
  /** At most 25 choices, best first. */
  autocomplete?(interaction: AutocompleteInteraction, context: Context): Promise<readonly Choice[]>;
  /** The buttons, selects and modals that this command's answers bring. */
  readonly components?: readonly Component[];
}

/** Where `/help` lists a command, in its order; one without a group it leaves out. */
export const HELP_GROUPS = ['look', 'record', 'you', 'yours', 'together', 'nudges', 'server'] as const;
export type HelpGroup = (typeof HELP_GROUPS)[number];

export type SlashCommand = CommandOf<ChatInputCommandInteraction> & {
  readonly kind: 'slash';
  readonly data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  readonly group?: HelpGroup;
};
export type UserMenuCommand = CommandOf<UserContextMenuCommandInteraction> & { readonly kind: 'user-menu' };
export type MessageMenuCommand = CommandOf<MessageContextMenuCommandInteraction> & {
  readonly kind: 'message-menu';
};
export type Command = SlashCommand | UserMenuCommand | MessageMenuCommand;

export type ComponentInteraction = MessageComponentInteraction | ModalSubmitInteraction;

/** `update` edits the message that holds the component. */
export type Response = Audience | 'update';

/** One action of a component, its fields already read. */
export type BoundComponent =
  | {
      readonly response: Response;
      readonly execute: (context: Context) => Promise<Answer>;
    }
  | {
      readonly response: 'modal';
      readonly execute: (context: Context) => Promise<ModalAnswer>;
    };

export interface Component {
  readonly action: string;
  /** `undefined` when the fields do not read back: the button is outdated or forged. */
  bind(fields: readonly string[], interaction: ComponentInteraction): BoundComponent | undefined;
}

export function defineComponent<T extends object>(
  action: Action<T>,
  handler: {
    readonly response: Response | ((interaction: ComponentInteraction) => Response);
    execute(interaction: ComponentInteraction, values: T, context: Context): Promise<Answer>;
  },
): Component {
  return {
    action: action.name,
    bind(fields, interaction) {
      const values = action.parse(fields);
      if (values === undefined) return undefined;
      const { response } = handler;
      return {
        response: typeof response === 'function' ? response(interaction) : response,
        execute: (context) => handler.execute(interaction, values, context),
      };
    },
  };
}

/** A component that opens a modal; a modal must be the first answer, so nothing is deferred. */
export function defineModalOpener<T extends object>(
  action: Action<T>,
  open: (interaction: ComponentInteraction, values: T, context: Context) => Promise<ModalAnswer>,
): Component {
  return {
    action: action.name,
    bind(fields, interaction) {
      const values = action.parse(fields);
      if (values === undefined) return undefined;
      return { response: 'modal', execute: (context) => open(interaction, values, context) };
    },
  };
}

/** Whether the message that holds the component is seen by one person only. */
export function isPrivateMessage(interaction: ComponentInteraction): boolean {
  if (interaction.message === null) return false;
  const isWithBotAlone = interaction.context === InteractionContextType.BotDM;
  return isWithBotAlone || interaction.message.flags.has(MessageFlags.Ephemeral);
}

/**
 * For components that lead from view to view: in the asker's own message they turn the page; somebody else who
 * presses them gets the view privately and leaves the asker's message as it is.
 */
export function updateOwnMessage(interaction: ComponentInteraction): Response {
  const asker = interaction.message?.interactionMetadata?.user.id;
  return isPrivateMessage(interaction) || asker === interaction.user.id ? 'update' : 'private';
}

/** For components that act on the presser's own record: what comes of it is for their eyes, wherever the button was. */
export function updatePrivateMessage(interaction: ComponentInteraction): Response {
  return isPrivateMessage(interaction) ? 'update' : 'private';
}

/** Who will see the answer to such a component: a member's own ticks are for nobody else's eyes. */
export function audienceOf(interaction: ComponentInteraction): Audience {
  return isPrivateMessage(interaction) || updateOwnMessage(interaction) === 'private' ? 'private' : 'public';
}
