import SqliteDatabase from 'better-sqlite3';
import type { TableRow } from '../support/every-table.ts';

/** Whoever did something, by what Discord vouches for. */
export interface Actor {
  readonly userId: string;
  readonly guildId: string | null;
  readonly managesServer: boolean;
}

export interface TableWatch {
  rows(): readonly TableRow[];
  /** What has changed since the last look and was not this actor's to change. */
  trespasses(actor: Actor): readonly string[];
  close(): void;
}

type Value = string | number | null | undefined;

/** Those that tell whose a row is have names of their own here. */
interface Columns {
  readonly [column: string]: Value;
  readonly user_id?: Value;
  readonly guild_id?: Value;
  readonly cohort_id?: Value;
  readonly board_id?: Value;
  readonly recipient?: Value;
  readonly kind?: Value;
  readonly set_up_by?: Value;
}

interface Change {
  readonly table: string;
  readonly before: Columns | undefined;
  readonly after: Columns | undefined;
}

/** Looks at every table, through a connection of its own, whenever another one has written. */
export function watchTables(path: string): TableWatch {
  const database = new SqliteDatabase(path, { readonly: true });
  const names = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all() as string[];
  const tables = names.map((name) => {
    const key = database
      .prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0')
      .pluck()
      .all(name) as string[];
    return { name, key, statement: database.prepare(`SELECT * FROM "${name}"`) };
  });
  // Changes when another connection commits, and costs next to nothing.
  const version = database.prepare('PRAGMA data_version').pluck();
  const look = (): Snapshot =>
    new Map(
      tables.flatMap(({ name, key, statement }) =>
        (statement.all() as TableRow['columns'][]).map((columns) => [
          JSON.stringify([name, ...key.map((column) => columns[column])]),
          { table: name, columns },
        ]),
      ),
    );
  let seen = version.get();
  let snapshot = look();

  return {
    rows: () => [...snapshot.values()],
    trespasses(actor) {
      const now = version.get();
      if (now === seen) return [];
      seen = now;
      const before = snapshot;
      snapshot = look();
      const may = judge(actor, before, snapshot);
      return changes(before, snapshot)
        .filter((change) => !may(change))
        .map(({ table, before: from, after: to }) => {
          return `changed somebody else's ${table}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`;
        });
    },
    close: () => database.close(),
  };
}

type Snapshot = ReadonlyMap<string, TableRow>;

function changes(before: Snapshot, after: Snapshot): readonly Change[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key) => {
    const [one, other] = [before.get(key), after.get(key)];
    if (JSON.stringify(one) === JSON.stringify(other)) return [];
    return [{ table: (one ?? other)?.table ?? '', before: one?.columns, after: other?.columns }];
  });
}

/** The rules of who may change what, told anew and without a look at the bot's own. */
function judge(actor: Actor, before: Snapshot, after: Snapshot): (change: Change) => boolean {
  const { userId, guildId, managesServer } = actor;
  const rowsOf = (snapshot: Snapshot, table: string): readonly Columns[] =>
    [...snapshot.values()].filter((row) => row.table === table).map(({ columns }) => columns);
  const cohorts = new Map(
    [...rowsOf(after, 'cohort'), ...rowsOf(before, 'cohort')].map((cohort) => [cohort.cohort_id, cohort]),
  );
  const isNew = (cohortId: Value) =>
    !rowsOf(before, 'cohort').some((cohort) => cohort.cohort_id === cohortId);
  const facilitates = (cohortId: Value) =>
    rowsOf(before, 'cohort_facilitator').some((row) => row.cohort_id === cohortId && row.user_id === userId);
  /** In its own server: nobody leads a cohort from elsewhere. */
  const leads = (cohortId: Value) =>
    guildId !== null &&
    cohorts.get(cohortId)?.guild_id === guildId &&
    (managesServer || facilitates(cohortId) || isNew(cohortId));
  const belongs = (cohortId: Value) =>
    [before, after].some((snapshot) =>
      rowsOf(snapshot, 'cohort_member').some((row) => row.cohort_id === cohortId && row.user_id === userId),
    );
  const manages = (id: Value) => managesServer && guildId !== null && id === guildId;

  return ({ table, before: from, after: to }) => {
    const row = to ?? from ?? {};
    const isOwn = row.user_id === userId;
    const changed = Object.keys(row).filter((column) => from?.[column] !== to?.[column]);
    const changedOnly = (column: string) =>
      from !== undefined && to !== undefined && changed.join() === column;
    switch (table) {
      case 'member':
      case 'enrolment':
      case 'completion':
      case 'nudge':
      case 'phase_duration':
      case 'standing':
      case 'code_guess':
        return isOwn;
      case 'server_member':
        // New roles have everybody's looked at again.
        return isOwn || (manages(row.guild_id) && changedOnly('phase_role_due_at'));
      case 'server':
        // Whoever set it up may have themselves erased.
        return manages(row.guild_id) || (changedOnly('set_up_by') && from?.set_up_by === userId);
      case 'phase_role':
      case 'server_pathway':
        return manages(row.guild_id);
      case 'task':
      case 'pathway_revision':
        return managesServer;
      case 'cohort':
        return leads(row.cohort_id);
      case 'cohort_member':
        return isOwn || (to === undefined && leads(row.cohort_id));
      case 'cohort_facilitator':
        return leads(row.cohort_id) || (isOwn && to === undefined);
      case 'cohort_board':
        return leads(row.cohort_id) || (changedOnly('due_at') && belongs(row.cohort_id));
      case 'score':
        return isOwn || leads(row.board_id) || manages(row.board_id);
      case 'score_level':
        // Sums over all, which move with anybody's.
        return true;
      case 'dm_minute':
        // A count of the whole bot's: whoever switches their reminder on adds one to it, and no more.
        return (
          Number(to?.['opened']) === Number(from?.['opened'] ?? 0) + 1 &&
          to?.['promised'] === (from?.['promised'] ?? 0)
        );
      case 'delivery':
        return (
          row.recipient === userId ||
          manages(row.recipient) ||
          leads(row.recipient) ||
          (row.kind === 'cohort-goal' && belongs(row.recipient))
        );
      default:
        // The ledger of migrations, and whatever has no rule yet.
        return false;
    }
  };
}
