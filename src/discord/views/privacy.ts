import { ComponentType, type APIFileComponent } from 'discord.js';
import type { Erased, Holdings } from '../../services/privacy.ts';
import type { Words } from '../../words/words.ts';
import { eraseAction, keepAction } from '../actions.ts';
import { actionRows, button, careContainer, container, separator, text, type View } from './elements.ts';
import { shownName } from './names.ts';

const COHORTS_NAMED = 10;

/** What an erasure takes and what stays, and whether it is really meant. */
export function eraseQuestionView(words: Words, holdings: Holdings): View {
  if (!holdings.isKnown) return nothingKeptView(words);
  const { privacy } = words;
  return [
    careContainer(
      text(`### ${privacy.title}`, privacy.goes, ...privacy.counts(holdings)),
      separator(),
      text(privacy.keeps),
      ...aboutCohorts(words, holdings, privacy.leftAlone),
      text(`**${privacy.noWayBack}**`),
      ...actionRows({
        others: [button(words.buttons.keepEverything, keepAction.customId({}))],
        away: button(words.buttons.eraseEverything, eraseAction.customId({}), { weight: 'danger' }),
      }),
      text(privacy.readOn),
    ),
  ];
}

export function keptView(words: Words): View {
  return [container(text(`### ${words.privacy.keptTitle}`, words.privacy.kept))];
}

export function erasedView(words: Words, { holdings, rolesLeft }: Erased): View {
  if (!holdings.isKnown) return nothingKeptView(words);
  const { privacy } = words;
  return [
    container(
      text(`### ${privacy.erasedTitle}`, privacy.erased),
      ...aboutCohorts(words, holdings, privacy.cohortsStay),
      ...(rolesLeft === 0 ? [] : [text(privacy.rolesLeft(rolesLeft))]),
      text(privacy.readOn),
    ),
  ];
}

export function personalExportView(words: Words, fileName: string, isKnown: boolean): View {
  const { privacy } = words;
  const file: APIFileComponent = { type: ComponentType.File, file: { url: `attachment://${fileName}` } };
  return [
    container(
      text(`### ${privacy.exportTitle}`, isKnown ? privacy.exported : privacy.exportedNothing),
      file,
      text(privacy.readOn),
    ),
  ];
}

function nothingKeptView({ privacy }: Words): View {
  return [container(text(`### ${privacy.nothingKept}`, privacy.nothingKeptHint, privacy.readOn))];
}

function aboutCohorts(
  words: Words,
  { leftAlone }: Holdings,
  tell: (names: readonly string[], more: number) => string,
) {
  if (leftAlone.length === 0) return [];
  const names = leftAlone.slice(0, COHORTS_NAMED).map((name) => shownName(words, name));
  return [text(tell(names, leftAlone.length - names.length))];
}
