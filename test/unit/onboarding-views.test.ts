import fc from 'fast-check';
import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import { expect, test } from 'vitest';
import { ALIAS_LENGTH } from '../../src/domain/appearance.ts';
import type { Cohort } from '../../src/domain/cohort.ts';
import type { Problem } from '../../src/domain/errors.ts';
import { newEnrolment, newMember, VISIBILITIES } from '../../src/domain/member.ts';
import type { Pathway } from '../../src/domain/pathway.ts';
import { choosePathwayView } from '../../src/discord/views/choose-pathway.ts';
import type { View } from '../../src/discord/views/elements.ts';
import {
  onboardingAliasModal,
  onboardingAppearanceView,
  paceModal,
  paceView,
  skillsView,
} from '../../src/discord/views/onboarding.ts';
import { profileView } from '../../src/discord/views/profile.ts';
import { violations } from '../../src/playground/emulator/rules/index.ts';
import type { Walk } from '../../src/services/membership.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { arbitraryPathway } from '../support/arbitrary-pathway.ts';

const CALLBACK = { method: 'POST', path: '/interactions/1/token/callback' };
const USER = '80351110224678912345';
const mention = (command: string) => `</${command}:${USER}>`;
const RUNS = { numRuns: 40 };

function expectAccepted(views: Readonly<Record<string, View>>): void {
  for (const [name, components] of Object.entries(views)) {
    const body = { type: 4, data: { flags: 1 << 15, components } };
    expect({ name, faults: violations({ ...CALLBACK, body }) }).toEqual({ name, faults: [] });
  }
}

function expectModalAccepted(modal: APIModalInteractionResponseCallbackData): void {
  expect(violations({ ...CALLBACK, body: { type: 9, data: modal } })).toEqual([]);
}

/** Somebody on any pathway who has answered anything, or nothing; of skills that have left the file as well. */
const walk: fc.Arbitrary<Walk> = arbitraryPathway.chain((pathway) => {
  const skills = (of: readonly { readonly id: string }[]) =>
    fc.option(fc.subarray([...of.map(({ id }) => id), 'left-the-file']));
  return fc.record({
    pathway: fc.constant(pathway),
    member: fc
      .record({
        timeZone: fc.constantFrom(null, 'America/Argentina/ComodRivadavia'),
        visibility: fc.constantFrom(null, ...VISIBILITIES),
        alias: fc.constantFrom(null, '*'.repeat(ALIAS_LENGTH.max)),
      })
      .map((chosen) => ({ ...newMember(USER, pathway.id, 0), ...chosen })),
    enrolment: fc
      .record({ transferableSkills: skills(pathway.transferableSkills), ownedSkills: skills(pathway.skills) })
      .map((said) => ({
        ...newEnrolment({
          userId: USER,
          pathwayId: pathway.id,
          hoursPerWeek: 80,
          startsOn: '2026-11-23',
          joinedAt: 0,
        }),
        ...said,
      })),
  });
});

test('Discord accepts every step, for any pathway that the schema accepts', () => {
  const typed = '`'.repeat(6000);
  const problems: readonly Problem[] = [
    { code: 'bad-hours', min: 1, max: 80 },
    { code: 'unknown-time-zone', query: typed },
    { code: 'bad-date', query: typed },
  ];
  fc.assert(
    fc.property(walk, fc.constantFrom('join', 'profile'), (walk, way) => {
      const scene = { words, walk, way } as const;
      expectAccepted({
        brought: skillsView(scene, 'brought'),
        owned: skillsView(scene, 'owned'),
        pace: paceView(scene),
        paceAgain: paceView(scene, problems),
        appearance: onboardingAppearanceView(scene),
      });
      expectModalAccepted(paceModal(words, walk));
      expectModalAccepted(onboardingAliasModal(words, walk));
    }),
    RUNS,
  );
});

test('Discord accepts the pathways to choose from, however many they are', () => {
  const pathways = fc.array(arbitraryPathway, { minLength: 2, maxLength: 40 }).map(distinct);
  fc.assert(
    fc.property(pathways, fc.boolean(), (all, isOfServer) => {
      const choice = {
        pathways: all,
        ofServer: isOfServer ? all.at(-1) : undefined,
        hoursPerWeek: 80,
        startsOn: '2026-11-23',
        timeZone: 'America/Argentina/ComodRivadavia',
      };
      expectAccepted({ choice: choosePathwayView(words, choice) });
    }),
    { numRuns: 10 },
  );
});

test('Discord accepts a profile of many pathways and cohorts', () => {
  const cohort = { id: USER, name: '*'.repeat(90), archivedAt: null } as Cohort;
  fc.assert(
    fc.property(
      fc.array(walk, { minLength: 1, maxLength: 30 }),
      fc.boolean(),
      fc.nat(100),
      (drawn, hasCurrent, percent) => {
        const pathways = distinct(drawn.map(({ pathway }) => pathway));
        const walks = drawn.map((each, index) => ({
          ...each,
          pathway: pathways[index] ?? each.pathway,
          percent,
        }));
        const [first] = walks;
        if (first === undefined) return;
        const current = hasCurrent ? first : undefined;
        const profile = {
          member: first.member,
          walks,
          current,
          cohorts: Array.from({ length: 40 }, () => cohort),
        };
        expectAccepted({ profile: profileView(words, profile, mention, { isSaved: true }) });
      },
    ),
    { numRuns: 20 },
  );
});

/** Ids of pathways are unique. */
function distinct(pathways: readonly Pathway[]): readonly Pathway[] {
  return pathways.map((pathway, index) => ({ ...pathway, id: `pathway-${index}`.padEnd(40, 'z') }));
}
