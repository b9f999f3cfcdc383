import { setImmediate } from 'node:timers/promises';

import type { Cohort } from '../domain/cohort.ts';
import type { DeliveryKey } from '../domain/delivery.ts';
import { ASSUMED_TIME_ZONE } from '../domain/local-time.ts';
import { endPause, type Nudge } from '../domain/nudge.ts';
import type { Server } from '../domain/server.ts';
import type { Repositories, Store } from './ports.ts';
import { accountForTurns, nextFreeTurn, type Rota } from './turns.ts';

/** Small enough that answers to members are not kept waiting while a Monday morning is planned. */
const BATCH = 50;

/** The longest way to the next turn: a fortnight, when the slot moves within the week, and the odd hours of zones. */
const FURTHEST_TURN_MS = 15 * 24 * 60 * 60 * 1000;

export interface TurnPlanner {
  /**
   * Brings the turns that have come into the ledger and finds the next ones, both in one transaction.
   * @param mayPlan asked before each batch, and not at all when nothing has come.
   */
  planDue(now: number, mayPlan: () => Promise<boolean>): Promise<void>;
  /** Finds anew the turns that stand further off than any can: the clock was ahead when they were planned. */
  replanStrays(now: number): Promise<void>;
}

/** @param onSkipped is told of each turn that went into the ledger as skipped. */
export function createTurnPlanner(store: Store, onSkipped: (turn: DeliveryKey) => void): TurnPlanner {
  const planAll = async <T>(
    findDue: (repositories: Repositories, limit: number) => Promise<readonly T[]>,
    plan: (repositories: Repositories, due: T) => Promise<readonly DeliveryKey[]>,
    mayPlan: () => Promise<boolean>,
  ): Promise<void> => {
    // Asked outside a transaction first: most minutes there is nothing to lock the database for.
    if ((await findDue(store, 1)).length === 0) return;
    let isMore = true;
    while (isMore && (await mayPlan())) {
      const planned = await store.transaction(async (repositories) => {
        const due = await findDue(repositories, BATCH);
        const skipped: DeliveryKey[] = [];
        for (const one of due) skipped.push(...(await plan(repositories, one)));
        return { skipped, isMore: due.length === BATCH };
      });
      planned.skipped.forEach(onSkipped);
      ({ isMore } = planned);
      await setImmediate();
    }
  };

  return {
    async planDue(now, mayPlan) {
      await planAll(
        ({ nudges }, limit) => nudges.due(now, limit),
        (repositories, nudge) => planNudge(repositories, nudge, now),
        mayPlan,
      );
      await planAll(
        ({ servers }, limit) => servers.due(now, limit),
        (repositories, server) => planServer(repositories, server, now),
        mayPlan,
      );
      await planAll(
        ({ cohorts }, limit) => cohorts.due(now, limit),
        (repositories, cohort) => planCohort(repositories, cohort, now),
        mayPlan,
      );
    },

    async replanStrays(now) {
      const horizon = now + FURTHEST_TURN_MS;
      for (const { userId } of await store.nudges.plannedAfter(horizon)) {
        await store.transaction(async (repositories) => {
          const nudge = await repositories.nudges.find(userId);
          if (nudge?.state !== 'on') return;
          const rota = await rotaOfNudge(repositories, nudge);
          const next = await nextFreeTurn(repositories, rota, now, now);
          await repositories.nudges.save({ ...nudge, next });
        });
      }
      for (const { guildId } of await store.servers.plannedAfter(horizon)) {
        await store.transaction(async (repositories) => {
          const server = await repositories.servers.find(guildId);
          if (server === undefined || server.next === null) return;
          const next = await nextFreeTurn(repositories, rotaOfServer(server), now, now);
          await repositories.servers.save({ ...server, next });
        });
      }
      for (const { id } of await store.cohorts.plannedAfter(horizon)) {
        await store.transaction(async (repositories) => {
          const cohort = await repositories.cohorts.find(id);
          if (cohort === undefined || cohort.next === null) return;
          const next = await nextFreeTurn(repositories, rotaOfCohort(cohort), now, now);
          await repositories.cohorts.save({ ...cohort, next });
        });
      }
    },
  };
}

async function planNudge(
  repositories: Repositories,
  due: Nudge,
  now: number,
): Promise<readonly DeliveryKey[]> {
  const nudge = endPause(due, now);
  const rota = await rotaOfNudge(repositories, nudge);
  if (nudge.state !== 'on') {
    const resumesAt = nudge.state === 'paused' ? nudge.pausedUntil : null;
    const next = resumesAt === null ? null : await nextFreeTurn(repositories, rota, resumesAt, now);
    await repositories.nudges.save({ ...nudge, next });
    return [];
  }
  const pauseEnd = due.state === 'paused' ? due.pausedUntil : null;
  const from =
    due.next === null || (pauseEnd !== null && due.next.at < pauseEnd)
      ? await nextFreeTurn(repositories, rota, pauseEnd ?? now, now)
      : due.next;
  const { next, skipped } = await accountForTurns(repositories, rota, from, now);
  await repositories.nudges.save({ ...nudge, next });
  return skipped;
}

async function planServer(
  repositories: Repositories,
  due: Server,
  now: number,
): Promise<readonly DeliveryKey[]> {
  const rota = rotaOfServer(due);
  const from = due.next ?? (await nextFreeTurn(repositories, rota, now, now));
  const { next, skipped } = await accountForTurns(repositories, rota, from, now);
  await repositories.servers.save({ ...due, next });
  return skipped;
}

async function planCohort(
  repositories: Repositories,
  due: Cohort,
  now: number,
): Promise<readonly DeliveryKey[]> {
  const rota = rotaOfCohort(due);
  const from = due.next ?? (await nextFreeTurn(repositories, rota, now, now));
  const { next, skipped } = await accountForTurns(repositories, rota, from, now);
  await repositories.cohorts.save({ ...due, next });
  return skipped;
}

async function rotaOfNudge({ members }: Repositories, { userId, weekday, hour }: Nudge): Promise<Rota> {
  const member = await members.find(userId);
  const timeZone = member?.timeZone ?? ASSUMED_TIME_ZONE;
  return { kind: 'member-nudge', recipient: userId, slot: { weekday, hour, timeZone } };
}

function rotaOfServer({ guildId, weekday, hour, timeZone }: Server): Rota {
  return { kind: 'server-nudge', recipient: guildId, slot: { weekday, hour, timeZone } };
}

export function rotaOfCohort({ id, weekday, hour, timeZone }: Cohort): Rota {
  return { kind: 'cohort-summary', recipient: id, slot: { weekday, hour, timeZone } };
}
