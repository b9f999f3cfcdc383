import type { APIMessage, APIUser } from 'discord-api-types/v10';
import type { Emulator, GivenFile, OpenModal, Outcome, WorldEvent } from '../emulator/contract.ts';
import { commandCatalogue } from './command-view.ts';
import { exchangesBehind } from './exchange-view.ts';
import { messageView, modalView, personView, type ViewContext } from './message-view.ts';
import type {
  Action,
  ActionResult,
  ChannelView,
  CommandCatalogue,
  Leap,
  MessageView,
  RoleView,
  ServerFrame,
  Snapshot,
} from './protocol.ts';
import type { Uploads } from './uploads.ts';

/** How far back a page sees when it connects, in messages a channel. */
const historyLength = 200;

/** As far as one step may move time: what comes due on the way stays within what a visitor can look through. */
const longestMoveMs = 60 * 86_400_000;

/** What was asked cannot be done any more; the message is for the visitor. */
export class ActionRefusal extends Error {
  override readonly name = 'ActionRefusal';
}

/** The playground's time, as the page knows it. */
export interface PageClock {
  /** UTC epoch milliseconds. */
  now(): number;
  /** The stretches that were skipped, oldest first. */
  leaps(): readonly Leap[];
}

export interface PersonSession {
  snapshot(): Snapshot;
  /** The frame that tells this person of the event; `null` when it is none of theirs to see. */
  frameFor(event: WorldEvent): ServerFrame | null;
  /** Throws `ActionRefusal`, and what the emulator throws. */
  perform(action: Action): Promise<ActionResult>;
}

