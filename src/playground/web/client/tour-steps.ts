import type { World } from './world.ts';

export interface TourStep {
  readonly title: string;
  /** What the last step led to, for who has just taken it. */
  readonly seen: string;
  /** What the button will do. */
  readonly next: string;
  readonly button: string;
  readonly command: string;
  /** What is typed for an option; of what the bot offers for it, the first is taken. */
  readonly options: Readonly<Record<string, string>>;
  /** The answer is about a time to come, to which the step moves on. */
  readonly leadsToReminder?: boolean;
}

export const tourSteps: readonly TourStep[] = [
  {
    title: 'Join',
    seen: '',
    next: 'Join a pathway, and get a plan of your own. Only you see it.',
    button: 'Join the pathway',
    command: 'join',
    options: { pathway: '' },
  },
  {
    title: 'Look ahead',
    seen: 'That is your plan, for your eyes alone.',
    next: 'Now the phase you are in: its tasks, their hours, and what to learn from.',
    button: 'See the roadmap',
    command: 'roadmap phase',
    options: {},
  },
  {
    title: 'Get something done',
    seen: 'Everybody in the channel sees that one.',
    next: 'Say you finished its first task. The bot offers what is open as you type.',
    button: 'Record a task',
    command: 'done',
    options: { task: '' },
  },
  {
    title: 'Be reminded',
    seen: 'One more stone on the cairn.',
    next: 'Ask for a weekly reminder, and move time to the moment it arrives.',
    button: 'Skip to the reminder',
    command: 'nudge on',
    options: {},
    leadsToReminder: true,
  },
  {
    title: 'Meet the others',
    seen: 'Time has moved, and your reminder has come by direct message. Its buttons work.',
    next: 'Last, see who else walks: by name, under an alias, or not at all.',
    button: 'Open the leaderboard',
    command: 'leaderboard',
    options: { period: 'All' },
  },
];

export function canTour({ commands }: World): boolean {
  return tourSteps.every(({ command }) => commands.slash.some(({ path }) => path === command));
}

/** Where a visitor is: not asked yet, under way at a step, or away from it, to go on there. */
export interface TourPlace {
  readonly state: 'new' | 'walking' | 'away';
  /** As many as there are steps, once all are done. */
  readonly step: number;
}

/** From what the browser remembers: `walking 2`. */
export function readTourPlace(text: string | null): TourPlace {
  const [state, number] = (text ?? '').split(' ');
  const step = Math.min(Math.max(Math.trunc(Number(number ?? 0)) || 0, 0), tourSteps.length);
  return { state: state === 'walking' || state === 'away' ? state : 'new', step };
}

export function writeTourPlace({ state, step }: TourPlace): string {
  return `${state} ${step}`;
}
