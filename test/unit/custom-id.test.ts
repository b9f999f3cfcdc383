import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOARD_PERIODS } from '../../src/domain/board-period.ts';
import { VISIBILITIES } from '../../src/domain/member.ts';
import { PAUSES, SNOOZES } from '../../src/domain/pause.ts';
import { SITTINGS } from '../../src/domain/recommendation.ts';
import { HOURS_PER_WEEK } from '../../src/domain/plan.ts';
import { HELP_GROUPS } from '../../src/discord/command.ts';
import * as actions from '../../src/discord/actions.ts';
import {
  choiceField,
  CUSTOM_ID_MAX_LENGTH,
  dateField,
  defineAction,
  numberField,
  optionalField,
  parseCustomId,
  slugField,
  snowflakeField,
  timeZoneField,
  type Action,
  type Field,
} from '../../src/discord/custom-id.ts';

const slug = fc.oneof(
  fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/).filter((text) => text.length <= 40),
  fc.constant('z'.repeat(40)),
);
const snowflake = fc.oneof(fc.stringMatching(/^\d{17,20}$/), fc.constant('18446744073709551615'));
/** A moment up to the last one of the year 9999. */
const LAST_MOMENT = Date.UTC(10_000, 0) - 1;
const recordedAt = fc.oneof(fc.integer({ min: 0, max: LAST_MOMENT }), fc.constant(LAST_MOMENT));
/** No view has as many as a hundred pages. */
const page = fc.nat(99);
/** The largest server has no more pages of ten than this. */
const boardPage = fc.nat(10_000_000);

interface Sample {
  readonly action: Action<object>;
  readonly values: fc.Arbitrary<object>;
}

function sample<T extends object>(action: Action<T>, values: { [K in keyof T]: fc.Arbitrary<T[K]> }): Sample {
  return { action: action, values: fc.record(values) };
}

