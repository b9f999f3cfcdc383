import type { Delivery } from '../domain/delivery.ts';
import { extraTurn, type Nudge } from '../domain/nudge.ts';
import type { ServerTrouble } from '../domain/server.ts';
import { composeMemberNudge, composeServerNudge, type MemberPost } from './nudge-posts.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { DeliveryError, Post, Repositories, Store } from './ports.ts';

/** What one delivery comes down to when its moment has come. */
export type Errand = DmErrand | ChannelErrand | NoErrand;

export interface DmErrand {
  readonly to: 'dm';
  readonly userId: string;
  /** `null`: to be opened. */
  readonly channelId: string | null;
  readonly post: Post;
  /** Written together with the outcome. */
  readonly whenSent?: Consequence;
  readonly whenRefused?: Consequence;
}

export interface ChannelErrand {
  readonly to: 'channel';
  readonly channelId: string;
  readonly post: Post;
  readonly whenRefused: (reason: DeliveryError['reason'], now: number) => Consequence;
}

export interface NoErrand {
  readonly to: 'nobody';
  readonly reason: 'no-longer-wanted' | 'nothing-to-say';
}

export type Consequence = (repositories: Repositories) => Promise<void>;

export type ErrandFinder = (delivery: Delivery, now: number) => Promise<Errand>;

/** Whom a delivery goes to and what it says, as things stand now, not as they stood when it was planned. */
export function createErrandFinder(store: Store, library: PathwayLibrary): ErrandFinder {
  return (delivery, now) => {
    switch (delivery.kind) {
      case 'member-nudge':
        return memberNudge(delivery.recipient, now);
      case 'server-nudge':
        return serverNudge(delivery.recipient, delivery.occurrence);
      case 'server-trouble':
        return serverTrouble(delivery.recipient);
    }
  };

  async function memberNudge(userId: string, now: number): Promise<Errand> {
    const nudge = await store.nudges.find(userId);
    if (nudge?.state !== 'on') return NOT_WANTED;
    const post = await composeMemberNudge(store, library, nudge, now);
    if (post === undefined) return { to: 'nobody', reason: 'nothing-to-say' };
    return {
      to: 'dm',
      userId,
      channelId: nudge.dmChannelId,
      post,
      ...lastWord(post),
      whenRefused: switchOff(userId, 'dms-refused'),
    };
  }

  async function serverNudge(guildId: string, occurrence: string): Promise<Errand> {
    const server = await store.servers.find(guildId);
    const channelId = server?.nudgeChannelId ?? null;
    if (server === undefined || channelId === null || server.trouble !== null) return NOT_WANTED;
    const post = await composeServerNudge(store, library, server, occurrence);
    if (post === undefined) return { to: 'nobody', reason: 'nothing-to-say' };
    return {
      to: 'channel',
      channelId,
      post,
      whenRefused: (reason, now) =>
        pausePosts(guildId, channelId, reason === 'gone' ? 'channel-gone' : 'permission-lost', now),
    };
  }

  async function serverTrouble(guildId: string): Promise<Errand> {
    const server = await store.servers.find(guildId);
    if (server === undefined || server.trouble === null) return NOT_WANTED;
    const { setUpBy, trouble } = server;
    const nudge = await store.nudges.find(setUpBy);
    return {
      to: 'dm',
      userId: setUpBy,
      channelId: nudge?.dmChannelId ?? null,
      post: { kind: 'server-trouble', locale: nudge?.locale ?? server.locale, guildId, trouble },
    };
  }
}

const NOT_WANTED: NoErrand = { to: 'nobody', reason: 'no-longer-wanted' };

/** A walk that is finished is congratulated on, and a long quiet one left alone: either is the last message. */
function lastWord({ tone, standing }: MemberPost): Pick<DmErrand, 'whenSent'> {
  const { userId } = standing.walk.member;
  if (standing.progress.nextStep === undefined) return { whenSent: switchOff(userId, null) };
  return tone === 'farewell' ? { whenSent: switchOff(userId, 'stopped-after-quiet-weeks') } : {};
}

function switchOff(userId: string, notice: Nudge['notice']): Consequence {
  return async ({ nudges }) => {
    const nudge = await nudges.find(userId);
    if (nudge !== undefined)
      await nudges.save({ ...nudge, state: 'off', pausedUntil: null, next: null, notice });
  };
}

function pausePosts(guildId: string, channelId: string, trouble: ServerTrouble, now: number): Consequence {
  return async ({ servers, deliveries }) => {
    const server = await servers.find(guildId);
    // Somebody may have set up another channel meanwhile.
    if (server?.nudgeChannelId !== channelId) return;
    await servers.save({ ...server, next: null, trouble });
    await deliveries.plan({
      kind: 'server-trouble',
      recipient: guildId,
      occurrence: extraTurn(now).occurrence,
      dueAt: now,
      notBefore: now,
      state: 'pending',
      reason: null,
    });
  };
}
