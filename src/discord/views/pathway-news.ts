import type { DepartedTask, MovedTask, PathwayNews } from '../../services/pathway-news.ts';
import type { Words } from '../../words/words.ts';
import { roadmapAction } from '../actions.ts';
import { actionRows, button, container, separator, text, type View } from './elements.ts';
import { nextStepButton } from './way-on.ts';

/** A message holds 4,000 characters, and titles have up to 90. */
const LISTED_MAX = 8;

/** What an edit of the pathway's file changed for this member. */
export function pathwayNewsView(words: Words, news: PathwayNews): View {
  const { pathway, percent } = news;
  const inPhase = ({ title, phase }: MovedTask) =>
    words.pathwayNews.inPhase(title, pathway.phases.indexOf(phase) + 1, phase.title);
  const gone = ({ title, isDone }: DepartedTask) =>
    isDone ? words.pathwayNews.goneButDone(title) : words.pathwayNews.gone(title);
  const sections = [
    section(words, words.pathwayNews.added, news.added.map(inPhase)),
    section(words, words.pathwayNews.moved, news.moved.map(inPhase)),
    section(words, words.pathwayNews.left, news.left.map(gone)),
  ].filter((lines) => lines.length > 0);
  return [
    container(
      text(words.pathwayNews.title(words.pathwayTitle(pathway.from, pathway.to))),
      ...sections.map((lines) => text(...lines)),
      separator(),
      text(words.pathwayNews.standing(percent)),
      ...actionRows({
        next: nextStepButton(words),
        others: [
          button(
            words.buttons.overview,
            roadmapAction.customId({ view: 'overview', pathway: pathway.id, item: pathway.id, page: 0 }),
          ),
        ],
      }),
    ),
  ];
}

function section(words: Words, heading: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - LISTED_MAX;
  return [
    `**${heading}**`,
    ...lines.slice(0, LISTED_MAX),
    ...(rest > 0 ? [words.pathwayNews.more(rest)] : []),
  ];
}
