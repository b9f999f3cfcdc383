import type { Problem } from '../domain/errors.ts';
import type { SkillPriority } from '../domain/pathway.ts';

const numbers = new Intl.NumberFormat('en');
const percents = new Intl.NumberFormat('en', { style: 'percent' });
const plurals = new Intl.PluralRules('en');
const lists = new Intl.ListFormat('en', { type: 'disjunction' });
const days = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
});

/** A number with its noun: `1 task`, `1,200 tasks`. */
function count(amount: number, one: string, other: string): string {
  return `${numbers.format(amount)} ${plurals.select(amount) === 'one' ? one : other}`;
}

const bold = (texts: readonly string[]) => texts.map((text) => `**${text}**`);
const tasks = (amount: number) => count(amount, 'task', 'tasks');
const hours = (amount: number) => count(amount, 'hour', 'hours');
const weeks = (amount: number) => count(amount, 'week', 'weeks');
const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

const priorities: Record<SkillPriority, string> = {
  critical: 'Critical',
  important: 'Important',
  'nice-to-have': 'Nice to have',
};

/**
 * What is wrong, and what to do about it. Texts that a member typed come escaped and cut to length.
 */
const problems: { readonly [C in Problem['code']]: (problem: Extract<Problem, { code: C }>) => string } = {
  'unknown-task': ({ query }) =>
    `I know no task like “${query}”. Start typing in the \`task\` field and pick one from the list.`,
  'ambiguous-task': ({ query, matches }) =>
    `“${query}” fits several tasks: ${lists.format(bold(matches.map(({ title }) => title)))}. Pick one of them in the \`task\` field.`,
  'unknown-phase': ({ query, phaseCount, phases }) =>
    `There is no phase “${query}”. Try a number from 1 to ${phaseCount}, or a name: ${lists.format(bold(phases))}.`,
  'ambiguous-phase': ({ query, matches }) =>
    `“${query}” fits several phases: ${lists.format(bold(matches))}. Type a little more of the name, or its number.`,
  'unknown-pathway': ({ query, pathways }) =>
    `I have no pathway “${query}”. You can choose ${lists.format(bold(pathways))}.`,
  'pathway-not-chosen': ({ pathways }) =>
    `There is more than one pathway here: ${lists.format(bold(pathways))}. \`/join\` chooses yours; \`/roadmap overview pathway:\` shows any of them.`,
  'not-joined': () =>
    'You are not on a pathway yet. `/join` puts you on one; `/roadmap overview` shows where it leads.',
  'note-too-long': ({ length, max }) =>
    `That note has ${numbers.format(length)} characters; up to ${numbers.format(max)} fit. Shorten it, or put the long version behind a link. Nothing was changed.`,
  'bad-link': () => 'That is not a web address I can keep. It should begin with `https://` (or `http://`).',
  'link-too-long': ({ length, max }) =>
    `That link has ${numbers.format(length)} characters; up to ${numbers.format(max)} fit. A shorter address to the same page will do.`,
  'bad-date': ({ query }) =>
    `I cannot read “${query}” as a day. Pick one from the list, or write it like \`2026-03-31\`.`,
  'date-out-of-range': ({ earliest, latest }) =>
    `That day is out of reach. Choose one from **${earliest}** to **${latest}**.`,
  'bad-hours': ({ min, max }) => `Hours a week go from ${min} to ${max}, in whole hours.`,
  'unknown-time-zone': ({ query }) =>
    `I know no time zone “${query}”. Start typing your city in the \`timezone\` field, such as *Berlin* or *São Paulo*, and pick one from the list.`,
  'nothing-recorded': () =>
    'There is nothing to take back: no task is recorded for you. `/done` records one.',
  'task-not-recorded': ({ task }) => `**${task}** is not recorded for you. \`/done\` records it.`,
  'done-already': ({ task }) =>
    `**${task}** is recorded as done. To skip it instead, take that back first with \`/undo\`.`,
  'record-changed': () =>
    'This record was taken back or changed since. `/progress` shows where things stand; `/undo` takes back your last one.',
  'progress-hidden': ({ userId }) => `<@${userId}> keeps their progress to themselves.`,
  'bots-do-not-learn': () => 'That is a bot. It knows everything already, or nothing.',
  'dms-closed': () =>
    'Discord does not let me write to you yet. Open the menu of a server that we share, choose *Privacy Settings* and switch *Direct Messages* on; if you have blocked me, unblock me. Then `/nudge on` again. Nothing was changed.',
  'dms-unavailable': () =>
    'Discord does not let me reach our direct messages just now. Nothing was changed; please try `/nudge on` again in a few minutes.',
  'nudge-off': () => 'Your weekly reminder is off. `/nudge on` switches it on.',
  'bad-choice': () => 'That is not one of the choices. Pick one from the list; nothing was changed.',
  'managers-only': () => 'Only people with the permission *Manage Server* can set me up here.',
  'server-only': () => 'This command is for servers that I am a member of. Use it there.',
  'server-pathway-not-chosen': ({ pathways }) =>
    `There is more than one pathway: ${lists.format(bold(pathways))}. Say with \`pathway:\` which of them this server walks.`,
  'outdated-button': () =>
    'This button is from an earlier version of me. Type the command again for a fresh one.',
  'unknown-command': () => 'I do not know this command any more. `/help` lists what I can do.',
  stopping: () => 'I am just restarting. Please try again in a minute; nothing of yours is lost.',
};

