import { UserError } from '../domain/errors.ts';
import { ASSUMED_TIME_ZONE } from '../domain/local-time.ts';
import { endPause, extraTurn, type Nudge, type NudgeNotice } from '../domain/nudge.ts';
import { endOfPause, endOfSnooze, type Pause, type Snooze } from '../domain/pause.ts';
import { openDmAtOnce } from './dm-pace.ts';
import { findOrStartWalk, timeZoneOf, type Asker, type Walk } from './membership.ts';
import { composeMemberNudge } from './nudge-posts.ts';
import { DEFAULT_SLOT, requireSlot, withNextTurn } from './nudge-slot.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import {
  DeliveryError,
  type Clock,
  type Notifier,
  type Post,
  type Repositories,
  type Store,
} from './ports.ts';
import type { ScoreKeeper } from './score-keeper.ts';
import { resolveTimeZone } from './time-zones.ts';

export type MemberNudge = Extract<Post, { kind: 'member-nudge' }>;

/** What a member has arranged. */
export interface Arrangement {
  /** `undefined` for somebody who never asked to be reminded. */
  readonly nudge: Nudge | undefined;
  /** `null` while the member has not said where they live, and UTC is assumed. */
  readonly timeZone: string | null;
}

export interface SwitchedOn extends Arrangement {
  readonly nudge: Nudge;
  readonly walk: Walk;
  /** The member was joined to the pathway by this. */
  readonly joinedNow: boolean;
}

/** What is absent stays as it is. */
export interface SlotRequest {
  readonly userId: string;
  readonly weekday?: number | undefined;
  readonly hour?: number | undefined;
  /** What the member typed. */
  readonly timeZone?: string | undefined;
}

/** Who asks for something. */
export interface Visitor extends Asker {
  /** Discord locale. */
  readonly locale: string;
}

/** A member came by, and there may be something to tell them. */
export interface Return {
  /** The weekly message waited for them, and is on again. */
  readonly hasResumed: boolean;
}

/** What happened to the weekly message without the member. */
export type NudgeNews =
  { readonly kind: NudgeNotice } | { readonly kind: 'resumed'; readonly nextAt: number };

export interface NudgeService {
  /**
   * Sends a test message by DM, and switches the weekly message on only when it arrived. Joins a pathway on the spot.
   * @throws {UserError} `dms-closed` or `dms-unavailable`
   */
  switchOn(visitor: Visitor): Promise<SwitchedOn>;
  switchOff(userId: string): Promise<Arrangement>;
  /** The zone is the member's own, for everything. @throws {UserError} `nudge-off`, `bad-choice` or `unknown-time-zone` */
  setWhen(request: SlotRequest): Promise<Arrangement>;
  /** @throws {UserError} `nudge-off` */
  pause(userId: string, pause: Pause): Promise<Arrangement>;
  /** Puts this week's message off to a later day, at the member's hour; a pause ends. @throws {UserError} `nudge-off` */
  snooze(userId: string, days: Snooze): Promise<Arrangement>;
  /** The next weekly message, as it would be by now. @throws {UserError} `not-joined` */
  preview(visitor: Visitor): Promise<MemberNudge>;
  status(userId: string): Promise<Arrangement>;
  /**
   * To be called before anything a member asks for is done: what waits until they return goes on. `undefined` when
   * there is nothing to tell; costs one look by key.
   */
  memberReturned(visitor: Visitor): Promise<Return | undefined>;
  /** To be called when it is done: what is still worth telling then, each thing once. */
  takeNews(userId: string, present: Return): Promise<NudgeNews | undefined>;
}

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly notifier: Notifier;
  readonly keeper: ScoreKeeper;
}

