import { localDateOf } from '../../domain/local-time.ts';
import { skillsTrainedIn, type Pathway, type Phase } from '../../domain/pathway.ts';
import { lastDoneAt, type PhaseProgress } from '../../domain/progress.ts';
import type { PhaseFinishedCard } from '../../services/card.ts';
import { timeZoneOf } from '../../services/membership.ts';
import type { Standing } from '../../services/progress.ts';
import type { Words } from '../../words/words.ts';
import type { Person } from '../person.ts';
import { plainName } from '../views/names.ts';
import { phaseStateOf } from './phase-state.ts';

/** As many as are read at a glance. */
const SKILLS_LISTED = 6;

/** The skills are those of the phase: which of its tasks somebody did, and which they left out, is their own business. */
export function phaseFinishedCard(
  words: Words,
  { walk, progress }: Standing,
  finished: PhaseProgress,
  person: Person,
): PhaseFinishedCard {
  const { pathway, member } = walk;
  const at = lastDoneAt(finished);
  return {
    kind: 'phase-finished',
    person: { name: plainName(words, person.name) },
    pathway: words.pathwayTitle(pathway.from, pathway.to),
    headline:
      progress.currentPhase === undefined
        ? words.cards.wayFinished
        : words.cards.phaseFinished(finished.number),
    phaseTitle: finished.phase.title,
    date: at === undefined ? words.nothing : words.cards.date(localDateOf(at, timeZoneOf(member))),
    skills: trainedSkills(words, pathway, finished.phase),
    skillsLabel: words.cards.skills,
    trail: progress.phases.map((phase) => ({ number: phase.number, state: phaseStateOf(progress, phase) })),
    phaseNumber: finished.number,
  };
}

/** What a phase trains; the last of many says how many more there are. */
export function trainedSkills(words: Words, pathway: Pathway, phase: Phase): readonly string[] {
  const names = skillsTrainedIn(pathway, phase).map(({ name }) => name);
  const more = names.length - SKILLS_LISTED;
  return more > 0 ? [...names.slice(0, SKILLS_LISTED), words.cards.moreSkills(more)] : names;
}
