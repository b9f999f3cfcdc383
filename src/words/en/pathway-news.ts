import { numbers, percents, tasks } from './formats.ts';

export const pathwayNews = {
  title: (pathway: string) => `### Your pathway was edited: ${pathway}`,
  added: 'New on the way',
  moved: 'Elsewhere on the way',
  left: 'Not on the way any more',
  inPhase: (title: string, phaseNumber: number, phase: string) =>
    `• **${title}** — phase ${numbers.format(phaseNumber)}, ${phase}`,
  gone: (title: string) => `• **${title}**`,
  goneButDone: (title: string) => `• **${title}** — you have done it: your record and its credit stay`,
  more: (amount: number) => `• and ${tasks(amount)} more`,
  standing: (percent: number) =>
    `Nothing that you recorded is lost. Counted by today’s tasks, you are at **${percents.format(percent / 100)}**.`,
};