const taskKey = { pathway: slug, task: slug };
const recordStamp = { ...taskKey, recordedAt };
const nudgeKey = { tone: fc.constantFrom('weekly', 'gentle', 'farewell'), ...taskKey } as const;
const view = fc.constantFrom(...actions.ROADMAP_VIEWS);
const period = fc.constantFrom(...BOARD_PERIODS);
const cohort = snowflake;
const date = fc
  .date({ min: new Date('2020-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const timeZone = fc.constantFrom(
  ...Intl.supportedValuesOf('timeZone'),
  'UTC',
  'Etc/GMT+12',
  'America/Argentina/ComodRivadavia',
);
const way = fc.constantFrom('join', 'profile');
const skillsKey = { way, kind: fc.constantFrom('brought', 'owned'), pathway: slug } as const;

const samples: Record<Exclude<keyof typeof actions, 'ROADMAP_VIEWS'>, Sample> = {
  roadmapAction: sample(actions.roadmapAction, { view, pathway: slug, item: slug, page }),
  roadmapPickAction: sample(actions.roadmapPickAction, {
    view: fc.constantFrom('phase', 'task'),
    pathway: slug,
  }),
  roadmapTicksAction: sample(actions.roadmapTicksAction, { pathway: slug, item: slug }),
  doneAction: sample(actions.doneAction, taskKey),
  skipAction: sample(actions.skipAction, taskKey),
  pickDoneAction: sample(actions.pickDoneAction, { pathway: slug }),
  pickSkipAction: sample(actions.pickSkipAction, { pathway: slug }),
  pickUndoAction: sample(actions.pickUndoAction, { pathway: slug }),
  undoAction: sample(actions.undoAction, recordStamp),
  shareRecordAction: sample(actions.shareRecordAction, recordStamp),
  noteAction: sample(actions.noteAction, taskKey),
  noteFormAction: sample(actions.noteFormAction, taskKey),
  evidenceAction: sample(actions.evidenceAction, { pathway: slug, channel: snowflake, message: snowflake }),
  nextStepAction: sample(actions.nextStepAction, {}),
  nextForAction: sample(actions.nextForAction, { sitting: fc.constantFrom(...SITTINGS) }),
  portfolioPartsAction: sample(actions.portfolioPartsAction, {}),
  progressAction: sample(actions.progressAction, {}),
  shareProgressAction: sample(actions.shareProgressAction, {}),
  planAction: sample(actions.planAction, {}),
  planCalendarAction: sample(actions.planCalendarAction, {}),
  planIfAction: sample(actions.planIfAction, { pathway: slug, hours: fc.integer(HOURS_PER_WEEK) }),
  planTakeAction: sample(actions.planTakeAction, { pathway: slug, hours: fc.integer(HOURS_PER_WEEK) }),
  planShiftAction: sample(actions.planShiftAction, { pathway: slug }),
  planUnbreakAction: sample(actions.planUnbreakAction, { pathway: slug }),
  visibilityAction: sample(actions.visibilityAction, { to: fc.constantFrom(...VISIBILITIES) }),
  appearanceAction: sample(actions.appearanceAction, {}),
  aliasAction: sample(actions.aliasAction, {}),
  aliasFormAction: sample(actions.aliasFormAction, {}),
  cohortShowAction: sample(actions.cohortShowAction, { cohort }),
  cohortJoinAction: sample(actions.cohortJoinAction, { cohort }),
  cohortCodeAction: sample(actions.cohortCodeAction, { cohort }),
  cohortCodeFormAction: sample(actions.cohortCodeFormAction, { cohort }),
  cohortSummaryAction: sample(actions.cohortSummaryAction, { cohort }),
  cohortSharingAction: sample(actions.cohortSharingAction, { cohort, to: fc.constantFrom('on', 'off') }),
  cohortUnbreakAction: sample(actions.cohortUnbreakAction, { cohort }),
  eraseAction: sample(actions.eraseAction, {}),
  keepAction: sample(actions.keepAction, {}),
  cohortExportAction: sample(actions.cohortExportAction, { cohort }),
  insightsAction: sample(actions.insightsAction, { cohort, page: boardPage }),
  serverBoardAction: sample(actions.serverBoardAction, { period, page: boardPage }),
  cohortBoardAction: sample(actions.cohortBoardAction, { cohort, period, page: boardPage }),
  serverBoardPeriodAction: sample(actions.serverBoardPeriodAction, {}),
  cohortBoardPeriodAction: sample(actions.cohortBoardPeriodAction, { cohort }),
  nudgeMenuAction: sample(actions.nudgeMenuAction, {
    menu: fc.constantFrom('main', 'snooze', 'pause'),
    ...nudgeKey,
  }),
  snoozeAction: sample(actions.snoozeAction, { days: fc.constantFrom(...SNOOZES), ...nudgeKey }),
  pauseAction: sample(actions.pauseAction, { pause: fc.constantFrom(...PAUSES), ...nudgeKey }),
  stopAction: sample(actions.stopAction, nudgeKey),
  slowDownAction: sample(actions.slowDownAction, { hours: fc.integer(HOURS_PER_WEEK), ...nudgeKey }),
  nudgeOnAction: sample(actions.nudgeOnAction, {}),
  nudgeOffAction: sample(actions.nudgeOffAction, {}),
  nudgePreviewAction: sample(actions.nudgePreviewAction, {}),
  resumePostsAction: sample(actions.resumePostsAction, {}),
  setupAction: sample(actions.setupAction, {}),
  phaseRolesAction: sample(actions.phaseRolesAction, {}),
  phaseRolePickAction: sample(actions.phaseRolePickAction, { pathway: slug }),
  phaseRoleAction: sample(actions.phaseRoleAction, { pathway: slug, phase: slug }),
  joinPickAction: sample(actions.joinPickAction, {
    hours: fc.option(fc.integer(HOURS_PER_WEEK)),
    start: fc.option(date),
    timeZone: fc.option(timeZone),
  }),
  onboardingAction: sample(actions.onboardingAction, {
    way,
    step: fc.constantFrom('brought', 'owned', 'pace', 'appearance', 'plan'),
    pathway: slug,
  }),
  skillsAction: sample(actions.skillsAction, skillsKey),
  noSkillsAction: sample(actions.noSkillsAction, skillsKey),
  paceAction: sample(actions.paceAction, { pathway: slug }),
  paceFormAction: sample(actions.paceFormAction, { pathway: slug }),
  onboardingVisibilityAction: sample(actions.onboardingVisibilityAction, {
    to: fc.constantFrom(...VISIBILITIES),
    pathway: slug,
  }),
  onboardingAliasAction: sample(actions.onboardingAliasAction, { pathway: slug }),
  onboardingAliasFormAction: sample(actions.onboardingAliasFormAction, { pathway: slug }),
  profileAction: sample(actions.profileAction, {}),
  currentPathwayAction: sample(actions.currentPathwayAction, {}),
  helpAction: sample(actions.helpAction, {}),
  helpGroupAction: sample(actions.helpGroupAction, { group: fc.constantFrom(...HELP_GROUPS), page }),
  helpPickAction: sample(actions.helpPickAction, {}),
  offerDraftAction: sample(actions.offerDraftAction, { pathway: slug, at: fc.maxSafeNat() }),
  discardDraftAction: sample(actions.discardDraftAction, { pathway: slug, at: fc.maxSafeNat() }),
  withdrawPathwayAction: sample(actions.withdrawPathwayAction, { pathway: slug }),
  offerAgainAction: sample(actions.offerAgainAction, { pathway: slug }),
  endAction: sample(actions.endAction, { side: fc.constantFrom('first', 'last') }),
};
const all = Object.values(samples);

test('there is a sample of every action', () => {
  const defined = Object.values(actions).filter((value) => 'customId' in value);
  expect(new Set(all.map(({ action }) => action))).toEqual(new Set(defined));
});

test('no two actions have the same name', () => {
  const names = all.map(({ action }) => action.name);
  expect(names).toEqual([...new Set(names)]);
});

test.each(Object.entries(samples))(
  '%s reads back what it wrote, within Discord’s limit',
  (_, { action, values }) => {
    fc.assert(
      fc.property(values, (written) => {
        const customId = action.customId(written);
        expect(customId.length).toBeLessThanOrEqual(CUSTOM_ID_MAX_LENGTH);
        const parsed = parseCustomId(customId);
        expect(parsed?.action).toBe(action.name);
        expect(action.parse(parsed?.fields ?? [])).toEqual(written);
      }),
    );
  },
);

describe('an id that was not written so', () => {
  const parse = (customId: string) => {
    const parsed = parseCustomId(customId);
    const found = all.find(({ action }) => action.name === parsed?.action);
    return found && parsed && found.action.parse(parsed.fields);
  };

  test.each([
    ['nothing', ''],
    ['a version alone', '1'],
    ['an older version', '0:done:pathway:task'],
    ['a newer version', '2:done:pathway:task'],
    ['a version with a blank', ' 1:done:pathway:task'],
    ['no such action', '1:destroy:pathway:task'],
    ['the action of an object', '1:constructor'],
    ['a field too few', '1:done:pathway'],
    ['a field too many', '1:done:pathway:task:more'],
    ['an empty field too many', '1:next:'],
    ['an empty field', '1:done:pathway:'],
    ['a slug in capitals', '1:done:Pathway:task'],
    ['a slug too long', `1:done:pathway:${'z'.repeat(41)}`],
    ['a slug with markup', '1:done:pathway:<@1>'],
    ['a slug of two lines', '1:done:pathway:task\n'],
    ['a choice there is not', '1:show:everyone'],
    ['a choice there is no more', '1:show:visible'],
    ['a period there is not', '1:board:year:0'],
    ['a choice of every object', '1:show:toString'],
    ['a snowflake too short', '1:proof:pathway:1234:80351110224678912'],
    ['digits of another script', '1:proof:pathway:80351110224678912:٨٠٣٥١١١٠٢٢٤٦٧٨٩١٢'],
    ['a number below zero', '1:undo:pathway:task:-1'],
    ['a number with a leading zero', '1:undo:pathway:task:01'],
    ['a number in capitals', '1:undo:pathway:task:A'],
    ['a number beyond what is exact', '1:undo:pathway:task:zzzzzzzzzzz'],
    ['a fraction', '1:undo:pathway:task:1.5'],
    ['a day that no calendar has', '1:join-pick::2026-02-30:'],
    ['an offset for a zone', '1:join-pick:::+02'],
  ])('%s: is not read', (_, customId) => {
    expect(parse(customId)).toBeUndefined();
  });

  test('never makes the reading fail, and is read only when writing it gives the same again', () => {
    const id = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc
        .tuple(
          fc.constantFrom(...all.map(({ action }) => action.name), '__proto__'),
          fc.array(fc.oneof(slug, snowflake, fc.stringMatching(/^[0-9a-z]{0,12}$/), fc.string()), {
            maxLength: 5,
          }),
        )
        .map(([action, fields]) => ['1', action, ...fields].join(':')),
    );
    fc.assert(
      fc.property(id, (customId) => {
        const parsed = parseCustomId(customId);
        const found = all.find(({ action }) => action.name === parsed?.action);
        const values = found && parsed && found.action.parse(parsed.fields);
        if (found === undefined || values === undefined || customId.length > CUSTOM_ID_MAX_LENGTH) return;
        expect(found.action.customId(values)).toBe(customId);
      }),
    );
  });
});

test('an action that cannot keep to Discord’s limit says so, instead of writing what cannot be sent', () => {
  const greedy = defineAction<{ readonly a: string; readonly b: string; readonly c: string }>('greedy', {
    a: slugField,
    b: slugField,
    c: slugField,
  });
  expect(() => greedy.customId({ a: 'z'.repeat(40), b: 'z'.repeat(40), c: 'z'.repeat(40) })).toThrow(
    RangeError,
  );
});

test('every kind of field reads its values back, and none holds a separator', () => {
  expectRoundTrip(slugField, slug);
  expectRoundTrip(snowflakeField, snowflake);
  expectRoundTrip(numberField, fc.maxSafeNat());
  expectRoundTrip(choiceField('one', 'two'), fc.constantFrom('one', 'two'));
  expectRoundTrip(dateField, date);
  expectRoundTrip(timeZoneField, timeZone);
  expectRoundTrip(optionalField(slugField), fc.option(slug));
});

function expectRoundTrip<T>(field: Field<T>, values: fc.Arbitrary<T>): void {
  fc.assert(
    fc.property(values, (value) => {
      expect(field.encode(value)).not.toContain(':');
      expect(field.decode(field.encode(value))).toBe(value);
    }),
  );
}
