import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import { effortOf } from '../../domain/effort.ts';
import { LINK_MAX_LENGTH, NOTE_MAX_LENGTH } from '../../domain/evidence.ts';
import type { Completion } from '../../domain/member.ts';
import type { Pathway } from '../../domain/pathway.ts';
import {
  isFinished,
  lastDoneAt,
  type PathwayProgress,
  type PhaseProgress,
  type TaskProgress,
} from '../../domain/progress.ts';
import type { Recorded, Standing, Undone } from '../../services/progress.ts';
import type { Mention } from '../command.ts';
import type { Words } from '../../words/words.ts';
import {
  evidenceAction,
  noteAction,
  noteFormAction,
  shareRecordAction,
  undoAction,
  type EvidenceKey,
} from '../actions.ts';
import { phaseFinishedCard, trainedSkills } from '../cards/phase-finished-card.ts';
import { picture } from '../cards/picture.ts';
import { quoteTyped } from '../escape.ts';
import type { Person } from '../person.ts';
import { dateStamp } from '../timestamps.ts';
import {
  actionRows,
  bar,
  button,
  container,
  linkButton,
  select,
  separator,
  text,
  textInput,
  type View,
} from './elements.ts';
import { resourceName, weeksAtPace } from './roadmap.ts';
import { nextStepButton, ownProgressButton } from './way-on.ts';

/** `custom_id`s of the note modal's inputs. */
export const NOTE_INPUT = 'note';
export const LINK_INPUT = 'link';

/** The private answer to a recorded or skipped task. */
export function recordedView(
  words: Words,
  recorded: Recorded,
  mention: Mention,
  person: Person,
  notice?: string,
): View {
  const { walk, completion, task, change } = recorded;
  const key = { pathway: walk.pathway.id, task: task.id };
  const stamp = { ...key, recordedAt: completion.recordedAt };
  const isDone = completion.status === 'done';
  return [
    container(
      text(
        `### ${isDone ? words.record.done(task.title) : words.record.skipped(task.title)}`,
        recorded.joinedNow &&
          words.join.joinedOnTheSpot(
            words.pathwayTitle(walk.pathway.from, walk.pathway.to),
            walk.enrolment.hoursPerWeek,
            mention('join'),
          ),
        notice ?? (change === 'changed' && words.record.changed),
        change === 'unchanged' && isDone && words.record.alreadyDone(task.title, dateStamp(completion.at)),
        !isDone && words.record.skippedMeaning,
        ...phaseExtent(words, recorded.progress, recorded.phase.id),
      ),
      ...evidence(words, completion),
      ...(recorded.finishedPhase === undefined
        ? []
        : [
            separator(),
            phaseGate(words, recorded, recorded.finishedPhase),
            finishPicture(words, recorded, recorded.finishedPhase, person),
          ]),
      ...nextStep(words, recorded),
      ...actionRows({
        next: onwardButton(words, recorded),
        others: [
          isDone ? button(words.buttons.addNote, noteAction.customId(key)) : undefined,
          completion.link === null ? undefined : linkButton(words.buttons.openLink, completion.link),
        ],
        share: isDone ? button(words.buttons.share, shareRecordAction.customId(stamp)) : undefined,
        away: button(words.buttons.undo, undoAction.customId(stamp)),
      }),
    ),
  ];
}

/** The private answer to a record that was taken back. */
export function undoneView(words: Words, undone: Undone): View {
  return [
    container(
      text(
        `### ${words.record.undone(undone.task.title)}`,
        undone.restored === undefined ? words.record.undoneMeaning : words.record.restored,
        ...phaseExtent(words, undone.progress, undone.phase.id),
      ),
      ...nextStep(words, undone),
      ...actionRows({ next: onwardButton(words, undone) }),
    ),
  ];
}

/** What *Share* posts: the task and the way it stands on, none of the member's own words. */
export function sharedRecordView(words: Words, standing: Standing, taskId: string, person: Person): View {
  const phase = standing.progress.phases.find(({ tasks }) => tasks.some(({ task }) => task.id === taskId));
  const task = phase?.tasks.find((candidate) => candidate.task.id === taskId)?.task;
  if (phase === undefined || task === undefined) return [];
  const isFinish = finishes(phase, taskId);
  return [
    container(
      text(
        words.record.shared(standing.walk.member.userId, task.title),
        ...phaseExtent(words, standing.progress, phase.phase.id),
        isFinish && finishLine(words, standing, phase),
      ),
      ...(isFinish ? [finishPicture(words, standing, phase, person)] : []),
    ),
  ];
}

/** What is announced by itself when a visible member finishes a phase. */
export function finishedPhaseView(
  words: Words,
  standing: Standing,
  finished: PhaseProgress,
  person: Person,
): View {
  const { walk, progress } = standing;
  const { userId } = walk.member;
  return [
    container(
      text(
        isWholeWay(progress)
          ? words.record.sharedPathway(userId, words.pathwayTitle(walk.pathway.from, walk.pathway.to))
          : words.record.sharedPhase(userId, finished.number, finished.phase.title),
        bar(progress.percent, words.record.pathwayExtent(progress.percent)),
        finishLine(words, standing, finished),
      ),
      finishPicture(words, standing, finished, person),
    ),
  ];
}

