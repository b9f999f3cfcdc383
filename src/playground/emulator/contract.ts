import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APIUser,
  Locale,
} from 'discord-api-types/v10';

/**
 * The emulator as its users see it: the tests, the benchmarks and the playground page. The bot under test
 * never sees this; it only speaks REST and the gateway.
 */
export interface Emulator {
  /** What the bot gets as `DISCORD_API_URL`, without a trailing slash or version. */
  readonly apiUrl: string;
  /** What the bot gets as `DISCORD_TOKEN`. */
  readonly token: string;
  readonly applicationId: string;
  /** The bot's own user. */
  readonly botUser: APIUser;
  readonly faults: Faults;
  /** Faults of the CDN; their `path` begins with `/cdn`, as in an attachment's `url` or `/cdn/avatars/:user/:hash.png`. */
  readonly fileFaults: Faults<FileFault>;
  readonly gateway: GatewayControl;
  /** Every REST request the bot made, oldest first, with the answer it got; bounded to the newest few thousand. */
  readonly requests: readonly RequestRecord[];
  /** What the bot was told of interactions, oldest first, autocompletion left out; bounded to the newest few hundred. */
  readonly interactions: readonly InteractionRecord[];

  createUser(options: {
    /** A snowflake of the caller's own, for somebody who is to be the same in every emulator; a new one when absent. */
    id?: string;
    username: string;
    displayName?: string;
    /** A PNG. */
    avatar?: Uint8Array<ArrayBuffer>;
    locale?: Locale;
    allowsDms?: boolean;
    /** Installed the app for themselves: its commands follow them into guilds without the bot. */
    installedApp?: boolean;
  }): APIUser;
  /**
   * The bot is in it unless `withBot: false`. A new guild has one text channel, `#general`. Guilds and channels take an
   * `id` as users do.
   */
  createGuild(options: { id?: string; name: string; ownerId: string; withBot?: boolean }): EmulatedGuild;
  createChannel(guildId: string, options: { id?: string; name: string }): EmulatedChannel;
  /** A thread too; a channel takes its threads with it. */
  deleteChannel(channelId: string): void;
  addMember(guildId: string, userId: string, options?: { nick?: string; permissions?: bigint }): void;
  removeMember(guildId: string, userId: string): void;
  isMember(guildId: string, userId: string): boolean;
  /** By somebody whom the emulator does not name. Without a position the role is the lowest above @everyone. */
  createRole(
    guildId: string,
    options: { name: string; position?: number; permissions?: bigint },
  ): EmulatedRole;
  deleteRole(guildId: string, roleId: string): void;
  /** 1 is the lowest above @everyone; a number beyond the last is the top. The roles between make room. */
  moveRole(guildId: string, roleId: string, position: number): void;
  /** Highest first; the last is @everyone, whose id is the guild's. The bot's own is managed. */
  roles(guildId: string): readonly EmulatedRole[];
  /** The ids of the member's roles; empty for somebody who is not a member. */
  memberRoles(guildId: string, userId: string): readonly string[];
  /**
   * What the bot's own role allows throughout the guild. What @everyone may do comes on top: to take away public
   * threads, say, use `setBotPermissions` on their channel.
   */
  setBotGuildPermissions(guildId: string, permissions: bigint): void;
  /** Overrides what the bot may do in a channel and its threads (a permission bit set); `null` ends that. */
  setBotPermissions(channelId: string, permissions: bigint | null): void;
  /** Somebody with the right to do so deletes the message. */
  deleteMessage(messageId: string): void;
  setAllowsDms(userId: string, allows: boolean): void;
  guilds(): readonly EmulatedGuild[];
  /** Each channel is followed by its threads. */
  channels(guildId: string): readonly EmulatedChannel[];
  /** The commands registered at this moment: global ones, and those of the guild when one is named. */
  commands(guildId?: string): readonly APIApplicationCommand[];
  person(userId: string): Person;
  /** The DM channel between the user and the bot, made on first use. */
  dmChannel(userId: string): EmulatedChannel;
  /** Called after every change that somebody could see. Returns a function that unsubscribes. */
  subscribe(listener: (event: WorldEvent) => void): () => void;
  /** Resolves when the bot is connected (READY was sent and the bot acknowledged a heartbeat or dispatched). */
  waitForReady(timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface EmulatedGuild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
}

export interface EmulatedRole {
  readonly id: string;
  readonly name: string;
  /** Several may share one; then the older role is the higher. */
  readonly position: number;
  readonly managed: boolean;
}

export interface EmulatedChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'text' | 'thread' | 'dm';
  readonly guildId: string | null;
  /** The channel a thread hangs in. */
  readonly parentId: string | null;
}

