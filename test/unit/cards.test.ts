import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BREAKS_MAX } from '../../src/domain/breaks.ts';
import { addDays, daysBetween, monthsBetween } from '../../src/domain/local-time.ts';
import { newEnrolment, newMember, type Completion } from '../../src/domain/member.ts';
import { HOURS_PER_WEEK, planWalk } from '../../src/domain/plan.ts';
import { isFinished, measureProgress } from '../../src/domain/progress.ts';
import { leaderboardCard } from '../../src/discord/cards/leaderboard-card.ts';
import { phaseFinishedCard } from '../../src/discord/cards/phase-finished-card.ts';
import { picture } from '../../src/discord/cards/picture.ts';
import { planCard } from '../../src/discord/cards/plan-card.ts';
import { progressCard } from '../../src/discord/cards/progress-card.ts';
import type { Card } from '../../src/services/card.ts';
import type { Leaderboard, RankedEntry } from '../../src/services/leaderboards.ts';
import type { Planned } from '../../src/services/plans.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { arbitraryCompletions, arbitraryPathway } from '../support/arbitrary-pathway.ts';
import { backendPathway } from '../support/loaded-pathways.ts';

const USER = '80351110224678912345';
const TODAY = '2026-11-23';
const RUNS = { numRuns: 25, endOnFailure: true };
const ada = { name: 'Ada' };

interface Walking {
  readonly completions?: readonly Completion[];
  readonly hoursPerWeek?: number;
  readonly startsOn?: string;
  readonly breaks?: Planned['walk']['enrolment']['breaks'];
}

function planned(
  pathway: Planned['walk']['pathway'],
  { completions = [], hoursPerWeek = 10, startsOn = TODAY, breaks = [] }: Walking = {},
): Planned {
  const progress = measureProgress(pathway, completions);
  const enrolment = {
    ...newEnrolment({ userId: USER, pathwayId: pathway.id, hoursPerWeek, startsOn, joinedAt: 0 }),
    breaks,
  };
  const member = newMember(USER, pathway.id, 0);
  const plan = planWalk(progress, enrolment, TODAY);
  return { walk: { member, enrolment, pathway }, progress, plan, today: TODAY, hasMoved: false };
}

function record(taskId: string, change: Partial<Completion> = {}): Completion {
  const at = Date.parse('2026-11-20T12:00Z');
  return {
    userId: USER,
    pathwayId: backendPathway.id,
    taskId,
    status: 'done',
    at,
    recordedAt: at,
    note: null,
    link: null,
    replaced: null,
    ...change,
  };
}

const [first, second] = backendPathway.phases;
const firstDone = (first?.tasks ?? []).map(({ id }) => record(id));

function described(card: Card): string {
  return picture(words, card).items[0]?.description ?? '';
}

test('any walk on any pathway makes cards whose places are on the line, and texts that Discord takes', () => {
  const scene = arbitraryPathway.chain((pathway) =>
    fc.record({
      pathway: fc.constant(pathway),
      completions: arbitraryCompletions(pathway, USER),
      hoursPerWeek: fc.integer(HOURS_PER_WEEK),
      offset: fc.integer({ min: -366, max: 366 }),
      breaks: fc.uniqueArray(fc.nat({ max: 400 }), { maxLength: BREAKS_MAX }),
      name: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    }),
  );
  fc.assert(
    fc.property(scene, ({ pathway, completions, hoursPerWeek, offset, breaks, name }) => {
      const walked = planned(pathway, {
        completions,
        hoursPerWeek,
        startsOn: addDays(TODAY, offset),
        breaks: breaks.map((day) => ({
          startsOn: addDays(TODAY, day - 30),
          endsOn: addDays(TODAY, day + 30),
        })),
      });
      const standing = { ...walked, weekStreak: 3 };
      const cards: Card[] = [progressCard(words, standing, { name }, 'own')];
      for (const phase of walked.progress.phases.filter(isFinished)) {
        cards.push(phaseFinishedCard(words, walked, phase, { name }));
      }
      if (walked.plan.hoursLeft > 0) {
        const card = planCard(words, walked);
        cards.push(card);
        const places = [
          ...card.phases.flatMap(({ span }) => (span ? [span.from, span.to, span.latest] : [])),
          ...card.breaks.flatMap(({ from, to }) => [from, to]),
          ...card.ticks.map(({ at }) => at),
          card.today.at,
        ];
        expect(places.every((place) => place >= 0 && place <= 1)).toBe(true);
        expect(card.ticks.length).toBeLessThanOrEqual(7);
        for (const { span } of card.phases) {
          if (span) expect(span.from < span.to && span.to <= span.latest).toBe(true);
        }
      }
      for (const card of cards) {
        const text = described(card);
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(1024);
        expect(text).not.toMatch(/undefined|NaN|<t:/);
      }
    }),
    RUNS,
  );
});

describe('how far somebody is', () => {
  const standing = {
    ...planned(backendPathway, { completions: [...firstDone, record(second?.tasks[0]?.id ?? '')] }),
    weekStreak: 2,
  };

  test('is told for themselves with pace and next step, for others without', () => {
    const own = progressCard(words, standing, ada, 'own');
    expect(own).toMatchObject({
      percent: 32,
      figure: '32%',
      facts: ['5 of 20 tasks', '2 weeks in a row', '10 hours a week'],
      next: { label: words.cards.next, title: second?.tasks[1]?.title },
    });
    expect(own.phases.map(({ state }) => state)).toEqual(['finished', 'current', 'ahead', 'ahead', 'ahead']);
    const others = progressCard(words, standing, ada, 'others');
    expect(others.facts).toEqual(['5 of 20 tasks', '2 weeks in a row']);
    expect(others.next).toBeUndefined();
    expect({ ...others, facts: [], next: undefined }).toEqual({ ...own, facts: [], next: undefined });
  });

  test('names nobody by what cannot be seen', () => {
    const nameOf = (name: string) => progressCard(words, standing, { name }, 'others').person.name;
    expect(nameOf('\u202EAda\u200B *bold*')).toBe('Ada *bold*');
    expect(nameOf('\u200B')).toBe(words.nothing);
  });
});

