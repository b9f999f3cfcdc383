import { z } from 'zod';

/**
 * What the chat page and its server say to each other. One WebSocket is one person: the server sends
 * only what that person sees, and acts only as that person. The page imports the types alone.
 */

const snowflake = z.string().regex(/^\d{1,20}$/);
const uploadKey = z.string().regex(/^[\w-]{22}$/);
const commandPath = z.string().min(1).max(98);
const optionName = z.string().min(1).max(32);
const options = z.record(optionName, z.union([z.string().max(6000), z.number(), z.boolean()]));

const choices = z.array(z.string().min(1).max(100)).max(25);

const action = z.discriminatedUnion('type', [
  z.object({ type: z.literal('say'), channelId: snowflake, content: z.string().trim().min(1).max(2000) }),
  z.object({ type: z.literal('type'), channelId: snowflake, text: z.string().min(2).max(4000) }),
  z.object({
    type: z.literal('slash'),
    channelId: snowflake,
    command: commandPath,
    options,
    /** Keys of files sent up before, by the options they are for. */
    files: z.record(optionName, uploadKey).optional(),
  }),
  z.object({
    type: z.literal('autocomplete'),
    channelId: snowflake,
    command: commandPath,
    focused: z.object({ name: optionName, value: z.string().max(6000) }),
    options,
  }),
  z.object({
    type: z.literal('user-menu'),
    channelId: snowflake,
    command: commandPath,
    targetUserId: snowflake,
  }),
  z.object({
    type: z.literal('message-menu'),
    channelId: snowflake,
    command: commandPath,
    targetMessageId: snowflake,
  }),
  z.object({
    type: z.literal('press'),
    channelId: snowflake,
    messageId: snowflake,
    customId: z.string().min(1).max(100),
  }),
  z.object({
    type: z.literal('pick'),
    channelId: snowflake,
    messageId: snowflake,
    customId: z.string().min(1).max(100),
    values: choices,
  }),
  z.object({
    type: z.literal('submit'),
    interactionId: snowflake,
    values: z.record(z.string().min(1).max(100), z.union([z.string().max(4000), choices])),
  }),
  z.object({ type: z.literal('dismiss'), channelId: snowflake, messageId: snowflake }),
  z.object({ type: z.literal('delete-message'), channelId: snowflake, messageId: snowflake }),
  z.object({ type: z.literal('inspect'), channelId: snowflake, messageId: snowflake }),
  z.object({ type: z.literal('leave-server') }),
  z.object({ type: z.literal('join-server') }),
  z.object({ type: z.literal('move-time'), to: z.number().int() }),
]);

const clientFrame = z.object({ requestId: z.number().int().nonnegative(), action });

export type Action = z.infer<typeof action>;
export type ClientFrame = z.infer<typeof clientFrame>;
export type OptionValues = z.infer<typeof options>;

/** Throws `SyntaxError` or `ZodError` for anything the page would not send. */
export function parseClientFrame(text: string): ClientFrame {
  return clientFrame.parse(JSON.parse(text));
}

/** The answer to a file sent up by HTTP: the WebSocket's frames stay small. */
export interface Upload {
  readonly key: string;
}

export type ServerFrame =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  /** `message` is new, or replaces the one with its id. */
  | { readonly type: 'message'; readonly message: MessageView; readonly isNew: boolean }
  | { readonly type: 'message-deleted'; readonly channelId: string; readonly messageId: string }
  | { readonly type: 'commands'; readonly commands: CommandCatalogue }
  | { readonly type: 'channels'; readonly channels: readonly ChannelView[] }
  | { readonly type: 'roles'; readonly roles: readonly RoleView[] }
  /** Somebody else joined or left. */
  | { readonly type: 'members'; readonly memberIds: readonly string[] }
  | { readonly type: 'bot-status'; readonly online: boolean }
  /** Time was moved; `leaps` replaces the one of the snapshot. */
  | { readonly type: 'time'; readonly leaps: readonly Leap[] }
  | { readonly type: 'done'; readonly requestId: number; readonly result: ActionResult }
  | { readonly type: 'refused'; readonly requestId: number; readonly reason: string };

export type ActionResult =
  /** The bot answered, or nothing was asked of it; what changed arrives in frames of its own. */
  | { readonly kind: 'answered' }
  /** The bot gave no answer in time. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'modal'; readonly modal: ModalView }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'exchanges'; readonly exchanges: readonly ExchangeView[] };

/** What went over the wire for a message. */
export interface ExchangeView {
  /** Who began it: the bot itself, the viewer, or somebody else, whose interaction is not for the viewer to see. */
  readonly origin: 'bot' | 'own' | 'other';
  /** As the bot was told of it; `null` where it is not the viewer's own, or is forgotten. */
  readonly interaction: { readonly at: number; readonly payload: unknown } | null;
  readonly requests: readonly RequestView[];
}

export interface RequestView {
  /** UTC epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  /** Below `/api/v10`. */
  readonly path: string;
  readonly body: unknown;
  /** 0 where no answer reached the bot. */
  readonly status: number;
  readonly response: unknown;
}

export interface Snapshot {
  readonly guildName: string;
  readonly ownerId: string;
  readonly me: PersonView;
  /** Those the visitor can be, `me` included. */
  readonly people: readonly PersonView[];
  /** Those the visitor can meet, and not be. */
  readonly others: readonly PersonView[];
  /** Which of all these are in the server. */
  readonly memberIds: readonly string[];
  /** Highest first. */
  readonly roles: readonly RoleView[];
  readonly bot: PersonView;
  readonly botOnline: boolean;
  /** Those the person sees; each is followed by its threads. */
  readonly channels: readonly ChannelView[];
  readonly commands: CommandCatalogue;
  /** Oldest first. */
  readonly messages: readonly MessageView[];
  /** Oldest first: together, how far the playground's clock is ahead of the real one. */
  readonly leaps: readonly Leap[];
}

