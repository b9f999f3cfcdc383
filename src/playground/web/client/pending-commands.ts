import { useRef, useState } from 'preact/hooks';
import type { Action, ActionResult, MessageView } from '../protocol.ts';
import { uploadAll } from './upload.ts';

/** A command that is on its way, or got no answer. Only this tab knows of it. */
export interface PendingCommand {
  readonly id: number;
  readonly userId: string;
  readonly channelId: string;
  readonly line: string;
  readonly path: string;
  readonly state: 'sending' | 'failed';
}

/** What the message box sends. */
export type ComposerAction = Extract<Action, { type: 'say' | 'type' | 'slash' }>;

export interface PendingCommands {
  readonly pending: readonly PendingCommand[];
  /** Whether the bot answered. Throws `Refused`; `line` stands for the command on its way. */
  readonly send: (
    userId: string,
    action: ComposerAction,
    line: string,
    files: Readonly<Record<string, File>>,
  ) => Promise<boolean>;
  /** The bot's first answer, «thinking…» included, takes the place of the command on its way. */
  readonly settle: (answer: MessageView) => void;
  readonly forget: (pendingId: number) => void;
  readonly forgetAll: () => void;
}

export function usePendingCommands(perform: (action: Action) => Promise<ActionResult>): PendingCommands {
  const [pending, setPending] = useState<readonly PendingCommand[]>([]);
  const nextId = useRef(0);

  const forget = (pendingId: number): void => {
    setPending((now) => now.filter(({ id }) => id !== pendingId));
  };

  return {
    pending,
    async send(userId, action, line, files) {
      if (action.type === 'say') {
        await perform(action);
        return true;
      }
      const id = nextId.current++;
      const path = action.type === 'slash' ? action.command : line.slice(1);
      setPending((now) => [
        ...now,
        { id, userId, channelId: action.channelId, line, path, state: 'sending' },
      ]);
      try {
        const result = await perform(
          action.type === 'slash' ? { ...action, files: await uploadAll(files) } : action,
        );
        if (result.kind !== 'failed') forget(id);
        else setPending((now) => now.map((one) => (one.id === id ? { ...one, state: 'failed' } : one)));
        return result.kind !== 'failed';
      } catch (error) {
        forget(id);
        throw error;
      }
    },
    settle({ usedCommand }) {
      if (usedCommand !== null) setPending((now) => withoutAnswered(now, usedCommand));
    },
    forget,
    forgetAll() {
      setPending([]);
    },
  };
}

function withoutAnswered(
  pending: readonly PendingCommand[],
  used: NonNullable<MessageView['usedCommand']>,
): readonly PendingCommand[] {
  const index = pending.findIndex(
    ({ userId, path, state }) => state === 'sending' && userId === used.by.id && path.startsWith(used.name),
  );
  return index === -1 ? pending : pending.filter((_, position) => position !== index);
}