export function noteModal(
  words: Words,
  key: { readonly pathway: string; readonly task: string },
  completion: Completion,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: noteFormAction.customId(key),
    title: words.record.noteTitle,
    components: [
      textInput(words.record.noteLabel, NOTE_INPUT, {
        value: completion.note,
        maxLength: NOTE_MAX_LENGTH,
        lines: 'several',
      }),
      textInput(words.record.linkLabel, LINK_INPUT, {
        value: completion.link,
        maxLength: LINK_MAX_LENGTH,
        lines: 'one',
      }),
    ],
  };
}

/** Which open task a message is the evidence for; those of the current phase come first by the pathway's order. */
export function evidenceView(words: Words, open: readonly TaskProgress[], message: EvidenceKey): View {
  if (open.length === 0) {
    const next = ownProgressButton(words);
    return [container(text(words.record.nothingOpen), ...actionRows({ next }))];
  }
  return [
    container(
      text(`### ${words.record.chooseEvidence}`, words.record.evidenceHint),
      select(
        words.buttons.chooseMeant,
        evidenceAction.customId(message),
        open.map(({ task, phase }) => ({ label: task.title, value: task.id, description: phase.title })),
      ),
    ),
  ];
}

/** The next step in two lines; nothing when the way is walked. */
export function nextStepLines(words: Words, { walk, progress }: Standing): readonly string[] {
  const { nextStep: next } = progress;
  if (next === undefined) return [];
  const hours = effortOf(next.task, walk.pathway, walk.enrolment.ownedSkills ?? []);
  const resource = firstResource(walk.pathway, next);
  return [
    words.record.next(next.task.title),
    `-# ${words.record.nextDetails(
      words.record.atPace(Math.max(1, Math.round(hours)), weeksAtPace(hours, walk.enrolment.hoursPerWeek)),
      resource === undefined ? undefined : resourceName(resource),
    )}`,
  ];
}

function nextStep(words: Words, standing: Standing) {
  const lines = nextStepLines(words, standing);
  return lines.length === 0 ? [] : [separator(), text(...lines)];
}

function onwardButton(words: Words, { progress }: Standing) {
  return progress.nextStep === undefined ? ownProgressButton(words) : nextStepButton(words);
}

export function firstResource(pathway: Pathway, { task }: TaskProgress) {
  return pathway.phases.flatMap(({ resources }) => resources).find(({ id }) => task.resources.includes(id));
}

function phaseExtent(words: Words, progress: PathwayProgress, phaseId: string): readonly string[] {
  const phase = progress.phases.find((candidate) => candidate.phase.id === phaseId);
  if (phase === undefined) return [];
  return [
    bar(phase.percent, words.percent(phase.percent)),
    `-# ${words.record.phaseExtent(phase.number, phase.phase.title, phase.done, phase.done + phase.open)} · ${words.record.pathwayExtent(progress.percent)}`,
  ];
}

function evidence(words: Words, { at, recordedAt, note, status }: Completion) {
  const lines = [
    status === 'done' && at !== recordedAt ? `-# ${words.record.doneOn(dateStamp(at))}` : undefined,
    note === null ? undefined : quoteTyped(note),
  ].filter((line) => line !== undefined && line !== '');
  return lines.length === 0 ? [] : [text(...lines)];
}

/** What stands between a finished phase and the next: what that one asks, and a fitting piece of the reality check. */
function phaseGate(words: Words, standing: Standing, finished: PhaseProgress) {
  const { progress, walk } = standing;
  const next = progress.currentPhase;
  const { loved, missed, challenges } = walk.pathway.realityCheck;
  const reality = [...loved, ...missed, ...challenges].find(({ id }) => id === next?.phase.realityCheck[0]);
  return text(
    `### ${words.record.gateTitle(finished.number, finished.phase.title)}`,
    finishLine(words, standing, finished),
    next === undefined
      ? words.record.pathwayFinished(words.pathwayTitle(walk.pathway.from, walk.pathway.to))
      : words.record.gateAsks(next.number, next.phase.title, next.phase.asks),
    reality && words.record.gateReality(reality.text),
  );
}

function finishPicture(words: Words, standing: Standing, finished: PhaseProgress, person: Person) {
  return picture(words, phaseFinishedCard(words, standing, finished, person), person.avatarUrl);
}

/** What the picture says besides. */
function finishLine(words: Words, { walk }: Standing, finished: PhaseProgress): string | undefined {
  const at = lastDoneAt(finished);
  if (at === undefined) return undefined;
  return `-# ${words.record.finishedOn(dateStamp(at), trainedSkills(words, walk.pathway, finished.phase))}`;
}

/** Whether the phase was finished with the record of this task. */
function finishes(phase: PhaseProgress, taskId: string): boolean {
  const recordedAt = ({ completion }: TaskProgress) => completion?.recordedAt ?? 0;
  const last = phase.tasks.reduce((latest, task) => (recordedAt(task) > recordedAt(latest) ? task : latest));
  return isFinished(phase) && last.task.id === taskId;
}

function isWholeWay(progress: PathwayProgress): boolean {
  return progress.currentPhase === undefined;
}
