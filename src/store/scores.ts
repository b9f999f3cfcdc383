import { sql, type ExpressionBuilder, type Kysely } from 'kysely';

import type { BoardEntry, BoardKey, Listing, Score, ScoreRepository } from '../services/ports.ts';
import { StoreError } from './store-error.ts';
import type { ScoreLevelRow, ScoreRow, Tables } from './tables.ts';

export function createScoreRepository(database: Kysely<Tables>): ScoreRepository {
  const listed = database.selectFrom('score').where('sort_key', 'is not', null);

  const countAbove: ScoreRepository['countAbove'] = async (board, hours) => {
    const { entries } = await database
      .selectFrom('score_level')
      .where(on(board))
      .where('hours', '>', hours)
      .select((row) => row.fn.sum<number | null>('listed').as('entries'))
      .executeTakeFirstOrThrow();
    return entries ?? 0;
  };

  /** The hours of the entry that so many stand before, and how many have more: a seek, where an offset is a count. */
  const levelAt = async (board: BoardKey, offset: number) => {
    const levels = await database
      .selectFrom('score_level')
      .where(on(board))
      .where('listed', '>', 0)
      .select(['hours', 'listed'])
      .orderBy('hours', 'desc')
      .execute();
    let above = 0;
    for (const level of levels) {
      if (above + level.listed > offset) return { hours: level.hours, above };
      above += level.listed;
    }
    return undefined;
  };

  return {
    async seats(userId) {
      const ofServers = database
        .selectFrom('server_member')
        .leftJoin('server', 'server.guild_id', 'server_member.guild_id')
        .where('server_member.user_id', '=', userId)
        .where('server_member.left_at', 'is', null)
        .select([
          'server_member.guild_id as board_id',
          sql<'server' | 'cohort'>`'server'`.as('kind'),
          'server.time_zone',
          sql<string | null>`NULL`.as('pathway_id'),
          'server_member.name',
        ]);
      const ofCohorts = database
        .selectFrom('cohort_member')
        .innerJoin('cohort', 'cohort.cohort_id', 'cohort_member.cohort_id')
        .innerJoin('server_member', (join) =>
          join
            .onRef('server_member.guild_id', '=', 'cohort.guild_id')
            .onRef('server_member.user_id', '=', 'cohort_member.user_id'),
        )
        .where('cohort_member.user_id', '=', userId)
        .where('cohort.archived_at', 'is', null)
        .where('server_member.left_at', 'is', null)
        .select([
          'cohort.cohort_id as board_id',
          sql<'server' | 'cohort'>`'cohort'`.as('kind'),
          'cohort.time_zone',
          'cohort.pathway_id',
          'server_member.name',
        ]);
      const rows = await ofServers.unionAll(ofCohorts).execute();
      return rows.map((row) => ({
        boardId: row.board_id,
        kind: row.kind,
        timeZone: row.time_zone,
        pathwayId: row.pathway_id,
        name: row.name,
      }));
    },

    async boardIds(userId) {
      const rows = await database
        .selectFrom('score')
        .select('board_id')
        .distinct()
        .where('user_id', '=', userId)
        .execute();
      return rows.map(({ board_id }) => board_id);
    },

    async replace(userId, scores) {
      const before = await database.selectFrom('score').selectAll().where('user_id', '=', userId).execute();
      const after = scores.map(toRow);
      await database.deleteFrom('score').where('user_id', '=', userId).execute();
      if (after.length > 0) await database.insertInto('score').values(after).execute();
      const levels = levelChanges(before, after);
      if (levels.length === 0) return;
      await database
        .insertInto('score_level')
        .values(levels)
        .onConflict((conflict) =>
          conflict.columns(['board_id', 'period', 'hours']).doUpdateSet((row) => ({
            members: row('score_level.members', '+', row.ref('excluded.members')),
            listed: row('score_level.listed', '+', row.ref('excluded.listed')),
            tasks: row('score_level.tasks', '+', row.ref('excluded.tasks')),
            ends_at: row.ref('excluded.ends_at'),
          })),
        )
        .execute();
    },

    async find(board, userId) {
      const row = await database
        .selectFrom('score')
        .selectAll()
        .where(on(board))
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row && toScore(row);
    },

    async page(board, offset, limit) {
      const start = await levelAt(board, offset);
      if (start === undefined) return [];
      const rows = await listed
        .where(on(board))
        .selectAll()
        .where('hours', '<=', start.hours)
        .orderBy('hours', 'desc')
        .orderBy('sort_key')
        .orderBy('user_id')
        .offset(offset - start.above)
        .limit(limit)
        .execute();
      return rows.map(toEntry);
    },

    async listings(board, userIds) {
      if (userIds.length === 0) return new Map();
      const rows = await database
        .selectFrom('score')
        .selectAll()
        .where(on(board))
        .where('user_id', 'in', userIds)
        .execute();
      return new Map(
        rows.flatMap((row) => {
          const listing = toListing(row);
          return listing === null ? [] : [[row.user_id, listing] as const];
        }),
      );
    },

    countAbove,

    async countBefore(board, { hours, listing, userId }) {
      const { level } = await listed
        .where(on(board))
        .where('hours', '=', hours)
        .where((row) =>
          row.or([
            row('sort_key', '<', listing.sortKey),
            row.and([row('sort_key', '=', listing.sortKey), row('user_id', '<', userId)]),
          ]),
        )
        .select((row) => row.fn.countAll<number>().as('level'))
        .executeTakeFirstOrThrow();
      return (await countAbove(board, hours)) + level;
    },

    async totals(board) {
      const sums = await database
        .selectFrom('score_level')
        .where(on(board))
        .select((row) => [
          row.fn.sum<number | null>('members').as('members'),
          row.fn.sum<number | null>('listed').as('listed'),
          row.fn.sum<number | null>(row('hours', '*', row.ref('members'))).as('hours'),
          row.fn.sum<number | null>('tasks').as('tasks'),
        ])
        .executeTakeFirstOrThrow();
      return {
        members: sums.members ?? 0,
        listed: sums.listed ?? 0,
        hours: sums.hours ?? 0,
        tasks: sums.tasks ?? 0,
      };
    },

    async userIds(boardId, afterUserId, limit) {
      const rows = await database
        .selectFrom('score')
        .select('user_id')
        .where(on({ boardId, period: 'all' }))
        .where('user_id', '>', afterUserId)
        .orderBy('user_id')
        .limit(limit)
        .execute();
      return rows.map(({ user_id }) => user_id);
    },

    async prune(endedBefore) {
      await database.deleteFrom('score').where('ends_at', '<', endedBefore).execute();
      await database.deleteFrom('score_level').where('ends_at', '<', endedBefore).execute();
    },
  };
}