export type WorldEvent =
  | {
      type: 'message-created' | 'message-updated';
      message: APIMessage;
      channelId: string;
      /** The only person who sees it; `null`: everyone in the channel. */ visibleTo: string | null;
    }
  | { type: 'message-deleted'; messageId: string; channelId: string; visibleTo: string | null }
  | {
      type: 'modal-opened';
      userId: string;
      interactionId: string;
      modal: APIModalInteractionResponseCallbackData;
      channelId: string;
    }
  | { type: 'commands-changed' }
  | { type: 'channels-changed' }
  | { type: 'roles-changed' }
  /** Somebody joined the guild or left it. */
  | { type: 'member-changed'; guildId: string; userId: string }
  | { type: 'bot-status'; online: boolean };

export interface RequestRecord {
  readonly at: number;
  readonly method: string;
  /** Path below `/api/v10`, tokens replaced by `:token`. */
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly response: unknown;
  /** The interaction whose token the request came with. */
  readonly interactionId: string | null;
  /** The message it made, changed, read or took away. */
  readonly messageId: string | null;
}

export interface InteractionRecord {
  readonly id: string;
  readonly userId: string;
  readonly at: number;
  /** As the gateway sent it, the token replaced by `:token`. */
  readonly payload: unknown;
}

/** What a person at a Discord client can do, and what they get to see. */
export interface Person {
  readonly user: APIUser;
  /**
   * Uses a slash command, as text (`/roadmap phase phase:2`, quotes for spaces: `/done task:"CKA course"`).
   * Resolves with the outcome as soon as the bot's first answer is there (after a defer: when it is filled in).
   * Like a Discord client, it throws `ClientRefusal` for an unknown command or option, a missing required option,
   * a value outside choices/min/max/max_length, a file over 10 MiB, before anything is sent.
   * `files` are given beside the text, by the name of their option.
   */
  type(channelId: string, text: string, files?: Readonly<Record<string, GivenFile>>): Promise<Outcome>;
  /** As `type`, already parsed; `command` may hold subcommands (`roadmap phase`). `unchecked` skips the client's checks, as a forged client would. */
  slash(
    channelId: string,
    command: string,
    options?: Record<string, string | number | boolean | GivenFile>,
    settings?: { unchecked?: boolean },
  ): Promise<Outcome>;
  /** The choices offered while `focused` is being typed. */
  autocomplete(
    channelId: string,
    command: string,
    focused: { name: string; value: string },
    options?: Record<string, string | number | boolean>,
  ): Promise<readonly APIApplicationCommandOptionChoice[]>;
  userMenu(channelId: string, command: string, targetUserId: string): Promise<Outcome>;
  messageMenu(channelId: string, command: string, targetMessageId: string): Promise<Outcome>;
  /** Presses the button with this label (or `custom_id`) on a message the person can see and which still exists. */
  press(message: APIMessage, labelOrCustomId: string): Promise<Outcome>;
  /** Picks options (by label or value) in the select with this placeholder or `custom_id`. */
  pick(message: APIMessage, placeholderOrCustomId: string, choices: readonly string[]): Promise<Outcome>;
  /**
   * Fills in and sends the modal; `values` by `custom_id` or label of the input. Several choices of a select or group
   * are a list, or text with commas between. What is not named keeps its prefilled value; `''` or `[]` empties it.
   */
  submit(modal: OpenModal, values: Readonly<Record<string, string | readonly string[]>>): Promise<Outcome>;
  /** A component interaction with a `custom_id` of the caller's own making, as a forged client would send. */
  forge(message: APIMessage, customId: string, componentType?: number): Promise<Outcome>;
  /** Writes a plain message in the channel (the bot has no message-content intent; other people and menus use it). */
  say(channelId: string, content: string): APIMessage;
  /** Deletes a message of their own, or with the right to do so anybody's. */
  delete(messageId: string): void;
  /** Whether the person can open the channel. */
  sees(channelId: string): boolean;
  /** Messages of the channel this person sees, oldest first, private answers of theirs included. */
  messages(channelId: string): readonly APIMessage[];
  /** Waits for the next DM from the bot that has not been returned before. */
  waitForDm(timeoutMs?: number): Promise<APIMessage>;
  dismiss(messageId: string): void;
}

/** A file that somebody gives to a command. */
export interface GivenFile {
  readonly name: string;
  /** Text is sent as UTF-8. */
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** Told by the name's ending, when absent. */
  readonly contentType?: string;
}

export interface OpenModal {
  readonly interactionId: string;
  readonly modal: APIModalInteractionResponseCallbackData;
  readonly channelId: string;
}

