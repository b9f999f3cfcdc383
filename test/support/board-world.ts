import SqliteDatabase from 'better-sqlite3';
import { sortKey } from '../../src/domain/leaderboard.ts';
import type { Visibility } from '../../src/domain/member.ts';
import { backendPathway } from './loaded-pathways.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What they did is spread over so many days: some of it in this week, some in this month, some before. */
const DAYS = 60;

const TASK_IDS = backendPathway.phases.flatMap(({ tasks }) => tasks.map(({ id }) => id));

export interface CrowdOptions {
  readonly guildId: string;
  readonly members: number;
  /** All of them are in it, when it is given. */
  readonly cohortId?: string | undefined;
  /** UTC epoch milliseconds: all of them were seen then, and recorded what they did before. */
  readonly now: number;
}

/**
 * Puts a server's members, and what they recorded, into a database: much faster than the store would, and as a version
 * of the bot left them that knew no boards. Whoever opens the library next works out their standings and scores.
 *
 * @returns their user ids.
 */
export function addCrowd(path: string, { guildId, members, cohortId, now }: CrowdOptions): readonly string[] {
  const database = new SqliteDatabase(path);
  database.pragma('foreign_keys = ON');
  const member = database.prepare(
    `INSERT INTO member (user_id, time_zone, visibility, alias, current_pathway_id, created_at)
     VALUES (?, NULL, ?, ?, ?, ?)`,
  );
  const enrolment = database.prepare(
    `INSERT INTO enrolment (user_id, pathway_id, hours_per_week, starts_on, joined_at)
     VALUES (?, ?, 10, '2026-01-05', ?)`,
  );
  const completion = database.prepare(
    `INSERT INTO completion VALUES (?, ?, ?, 'done', ?, ?, NULL, NULL, NULL)`,
  );
  const presence = database.prepare(
    `INSERT INTO server_member (guild_id, user_id, name, seen_at) VALUES (?, ?, ?, ?)`,
  );
  const membership = database.prepare(`INSERT INTO cohort_member VALUES (?, ?, ?, ?)`);
  const userIds = userIdsOf(guildId, members);
  database.transaction(() => {
    if (cohortId !== undefined) addCohort(database, guildId, cohortId, now);
    for (const [index, userId] of userIds.entries()) {
      const since = now - DAYS * DAY_MS;
      member.run(userId, visibilityOf(index), `Alias ${index}`, backendPathway.id, since);
      enrolment.run(userId, backendPathway.id, since);
      presence.run(guildId, userId, nameOf(index), now);
      if (cohortId !== undefined) membership.run(cohortId, userId, index % 2, since);
      // Nobody has done everything, so that everybody can go on.
      const done = 1 + scattered(index, TASK_IDS.length - 2);
      for (const [number, taskId] of TASK_IDS.slice(0, done).entries()) {
        const at = now - scattered(index * TASK_IDS.length + number, DAYS) * DAY_MS - index;
        completion.run(userId, backendPathway.id, taskId, at, at);
      }
    }
  })();
  database.close();
  return userIds;
}

/**
 * Puts a server's members and their lines on its board into a database, without anything that they recorded: for
 * boards of a size at which working the lines out takes minutes.
 *
 * @param periods the names of the board's week and month, and `all`.
 * @returns their user ids.
 */
export function addBoard(
  path: string,
  { guildId, members, now }: CrowdOptions,
  periods: readonly string[],
): readonly string[] {
  const database = new SqliteDatabase(path);
  database.pragma('foreign_keys = ON');
  const member = database.prepare(
    `INSERT INTO member (user_id, visibility, current_pathway_id, created_at) VALUES (?, 'named', ?, ?)`,
  );
  const presence = database.prepare(
    `INSERT INTO server_member (guild_id, user_id, name, seen_at) VALUES (?, ?, ?, ?)`,
  );
  const score = database.prepare(`INSERT INTO score VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)`);
  const userIds = userIdsOf(guildId, members);
  database.transaction(() => {
    for (const [index, userId] of userIds.entries()) {
      const name = nameOf(index);
      const seen = visibilityOf(index) === 'hidden' ? [null, null, null] : ['named', name, sortKey(name)];
      member.run(userId, backendPathway.id, now);
      presence.run(guildId, userId, name, now);
      for (const period of periods) {
        const tasks = 1 + scattered(index, TASK_IDS.length);
        score.run(guildId, period, userId, tasks * (1 + scattered(index, 20)), tasks, ...seen);
      }
    }
    database
      .prepare(
        `INSERT INTO score_level
         SELECT board_id, period, hours, count(*), count(sort_key), sum(tasks), NULL
         FROM score WHERE board_id = ? GROUP BY board_id, period, hours`,
      )
      .run(guildId);
  })();
  database.close();
  return userIds;
}

function userIdsOf(guildId: string, members: number): readonly string[] {
  return Array.from({ length: members }, (_, index) => `${guildId}${String(index).padStart(6, '0')}`);
}

function nameOf(index: number): string {
  return `Member ${scattered(index, 997)} ${index}`;
}

/** One in ten is hidden, one has an alias, one was never asked: named in a cohort, hidden in a server. */
function visibilityOf(index: number): Visibility | null {
  switch (index % 10) {
    case 0:
      return 'hidden';
    case 1:
      return 'alias';
    case 2:
      return null;
    default:
      return 'named';
  }
}

/** From 0 to below; the same each time, and without a pattern that a query could profit from. */
function scattered(index: number, below: number): number {
  return (Math.imul(index + 1, 0x9e3779b1) >>> 8) % below;
}

function addCohort(database: SqliteDatabase.Database, guildId: string, cohortId: string, now: number): void {
  database
    .prepare(
      `INSERT INTO cohort (cohort_id, guild_id, name, name_key, pathway_id, starts_on, hours_per_week, breaks,
                           locale, time_zone, weekday, hour, created_at)
       VALUES (?, ?, 'Spring', 'spring', ?, '2026-01-05', 10, '[]', 'en-GB', 'Europe/Berlin', 1, 9, ?)`,
    )
    .run(cohortId, guildId, backendPathway.id, now - DAYS * DAY_MS);
}
