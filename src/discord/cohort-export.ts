import { stringify } from 'csv-stringify/sync';
import type { CohortAsker } from '../services/cohort-finder.ts';
import type { ExportRow } from '../services/cohort-insights.ts';
import type { Answer, Context } from './command.ts';
import { exportView } from './views/cohort-insights.ts';

/** The file's columns, in order. */
const COLUMNS = [
  'name',
  'user_id',
  'joined',
  'last_active',
  'tasks_done',
  'hours_done',
  'percent',
  'phase',
  'next_task',
] as const satisfies readonly (keyof ExportRow)[];

/** A table of those members who let the facilitators see where they are. */
export async function exportAnswer(
  asker: CohortAsker,
  cohortId: string,
  { services, words }: Context,
): Promise<Answer> {
  const { cohort, rows, members } = await services.cohorts.insights.exportRows(asker, cohortId);
  const fileName = `cohort-${cohort.startsOn}.csv`;
  return {
    view: exportView(words, cohort, fileName, rows.length, members),
    files: [{ name: fileName, content: toCsv(rows) }],
  };
}

/** A name that begins like a formula must not become one in whoever's spreadsheet; nor must Excel guess the encoding. */
function toCsv(rows: readonly ExportRow[]): string {
  return stringify([...rows], { header: true, columns: [...COLUMNS], escape_formulas: true, bom: true });
}