function on({ boardId, period }: BoardKey) {
  return (row: ExpressionBuilder<Tables, 'score' | 'score_level'>) => row.and({ board_id: boardId, period });
}

/** What is to be added to the levels of a board when these lines give way to those. */
function levelChanges(before: readonly ScoreRow[], after: readonly ScoreRow[]): readonly ScoreLevelRow[] {
  const changes = new Map<string, ScoreLevelRow>();
  const add = (rows: readonly ScoreRow[], sign: 1 | -1) => {
    for (const { board_id, period, hours, tasks, sort_key, ends_at } of rows) {
      const key = `${board_id} ${period} ${hours}`;
      const known = changes.get(key);
      changes.set(key, {
        board_id,
        period,
        hours,
        ends_at,
        members: (known?.members ?? 0) + sign,
        listed: (known?.listed ?? 0) + (sort_key === null ? 0 : sign),
        tasks: (known?.tasks ?? 0) + sign * tasks,
      });
    }
  };
  add(before, -1);
  add(after, 1);
  return [...changes.values()];
}

function toRow(score: Score): ScoreRow {
  return {
    board_id: score.boardId,
    period: score.period,
    user_id: score.userId,
    hours: score.hours,
    tasks: score.tasks,
    appearance: score.listing?.appearance ?? null,
    label: score.listing?.label ?? null,
    sort_key: score.listing?.sortKey ?? null,
    ends_at: score.endsAt,
  };
}

export function toScore(row: ScoreRow): Score {
  return {
    boardId: row.board_id,
    period: row.period,
    userId: row.user_id,
    hours: row.hours,
    tasks: row.tasks,
    listing: toListing(row),
    endsAt: row.ends_at,
  };
}

/** The database holds that all three are there or none. */
function toListing({ appearance, label, sort_key }: ScoreRow): Listing | null {
  return appearance === null || label === null || sort_key === null
    ? null
    : { appearance, label, sortKey: sort_key };
}

function toEntry(row: ScoreRow): BoardEntry {
  const listing = toListing(row);
  if (listing === null)
    throw new StoreError(`The score of user ${row.user_id} is hidden, and was asked for.`);
  return { userId: row.user_id, hours: row.hours, tasks: row.tasks, listing };
}
