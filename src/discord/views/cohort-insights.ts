import { codeBlock, ComponentType, type APIComponentInContainer, type APIFileComponent } from 'discord.js';
import type { Cohort } from '../../domain/cohort.ts';
import type { CohortInsights, MemberInPhases } from '../../services/cohort-insights.ts';
import type { Words } from '../../words/words.ts';
import { cohortExportAction, endAction, insightsAction } from '../actions.ts';
import { ellipsize } from '../escape.ts';
import { fitColumns } from './columns.ts';
import { showButton } from './cohort.ts';
import { actionRows, bar, button, container, row, separator, text, type View } from './elements.ts';
import { isolate, shownName, withinCode } from './names.ts';

/** Columns of the grid, in characters of one width. */
const NAME_COLUMNS = 14;
const PHASE_COLUMNS = 3;

/** A phase's title and a task's: twenty phases, a page of members and the rest of it fit one message. */
const PHASE_TITLE_MAX_LENGTH = 28;
const TASK_TITLE_MAX_LENGTH = 60;

/** Where a cohort's members are, for those who look after it: private. */
export function insightsView(words: Words, insights: CohortInsights): View {
  const { cohort, members, consenting, page, pages } = insights;
  const place = pages > 1 ? ` · ${words.page(page + 1, pages)}` : '';
  return [
    container(
      text(
        `### ${words.insights.title(shownName(words, cohort.name))}`,
        `-# ${words.cohort.members(members, cohort.capacity)}${place}`,
      ),
      phaseCounts(words, insights),
      separator(),
      grid(words, insights),
      ...(members === 0 ? [] : [separator(), ...stuckTasks(words, insights), quietMembers(words, insights)]),
      ...(pages > 1 ? [row(turnButton(words, insights, 'first'), turnButton(words, insights, 'last'))] : []),
      ...actionRows({
        others: [
          consenting > 0
            ? button(words.buttons.exportCsv, cohortExportAction.customId({ cohort: cohort.id }))
            : undefined,
        ],
        back: showButton(words, cohort),
      }),
    ),
  ];
}

/**
 * The table of those who consented, as a file beside its message.
 * @param exported how many they are, of so many members.
 */
export function exportView(
  words: Words,
  cohort: Pick<Cohort, 'id' | 'name'>,
  fileName: string,
  exported: number,
  members: number,
): View {
  const file: APIFileComponent = { type: ComponentType.File, file: { url: `attachment://${fileName}` } };
  return [
    container(
      text(
        `### ${words.insights.exported(shownName(words, cohort.name))}`,
        words.insights.exportedRows(exported, members),
      ),
      file,
      ...actionRows({ back: showButton(words, cohort) }),
    ),
  ];
}

function phaseCounts(words: Words, { inPhases, finished, members }: CohortInsights) {
  const line = (title: string, amount: number) =>
    `${bar(members === 0 ? 0 : (100 * amount) / members, `**${String(amount)}**`)} · ${title}`;
  return text(
    `**${words.insights.phases}**`,
    ...inPhases.map(({ phase, number, members: amount }) =>
      line(words.insights.phase(number, ellipsize(phase.title, PHASE_TITLE_MAX_LENGTH)), amount),
    ),
    ...(finished === 0 ? [] : [line(words.insights.finished, finished)]),
  );
}

function grid(words: Words, { grid: rows, members, consenting, pathway }: CohortInsights) {
  const others = members - consenting;
  const notShown = others > 0 && `-# ${words.insights.notShown(others)}`;
  if (rows.length === 0) return text(words.insights.nobodyConsents, notShown);
  const head = gridLine(
    words.insights.gridHead,
    pathway.phases.map((_, index) => String(index + 1)),
  );
  return text(
    `**${words.insights.grid}**`,
    codeBlock([head, ...rows.map((each) => memberLine(words, each))].join('\n')),
    `-# ${words.insights.gridLegend}`,
    notShown,
  );
}

function memberLine(words: Words, { name, percents, isQuiet }: MemberInPhases): string {
  const { finished, none, quiet } = words.insights.gridMarks;
  const marks = percents.map((percent) => {
    if (percent >= 100) return finished;
    return percent <= 0 ? none : String(percent);
  });
  return `${gridLine(name, marks)}${isQuiet ? ` ${quiet}` : ''}`;
}

function gridLine(name: string, marks: readonly string[]): string {
  return `${isolate(fitColumns(withinCode(name), NAME_COLUMNS))}${marks.map((mark) => mark.padStart(PHASE_COLUMNS)).join('')}`;
}

function stuckTasks(words: Words, { stuck, pathway }: CohortInsights): readonly APIComponentInContainer[] {
  if (stuck.length === 0) return [];
  return [
    text(
      `**${words.insights.stuck}**`,
      ...stuck.map(({ task, phase, members }) =>
        words.insights.stuckTask(
          pathway.phases.indexOf(phase) + 1,
          ellipsize(task.title, TASK_TITLE_MAX_LENGTH),
          members,
        ),
      ),
    ),
  ];
}

function quietMembers(words: Words, { quiet, quietNames }: CohortInsights) {
  return text(
    words.insights.quiet(quiet),
    quietNames.length > 0 &&
      `-# ${words.insights.quietNames(quietNames.map((name) => shownName(words, name)))}`,
  );
}

function turnButton(words: Words, { cohort, page, pages }: CohortInsights, side: 'first' | 'last') {
  const label = side === 'first' ? words.buttons.previous : words.buttons.next;
  const target = side === 'first' ? page - 1 : page + 1;
  return target < 0 || target >= pages
    ? button(label, endAction.customId({ side }), { disabled: true })
    : button(label, insightsAction.customId({ cohort: cohort.id, page: target }));
}