/** Everything a member reads, in English. A further language is a file of the same shape, registered in `words.ts`. */
export const en = {
  /** Discord locales that this catalogue serves. */
  locales: ['en-US', 'en-GB'],

  commands: {
    roadmap: {
      description: 'Look at the pathway: phases, tasks, skills, resources and more',
      subcommands: {
        overview: 'Where the pathway leads, and its phases',
        phase: 'One phase: its tasks and resources',
        task: 'One task: what it is, when it is done, what helps',
        skills: 'The skills you bring and the skills to learn',
        resources: 'Every course, guide and page of the pathway',
        reality: 'What people love, miss and find hard in the new role',
        start: 'What to do this week, this month and in 90 days',
        faq: 'Questions people ask, salary included',
      },
      options: {
        pathway: 'Which pathway (yours, when left out)',
        private: 'Show it to you alone',
        phase: 'Number or name (your current one, when left out)',
        task: 'Which task',
      },
    },
    join: {
      description: 'Join a pathway at your own pace',
      options: {
        pathway: 'Which pathway',
        hours: 'Hours a week you can give',
        start: 'When you start (today, when left out)',
        timezone: 'Where you live, so that weeks and days are yours',
      },
    },
    done: {
      description: 'Record a task as done',
      options: {
        task: 'Which task',
        note: 'What you learned or built, for yourself',
        link: 'Where it can be seen: a repository, a post, a certificate',
        when: 'The day you did it (today, when left out)',
      },
    },
    skip: { description: 'Leave a task out: not for you', options: { task: 'Which task' } },
    undo: { description: 'Take back a record', options: { task: 'Which one (your last, when left out)' } },
    next: { description: 'The one best next step' },
    progress: {
      description: 'How far you have come',
      options: { member: 'Somebody else, as far as they show it' },
    },
    nudge: {
      description: 'A weekly reminder by direct message',
      subcommands: {
        on: 'Switch the weekly reminder on',
        off: 'Switch the weekly reminder off',
        when: 'Choose its day, its hour and your time zone',
        pause: 'Keep it quiet for a while',
        preview: 'See the next one now',
        status: 'See what is set',
      },
      options: {
        day: 'On which day',
        hour: 'At which hour, on your own clock',
        timezone: 'Where you live',
        until: 'Until when',
      },
    },
    setup: {
      description: 'Set me up for this server',
      options: {
        channel: 'Where the weekly post about the phase goes',
        announcements: 'Where announcements go',
        day: 'On which day the weekly post goes out',
        hour: 'At which hour, on the server’s clock',
        timezone: 'The server’s time zone',
        pathway: 'The pathway that this server walks',
        off: 'End the weekly post',
      },
    },
    help: { description: 'What I can do for you' },
  },

  problems,
  whichTask: (query: string) => `“${query}” fits several tasks. Which one do you mean?`,
  /** For a fault of the bot's own; the id helps its operator find what happened. */
  unexpected: (id: string) =>
    `Something went wrong on my side, and it is not your fault. Please try again; if it stays so, give this number to whoever runs me: \`${id}\``,

  tick: { done: '✅', open: '⬜', skipped: '⏭️' },
  percent: (value: number) => percents.format(value / 100),
  pathwayTitle: (from: string, to: string) => `${from} → ${to}`,
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  nothing: '—',

  /** Days to choose from, `2026-03-31` in, `Tuesday 31 March` out. */
  days: {
    today: 'Today',
    yesterday: 'Yesterday',
    tomorrow: 'Tomorrow',
    named: (date: string) => days.format(new Date(`${date}T00:00:00Z`)),
    relative: (name: string, date: string) => `${name}, ${days.format(new Date(`${date}T00:00:00Z`))}`,
  },
  zone: (city: string, time: string) => `${city} — now ${time}`,
  /** ISO: Monday first. */
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  clock,
  slot: (weekday: string, hour: number, city: string) => `${weekday}s at ${clock(hour)}, ${city} time`,

  buttons: {
    previous: '◀',
    next: '▶',
    overview: 'Overview',
    skills: 'Skills',
    resources: 'Resources',
    reality: 'Reality check',
    start: 'How to start',
    faq: 'FAQ',
    firstPhase: 'First phase',
    myTicks: 'My ticks',
    backToPhase: 'The whole phase',
    nextStep: 'Next step',
    progress: 'My progress',
    done: 'Done',
    recordDone: 'I have done this',
    skip: 'Skip',
    undo: 'Undo',
    addNote: 'Add a note',
    share: 'Share',
    show: 'Let others see it',
    hide: 'Keep it to myself',
    remindMe: 'Remind me weekly',
    remindAgain: 'Switch it on again',
    keepReminding: 'Keep reminding me',
    preview: 'Show me the next one',
    switchOff: 'Switch it off',
    snooze: 'Snooze',
    pause: 'Pause',
    stop: 'Stop',
    back: 'Back',
    somethingElse: 'Something else',
    snoozes: { 1: 'Until tomorrow', 3: 'In three days' },
    pauses: { week: 'For a week', month: 'For a month', return: 'Until I return' },
    slowDown: 'Lower my pace',
    lookAtPhase: 'Look at the phase',
    goOn: 'Go on',
    openLink: 'Open your link',
    choosePhase: 'Look at a phase',
    chooseTask: 'Look at a task',
    chooseMeant: 'Choose the task',
  },

  roadmap: {
    facts: (difficulty: string, months: { min: number; max: number }, salaryChange: number) =>
      [
        `**Difficulty** ${difficulty}`,
        `**Time** ${months.min}–${months.max} months`,
        `**Salary** ${salaryChange >= 0 ? '+' : '−'}${percents.format(Math.abs(salaryChange) / 100)}`,
      ].join(' · '),
    demand: (demand: string) => `**Demand** — ${demand}`,
    totals: (phaseCount: number, taskCount: number, weekCount: number) =>
      `${count(phaseCount, 'phase', 'phases')} · ${tasks(taskCount)} · ${weeks(weekCount)} at full pace`,
    phaseLine: (number: number, title: string, weekCount: number) =>
      `**${number} · ${title}** — ${weeks(weekCount)}`,
    phaseTitle: (number: number, phaseCount: number, title: string) =>
      `Phase ${number} of ${phaseCount} · ${title}`,
    phaseLength: (weekCount: number, hourCount: number) =>
      `${weeks(weekCount)} at full pace · ${hours(hourCount)} of work`,
    taskLine: (tick: string, title: string, hourCount: number) =>
      `${tick} **${title}** — ${hours(hourCount)}`,
    taskPlace: (phaseNumber: number, phaseTitle: string) => `Phase ${phaseNumber} · ${phaseTitle}`,
    doneWhen: (done: string) => `**Done when** ${done}`,
    trains: (skills: readonly string[]) => `**Trains** ${skills.join(' · ')}`,
    estimate: (hourCount: number) => `**Takes** about ${hours(hourCount)}`,
    estimateAtPace: (hourCount: number, weekCount: number, pace: number) =>
      `**Takes** about ${hours(hourCount)}: ${weekCount < 1 ? 'less than a week' : weeks(weekCount)} at your ${hours(pace)} a week`,
    helps: 'What helps',
    resources: 'Resources',
    skillsTitle: 'Skills',
    transferable: 'You bring these along',
    transferableSkill: (name: string, did: string, becomes: string) =>
      `**${name}**\nYou did: ${did}\nIt becomes: ${becomes}`,
    toLearn: (weekCount: number) => `You learn these — ${weeks(weekCount)} of study in all`,
    skill: (
      name: string,
      priority: SkillPriority,
      weekCount: number,
      what: string,
      study: string,
      practice: string,
    ) =>
      `**${name}** — ${priorities[priority]}, ${weeks(weekCount)}\n${what}\n**Study** ${study}\n**Practice** ${practice}`,
    realityTitle: 'Reality check',
    realityIntro: 'What people who made this move say about it.',
    loved: 'What they love',
    missed: 'What they miss',
    challenges: 'What is hard',
    startTitle: 'How to start',
    thisWeek: 'This week',
    thisMonth: 'This month',
    next90Days: 'The next 90 days',
    faqTitle: 'Questions people ask',
    extent: (done: number, all: number) => `${done} of ${tasks(all)} done`,
  },

  join: {
    joined: 'You are on your way',
    changed: 'Your pathway is set',
    pathway: (title: string, headline: string) => `**${title}** — ${headline}`,
    pace: (hourCount: number, fewest: number, most: number) =>
      `🕒 ${hours(hourCount)} a week: about ${fewest}–${weeks(most)} in all`,
    firstPhase: (title: string, starts: string, from: string, to: string) =>
      `🧭 From ${starts}: **${title}**, done between ${from} and ${to}`,
    end: (from: string, to: string) => `🏁 The whole way: between ${from} and ${to}, as life allows`,
    assumedZone:
      'I count your days in UTC. Tell me where you live with `/join timezone:` and they become yours.',
    hint: (done: string) => `${done} records what you finish. What you have done already counts too.`,
    joinedOnTheSpot: (title: string, hourCount: number, join: string) =>
      `Welcome! You are now on **${title}**, at ${hours(hourCount)} a week. ${join} changes that.`,
  },

  record: {
    done: (task: string) => `✅ ${task}`,
    alreadyDone: (task: string, when: string) =>
      `**${task}** was recorded on ${when}. Nothing needed changing.`,
    changed: 'I have updated what you recorded.',
    skipped: (task: string) => `⏭️ Left out: ${task}`,
    skippedMeaning:
      'It counts as neither done nor open. *Undo* brings it back, and so does doing it one day.',
    doneOn: (when: string) => `Done on ${when}`,
    phaseExtent: (number: number, title: string, done: number, all: number) =>
      `Phase ${number} · ${title}: ${done} of ${tasks(all)}`,
    pathwayExtent: (percent: number) => `${percents.format(percent / 100)} of the whole pathway`,
    next: (task: string) => `**Next:** ${task}`,
    nextDetails: (estimate: string, resource: string | undefined) =>
      resource === undefined ? estimate : `${estimate} · begin with ${resource}`,
    atPace: (hourCount: number, weekCount: number) =>
      `about ${hours(hourCount)}, ${weekCount < 1 ? 'less than a week' : weeks(weekCount)} at your pace`,
    gateTitle: (number: number, title: string) => `🎉 Phase ${number} is finished: ${title}`,
    gateAsks: (number: number, title: string, asks: string) =>
      `**Phase ${number} · ${title}** opens. ${asks}`,
    gateReality: (text: string) => `A word from people who have been there: *${text}*`,
    pathwayFinished: (title: string) =>
      `🏔️ That was the last open task. You have walked the whole way: **${title}**.`,
    undone: (task: string) => `↩️ Taken back: ${task}`,
    undoneMeaning: 'The task is open again, and nothing of the record is left.',
    restored: 'What was recorded before it stands again.',
    shared: (userId: string, task: string) => `<@${userId}> has done **${task}**`,
    sharedPhase: (userId: string, number: number, title: string) =>
      `🎉 <@${userId}> has finished phase ${number}: **${title}**`,
    sharedPathway: (userId: string, title: string) =>
      `🏔️ <@${userId}> has walked the whole way: **${title}**`,
    linkRefused: (problem: string) => `⚠️ Your note is saved, the link is not. ${problem}`,
    noteTitle: 'Add to your record',
    noteLabel: 'Note: what you learned or built',
    linkLabel: 'Link: where it can be seen',
    chooseEvidence: 'Which task does this message show?',
    evidenceHint: 'Its link becomes the evidence of your record.',
    nothingOpen: 'Every task of your pathway is recorded already. `/done` adds a link to one of them.',
  },

  next: {
    title: 'Your next step',
    alternatives: 'Or, if that does not fit today',
    finished: (title: string) =>
      `🏔️ Nothing is open: you have walked the whole way, **${title}**. \`/progress\` shows it.`,
    notJoined: (join: string) => `This is where the pathway begins. ${join} sets your own pace.`,
  },

  progress: {
    titleOwn: 'Your progress',
    titleOther: (userId: string) => `How far <@${userId}> has come`,
    tasks: (done: number, all: number, skipped: number) =>
      skipped === 0 ? `${done} of ${tasks(all)}` : `${done} of ${tasks(all)}, ${skipped} left out`,
    streak: (weekCount: number) => `${weeks(weekCount)} in a row`,
    pace: (hourCount: number) => `${hours(hourCount)} a week`,
    phaseMark: { finished: '✅', current: '🧭', ahead: '⬜' },
    phaseLine: (mark: string, number: number, title: string) => `${mark} **${number} · ${title}**`,
    hidden: 'Only you see this. Others are told that you keep it to yourself.',
    visible: 'Others may look this up with `/progress`, and a finished phase is announced in the channel.',
  },

  nudge: {
    place: (number: number, phaseCount: number, title: string) =>
      `Phase ${number} of ${phaseCount} · ${title}`,
    weekly: '🧭 Your week ahead',
    doneLastWeek: 'Done in the last seven days',
    doneMore: (amount: number) => `… and ${tasks(amount)} more`,
    quietWeek: 'A quiet week is part of the way. Your next step is still here.',
    gentle: '🌱 Twenty minutes are enough',
    gentleIntro: 'Some weeks belong to other things. When you would like to begin again, begin small:',
    gentleStep: (resource: string | undefined, task: string) =>
      resource === undefined
        ? `> Read once more what **${task}** is about, and write down three questions you have.`
        : `> Open ${resource} and write down three questions that it raises.`,
    gentleTask: (task: string) => `That is the first bit of **${task}**.`,
    gentleWays: 'If now is not the time, pause me. If it is too much, a lower pace gets you there as well.',
    farewell: '👋 I will be quiet now',
    farewellText:
      'It has been a while, and I do not want to be noise. So this is my last reminder, all by itself: you need not do anything.',
    farewellBack:
      'All that you have recorded stays. Whenever you like, `/nudge on` brings me back, and `/next` shows where to begin.',
    finished: '🏔️ You have walked the whole way',
    finishedText: (title: string) =>
      `Nothing of **${title}** is open any more. Congratulations! There is nothing left to remind you of, so this was my last weekly message.`,
    test: '🔔 This is how I will reach you',
    testText: (next: string) =>
      `Once a week I write here: where you are, what you did, and the one next step. First on ${next}.`,
    snoozed: (when: string) => `💤 I will write again on ${when}.`,
    pausedUntil: (when: string) => `⏸️ I will be quiet until ${when}.`,
    pausedUntilReturn:
      '⏸️ I will be quiet until you return: whatever you ask me for next switches the reminder on again.',
    stopped: '🔕 I will not remind you any more. All that you have recorded stays.',
    slower: 'Your pace is lower now:',
    slowest: 'Your pace is one hour a week already. That one hour counts.',
    on: '🔔 Your weekly reminder is on',
    paused: '⏸️ Your weekly reminder is paused',
    off: '🔕 Your weekly reminder is off',
    never: (on: string) => `Once a week I can send you your next step. ${on} switches that on.`,
    offHint: (on: string) => `${on} brings it back whenever you like.`,
    testSent: 'I have just sent you a test message: look into your direct messages.',
    next: (when: string) => `**Next:** ${when}`,
    assumedZone: (when: string) =>
      `I read hours in UTC. Tell me where you live with ${when} and they become yours.`,
    previewed: (when: string | undefined) =>
      when === undefined ? 'This is what it would look like now.' : `This is what will come on ${when}.`,
    news: {
      'dms-refused': (on: string) =>
        `🔕 A weekly reminder could not reach you: Discord did not let me write to you, so I switched it off. To have it back, allow direct messages in the *Privacy Settings* of a server that we share, then use ${on}.`,
      'stopped-after-quiet-weeks': (on: string) =>
        `🔕 I stopped reminding you while it was quiet. All that you have recorded stays; ${on} brings the reminder back.`,
      resumed: (when: string) => `👋 Good to see you! Your weekly reminder is on again, first on ${when}.`,
    },
  },

  server: {
    post: (number: number, phaseCount: number, title: string) =>
      `🧭 Phase ${number} of ${phaseCount} · ${title}`,
    asks: (asks: string) => `**What this phase asks:** ${asks}`,
    resource: (resource: string) => `**Worth opening this week:** ${resource}`,
    walkers: (amount: number) => {
      if (amount === 0) return '👣 Nobody here is in this phase yet. Somebody has to be the first.';
      return amount === 1
        ? '👣 One of you is here right now.'
        : `👣 ${numbers.format(amount)} of you are here right now.`;
    },
    /** One for each week, in turn. */
    encouragements: [
      'An hour on a Tuesday evening is a week that moved.',
      'Begin with the smallest task that is open: it opens the next one.',
      'Ask early. Whoever is a step ahead remembers where it was hard.',
      'What you can explain, you have learned. Explain something here this week.',
      'Half a task is progress too. Say where you are, and somebody may join you.',
      'Nobody walks this in a straight line. Turn back to a page as often as you like.',
      'Write down what puzzled you today; in a month it will make you smile.',
      'Two people at one task are faster than two at two. Find your second.',
    ],
    troubleTitle: (server: string | undefined) =>
      server === undefined ? '⚠️ My weekly post is paused' : `⚠️ My weekly post in **${server}** is paused`,
    trouble: {
      'channel-gone': 'Its channel is gone. Choose another with `/setup channel:`.',
      'permission-lost':
        'I may not post in its channel any more. Let me see it and send messages there; then use `/setup` and press *Go on*.',
    },
    title: '🛠️ How I am set up here',
    saved: '✅ Set up',
    notSetUp:
      'Nothing is set up yet. `/setup channel:` chooses where I post once a week what the phase asks, a resource and a word of encouragement.',
    weeklyPost: (channel: string | undefined, slot: string) =>
      channel === undefined ? '**Weekly post** — off' : `**Weekly post** — ${channel}, ${slot}`,
    pathway: (title: string) => `**Pathway** — ${title}`,
    announcements: (channel: string | undefined) => `**Announcements** — ${channel ?? 'no channel yet'}`,
    timeZone: (city: string) => `**Time zone** — ${city}`,
    next: (when: string) => `**Next post** — ${when}`,
    channelGone: (channel: string) =>
      `⚠️ I cannot find ${channel} any more. Choose another one with this command.`,
    missing: (channel: string, permissions: readonly string[]) =>
      `⚠️ In ${channel} I lack ${permissions.map((permission) => `*${permission}*`).join(' and ')}. Give them to my role there, and the posts arrive.`,
    permissions: {
      ViewChannel: 'View Channel',
      SendMessages: 'Send Messages',
      SendMessagesInThreads: 'Send Messages in Threads',
    },
  },

  help: {
    title: 'Cairn',
    intro: 'I walk with you along a career pathway: one step at a time, at your own pace.',
    begin: 'Three to begin with',
    groups: {
      look: 'Look at the pathway',
      record: 'Record what you do',
      you: 'See where you stand',
      nudges: 'Be reminded once a week',
      server: 'For those who manage the server',
    },
    menus:
      'Right-click a person and choose *Apps → Progress*, or a message and choose *Apps → Record as done*.',
    line: (mention: string, description: string) => `${mention} — ${description}`,
  },

  menus: { progress: 'Progress', recordAsDone: 'Record as done' },
};
