import fc from 'fast-check';
import type {
  Card,
  LeaderboardCard,
  PhaseFinishedCard,
  PhaseState,
  PlanCard,
  ProgressCard,
  SummaryCard,
} from '../../src/services/card.ts';

/** Names and titles as long and as strange as people make them. */
const text = fc.oneof(
  fc.constantFrom(
    'Jo',
    'Mara Lindqvist',
    'Wolfeschlegelsteinhausenbergerdorff',
    'Distributed systems and networking, from the first packet to the last mile',
    'مرحبا بكم في هذا المكان الجميل',
    '分散システムとネットワークの基礎を学ぶための長いタイトル',
    'ภาษาไทยน้ำที่ไม่มีช่องว่าง',
    '👩‍👩‍👧 🔥🔥🔥',
    'Z̸̢̖a̷l̶g̵o̴̡̗',
    ' ',
    '',
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .tuple(fc.constantFrom('W', 'Wide ', '字', 'אב '), fc.integer({ min: 1, max: 200 }))
    .map(([unit, times]) => unit.repeat(times)),
);

const percent = fc.oneof(fc.constantFrom(0, 100), fc.integer({ min: 0, max: 100 }));
const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const state = fc.constantFrom<PhaseState>('finished', 'current', 'ahead');
const person = fc.record({ name: text });

/** As many phases as a pathway may have. */
function phases<T>(phase: fc.Arbitrary<T>): fc.Arbitrary<(T & { readonly number: number })[]> {
  return fc
    .array(phase, { minLength: 1, maxLength: 20 })
    .map((all) => all.map((each, index) => ({ ...each, number: index + 1 })));
}

const progress = fc.record<ProgressCard>({
  kind: fc.constant('progress'),
  person,
  pathway: text,
  percent,
  figure: text,
  phases: phases(fc.record({ title: text, state, percent, figure: text })),
  facts: fc.array(text, { maxLength: 4 }),
  next: fc.option(fc.record({ label: text, title: text }), { nil: undefined }),
});

const leaderboard = fc.record<LeaderboardCard>({
  kind: fc.constant('leaderboard'),
  title: text,
  subtitle: text,
  rows: fc.array(
    fc.record({ rank: text, name: text, share, figure: text, mark: fc.option(text, { nil: undefined }) }),
    { maxLength: 10 },
  ),
  footer: text,
});

const summary = fc
  .record({
    title: text,
    subtitle: text,
    together: fc.option(
      fc.record({ label: text, percent, figure: text, planned: percent, plannedLabel: text }),
      { nil: undefined },
    ),
    days: fc.array(fc.record({ label: text, tasks: fc.oneof(fc.integer({ min: 0, max: 8 }), fc.nat()) }), {
      minLength: 7,
      maxLength: 7,
    }),
    daysLabel: text,
    phases: phases(fc.record({ title: text, members: fc.nat() })),
    phasesLabel: text,
    facts: fc.array(text, { maxLength: 4 }),
  })
  .map(({ together, ...card }): SummaryCard => ({
    kind: 'summary',
    ...card,
    ...(together !== undefined && { together }),
  }));

const stretch = fc.tuple(share, share, share).map((places) => {
  const [from = 0, to = 0, latest = 0] = places.toSorted((a, b) => a - b);
  return { from, to, latest };
});

const plan = fc.record<PlanCard>({
  kind: fc.constant('plan'),
  title: text,
  subtitle: text,
  phases: phases(
    fc.record({ title: text, state, span: fc.option(stretch, { nil: undefined }), dates: text }),
  ),
  breaks: fc.array(
    stretch.map(({ from, to }) => ({ from, to })),
    { maxLength: 3 },
  ),
  breaksLabel: text,
  today: fc.record({ at: share, label: text }),
  ticks: fc
    .array(fc.record({ at: share, label: text }), { maxLength: 8 })
    .map((ticks) => ticks.toSorted((a, b) => a.at - b.at)),
  footer: text,
});

const phaseFinished = phases(fc.record({ state })).chain((trail) =>
  fc.record<PhaseFinishedCard>({
    kind: fc.constant('phase-finished'),
    person,
    pathway: text,
    headline: text,
    phaseTitle: text,
    date: text,
    skills: fc.array(text, { maxLength: 9 }),
    skillsLabel: text,
    trail: fc.constant(trail),
    phaseNumber: fc.integer({ min: 1, max: trail.length }),
  }),
);

export const arbitraryCards: Readonly<Record<Card['kind'], fc.Arbitrary<Card>>> = {
  progress,
  leaderboard,
  summary,
  plan,
  'phase-finished': phaseFinished,
};
