import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BREAKS_MAX } from '../../src/domain/breaks.ts';
import { addDays } from '../../src/domain/local-time.ts';
import { newEnrolment, newMember } from '../../src/domain/member.ts';
import { HOURS_PER_WEEK, planWalk } from '../../src/domain/plan.ts';
import { measureProgress } from '../../src/domain/progress.ts';
import { planCalendarView, planView, whatIfView } from '../../src/discord/views/plan.ts';
import { violations } from '../../src/playground/emulator/rules/index.ts';
import type { Planned } from '../../src/services/plans.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { arbitraryCompletions, arbitraryPathway } from '../support/arbitrary-pathway.ts';
import { backendPathway } from '../support/loaded-pathways.ts';

const USER = '80351110224678912345';
const TODAY = '2026-11-23';

function faultsOf(components: ReturnType<typeof planView>): readonly unknown[] {
  return violations({
    method: 'POST',
    path: '/interactions/1/token/callback',
    body: { type: 4, data: { flags: 1 << 15, components } },
  });
}

const scenes = arbitraryPathway.chain((pathway) =>
  fc
    .record({
      completions: arbitraryCompletions(pathway, USER),
      hoursPerWeek: fc.integer(HOURS_PER_WEEK),
      offset: fc.integer({ min: -366, max: 366 }),
      // A select holds each first day once, as withBreak sees to.
      breaks: fc.uniqueArray(fc.nat({ max: 400 }), { maxLength: BREAKS_MAX }),
      ownedSkills: fc.option(fc.subarray(pathway.skills.map(({ id }) => id))),
      timeZone: fc.constantFrom(null, 'Europe/Berlin'),
      hasMoved: fc.boolean(),
    })
    .map(({ completions, offset, breaks, timeZone, hasMoved, ...chosen }): Planned => {
      const progress = measureProgress(pathway, completions);
      const enrolment = {
        ...newEnrolment({
          userId: USER,
          pathwayId: pathway.id,
          hoursPerWeek: chosen.hoursPerWeek,
          startsOn: addDays(TODAY, offset),
          joinedAt: 0,
        }),
        ownedSkills: chosen.ownedSkills,
        breaks: breaks.map((day) => ({
          startsOn: addDays(TODAY, day - 30),
          endsOn: addDays(TODAY, day + 30),
        })),
      };
      const plan = planWalk(progress, enrolment, TODAY);
      const member = { ...newMember(USER, pathway.id, 0), timeZone };
      return { walk: { member, enrolment, pathway }, progress, plan, today: TODAY, hasMoved };
    }),
);

test('Discord accepts the plan, and what another pace would do to it, for any pathway', () => {
  fc.assert(
    fc.property(scenes, fc.integer(HOURS_PER_WEEK), (planned, hoursPerWeek) => {
      expect(
        faultsOf(
          planView(words, planned, {
            notice: words.plan.breakAdded,
            othersWeeks: { from: 2, to: 4 },
          }),
        ),
      ).toEqual([]);
      const course = { ...planned.walk.enrolment, hoursPerWeek };
      const whatIf = planWalk(planned.progress, course, TODAY);
      expect(faultsOf(whatIfView(words, { ...planned, hoursPerWeek, whatIf }))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('Discord accepts the message with the calendar, with and without an hour a week', () => {
  const session = { weekday: 7, hour: 23, firstOn: TODAY, lastOn: TODAY, except: [] };
  expect(faultsOf(planCalendarView(words, 'plan.ics', session))).toEqual([]);
  expect(faultsOf(planCalendarView(words, 'plan.ics', undefined))).toEqual([]);
});

describe('what the member has already', () => {
  const shown = (ownedSkills: readonly string[]) => {
    const progress = measureProgress(backendPathway, []);
    const pathwayId = backendPathway.id;
    const enrolment = {
      ...newEnrolment({ userId: USER, pathwayId, hoursPerWeek: 10, startsOn: TODAY, joinedAt: 0 }),
      ownedSkills,
    };
    const walk = { member: newMember(USER, pathwayId, 0), enrolment, pathway: backendPathway };
    const plan = planWalk(progress, enrolment, TODAY);
    return JSON.stringify(planView(words, { walk, progress, plan, today: TODAY, hasMoved: false }));
  };

  test('is named with the hours that it saves, in the whole and in each phase', () => {
    const text = shown(['kubernetes']);
    expect(text).toContain(words.plan.saving('Kubernetes (advanced)', 75));
    expect(text).toContain('hours less');
    expect(text).toContain(words.plan.savingsMeaning);
  });

  test('is gathered into one line beyond the first few', () => {
    const text = shown(backendPathway.skills.map(({ id }) => id));
    expect(text).toContain(words.plan.savingsMore(2, 35.2));
  });

  test('is not spoken of where there is nothing', () => {
    expect(shown([])).not.toContain('less');
  });
});