/** Everything one person may see and do: the only way from the page into the emulated world. */
export function createPersonSession(options: {
  emulator: Emulator;
  guildId: string;
  userId: string;
  people: readonly APIUser[];
  others: readonly APIUser[];
  localUrl: (url: string) => string | null;
  clock: PageClock;
  moveTime: (to: number) => Promise<void>;
  uploads: Uploads;
}): PersonSession {
  const { emulator, guildId, userId, clock } = options;
  const person = emulator.person(userId);
  const people = options.people.map(personView);
  const others = options.others.map(personView);
  const bot = personView(emulator.botUser);
  const modals = new Map<string, OpenModal>();

  function channels(): ChannelView[] {
    return [...emulator.channels(guildId), emulator.dmChannel(userId)]
      .filter(({ id }) => person.sees(id))
      .map(({ id, name, kind, parentId }) => ({
        id,
        name: kind === 'dm' ? bot.name : name,
        kind,
        parentId,
      }));
  }

  function roles(): RoleView[] {
    return emulator.roles(guildId).map(({ id, name }) => ({ id, name }));
  }

  function memberIds(): string[] {
    return [...people, ...others].map(({ id }) => id).filter((id) => emulator.isMember(guildId, id));
  }

  function viewContext(): ViewContext {
    return {
      localUrl: options.localUrl,
      people: [...people, ...others, bot],
      roles: roles(),
      channels: channels(),
    };
  }

  function snapshot(): Snapshot {
    const guild = emulator.guilds().find(({ id }) => id === guildId);
    return {
      guildName: guild?.name ?? '',
      ownerId: guild?.ownerId ?? '',
      me: personView(person.user),
      people,
      others,
      memberIds: memberIds(),
      roles: roles(),
      bot,
      botOnline: emulator.gateway.connections > 0,
      channels: channels(),
      commands: commands(),
      messages: messages(),
      leaps: clock.leaps(),
    };
  }

  function leave(): void {
    const isOwner = emulator.guilds().some(({ id, ownerId }) => id === guildId && ownerId === userId);
    if (isOwner) throw new ActionRefusal('The owner of a server cannot leave it.');
    if (!emulator.isMember(guildId, userId)) throw new ActionRefusal('You are not in this server.');
    emulator.removeMember(guildId, userId);
  }

  function join(): void {
    if (emulator.isMember(guildId, userId)) throw new ActionRefusal('You are in this server already.');
    emulator.addMember(guildId, userId);
  }

  function commands(): CommandCatalogue {
    return commandCatalogue(emulator.commands(guildId), person.user.locale);
  }

  function messages(): MessageView[] {
    const context = viewContext();
    return context.channels
      .flatMap(({ id }) => person.messages(id).slice(-historyLength))
      .map((message) => messageView(message, context));
  }

  function requireChannel(channelId: string): string {
    if (!channels().some(({ id }) => id === channelId))
      throw new ActionRefusal('This channel is no longer there.');
    return channelId;
  }

  function requireMessage(channelId: string, messageId: string): APIMessage {
    const message = person.messages(requireChannel(channelId)).find(({ id }) => id === messageId);
    if (message === undefined) throw new ActionRefusal('This message is no longer there.');
    return message;
  }

  function requireModal(interactionId: string): OpenModal {
    const modal = modals.get(interactionId);
    if (modal === undefined) throw new ActionRefusal('This form is no longer open.');
    return modal;
  }

  function takeFiles(keys: Readonly<Record<string, string>> = {}): Record<string, GivenFile> {
    return Object.fromEntries(
      Object.entries(keys).map(([option, key]) => {
        const file = options.uploads.take(key);
        if (file === undefined)
          throw new ActionRefusal('The file is no longer there. Please choose it again.');
        return [option, file];
      }),
    );
  }

  function requireAhead(to: number): number {
    const distance = to - clock.now();
    if (distance <= 0) throw new ActionRefusal('Time only moves forward here.');
    if (distance > longestMoveMs) throw new ActionRefusal('Time moves by 60 days at most.');
    return to;
  }

  function resultOf(outcome: Outcome): ActionResult {
    if (outcome.kind === 'failed') return { kind: 'failed' };
    if (outcome.kind !== 'modal') return { kind: 'answered' };
    modals.set(outcome.modal.interactionId, outcome.modal);
    return { kind: 'modal', modal: modalView(outcome.modal, viewContext()) };
  }

  return {
    snapshot,

    frameFor(event) {
      switch (event.type) {
        case 'message-created':
        case 'message-updated':
          return isVisible(event)
            ? {
                type: 'message',
                message: messageView(event.message, viewContext()),
                isNew: event.type === 'message-created',
              }
            : null;
        case 'message-deleted':
          return isVisible(event)
            ? { type: 'message-deleted', channelId: event.channelId, messageId: event.messageId }
            : null;
        case 'commands-changed':
          return { type: 'commands', commands: commands() };
        case 'channels-changed':
          return { type: 'channels', channels: channels() };
        case 'roles-changed':
          return { type: 'roles', roles: roles() };
        case 'member-changed':
          if (event.guildId !== guildId) return null;
          // Whoever comes or goes sees other channels from then on.
          return event.userId === userId
            ? { type: 'snapshot', snapshot: snapshot() }
            : { type: 'members', memberIds: memberIds() };
        case 'bot-status':
          return { type: 'bot-status', online: event.online };
        case 'modal-opened':
          // The tab that asked gets the modal as its action's result; another tab of the same person does not.
          return null;
      }
    },

    async perform(action) {
      switch (action.type) {
        case 'say':
          person.say(requireChannel(action.channelId), action.content);
          return { kind: 'answered' };
        case 'type':
          return resultOf(await person.type(requireChannel(action.channelId), action.text));
        case 'slash':
          return resultOf(
            await person.slash(requireChannel(action.channelId), action.command, {
              ...action.options,
              ...takeFiles(action.files),
            }),
          );
        case 'autocomplete': {
          const { command, focused, options: values } = action;
          const choices = await person.autocomplete(
            requireChannel(action.channelId),
            command,
            focused,
            values,
          );
          return { kind: 'choices', choices: choices.map(({ name, value }) => ({ name, value })) };
        }
        case 'user-menu':
          return resultOf(
            await person.userMenu(requireChannel(action.channelId), action.command, action.targetUserId),
          );
        case 'message-menu': {
          const target = requireMessage(action.channelId, action.targetMessageId);
          return resultOf(await person.messageMenu(action.channelId, action.command, target.id));
        }
        case 'press':
          return resultOf(
            await person.press(requireMessage(action.channelId, action.messageId), action.customId),
          );
        case 'pick': {
          const message = requireMessage(action.channelId, action.messageId);
          return resultOf(await person.pick(message, action.customId, action.values));
        }
        case 'submit': {
          const result = resultOf(await person.submit(requireModal(action.interactionId), action.values));
          // A refused or failed one stays, so that nothing typed is lost.
          if (result.kind !== 'failed') modals.delete(action.interactionId);
          return result;
        }
        case 'dismiss':
          person.dismiss(requireMessage(action.channelId, action.messageId).id);
          return { kind: 'answered' };
        case 'delete-message':
          person.delete(requireMessage(action.channelId, action.messageId).id);
          return { kind: 'answered' };
        case 'inspect': {
          const { id } = requireMessage(action.channelId, action.messageId);
          return { kind: 'exchanges', exchanges: exchangesBehind(id, userId, emulator) };
        }
        case 'leave-server':
          leave();
          return { kind: 'answered' };
        case 'join-server':
          join();
          return { kind: 'answered' };
        case 'move-time':
          await options.moveTime(requireAhead(action.to));
          return { kind: 'answered' };
      }
    },
  };

  function isVisible(event: { channelId: string; visibleTo: string | null }): boolean {
    const isTheirs = event.visibleTo === null || event.visibleTo === userId;
    return isTheirs && channels().some(({ id }) => id === event.channelId);
  }
}