/** A stretch of time that was skipped; UTC epoch milliseconds. */
export interface Leap {
  readonly from: number;
  readonly to: number;
}

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  /** On this server; `null` for whoever has no picture. */
  readonly avatarUrl: string | null;
}

export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly kind: 'text' | 'thread' | 'dm';
  /** The channel a thread hangs in. */
  readonly parentId: string | null;
}

export interface RoleView {
  readonly id: string;
  readonly name: string;
}

export interface CommandCatalogue {
  readonly slash: readonly SlashCommand[];
  readonly userMenu: readonly MenuCommand[];
  readonly messageMenu: readonly MenuCommand[];
}

/** Where a command may be used. */
export interface Reach {
  readonly inGuild: boolean;
  readonly inDm: boolean;
}

export interface MenuCommand extends Reach {
  readonly name: string;
}

/** A command that can be sent: a subcommand is one of its own, with its full path as the name. */
export interface SlashCommand extends Reach {
  /** `roadmap phase` */
  readonly path: string;
  readonly description: string;
  readonly options: readonly CommandOption[];
}

export interface CommandOption {
  readonly name: string;
  readonly description: string;
  readonly kind:
    | 'text'
    | 'integer'
    | 'number'
    | 'boolean'
    | 'user'
    | 'role'
    | 'mentionable'
    | 'channel'
    | 'file'
    | 'unsupported';
  /** What a channel option offers. */
  readonly channelKinds: readonly ChannelView['kind'][];
  readonly required: boolean;
  readonly autocomplete: boolean;
  readonly choices: readonly Choice[];
  readonly min: number | null;
  /** Of a file, its bytes. */
  readonly max: number | null;
  readonly minLength: number | null;
  readonly maxLength: number | null;
}

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export interface MessageView {
  readonly id: string;
  readonly channelId: string;
  readonly author: PersonView;
  readonly isBot: boolean;
  /** UTC epoch milliseconds. */
  readonly sentAt: number;
  readonly isEdited: boolean;
  readonly isPrivate: boolean;
  /** The bot has said it is on it, and has not answered yet. */
  readonly isThinking: boolean;
  /** Set on an answer to a command. */
  readonly usedCommand: { readonly by: PersonView; readonly name: string; readonly isMenu: boolean } | null;
  readonly content: string;
  readonly blocks: readonly Block[];
  readonly embeds: readonly EmbedView[];
  /** Attachments that no component shows. */
  readonly files: readonly FileBlock[];
  /** Names for the mentions in the text, beyond those of the people and the bot. */
  readonly mentioned: readonly PersonView[];
}

export type Block =
  | TextBlock
  | { readonly kind: 'section'; readonly texts: readonly string[]; readonly accessory: Accessory }
  | { readonly kind: 'separator'; readonly hasLine: boolean; readonly isLarge: boolean }
  | { readonly kind: 'gallery'; readonly pictures: readonly PictureView[] }
  | FileBlock
  | { readonly kind: 'row'; readonly controls: readonly Control[] }
  | { readonly kind: 'container'; readonly accent: string | null; readonly blocks: readonly Block[] };

export interface TextBlock {
  readonly kind: 'text';
  readonly content: string;
}

export interface FileBlock {
  readonly kind: 'file';
  readonly name: string;
  readonly url: string | null;
  /** Bytes; `null` where unknown. */
  readonly size: number | null;
  readonly picture: PictureView | null;
}

export type Accessory = { readonly kind: 'thumbnail'; readonly picture: PictureView } | ButtonView;

export interface PictureView {
  /** On this server; `null` for a picture from elsewhere, which the page never loads. */
  readonly url: string | null;
  readonly description: string;
  readonly width: number | null;
  readonly height: number | null;
}

export type Control = ButtonView | SelectView;

export interface ButtonView {
  readonly kind: 'button';
  readonly style: 'primary' | 'secondary' | 'success' | 'danger' | 'link';
  readonly label: string;
  readonly emoji: string | null;
  /** `null` for a link. */
  readonly customId: string | null;
  readonly href: string | null;
  readonly isDisabled: boolean;
}

export interface SelectView {
  readonly kind: 'select';
  readonly customId: string;
  readonly placeholder: string;
  readonly min: number;
  readonly max: number;
  readonly isDisabled: boolean;
  readonly options: readonly SelectOption[];
}

export interface SelectOption {
  readonly label: string;
  readonly value: string;
  readonly description: string | null;
  readonly emoji: string | null;
  readonly isChosen: boolean;
}

export interface EmbedView {
  readonly accent: string | null;
  readonly author: string | null;
  readonly title: string | null;
  readonly href: string | null;
  readonly description: string | null;
  readonly fields: readonly { readonly name: string; readonly value: string; readonly isInline: boolean }[];
  readonly picture: PictureView | null;
  readonly footer: string | null;
}

export interface ModalView {
  readonly interactionId: string;
  readonly title: string;
  readonly parts: readonly ModalPart[];
}

export type ModalPart =
  | TextBlock
  | {
      readonly kind: 'input';
      readonly customId: string;
      readonly label: string;
      readonly description: string | null;
      readonly isParagraph: boolean;
      readonly isRequired: boolean;
      readonly minLength: number;
      readonly maxLength: number;
      readonly placeholder: string;
      readonly value: string;
    }
  | {
      readonly kind: 'choice';
      readonly customId: string;
      readonly label: string;
      readonly description: string | null;
      readonly isRequired: boolean;
      readonly min: number;
      readonly max: number;
      readonly placeholder: string;
      readonly options: readonly SelectOption[];
    };
