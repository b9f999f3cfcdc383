import type { Card, PhaseState } from '../../src/services/card.ts';

type Cards = { readonly [Kind in Card['kind']]: Extract<Card, { kind: Kind }> };

const TITLES = [
  'Foundations: Kubernetes and Python in depth',
  'GPU and storage specialisation',
  'Distributed systems and networking',
  'MLOps and orchestration',
  'Portfolio and job search',
] as const;

const WAY = 'Backend Developer → AI Infrastructure Engineer';

/** In the middle of it: the second phase is under way. */
const phases = TITLES.map((title, index) => {
  const state: PhaseState = (['finished', 'current'] as const)[index] ?? 'ahead';
  const percent = { finished: 100, current: 60, ahead: 0 }[state];
  return { number: index + 1, title, state, percent, figure: `${percent} %` };
});

/** Cards as the bot sends them on an ordinary day. */
export const sampleCards: Cards = {
  progress: {
    kind: 'progress',
    person: { name: 'Mara Lindqvist' },
    pathway: WAY,
    percent: 42,
    figure: '42 %',
    phases,
    facts: ['17 of 41 tasks', '6 weeks in a row', '10 hours a week'],
    next: {
      label: 'Next step',
      title: 'Set up nvidia-docker and run a PyTorch training script in a container',
    },
  },
  leaderboard: {
    kind: 'leaderboard',
    title: 'Night Owls',
    subtitle: 'This month · in weeks of work at full pace',
    rows: [
      { rank: '1', name: 'Søren', share: 1, figure: '4.2 weeks' },
      { rank: '2', name: '🎭 Quiet Heron', share: 0.74, figure: '3.1 weeks' },
      { rank: '3', name: 'Mara Lindqvist', share: 0.5, figure: '2.1 weeks', mark: 'You' },
      { rank: '4', name: 'نور الهدى', share: 0.02, figure: '0.1 weeks' },
    ],
    footer: '4 of you did 31 tasks',
  },
  summary: {
    kind: 'summary',
    title: 'Spring climbers',
    subtitle: 'The last seven days',
    together: {
      label: 'Together on the way',
      percent: 41,
      figure: '41 %',
      planned: 48,
      plannedLabel: 'The plan for today: 48 %',
    },
    days: [3, 1, 4, 0, 2, 6, 2].map((tasks, index) => ({
      label: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][index] ?? '',
      tasks,
    })),
    daysLabel: 'Tasks, day by day',
    phases: phases.map(({ number, title }, index) => ({
      number,
      title,
      members: [2, 5, 3, 0, 1][index] ?? 0,
    })),
    phasesLabel: 'Who is where',
    facts: ['18 tasks by 9 of 11 members', '12 of 20 tasks for the week’s goal'],
  },
  plan: {
    kind: 'plan',
    title: 'Your plan',
    subtitle: `${WAY} · 10 hours a week`,
    phases: [
      { number: 1, title: TITLES[0], state: 'finished', dates: '14 Nov' },
      {
        number: 2,
        title: TITLES[1],
        state: 'current',
        span: { from: 0, to: 0.22, latest: 0.26 },
        dates: '20 Jan – 4 Feb',
      },
      {
        number: 3,
        title: TITLES[2],
        state: 'ahead',
        span: { from: 0.22, to: 0.47, latest: 0.56 },
        dates: '2 Apr – 3 May',
      },
      {
        number: 4,
        title: TITLES[3],
        state: 'ahead',
        span: { from: 0.47, to: 0.68, latest: 0.8 },
        dates: '30 May – 11 Jul',
      },
      {
        number: 5,
        title: TITLES[4],
        state: 'ahead',
        span: { from: 0.68, to: 0.83, latest: 1 },
        dates: '14 Jul – 9 Sep',
      },
    ],
    breaks: [{ from: 0.09, to: 0.14 }],
    breaksLabel: 'Break',
    today: { at: 0, label: 'Today' },
    ticks: ['Dec', 'Jan 2027', 'Mar', 'May', 'Jul'].map((label, index) => ({
      at: 0.02 + 0.2 * index,
      label,
    })),
    footer: 'Done between 14 Jul and 9 Sep 2027',
  },
  'phase-finished': {
    kind: 'phase-finished',
    person: { name: 'Mara Lindqvist' },
    pathway: WAY,
    headline: 'Phase 2 finished',
    phaseTitle: TITLES[1],
    date: '28 Nov 2026',
    skills: ['GPU and accelerator management', 'Distributed storage systems', 'Kubernetes (advanced)'],
    skillsLabel: 'What this phase trains',
    trail: phases.map(({ number }) => ({
      number,
      state: number <= 2 ? 'finished' : number === 3 ? 'current' : 'ahead',
    })),
    phaseNumber: 2,
  },
};
