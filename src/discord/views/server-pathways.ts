import type { Pathway } from '../../domain/pathway.ts';
import {
  SERVER_PATHWAYS_MAX,
  type ListedPathway,
  type PathwayDraft,
} from '../../services/server-pathways.ts';
import type { Words } from '../../words/words.ts';
import { discardDraftAction, offerAgainAction, offerDraftAction, withdrawPathwayAction } from '../actions.ts';
import { ellipsize, escapeTyped } from '../escape.ts';
import {
  actionRows,
  button,
  careContainer,
  container,
  section,
  separator,
  text,
  type View,
} from './elements.ts';

/** Characters for what a file has of faults or changes; the rest of a message is the view's own. */
const FAULTS_ROOM = 3500;
const CHANGES_ROOM = 1200;
/** Twenty phases stand in one preview. */
const PHASE_TITLE_MAX_LENGTH = 60;
/** Of one fault, before it is escaped. */
const LINE_MAX_LENGTH = 300;

/** What has just become of a server's pathway. */
export type PathwayNews =
  | { readonly kind: 'offered'; readonly pathway: Pathway }
  | { readonly kind: 'discarded' | 'withdrawn' | 'gone' };

/** A server's own pathways, for those who manage it. */
export function serverPathwaysView(words: Words, listed: readonly ListedPathway[], news?: PathwayNews): View {
  const { serverPathways } = words;
  return [
    container(
      text(`### ${serverPathways.title}`, news && newsLine(words, news)),
      ...listed.flatMap((entry) => [separator(), entryPart(words, entry)]),
      separator(),
      text(
        listed.length === 0
          ? serverPathways.none
          : `-# ${serverPathways.hint(SERVER_PATHWAYS_MAX - listed.length)}`,
      ),
    ),
  ];
}

function newsLine(words: Words, news: PathwayNews): string {
  const { news: lines } = words.serverPathways;
  return news.kind === 'offered' ? lines.offered(titleOf(words, news.pathway)) : lines[news.kind];
}

function entryPart(words: Words, { id, fileId, pathway, isOffered, walkers }: ListedPathway) {
  const { serverPathways } = words;
  const lines = [
    serverPathways.listed(pathway === undefined ? fileId : titleOf(words, pathway), fileId),
    isOffered ? serverPathways.offered(walkers) : serverPathways.withdrawn(walkers),
    pathway === undefined && serverPathways.unreadable,
  ];
  if (isOffered) {
    const withdraw = button(serverPathways.withdraw, withdrawPathwayAction.customId({ pathway: id }));
    return section(withdraw, ...lines);
  }
  // What cannot be read cannot be offered either.
  if (pathway === undefined) return text(...lines);
  return section(button(serverPathways.offerAgain, offerAgainAction.customId({ pathway: id })), ...lines);
}

/** A pathway that was brought, before anybody can join it. */
export function draftView(words: Words, { pathway, at, replaces }: PathwayDraft): View {
  const { serverPathways } = words;
  const key = { pathway: pathway.id, at };
  return [
    container(
      text(`### ${serverPathways.draft(titleOf(words, pathway))}`, `*${pathway.headline}*`),
      separator(),
      text(
        ...pathway.phases.map(({ title, weeks }, index) =>
          words.roadmap.phaseLine(index + 1, ellipsize(title, PHASE_TITLE_MAX_LENGTH), weeks),
        ),
        `-# ${serverPathways.draftSize(
          pathway.phases.length,
          pathway.phases.reduce((sum, { tasks }) => sum + tasks.length, 0),
          pathway.phases.reduce((sum, { weeks }) => sum + weeks, 0),
          pathway.skills.length,
        )}`,
      ),
      separator(),
      text(
        ...(replaces === undefined
          ? [serverPathways.draftOfNew]
          : [
              serverPathways.draftReplaces(replaces.walkers),
              ...(replaces.changes.length === 0
                ? [serverPathways.noChanges]
                : [serverPathways.changes, ...asListed(words, replaces.changes, CHANGES_ROOM)]),
            ]),
        `-# ${serverPathways.keepsADay}`,
      ),
      ...actionRows({
        next: button(serverPathways.offer, offerDraftAction.customId(key), { weight: 'success' }),
        away: button(serverPathways.discard, discardDraftAction.customId(key)),
      }),
    ),
  ];
}

/** What keeps a file from being a pathway: as much of it as a message holds. */
export function pathwayFaultsView(words: Words, faults: readonly string[]): View {
  const { serverPathways } = words;
  return [
    careContainer(
      text(`### ${serverPathways.faults}`, serverPathways.faultsIntro),
      text(...asListed(words, faults, FAULTS_ROOM)),
    ),
  ];
}

/** Lines that quote a file, with nothing of it coming alive, as far as they fit; and how many more there are. */
function asListed(words: Words, lines: readonly string[], room: number): readonly string[] {
  const shown: string[] = [];
  let left = room;
  for (const line of lines) {
    const listed = `- ${escapeTyped(ellipsize(line, LINE_MAX_LENGTH))}`;
    left -= listed.length + 1;
    if (left < 0) break;
    shown.push(listed);
  }
  const more = lines.length - shown.length;
  return more === 0 ? shown : [...shown, words.serverPathways.more(more)];
}

function titleOf(words: Words, { from, to }: Pathway): string {
  return words.pathwayTitle(from, to);
}
