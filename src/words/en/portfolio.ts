import type { PortfolioPart } from '../../domain/member.ts';
import { count, dates, tasks } from './formats.ts';

/** Lines of the file are Markdown: what is put into them comes escaped. */
export const portfolio = {
  title: 'Your portfolio',
  amount: (taskCount: number, phaseCount: number) =>
    `${tasks(taskCount)} in ${count(phaseCount, 'phase', 'phases')}`,
  links: (amount: number) => `${count(amount, 'task', 'tasks')} with a link`,
  hint: 'Only you see this. The file is ready for the README of your profile; `/done` adds a link to what you have done.',
  parts: {
    dates: 'Dates',
    links: 'Links',
    notes: 'Notes',
    skills: 'Skills',
    open: 'What is still open',
  } satisfies Record<PortfolioPart, string>,
  partDetails: {
    dates: 'When you did each task',
    links: 'Where it can be seen',
    notes: 'What you wrote for yourself',
    skills: 'Which skills you have trained, and with what',
    open: 'The tasks ahead of you',
  } satisfies Record<PortfolioPart, string>,
  nothingYet: '🌱 Your portfolio begins with the first task that you record.',

  file: {
    title: (name: string | undefined) => (name === undefined ? 'What I have done' : `What ${name} has done`),
    pathway: (title: string) => `From ${title}`,
    formerPathway: 'On another pathway',
    phase: (number: number, title: string) => `${number}. ${title}`,
    former: 'Also done',
    formerTask: 'A task that has left the pathway',
    skills: 'Skills',
    open: 'Still ahead',
    date: (date: string) => dates.format(new Date(`${date}T00:00:00Z`)),
  },
};
