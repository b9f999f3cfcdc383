import { setTimeout as delay } from 'node:timers/promises';

import { DeliveryError, type Clock, type Directory, type ServerMember, type Store } from './ports.ts';
import type { ScoreKeeper } from './score-keeper.ts';

/** Somebody in a server, as an interaction there shows them. */
export interface Sighting {
  readonly guildId: string;
  readonly userId: string;
  /** As others in the server call them. */
  readonly name: string;
}

/**
 * Who is in a server. The list of members, and the news of who comes and goes, are a privileged intent; instead,
 * whoever uses the bot there is seen, and others are looked up one by one, each at most once a day.
 */
export interface PresenceService {
  /** Counts somebody who walks a pathway among this server's members. Harmless twice. */
  join(sighting: Sighting): Promise<void>;
  /** Of whoever does anything in a server: a member who had left is back. Costs one look by key when nothing is new. */
  seen(sighting: Sighting): Promise<void>;
  /**
   * Looks up those of these members who have not been seen for a day, and waits for the answers for a moment.
   * @returns whether somebody turned out to have left, or to be called otherwise.
   */
  verify(guildId: string, userIds: readonly string[]): Promise<boolean>;
  /** Looks up a few whom nobody has seen for long. To be called every minute. */
  sweep(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Of those on one page of a board. */
const VERIFIED_AT_ONCE = 15;

/** An answer to a member does not wait longer for what it may show a little later as well. */
const VERIFY_WAIT_MS = 700;

/** So that everybody is looked up about once a week, and no more than a few a minute. */
const SWEEP_AFTER_MS = 7 * DAY_MS;
const SWEPT_AT_ONCE = 10;

/** After Discord asked for less, or did not answer. */
const HOLD_MS = 60 * 1000;

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly keeper: ScoreKeeper;
}

export function createPresenceService({ store, clock, directory, keeper }: Dependencies): PresenceService {
  const underWay = new Map<string, Promise<boolean>>();
  let heldUntil = -Infinity;

  const record = ({ guildId, userId }: ServerMember, name: string | undefined): Promise<boolean> =>
    store.transaction(async (repositories) => {
      const now = clock.now();
      const before = await repositories.serverMembers.find(guildId, userId);
      if (before === undefined) return false;
      const after =
        name === undefined
          ? { ...before, leftAt: before.leftAt ?? now }
          : { ...before, name, leftAt: null, seenAt: now };
      const isNews = after.leftAt !== before.leftAt || after.name !== before.name;
      await repositories.serverMembers.save(
        isNews && after.leftAt === null ? { ...after, phaseRoleDueAt: now } : after,
      );
      if (isNews) await keeper.moved(repositories, userId, now);
      return isNews;
    });

  const touch = ({ guildId, userId }: ServerMember): Promise<void> =>
    store.transaction(async ({ serverMembers }) => {
      const known = await serverMembers.find(guildId, userId);
      if (known !== undefined) await serverMembers.save({ ...known, seenAt: clock.now() });
    });

  const lookUp = (member: ServerMember): Promise<boolean> => {
    const key = `${member.guildId} ${member.userId}`;
    const asked = underWay.get(key) ?? ask(member).finally(() => underWay.delete(key));
    underWay.set(key, asked);
    return asked;
  };

  const ask = async (member: ServerMember): Promise<boolean> => {
    if (clock.now() < heldUntil) return false;
    try {
      const somebody = await directory.lookUp(member.guildId, member.userId);
      return await record(member, somebody?.name);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      // Without the bot in it, a server tells nothing of its members: they wait until their turn comes round again.
      if (error.reason === 'gone' || error.reason === 'forbidden') await touch(member);
      else heldUntil = clock.now() + (error.retryAfterMs ?? HOLD_MS);
      return false;
    }
  };

  const isStale = ({ seenAt, leftAt }: ServerMember): boolean =>
    leftAt === null && clock.now() - seenAt > DAY_MS;

  return {
    async join({ guildId, userId, name }) {
      const known = await store.serverMembers.find(guildId, userId);
      if (known !== undefined && !isStale(known) && known.leftAt === null && known.name === name) return;
      await store.transaction(async (repositories) => {
        const now = clock.now();
        const before = await repositories.serverMembers.find(guildId, userId);
        const nobody = { guildId, userId, phaseRoleId: null };
        const somebody = { ...nobody, ...before, name, seenAt: now, leftAt: null, phaseRoleDueAt: now };
        await repositories.serverMembers.save(somebody);
        await keeper.moved(repositories, userId, now);
      });
    },

    async seen({ guildId, userId, name }) {
      const before = await store.serverMembers.find(guildId, userId);
      if (before === undefined) return;
      if (before.name !== name || before.leftAt !== null || isStale(before)) await record(before, name);
    },

    async verify(guildId, userIds) {
      const stale = (await store.serverMembers.findAll(guildId, userIds)).filter(isStale);
      if (stale.length === 0) return false;
      const looks = Promise.all(stale.slice(0, VERIFIED_AT_ONCE).map(lookUp));
      const patience = delay<readonly boolean[]>(VERIFY_WAIT_MS, [], { ref: false });
      return (await Promise.race([looks, patience])).includes(true);
    },

    async sweep() {
      const stale = await store.serverMembers.notSeenSince(clock.now() - SWEEP_AFTER_MS, SWEPT_AT_ONCE);
      for (const member of stale) await lookUp(member);
    },
  };
}
