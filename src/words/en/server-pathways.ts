import { count, members, numbers, tasks, weeks } from './formats.ts';

/** What those who manage a server read of the pathways that it brings. */
export const serverPathways = {
  title: 'Pathways of this server',
  none: 'This server has none of its own yet. `/setup pathway file:` brings one; what such a file holds stands in my documentation, under *Pathway files*.',
  hint: (free: number) =>
    free === 0
      ? 'That is as many as a server may have. One that you withdraw and that nobody walks makes room.'
      : `\`/setup pathway file:\` brings another, or one of these anew when its \`id\` is the same. There is room for ${numbers.format(free)} more.`,
  listed: (title: string, fileId: string) => `**${title}**\n-# \`${fileId}\``,
  offered: (walkers: number) => `Offered here · ${members(walkers)} on it`,
  withdrawn: (walkers: number) => `Withdrawn: nobody can join it · ${members(walkers)} on it`,
  unreadable:
    '⚠️ This version of mine cannot read it, so nobody sees it. Nothing recorded is lost: bring the file again, mended.',
  withdraw: 'Withdraw',
  offerAgain: 'Offer again',
  news: {
    offered: (title: string) =>
      `✅ **${title}** is offered here. \`/join pathway:\` puts members on it, and \`/setup server pathway:\` makes it the one that this server walks.`,
    discarded: 'Discarded. Nothing was changed.',
    withdrawn:
      '✅ Withdrawn. Nobody can join it any more; whoever walks it goes on, and nothing recorded is lost.',
    gone: '✅ Withdrawn. Nobody walked it, so it is gone.',
  },

  draft: (title: string) => `A look before you offer it: ${title}`,
  draftSize: (phaseCount: number, taskCount: number, weekCount: number, skillCount: number) =>
    `${count(phaseCount, 'phase', 'phases')} · ${tasks(taskCount)} · ${weeks(weekCount)} at full pace · ${count(skillCount, 'skill', 'skills')} to learn`,
  draftOfNew: 'It is new here. Members of this server can join it once you offer it, and nobody elsewhere.',
  draftReplaces: (walkers: number) =>
    `It takes the place of the one that you offered before, for ${members(walkers)} on it. What they recorded stays theirs.`,
  noChanges: 'No id changes: every record stays where it is.',
  changes: 'This happens to its ids:',
  keepsADay: 'I keep this draft for a day.',
  offer: 'Offer it here',
  discard: 'Discard',

  faults: 'That file is not a pathway yet',
  faultsIntro: 'Mend these and give it to me again: `/setup pathway file:`. Nothing was changed.',
  more: (amount: number) => `… and ${numbers.format(amount)} more`,
};