export function createNudgeService({ store, clock, library, notifier, keeper }: Dependencies): NudgeService {
  /** Runs a change on a nudge that is not off. */
  const change = (
    userId: string,
    apply: (nudge: Nudge, timeZone: string, repositories: Repositories) => Nudge | Promise<Nudge>,
  ): Promise<Arrangement> =>
    store.transaction(async (repositories) => {
      const nudge = await repositories.nudges.find(userId);
      if (nudge === undefined || nudge.state === 'off') throw new UserError({ code: 'nudge-off' });
      const member = await repositories.members.find(userId);
      const timeZone = member?.timeZone ?? null;
      const changed = await apply(nudge, timeZone ?? ASSUMED_TIME_ZONE, repositories);
      await repositories.nudges.save(changed);
      return { nudge: changed, timeZone };
    });

  const arrangement = async (repositories: Repositories, userId: string): Promise<Arrangement> => {
    const nudge = await repositories.nudges.find(userId);
    const member = await repositories.members.find(userId);
    return { nudge: nudge && endPause(nudge, clock.now()), timeZone: member?.timeZone ?? null };
  };

  const switchedOn = (existing: Nudge | undefined, { userId, locale }: Visitor, now: number): Nudge => ({
    ...DEFAULT_SLOT,
    dmChannelId: null,
    ...existing,
    userId,
    locale,
    state: 'on',
    pausedUntil: null,
    activeSince: now,
    next: null,
    notice: null,
  });

  /** @returns the channel of the DM. @throws {DeliveryError} */
  const sendTest = async (
    { userId, locale }: Visitor,
    known: string | null,
    nextAt: number,
  ): Promise<string> => {
    const post: Post = { kind: 'nudge-test', locale, nextAt };
    // One a second: pressing twice is one message.
    const nonce = `t${BigInt(userId).toString(36)}${Math.floor(clock.now() / 1000).toString(36)}`;
    if (known !== null) {
      try {
        await notifier.send(known, post, nonce);
        return known;
      } catch (error) {
        const isNoChannel =
          error instanceof DeliveryError && (error.reason === 'gone' || error.reason === 'forbidden');
        if (!isNoChannel) throw error;
      }
    }
    const channelId = await openDmAtOnce(store, notifier, userId, clock.now());
    await notifier.send(channelId, post, nonce);
    return channelId;
  };

  /** @throws {UserError} in place of a {DeliveryError} */
  const explainDm = async (userId: string, error: unknown): Promise<never> => {
    if (!(error instanceof DeliveryError)) throw error;
    if (error.reason === 'slow-down' || error.reason === 'unreachable') {
      throw new UserError({ code: 'dms-unavailable' });
    }
    // The member is told now; what an earlier refusal left to tell is the same.
    await takeNotice(userId);
    throw new UserError({ code: 'dms-closed' });
  };

  const takeNotice = (userId: string): Promise<Nudge | undefined> =>
    store.transaction(async ({ nudges }) => {
      const nudge = await nudges.find(userId);
      if (nudge !== undefined && nudge.notice !== null) await nudges.save({ ...nudge, notice: null });
      return nudge;
    });

  return {
    async switchOn(visitor) {
      const { userId } = visitor;
      const existing = await store.nudges.find(userId);
      const member = await store.members.find(userId);
      const now = clock.now();
      const draft = await withNextTurn(
        store,
        switchedOn(existing, visitor, now),
        member?.timeZone ?? ASSUMED_TIME_ZONE,
        now,
      );
      const dmChannelId = await sendTest(visitor, draft.dmChannelId, draft.next?.at ?? now).catch(
        (error: unknown) => explainDm(userId, error),
      );
      return store.transaction(async (repositories) => {
        const { joinedNow, ...walk } = await findOrStartWalk(repositories, { library, keeper }, visitor, now);
        const latest = switchedOn(await repositories.nudges.find(userId), visitor, now);
        const nudge = await withNextTurn(
          repositories,
          { ...latest, dmChannelId },
          timeZoneOf(walk.member),
          now,
        );
        await repositories.nudges.save(nudge);
        return { nudge, timeZone: walk.member.timeZone, walk, joinedNow };
      });
    },

    switchOff: (userId) =>
      store.transaction(async (repositories) => {
        const nudge = await repositories.nudges.find(userId);
        if (nudge !== undefined) {
          await repositories.nudges.save({
            ...nudge,
            state: 'off',
            pausedUntil: null,
            next: null,
            notice: null,
          });
        }
        return arrangement(repositories, userId);
      }),

    async setWhen({ userId, weekday, hour, ...request }) {
      requireSlot({ weekday, hour });
      const named = request.timeZone === undefined ? undefined : resolveTimeZone(request.timeZone);
      return store.transaction(async (repositories) => {
        const nudge = await repositories.nudges.find(userId);
        const member = await repositories.members.find(userId);
        if (nudge === undefined || member === undefined) throw new UserError({ code: 'nudge-off' });
        const timeZone = named ?? member.timeZone;
        if (timeZone !== member.timeZone) await repositories.members.save({ ...member, timeZone });
        const moved = await withNextTurn(
          repositories,
          { ...nudge, weekday: weekday ?? nudge.weekday, hour: hour ?? nudge.hour },
          timeZone ?? ASSUMED_TIME_ZONE,
          clock.now(),
        );
        await repositories.nudges.save(moved);
        return { nudge: moved, timeZone };
      });
    },

    pause: (userId, pause) =>
      change(userId, (nudge, timeZone, repositories) => {
        const now = clock.now();
        const pausedUntil = endOfPause(pause, now, timeZone);
        return withNextTurn(repositories, { ...nudge, state: 'paused', pausedUntil }, timeZone, now);
      }),

    snooze: (userId, days) =>
      change(userId, (nudge, timeZone) => ({
        ...nudge,
        state: 'on',
        pausedUntil: null,
        next: extraTurn(endOfSnooze(days, clock.now(), { hour: nudge.hour, timeZone })),
      })),

    async preview({ userId, locale }) {
      const now = clock.now();
      const nudge = await store.nudges.find(userId);
      const post = await composeMemberNudge(
        store,
        library,
        { userId, locale, activeSince: nudge?.activeSince ?? now },
        nudge?.next?.at ?? now,
      );
      if (post === undefined) throw new UserError({ code: 'not-joined' });
      return post;
    },

    status: (userId) => arrangement(store, userId),

    async memberReturned({ userId, locale }) {
      const nudge = await store.nudges.find(userId);
      if (nudge === undefined) return undefined;
      const hasResumed =
        (isWaiting(nudge) || nudge.locale !== locale) &&
        (await store.transaction(async (repositories) => {
          const latest = await repositories.nudges.find(userId);
          if (latest === undefined) return false;
          const resumes = isWaiting(latest);
          const resumed = resumes ? await resume(repositories, latest, clock.now()) : latest;
          await repositories.nudges.save({ ...resumed, locale });
          return resumes;
        }));
      return hasResumed || nudge.notice !== null ? { hasResumed } : undefined;
    },

    async takeNews(userId, { hasResumed }) {
      const nudge = await takeNotice(userId);
      if (nudge === undefined) return undefined;
      if (nudge.notice !== null) return { kind: nudge.notice };
      // What they asked for may have been to switch it off.
      return hasResumed && nudge.state === 'on' && nudge.next !== null
        ? { kind: 'resumed', nextAt: nudge.next.at }
        : undefined;
    },
  };
}

function isWaiting({ state, pausedUntil }: Nudge): boolean {
  return state === 'paused' && pausedUntil === null;
}

async function resume(repositories: Repositories, nudge: Nudge, now: number): Promise<Nudge> {
  const member = await repositories.members.find(nudge.userId);
  const resumed: Nudge = { ...nudge, state: 'on', pausedUntil: null, activeSince: now };
  return withNextTurn(repositories, resumed, member?.timeZone ?? ASSUMED_TIME_ZONE, now);
}
