import { BOARD_PERIODS, type BoardPeriod } from '../domain/board-period.ts';
import type { LocalDate } from '../domain/local-time.ts';
import { VISIBILITIES, type Visibility } from '../domain/member.ts';
import type { NudgeTone } from '../domain/nudge.ts';
import { SITTINGS, type Sitting } from '../domain/recommendation.ts';
import { PAUSES, SNOOZES, type Pause, type Snooze } from '../domain/pause.ts';
import { HELP_GROUPS, type HelpGroup } from './command.ts';
import {
  choiceField,
  dateField,
  defineAction,
  numberField,
  optionalField,
  slugField,
  snowflakeField,
  timeZoneField,
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
/** The next step for who has so long. */
export const nextForAction = defineAction<{ readonly sitting: Sitting }>('next-for', {
  sitting: choiceField(...SITTINGS),
});
/** A select whose chosen values are the parts that go into the portfolio. */
export const portfolioPartsAction = defineAction<NoFields>('portfolio', {});
export const progressAction = defineAction<NoFields>('progress', {});
export const shareProgressAction = defineAction<NoFields>('boast', {});

/** The member's plan as it is now. */
export const planAction = defineAction<NoFields>('plan', {});
export const planCalendarAction = defineAction<NoFields>('plan-ics', {});

interface PaceKey extends PathwayKey {
  readonly hours: number;
}
const paceKey = { ...pathwayKey, hours: numberField };

/** Shows what would follow from a pace. */
export const planIfAction = defineAction<PaceKey>('plan-if', paceKey);
/** Carries the hours themselves and not their difference, so that pressing twice changes once. */
export const planTakeAction = defineAction<PaceKey>('plan-take', paceKey);
/** Goes along with a plan that has moved. */
export const planShiftAction = defineAction<PathwayKey>('plan-shift', pathwayKey);
/** A select whose chosen value is the first day of a break. */
export const planUnbreakAction = defineAction<PathwayKey>('plan-unbreak', pathwayKey);

/** How others see whoever presses it: what there is to choose from. */
export const appearanceAction = defineAction<NoFields>('appear', {});
export const visibilityAction = defineAction<{ readonly to: Visibility }>('show', {
  to: choiceField(...VISIBILITIES),
});
/** Opens the form for an alias. */
export const aliasAction = defineAction<NoFields>('alias', {});
export const aliasFormAction = defineAction<NoFields>('aliased', {});

/** A select whose chosen value is the pathway to join; carries what was named with the command. */
export const joinPickAction = defineAction<{
  readonly hours: number | null;
  readonly start: LocalDate | null;
  readonly timeZone: string | null;
}>('join-pick', {
  hours: optionalField(numberField),
  start: optionalField(dateField),
  timeZone: optionalField(timeZoneField),
});

/** From where somebody is led through what they say of themselves, and back to where. */
export type Way = 'join' | 'profile';
/** The skills that somebody brings to a pathway, and those of its skills to learn that they have already. */
export type SkillKind = 'brought' | 'owned';
export type OnboardingStep = SkillKind | 'pace' | 'appearance' | 'plan';

interface SkillsKey extends PathwayKey {
  readonly way: Way;
  readonly kind: SkillKind;
}
const wayField = choiceField('join', 'profile');
const skillsKey = { way: wayField, kind: choiceField('brought', 'owned'), ...pathwayKey };

/** Shows a step of the way that makes a pathway one's own. */
export const onboardingAction = defineAction<
  PathwayKey & { readonly way: Way; readonly step: OnboardingStep }
>('mine', {
  way: wayField,
  step: choiceField('brought', 'owned', 'pace', 'appearance', 'plan'),
  ...pathwayKey,
});
/** A select whose chosen values are the ids of skills. */
export const skillsAction = defineAction<SkillsKey>('skills', skillsKey);
export const noSkillsAction = defineAction<SkillsKey>('no-skills', skillsKey);
/** Opens the form for hours, start and time zone. */
export const paceAction = defineAction<PathwayKey>('pace', pathwayKey);
export const paceFormAction = defineAction<PathwayKey>('paced', pathwayKey);
/** As the choices of how others see a member, on the way to the plan. */
export const onboardingVisibilityAction = defineAction<PathwayKey & { readonly to: Visibility }>('show-me', {
  to: choiceField(...VISIBILITIES),
  ...pathwayKey,
});
export const onboardingAliasAction = defineAction<PathwayKey>('call-me', pathwayKey);
export const onboardingAliasFormAction = defineAction<PathwayKey>('called', pathwayKey);

export const profileAction = defineAction<NoFields>('profile', {});
/** A select whose chosen value is the pathway that commands mean from now on. */
export const currentPathwayAction = defineAction<NoFields>('current', {});

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

export const setupAction = defineAction<NoFields>('setup', {});
/** Which role stands for which phase of the server's pathway. */
export const phaseRolesAction = defineAction<NoFields>('roles', {});
/** A select whose chosen value is the id of the phase whose role is to be another. */
export const phaseRolePickAction = defineAction<PathwayKey>('role-of', pathwayKey);
/** A select of the server's roles. */
export const phaseRoleAction = defineAction<PathwayKey & { readonly phase: string }>('role', {
  ...pathwayKey,
  phase: slugField,
});

/** A draft of a server's own pathway, told from a later one. */
interface DraftKey extends PathwayKey {
  readonly at: number;
}
const draftKey = { ...pathwayKey, at: numberField };

export const offerDraftAction = defineAction<DraftKey>('own-offer', draftKey);
export const discardDraftAction = defineAction<DraftKey>('own-discard', draftKey);
export const withdrawPathwayAction = defineAction<PathwayKey>('own-withdraw', pathwayKey);
export const offerAgainAction = defineAction<PathwayKey>('own-again', pathwayKey);

interface CohortKey {
  readonly cohort: string;
}
const cohortKey = { cohort: snowflakeField };

export const cohortShowAction = defineAction<CohortKey>('cohort', cohortKey);
export const cohortJoinAction = defineAction<CohortKey>('cohort-join', cohortKey);
/** Opens the form for the code of a cohort that is not open to everybody. */
export const cohortCodeAction = defineAction<CohortKey>('cohort-code', cohortKey);
export const cohortCodeFormAction = defineAction<CohortKey>('cohort-coded', cohortKey);
export const cohortSummaryAction = defineAction<CohortKey>('cohort-summary', cohortKey);
/** Whether the facilitators may see where the one who presses it is. */
export const cohortSharingAction = defineAction<CohortKey & { readonly to: 'on' | 'off' }>('cohort-sharing', {
  ...cohortKey,
  to: choiceField('on', 'off'),
});
/** A select whose chosen value is the first day of a break. */
export const cohortUnbreakAction = defineAction<CohortKey>('cohort-unbreak', cohortKey);

/** Which page of a board, counted from 0. */
interface BoardPage {
  readonly period: BoardPeriod;
  readonly page: number;
}
const boardPage = { period: choiceField(...BOARD_PERIODS), page: numberField };

export const serverBoardAction = defineAction<BoardPage>('board', boardPage);
export const cohortBoardAction = defineAction<CohortKey & BoardPage>('cohort-board', {
  ...cohortKey,
  ...boardPage,
});
/** Selects whose chosen value is the period to look at. */
export const serverBoardPeriodAction = defineAction<NoFields>('board-period', {});
export const cohortBoardPeriodAction = defineAction<CohortKey>('cohort-board-period', cohortKey);

/** Where a cohort's members are, for those who look after it. */
export const insightsAction = defineAction<CohortKey & { readonly page: number }>('insights', {
  ...cohortKey,
  page: numberField,
});
export const cohortExportAction = defineAction<CohortKey>('cohort-export', cohortKey);

/** Erases what is kept on whoever presses it. */
export const eraseAction = defineAction<NoFields>('erase', {});
/** Leaves everything as it is. */
export const keepAction = defineAction<NoFields>('keep', {});
export const helpAction = defineAction<NoFields>('help', {});
/** The commands of a group; the page is counted from 0. */
export const helpGroupAction = defineAction<{ readonly group: HelpGroup; readonly page: number }>(
  'help-group',
  { group: choiceField(...HELP_GROUPS), page: numberField },
);
/** A select whose chosen value is the group to read about. */
export const helpPickAction = defineAction<NoFields>('help-pick', {});

/** Fills the place of a button that has nowhere to lead; it is always disabled. */
export const endAction = defineAction<{ readonly side: 'first' | 'last' }>('end', {
  side: choiceField('first', 'last'),
});
