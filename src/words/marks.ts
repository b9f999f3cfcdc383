/** Every emoji that the bot uses, and what it stands for; nothing else is an emoji, and none is there to please. */
export const marks = {
  done: '✅',
  open: '⬜',
  leftOut: '⏭️',
  /** Where somebody is, or what comes next. */
  here: '🧭',
  /** What is the asker's own among others. */
  own: '👣',
  finishedPhase: '🎉',
  walkedAll: '🏔️',
  goal: '🎯',
  ranks: ['🥇', '🥈', '🥉'],
  alias: '🎭',
  /** A beginning, or a small one again. */
  beginning: '🌱',
  reminder: '🔔',
  /** Asleep for a while: a reminder, or somebody who has recorded nothing lately. */
  quiet: '💤',
  break: '☀️',
  /** Something is wrong, and somebody has to see to it. */
  care: '⚠️',
} as const;