/** What came of an interaction, from the person's side. */
export interface Outcome {
  readonly interactionId: string;
  readonly interactionToken: string;
  /**
   * `message`: a new message; `update`: the message pressed was edited; `modal`; `failed`: «This interaction failed»
   * (no answer in 3 s); `nothing`: acknowledged without a visible change. After a deferred update the first visible
   * change within 3 s decides: the edit, or else a follow-up, which is then `message`.
   */
  readonly kind: 'message' | 'update' | 'modal' | 'failed' | 'nothing';
  /** The answer as it stood when the outcome resolved. Throws unless `kind` is message or update. */
  readonly message: APIMessage;
  readonly isPrivate: boolean;
  readonly wasDeferred: boolean;
  /** Throws unless `kind` is modal. */
  readonly modal: OpenModal;
  /** Waits until the bot has sent `count` follow-ups (default 1) and returns them. */
  followUps(count?: number, timeoutMs?: number): Promise<readonly APIMessage[]>;
}

/** Faults that strike the bot's REST requests. A rule strikes `times` times (default: until cleared). */
export interface Faults<F = Fault> {
  /** `method` and `path` as in `RequestRecord`; a path may hold `*` for one segment. */
  inject(rule: { method?: string; path?: string; times?: number; fault: F }): () => void;
  clear(): void;
}

export type Fault =
  | { kind: 'status'; status: number; code?: number; message?: string }
  | { kind: 'rate-limit'; retryAfterSeconds: number; global?: boolean; scope?: 'user' | 'global' | 'shared' }
  /** Never answers. */
  | { kind: 'hang' }
  /** Does what was asked, then closes the connection: the answer never reaches the bot. discord.js does not retry. */
  | { kind: 'lose-answer' }
  | { kind: 'delay'; milliseconds: number };

/** What can go wrong where somebody fetches a file. */
export type FileFault =
  | { kind: 'status'; status: number }
  | { kind: 'redirect'; to: string }
  /** Never answers. */
  | { kind: 'hang' }
  /** Sends this instead, and tells no length: the attachment's `size` is still that of the file. */
  | { kind: 'other-body'; content: string | Uint8Array<ArrayBuffer> }
  /** Sends without end. */
  | { kind: 'endless-body' }
  /** Sends half of the file, and then nothing more. */
  | { kind: 'stalled-body' }
  /** Sends half of the file, and closes the connection. */
  | { kind: 'cut-body' };

export interface GatewayControl {
  /** Connections that are identified. */
  readonly connections: number;
  /** How many IDENTIFYs came sooner than Discord allows, and were answered with an invalid session. */
  readonly tooSoon: number;
  /** Cuts every connection, or those of one shard, without a close frame. */
  drop(shardId?: number): void;
  /** Asks every connection to reconnect and resume (op 7). */
  requestReconnect(): void;
  /** Op 9: the session is gone (`resumable: false`) or may be resumed. */
  invalidateSessions(resumable: boolean): void;
  /** Closes every connection, or those of one shard, with a code of Discord's, and ends their sessions. */
  turnAway(code: number, shardId?: number): void;
  /** Refuses new connections until the returned function is called. */
  refuseConnections(): () => void;
}

/** Checks a request body beyond the emulator's own rules; returns what is wrong with it, or nothing. */
export type RequestCheck = (request: { method: string; path: string; body: unknown }) => readonly string[];

export interface EmulatorOptions {
  /** 0 (default) lets the system choose. */
  readonly port?: number;
  readonly now?: () => number;
  /** Tests plug in Discord's official API description here; the playground runs without it. */
  readonly checkRequest?: RequestCheck;
  /** Heartbeat interval given in HELLO, milliseconds; default 41,250. */
  readonly heartbeatIntervalMs?: number;
  /**
   * Bits of the privileged intents switched on in the developer portal. None by default, as for a new application:
   * a bot that asks for another is turned away with close code 4014.
   */
  readonly privilegedIntents?: number;
  /** How many shards Discord recommends; one for every thousand guilds, when absent. */
  readonly recommendedShards?: number;
  /** IDENTIFYs that a day grants; default 1,000. */
  readonly sessionStarts?: number;
  /** How many shards may identify at a time; 1, as for all but the largest bots, when absent. */
  readonly maxConcurrency?: number;
  /**
   * Overrides of Discord's deadlines, milliseconds, for tests of the deadlines themselves, or that cannot wait for
   * them. `identifyWindowMs`: how long after one IDENTIFY the next of its bucket comes too soon.
   */
  readonly deadlines?: { firstResponseMs?: number; tokenMs?: number; identifyWindowMs?: number };
}