describe('a plan', () => {
  test('goes from today to its latest end, month by month', () => {
    const card = planCard(words, planned(backendPathway));
    expect(card.today).toEqual({ at: 0, label: 'Today' });
    expect(card.phases[0]?.span?.from).toBe(0);
    expect(card.phases.at(-1)?.span?.latest).toBe(1);
    expect(card.ticks.map(({ label }) => label)).toEqual(['Dec', 'Feb 2027', 'Apr', 'Jun', 'Aug', 'Oct']);
    const [from, to] = ['2026-12-01', '2027-11-11'].map((day) => daysBetween(TODAY, day));
    expect(card.ticks[0]?.at).toBeCloseTo((from ?? 0) / (to ?? 1), 2);
  });

  test('leaves the days before its start free, and places breaks', () => {
    const breaks = [
      { startsOn: '2026-11-01', endsOn: '2026-11-10' },
      { startsOn: '2026-12-21', endsOn: '2027-01-03' },
    ];
    const card = planCard(words, planned(backendPathway, { startsOn: '2026-12-14', breaks }));
    expect(card.phases[0]?.span?.from).toBeGreaterThan(0.03);
    expect(card.breaks).toHaveLength(1);
    expect(card.breaks[0]?.from).toBeGreaterThan(card.phases[0]?.span?.from ?? 1);
    expect(described(card)).toContain('1 break');
  });

  test('has no place for what is finished or left out', () => {
    const skipped = (second?.tasks ?? []).map(({ id }) => record(id, { status: 'skipped' }));
    const card = planCard(words, planned(backendPathway, { completions: [...firstDone, ...skipped] }));
    expect(card.phases.map(({ state, span }) => [state, span !== undefined])).toEqual([
      ['finished', false],
      ['ahead', false],
      ['current', true],
      ['ahead', true],
      ['ahead', true],
    ]);
    expect(card.phases.slice(0, 2).map(({ dates }) => dates)).toEqual(['finished 20 Nov', 'left out']);
  });
});

describe('a phase that is finished', () => {
  test('has its day, what it trains, and the trail so far', () => {
    const walked = planned(backendPathway, { completions: firstDone });
    const [phase] = walked.progress.phases;
    const card = phase && phaseFinishedCard(words, walked, phase, ada);
    expect(card).toMatchObject({
      headline: 'Phase 1 finished',
      phaseTitle: first?.title,
      date: '20 Nov 2026',
      phaseNumber: 1,
    });
    expect(card?.trail.map(({ state }) => state)).toEqual(['finished', 'current', 'ahead', 'ahead', 'ahead']);
    expect(card?.skills.length).toBeGreaterThan(0);
  });

  test('shows the same skills whichever of its tasks were left out', () => {
    const skillsOf = (completions: readonly Completion[]) => {
      const walked = planned(backendPathway, { completions });
      const [phase] = walked.progress.phases;
      return phase && phaseFinishedCard(words, walked, phase, ada).skills;
    };
    const mostlySkipped = firstDone.map((each, index) =>
      index === 0 ? each : { ...each, status: 'skipped' as const },
    );
    expect(skillsOf(mostlySkipped)).toEqual(skillsOf(firstDone));
  });

  test('with the last of all is the whole way', () => {
    const all = backendPathway.phases.flatMap(({ tasks }) => tasks.map(({ id }) => record(id)));
    const walked = planned(backendPathway, { completions: all });
    const phase = walked.progress.phases.at(-1);
    expect(phase && phaseFinishedCard(words, walked, phase, ada).headline).toBe(words.cards.wayFinished);
  });
});

describe('a board', () => {
  const entry = (
    rank: number,
    label: string,
    hours: number,
    appearance: 'named' | 'alias' = 'named',
  ): RankedEntry => ({
    rank,
    entry: { userId: label, hours, tasks: rank, listing: { appearance, label, sortKey: label } },
  });
  const board: Leaderboard = {
    scope: { kind: 'server' },
    period: 'week',
    page: 0,
    pages: 1,
    rows: [entry(1, 'Ada', 30), entry(2, '*Yeti*', 15, 'alias')],
    own: { userId: '*Yeti*', hours: 15, tasks: 2, rank: 2, isHidden: false },
    neighbours: [],
    totals: { hours: 60, tasks: 9, members: 3 },
    weekHours: 15,
  };

  test('measures everybody by the longest bar, and marks the asker', () => {
    const card = leaderboardCard(words, board);
    expect(card?.rows).toEqual([
      { rank: '1', name: 'Ada', share: 1, figure: '2 weeks', mark: undefined },
      { rank: '2', name: '🎭 *Yeti*', share: 0.5, figure: '1 week', mark: 'You' },
    ]);
    expect(card?.footer).toBe('3 of you did 9 tasks · 🎭 goes under an alias.');
  });

  test('on which nobody is to be seen is not drawn', () => {
    expect(leaderboardCard(words, { ...board, rows: [] })).toBeUndefined();
  });
});

test('the months between two days', () => {
  expect(monthsBetween('2026-11-23', '2026-11-30')).toEqual([]);
  expect(monthsBetween('2026-11-01', '2027-01-01')).toEqual(['2026-12-01', '2027-01-01']);
});
