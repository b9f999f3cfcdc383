import type { Cohort } from '../domain/cohort.ts';
import type { Delivery, DeliveryKey } from '../domain/delivery.ts';
import { extraTurn, type Nudge } from '../domain/nudge.ts';
import type { ChannelTrouble } from '../domain/server.ts';
import { goalProgress } from './cohort-overview.ts';
import { composeSummary, isWorthPosting } from './cohort-posts.ts';
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
      case 'cohort-summary':
        return cohortSummary(delivery);
      case 'cohort-goal':
        return cohortGoal(delivery);
      case 'cohort-trouble':
        return cohortTrouble(delivery.recipient);
    }
  };

  async function memberNudge(userId: string, now: number): Promise<Errand> {
    const nudge = await store.nudges.find(userId);
    if (nudge?.state !== 'on') return NOT_WANTED;
    const post = await composeMemberNudge(store, library, nudge, now);
    if (post === undefined) return NOTHING_TO_SAY;
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
    if (post === undefined) return NOTHING_TO_SAY;
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
    if (server === undefined || server.trouble === null || server.setUpBy === null) return NOT_WANTED;
    const { setUpBy, trouble } = server;
    return toPerson(setUpBy, server.locale, (locale) => ({
      kind: 'server-trouble',
      locale,
      guildId,
      trouble,
    }));
  }

  async function cohortSummary({ recipient, dueAt }: Delivery): Promise<Errand> {
    const cohort = await findSpeaking(recipient);
    if (cohort === undefined) return NOT_WANTED;
    const summary = await composeSummary(store, library, cohort, dueAt);
    if (summary === undefined || !(await isWorthPosting(store, cohort, summary, dueAt)))
      return NOTHING_TO_SAY;
    return toChannel(cohort, { kind: 'cohort-summary', locale: cohort.locale, summary });
  }

  async function cohortGoal({ recipient, occurrence, dueAt }: Delivery): Promise<Errand> {
    const cohort = await findSpeaking(recipient);
    if (cohort?.goal?.week !== occurrence) return NOT_WANTED;
    // Of the week in which it was reached, though that may have ended since.
    const progress = await goalProgress(store, cohort, dueAt);
    // Somebody may have taken a record back, or a facilitator set more.
    if (progress === undefined || progress.done < progress.tasks) return NOT_WANTED;
    const { name: cohortName, locale } = cohort;
    return toChannel(cohort, {
      kind: 'cohort-goal',
      locale,
      cohortName,
      goal: progress.tasks,
      tasks: progress.done,
    });
  }

  async function cohortTrouble(cohortId: string): Promise<Errand> {
    const cohort = await store.cohorts.find(cohortId);
    const [facilitator] = await store.cohorts.facilitators(cohortId);
    if (cohort === undefined || cohort.trouble === null || facilitator === undefined) return NOT_WANTED;
    const { name: cohortName, trouble } = cohort;
    return toPerson(facilitator, cohort.locale, (locale) => ({
      kind: 'cohort-trouble',
      locale,
      cohortName,
      trouble,
    }));
  }

  async function findSpeaking(cohortId: string): Promise<SpeakingCohort | undefined> {
    const cohort = await store.cohorts.find(cohortId);
    if (cohort?.archivedAt !== null || cohort.trouble !== null) return undefined;
    const { channelId } = cohort;
    return channelId === null ? undefined : { ...cohort, channelId };
  }

  function toChannel({ id, channelId }: SpeakingCohort, post: Post): ChannelErrand {
    return {
      to: 'channel',
      channelId,
      post,
      whenRefused: (reason, now) =>
        pauseCohort(id, channelId, reason === 'gone' ? 'channel-gone' : 'permission-lost', now),
    };
  }

  /** By DM, in the language they used last as far as that is known. */
  async function toPerson(
    userId: string,
    localeThere: string,
    write: (locale: string) => Post,
  ): Promise<DmErrand> {
    const nudge = await store.nudges.find(userId);
    return {
      to: 'dm',
      userId,
      channelId: nudge?.dmChannelId ?? null,
      post: write(nudge?.locale ?? localeThere),
    };
  }
}

type SpeakingCohort = Cohort & { readonly channelId: string };

const NOT_WANTED: NoErrand = { to: 'nobody', reason: 'no-longer-wanted' };
const NOTHING_TO_SAY: NoErrand = { to: 'nobody', reason: 'nothing-to-say' };

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

function pausePosts(guildId: string, channelId: string, trouble: ChannelTrouble, now: number): Consequence {
  return async ({ servers, deliveries }) => {
    const server = await servers.find(guildId);
    // Somebody may have set up another channel meanwhile.
    if (server?.nudgeChannelId !== channelId) return;
    await servers.save({ ...server, next: null, trouble });
    await deliveries.plan(news({ kind: 'server-trouble', recipient: guildId }, now));
  };
}

function pauseCohort(cohortId: string, channelId: string, trouble: ChannelTrouble, now: number): Consequence {
  return async ({ cohorts, deliveries }) => {
    const cohort = await cohorts.find(cohortId);
    if (cohort?.channelId !== channelId) return;
    await cohorts.save({ ...cohort, next: null, trouble });
    await deliveries.plan(news({ kind: 'cohort-trouble', recipient: cohortId }, now));
  };
}

/** To go out at once. */
function news(about: Pick<DeliveryKey, 'kind' | 'recipient'>, now: number) {
  const { occurrence } = extraTurn(now);
  return { ...about, occurrence, dueAt: now, notBefore: now, state: 'pending', reason: null } as const;
}
