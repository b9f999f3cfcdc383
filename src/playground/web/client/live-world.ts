import type { RefObject } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Action, ActionResult, MessageView, ServerFrame } from '../protocol.ts';
import { openConnection, Refused, type Connection } from './connection.ts';
import { applyFrame, markRead, type World } from './world.ts';

export interface LiveWorld {
  /** `null` until the server has told of it. */
  readonly world: World | null;
  /** The newest there is, for what takes longer than the page is drawn. */
  readonly latestWorld: () => World | null;
  readonly isConnected: boolean;
  /** Throws `Refused` with words for the visitor. */
  readonly perform: (action: Action) => Promise<ActionResult>;
  readonly markChannelRead: (channelId: string) => void;
}

/** The world as one person sees it, kept up to date while the page is open. */
export function useLiveWorld(options: {
  /** `null` for whoever comes first. */
  userId: string | null;
  openChannelId: RefObject<string | null>;
  onNewMessage: (message: MessageView) => void;
}): LiveWorld {
  const { userId, openChannelId, onNewMessage } = options;
  const [world, setWorld] = useState<World | null>(null);
  const [isConnected, setConnected] = useState(true);
  const connection = useRef<Connection | null>(null);
  const latest = useRef(world);
  latest.current = world;

  useEffect(() => {
    const onFrame = (frame: ServerFrame): void => {
      setWorld((now) => applyFrame(now, frame, openChannelId.current));
      if (frame.type === 'message' && frame.isNew) onNewMessage(frame.message);
    };
    connection.current = openConnection({ userId, onFrame, onStatus: setConnected });
    return () => {
      connection.current?.close();
    };
  }, [userId]);

  const perform = useCallback(async (action: Action): Promise<ActionResult> => {
    if (connection.current === null) throw new Refused('The playground is not connected yet.');
    return connection.current.perform(action);
  }, []);

  return {
    world,
    latestWorld: () => latest.current,
    isConnected,
    perform,
    markChannelRead: (channelId) => {
      setWorld((now) => markRead(now, channelId));
    },
  };
}
