import type { Visibility } from '../domain/member.ts';
import type { NudgeTone } from '../domain/nudge.ts';
import { PAUSES, SNOOZES, type Pause, type Snooze } from '../domain/pause.ts';
import {
  choiceField,
  defineAction,
  numberField,
  slugField,
  snowflakeField,
  type Field,
} from './custom-id.ts';

/** Every action that a button, select or modal can carry. Views write these ids; commands handle them. */

export const ROADMAP_VIEWS = [
  'overview',
  'phase',
  'task',
  'skills',
  'resources',
  'reality',
  'start',
  'faq',
] as const;
export type RoadmapViewName = (typeof ROADMAP_VIEWS)[number];

/** Where in a pathway a view stands; a component carries it whole. */
export interface RoadmapPlace {
  readonly view: RoadmapViewName;
  readonly pathway: string;
  /** The id of the phase or task shown; the pathway's own id for the views that show all of it. */
  readonly item: string;
  /** Counted from 0. */
  readonly page: number;
}

export const roadmapAction = defineAction<RoadmapPlace>('map', {
  view: choiceField(...ROADMAP_VIEWS),
  pathway: slugField,
  item: slugField,
  page: numberField,
});

/** A select whose chosen value is the id of a phase or task. */
export const roadmapPickAction = defineAction<Pick<RoadmapPlace, 'view' | 'pathway'>>('pick', {
  view: choiceField('phase', 'task'),
  pathway: slugField,
});

/** The asker's own view of a place, privately. */
export const roadmapTicksAction = defineAction<Pick<RoadmapPlace, 'pathway' | 'item'>>('ticks', {
  pathway: slugField,
  item: slugField,
});

interface TaskKey {
  readonly pathway: string;
  readonly task: string;
}
const taskKey = { pathway: slugField, task: slugField };

export const doneAction = defineAction<TaskKey>('done', taskKey);
export const skipAction = defineAction<TaskKey>('skip', taskKey);

/** Selects whose chosen value is the task that a command's text might have meant. */
interface PathwayKey {
  readonly pathway: string;
}
const pathwayKey = { pathway: slugField };

export const pickDoneAction = defineAction<PathwayKey>('which-done', pathwayKey);
export const pickSkipAction = defineAction<PathwayKey>('which-skip', pathwayKey);
export const pickUndoAction = defineAction<PathwayKey>('which-undo', pathwayKey);

interface RecordStamp extends TaskKey {
  /** Tells this record from a later one of the same task. */
  readonly recordedAt: number;
}
const recordStamp = { ...taskKey, recordedAt: numberField };

export const undoAction = defineAction<RecordStamp>('undo', recordStamp);
export const shareRecordAction = defineAction<RecordStamp>('share', recordStamp);
export const noteAction = defineAction<TaskKey>('note', taskKey);
export const noteFormAction = defineAction<TaskKey>('noted', taskKey);

/** The message that becomes the evidence; its server is the interaction's own. */
export interface EvidenceKey {
  readonly pathway: string;
  readonly channel: string;
  readonly message: string;
}

export const evidenceAction = defineAction<EvidenceKey>('proof', {
  pathway: slugField,
  channel: snowflakeField,
  message: snowflakeField,
});

type NoFields = Readonly<Record<string, never>>;

export const nextStepAction = defineAction<NoFields>('next', {});
export const progressAction = defineAction<NoFields>('progress', {});
export const shareProgressAction = defineAction<NoFields>('boast', {});
export const visibilityAction = defineAction<{ readonly to: Visibility }>('show', {
  to: choiceField('hidden', 'visible'),
});

/** The weekly message by which a button stands: what its buttons are, and which task it speaks of. */
export interface NudgeKey extends TaskKey {
  readonly tone: NudgeTone;
}

const TONES = ['weekly', 'gentle', 'farewell'] as const satisfies readonly NudgeTone[];

/** One letter each, because two slugs leave little room. */
const toneField: Field<NudgeTone> = {
  encode: (tone) => tone.charAt(0),
  decode: (text) => TONES.find((tone) => toneField.encode(tone) === text),
};
const nudgeKey = { tone: toneField, ...taskKey };

const snoozeField: Field<Snooze> = {
  encode: String,
  decode: (text) => SNOOZES.find((days) => String(days) === text),
};

const NUDGE_MENUS = ['main', 'snooze', 'pause'] as const;
export type NudgeMenu = (typeof NUDGE_MENUS)[number];

/** Shows other buttons in place of those by a weekly message. */
export const nudgeMenuAction = defineAction<NudgeKey & { readonly menu: NudgeMenu }>('nudge', {
  menu: choiceField(...NUDGE_MENUS),
  ...nudgeKey,
});
export const snoozeAction = defineAction<NudgeKey & { readonly days: Snooze }>('snooze', {
  days: snoozeField,
  ...nudgeKey,
});
export const pauseAction = defineAction<NudgeKey & { readonly pause: Pause }>('pause', {
  pause: choiceField(...PAUSES),
  ...nudgeKey,
});
export const stopAction = defineAction<NudgeKey>('stop', nudgeKey);
/** Carries the hours to come down to, so that pressing twice comes down once. */
export const slowDownAction = defineAction<NudgeKey & { readonly hours: number }>('slower', {
  hours: numberField,
  ...nudgeKey,
});

export const nudgeOnAction = defineAction<NoFields>('nudge-on', {});
export const nudgeOffAction = defineAction<NoFields>('nudge-off', {});
export const nudgePreviewAction = defineAction<NoFields>('nudge-preview', {});

/** The managers have mended what kept the weekly post from going out. */
export const resumePostsAction = defineAction<NoFields>('resume-posts', {});

/** Fills the place of a button that has nowhere to lead; it is always disabled. */
export const endAction = defineAction<{ readonly side: 'first' | 'last' }>('end', {
  side: choiceField('first', 'last'),
});
