import type { Action, ActionResult, ChannelView, MessageView } from '../protocol.ts';
import { dayAfter } from './clock.ts';
import type { ComposerHandle } from './composer.tsx';
import { Refused } from './connection.ts';
import type { TourStep } from './tour-steps.ts';
import { nowAfter } from './use-now.ts';
import type { World } from './world.ts';

interface Stage {
  /** The channel that is open. */
  readonly channel: ChannelView;
  readonly openChannel: (channelId: string) => void;
  /** Of the channel that is open by then. */
  readonly composer: () => ComposerHandle | null;
  readonly latestWorld: () => World | null;
  readonly perform: (action: Action) => Promise<ActionResult>;
}

/** In a channel of the server, where all that the tour shows can be used. Throws `Refused`. */
export async function takeTourStep(
  { command, options, leadsToReminder }: TourStep,
  { channel, openChannel, composer, latestWorld, perform }: Stage,
): Promise<void> {
  const before = latestWorld();
  const stage = channel.kind === 'dm' ? before?.channels.find(({ kind }) => kind === 'text') : channel;
  if (before === null || stage === undefined) throw new Refused('There is no channel for this to happen in.');
  if (stage.id !== channel.id) {
    openChannel(stage.id);
    await rendered();
  }
  await composer()?.play(command, options);
  if (leadsToReminder !== true) return;
  await rendered();
  const now = nowAfter(latestWorld()?.leaps ?? []);
  const seen = new Set(before.messages.map(({ id }) => id));
  const fresh = (latestWorld()?.messages ?? []).filter(({ id }) => !seen.has(id));
  await perform({ type: 'move-time', to: timeToCome(fresh, now) ?? dayAfter(now, 7) });
  const dm = latestWorld()?.channels.find(({ kind }) => kind === 'dm');
  if (dm !== undefined) openChannel(dm.id);
}

/** The next time that the messages speak of, and a minute; `undefined` where they speak of none. */
function timeToCome(messages: readonly MessageView[], now: number): number | undefined {
  const times = [...JSON.stringify(messages).matchAll(/<t:(\d+)(?::\w)?>/g)].map(
    ([, seconds]) => Number(seconds) * 1_000,
  );
  const ahead = times.filter((time) => time > now);
  return ahead.length === 0 ? undefined : Math.min(...ahead) + 60_000;
}

/** When what was set last is on the page. */
function rendered(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}
