import type { BoardPeriod } from '../domain/board-period.ts';
import type { SkillPriority } from '../domain/pathway.ts';
import { cards } from './en/cards.ts';
import { commands } from './en/commands.ts';
import {
  andMore,
  clock,
  count,
  dayCountOf,
  days,
  enumeration,
  hours,
  members,
  numbers,
  ordinal,
  percents,
  priorities,
  tasks,
  weeks,
  weeksOfWork,
} from './en/formats.ts';
import { pathwayNews } from './en/pathway-news.ts';
import { privacy } from './en/privacy.ts';
import { next } from './en/next.ts';
import { portfolio } from './en/portfolio.ts';
import { plan } from './en/plan.ts';
import { onboarding } from './en/onboarding.ts';
import { problems } from './en/problems.ts';
import { profile } from './en/profile.ts';
import { serverPathways } from './en/server-pathways.ts';
import { marks } from './marks.ts';

/** Everything a member reads, in English. A further language is a file of the same shape, registered in `words.ts`. */
export const en = {
  /** Discord locales that this catalogue serves. */
  locales: ['en-US', 'en-GB'],

  cards,
  commands,
  privacy,
  problems,
  pathwayNews,
  plan,
  onboarding,
  profile,
  serverPathways,
  whichTask: (query: string) => `“${query}” fits several tasks. Which one do you mean?`,
  /** For a fault of the bot's own; the id helps its operator find what happened. */
  unexpected: (id: string) =>
    `Something went wrong on my side, and it is not your fault. Please try again; if it stays so, give this number to whoever runs me: \`${id}\``,

  tick: { done: marks.done, open: marks.open, skipped: marks.leftOut },
  percent: (value: number) => percents.format(value / 100),
  pathwayTitle: (from: string, to: string) => `${from} → ${to}`,
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  periods: { week: 'This week', month: 'This month', all: 'All time' } satisfies Record<BoardPeriod, string>,
  scopes: { cohort: 'My cohort', server: 'This server' },
  accesses: { open: 'Everybody in this server', code: 'Whoever has its code' },
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
    anyTime: 'Any time',
    progress: 'My progress',
    myPlan: 'My plan',
    done: 'Done',
    recordDone: 'I have done this',
    skip: 'Skip',
    undo: 'Undo',
    addNote: 'Add a note',
    share: 'Share',
    appearance: 'How I appear',
    byName: 'By name',
    byAlias: 'Under an alias',
    changeAlias: 'Change the alias',
    notAtAll: 'Not at all',
    joinCohort: 'Join',
    joinWithCode: 'Join with a code',
    joinAgain: 'Join again',
    lookAtCohort: 'Look at the cohort',
    board: 'Board',
    summary: 'Summary',
    insights: 'Where people are',
    shareDetails: 'Show where I am',
    keepDetails: 'Hide where I am',
    takeBreakAway: 'Take a break away',
    exportCsv: 'Export CSV',
    eraseEverything: 'Erase everything',
    keepEverything: 'Keep it',
    myPlace: 'My place',
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
    phaseRoles: 'Phase roles',
    choosePhaseOfRole: 'Choose a phase',
    chooseRole: 'Choose its role',
    openLink: 'Open your link',
    choosePhase: 'Look at a phase',
    chooseTask: 'Look at a task',
    chooseParts: 'What goes in',
    chooseMeant: 'Choose the task',
    moreAbout: 'More about …',
    makeItMine: 'Make it mine',
    noneOfThese: 'None of these',
    mySkills: 'My skills',
    fillInPace: 'Fill it in',
    choosePathway: 'Choose a pathway',
    goOnWith: 'Go on with another pathway',
  },

  roadmap: {
    /** Behind a figure, or behind a heading for all that stands under it. */
    estimated: (figure: string) => `${figure} (an estimate)`,
    difficulty: (difficulty: string) => `**Difficulty** ${difficulty}`,
    time: (months: { min: number; max: number }) => `**Time** ${months.min}–${months.max} months`,
    salary: (change: number) =>
      `**Salary** ${change >= 0 ? '+' : '−'}${percents.format(Math.abs(change) / 100)}`,
    demandTitle: '**Demand**',
    demand: (title: string, demand: string) => `${title} — ${demand}`,
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
    realityIntro: 'What people tend to love, miss and find hard once they are there.',
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
      `**Pace** ${hours(hourCount)} a week: about ${fewest}–${weeks(most)} in all`,
    firstPhase: (title: string, starts: string, from: string, to: string) =>
      `**From** ${starts}: ${title}, done between ${from} and ${to}`,
    end: (from: string, to: string) => `**Arrive** between ${from} and ${to}, as life allows`,
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
    finishedOn: (when: string, skills: readonly string[]) =>
      `Finished on ${when} · it trains ${skills.join(' · ')}`,
    gateReality: (text: string) => `Good to know on the way: *${text}*`,
    pathwayFinished: (title: string) =>
      `🏔️ That was the last open task. You have walked the whole way: **${title}**.`,
    undone: (task: string) => `Taken back: ${task}`,
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

  next,

  portfolio,

  progress: {
    titleOwn: 'Your progress',
    titleOther: (userId: string) => `How far <@${userId}> has come`,
    tasks: (done: number, all: number, skipped: number) =>
      skipped === 0 ? `${done} of ${tasks(all)}` : `${done} of ${tasks(all)}, ${skipped} left out`,
    streak: (weekCount: number) => `${weeks(weekCount)} in a row`,
    pace: (hourCount: number) => `${hours(hourCount)} a week`,
    phaseMark: { finished: marks.done, current: marks.here, ahead: marks.open },
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
    farewell: 'I will be quiet now',
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
    pausedUntil: (when: string) => `💤 I will be quiet until ${when}.`,
    pausedUntilReturn:
      '💤 I will be quiet until you return: whatever you ask me for next switches the reminder on again.',
    stopped: 'I will not remind you any more. All that you have recorded stays.',
    slower: 'Your pace is lower now:',
    slowest: 'Your pace is one hour a week already. That one hour counts.',
    on: '🔔 Your weekly reminder is on',
    paused: '💤 Your weekly reminder is paused',
    off: 'Your weekly reminder is off',
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
        `A weekly reminder could not reach you: Discord did not let me write to you, so I switched it off. To have it back, allow direct messages in the *Privacy Settings* of a server that we share, then use ${on}.`,
      'stopped-after-quiet-weeks': (on: string) =>
        `I stopped reminding you while it was quiet. All that you have recorded stays; ${on} brings the reminder back.`,
      resumed: (when: string) => `Good to see you! Your weekly reminder is on again, first on ${when}.`,
    },
  },

  cohort: {
    // First lines of a cohort's view: what has just been done.
    created: 'Your cohort is there. Whoever joins it walks with you.',
    createdWithoutThread:
      'Your cohort is there. Discord would not let me make a thread just now, so it speaks in the channel itself; `/cohort edit channel:` moves it.',
    changed: '✅ The cohort is changed.',
    archived: 'The cohort is at rest. All that it was stays readable.',
    restored: '✅ The cohort is back, and so is its board.',
    goalSet: '🎯 The goal for this week is set.',
    goalTakenAway: '✅ There is no goal for this week any more.',
    breakAdded: '☀️ The break is entered. All that comes after it moves by as many days.',
    breakTakenAway: '✅ The break is taken away. All that comes after it moves forward again.',
    facilitatorAdded: (userId: string) => `✅ <@${userId}> looks after it as well now.`,
    facilitatorRemoved: (userId: string) => `✅ <@${userId}> looks after it no more.`,
    transferred: (userId: string) => `✅ It is in the hands of <@${userId}> now.`,
    sharingOn: '✅ Those who look after the cohort can see where you are now.',
    sharingOff: '✅ Where you are is your own again. Those who look after the cohort see numbers only.',
    boardPosted: (channelId: string) =>
      `The board is in <#${channelId}>, and I keep it up to date. You can pin it there.`,
    boardOff: '✅ I leave the board as it is now. You may delete it.',

    notStarted: (start: string, dayCount: number) =>
      dayCount === 1 ? `Begins tomorrow, on ${start}` : `Begins on ${start}, in ${dayCountOf(dayCount)}`,
    phase: (number: number, phaseCount: number, title: string) =>
      `🧭 Phase ${number} of ${phaseCount} · **${title}**`,
    week: (week: number, weekCount: number, weekOfPhase: number, phaseEnd: string) =>
      `Week ${week} of ${weekCount} · week ${weekOfPhase} of this phase, which goes on to ${phaseEnd}`,
    onBreak: (until: string) => `☀️ On a break until ${until}. Enjoy it.`,
    over: (end: string) => `The way ended on ${end}`,
    noPathway: 'Its pathway is not offered any more.',
    pace: (hourCount: number) => `**Pace** ${hours(hourCount)} a week`,
    members: (amount: number, capacity: number | null) =>
      capacity === null ? members(amount) : `${numbers.format(amount)} of up to ${members(capacity)}`,
    open: '**Open** to everybody in this server',
    withCode: '**Open** to whoever has its code',
    code: (code: string) => `**Its code** ${code}`,
    facilitators: (userIds: readonly string[], more: number) =>
      `**Looked after** by ${userIds.map((userId) => `<@${userId}>`).join(', ')}${andMore(more)}`,
    channel: (channelId: string) => `**Speaks** in <#${channelId}>`,
    noChannel: (edit: string) => `**Speaks** nowhere yet: ${edit} chooses a channel.`,
    nextSummary: (when: string) => `**Next summary** ${when}`,
    breaks: (spans: readonly string[]) => `**Breaks** ${spans.join(' · ')}`,
    span: (from: string, to: string) => (from === to ? from : `${from} – ${to}`),
    archivedMark: 'Archived: to be looked at, and nothing more.',
    trouble: {
      'channel-gone':
        '⚠️ Its channel is gone, so it says nothing. `/cohort edit channel:` chooses another one.',
      'permission-lost':
        '⚠️ I may not write in its channel any more, so it says nothing. Let me see it and send messages there; then use `/cohort edit channel:`, with the same channel or another.',
    },
    ahead: (weekCount: number) =>
      `You are about ${weeks(weekCount)} ahead: somebody behind you would be glad of a hint.`,
    inStep: '👣 You are in step with your cohort.',
    behind: (phaseNumber: number, title: string, weekCount: number, next: string) =>
      `🧭 Your cohort is in phase ${phaseNumber}, **${title}**; you are about ${weeks(weekCount)} from there. Your next step is ${next}, and whoever has just been there remembers it.`,
    sharing: 'Those who look after the cohort see where you are.',
    notSharing: 'Those who look after the cohort see numbers only, and not where you are.',

    announcement: (name: string) => `A cohort to walk with: **${name}**`,
    announcementHint: 'Each at their own pace, and nobody alone. Come along:',

    joined: (name: string) => `You are in **${name}**`,
    joinedAlready: (name: string) => `👣 You are in **${name}** already`,
    joinedPathway: (title: string, join: string) =>
      `You walk **${title}** from now on. ${join} sets a pace of your own.`,
    joinedBoard: 'On its board the others see you as you choose under *How I appear*, at first by name.',
    left: (name: string) => `You have left **${name}**`,
    leftMeaning: 'All that you recorded stays yours, and you are off its board.',
    removed: (userId: string, name: string) => `✅ <@${userId}> is not in **${name}** any more.`,
    removedMeaning: 'All that they recorded stays theirs.',

    listTitle: 'Cohorts of this server',
    listEmpty: (create: string) =>
      `There is none yet. ${create} begins one: a name is enough, and whoever joins walks with you.`,
    listNoneActive: (create: string) => `None is under way. ${create} begins a new one.`,
    listHint: (join: string, create: string) => `${join} brings you in, ${create} begins another.`,
    listed: (name: string, facts: readonly string[], isOwn: boolean) =>
      `${isOwn ? `${marks.own} ` : ''}**${name}**\n-# ${facts.join(' · ')}`,
    listedOwn: 'yours',
    listedMembers: members,
    listedStart: (start: string) => `from ${start}`,
    listedCode: 'with a code',
    listMore: (amount: number) => `… and ${numbers.format(amount)} more`,
    listArchived: (names: readonly string[], more: number) => `Archived: ${names.join(', ')}${andMore(more)}`,

    codeTitle: 'Join with a code',
    codeLabel: 'The code that you were given',
  },

  board: {
    title: (name: string | undefined) => `🏔️ ${name ?? 'This server'}`,
    unit: (period: string) => `${period} · in weeks of work at full pace`,
    ranks: (rank: number) => marks.ranks[rank - 1] ?? `**${numbers.format(rank)}.**`,
    alias: marks.alias,
    you: '← you',
    work: (weekCount: number, taskCount: number) => `${weeksOfWork(weekCount)} · ${tasks(taskCount)}`,
    row: (rank: string, name: string, work: string) => `${rank} ${name} — ${work}`,
    around: 'Around you',
    hidden: (rank: number, work: string) => `You would be ${ordinal(rank)}, with ${work}. Only you see this.`,
    nothingYet: 'Nothing of yours is on it yet. *Next step* shows where to begin.',
    empty: {
      week: '🌱 A fresh week: nobody has recorded anything yet. One small task is a beginning.',
      month: '🌱 A fresh month: nobody has recorded anything yet. One small task is a beginning.',
      all: '🌱 Nobody has recorded anything yet. One small task is a beginning.',
    } satisfies Record<BoardPeriod, string>,
    allHidden: 'Whoever did something keeps it to themselves, and that is fine.',
    totals: (memberCount: number, taskCount: number) =>
      memberCount === 1
        ? `One of you did ${tasks(taskCount)}`
        : `${numbers.format(memberCount)} of you did ${tasks(taskCount)}`,
    together: 'Together on the way',
    plan: (percent: number) =>
      `All your steps in one; the plan for today is ${percents.format(percent / 100)}.`,
    goal: 'The goal of the week',
    goalExtent: (done: number, taskCount: number) => `${numbers.format(done)} of ${tasks(taskCount)}`,
    goalReached: (done: number, taskCount: number) =>
      `🎯 The goal of the week is reached: ${numbers.format(done)} of ${tasks(taskCount)}`,
    aliasMeaning: '🎭 goes under an alias.',
    upToDate: 'This message keeps itself up to date.',
  },

  summary: {
    title: (name: string) => name,
    post: 'The last seven days',
    asked: 'The last seven days, as of now',
    did: (taskCount: number, doers: number, memberCount: number) =>
      `**${tasks(taskCount)}** by ${numbers.format(doers)} of ${numbers.format(memberCount)}`,
    quiet: 'A quiet week. Those are part of the way too: the next step is where you left it.',
    finished: (number: number, title: string, memberCount: number) =>
      `🎉 Phase ${number} · **${title}**: ${memberCount === 1 ? 'one of you has' : `${numbers.format(memberCount)} of you have`} finished it`,
    day: (day: string, taskCount: number) => `${day} ${numbers.format(taskCount)}`,
    inPhase: (number: number, memberCount: number) => `phase ${number}: ${numbers.format(memberCount)}`,
    finishedMore: (amount: number) => `… and ${count(amount, 'phase', 'phases')} more`,
    congratulations: 'Well done',
    congratulated: (name: string, taskCount: number, phaseNumber: number | undefined) =>
      `${name} — ${tasks(taskCount)}${phaseNumber === undefined ? '' : `, and phase ${phaseNumber} finished`}`,
    common: (task: string, memberCount: number) =>
      `${numbers.format(memberCount)} of you are on **${task}** now. Ask each other.`,
    ahead: {
      notStarted: 'The way has not begun yet. A good time to say hello to each other.',
      phase: (number: number, title: string, asks: string) =>
        `🧭 This week: phase ${number} · **${title}**\n${asks}`,
      break: (until: string) => `☀️ This week is a break, until ${until}. Enjoy it.`,
      over: 'The plan has come to its end. Whoever still walks has all the time they like.',
    },
  },

  cohortPosts: {
    goalReached: (name: string) => `🎯 **${name}** has reached this week’s goal`,
    goalTasks: (done: number, goal: number) =>
      done > goal
        ? `You set out for ${tasks(goal)} and have done ${numbers.format(done)}, all of you together.`
        : `${tasks(goal)}, all of you together. That is what walking together looks like.`,
    trouble: (name: string) => `⚠️ **${name}** has fallen silent`,
    troubleMeaning: {
      'channel-gone':
        'The channel in which I posted its summaries is gone. `/cohort edit channel:` in your server chooses another one.',
      'permission-lost':
        'I may not write in its channel any more. Let me see it and send messages there; then use `/cohort edit channel:` in your server, with the same channel or another.',
    },
  },

  insights: {
    title: (name: string) => name,
    phases: 'How many are where',
    phase: (number: number, title: string) => `phase ${number}: ${title}`,
    finished: '🏔️ Walked the whole way',
    grid: 'Those who let you see it',
    gridHead: 'phase',
    gridMarks: { finished: '✓', none: '·', quiet: marks.quiet },
    gridLegend: '✓ finished · a number: percent done · 💤 nothing recorded for two weeks',
    nobodyConsents:
      'Nobody has chosen to be seen here yet. Each member decides that with a button on `/cohort show`.',
    notShown: (amount: number) =>
      `${amount === 1 ? 'One member is' : `${numbers.format(amount)} members are`} in the numbers only, by their own choice.`,
    stuck: 'Where several have stayed for two weeks or longer',
    stuckTask: (phaseNumber: number, task: string, amount: number) =>
      `Phase ${phaseNumber} · **${task}** — ${numbers.format(amount)}`,
    quiet: (amount: number) =>
      amount === 0
        ? '🌱 Everybody has recorded something in the last two weeks.'
        : `💤 ${numbers.format(amount)} ${amount === 1 ? 'has' : 'have'} recorded nothing for two weeks. A kind word may help.`,
    quietNames: (names: readonly string[]) => `Among them: ${names.join(', ')}`,
    exported: (name: string) => `**${name}** as a table`,
    exportedRows: (rows: number, memberCount: number) =>
      `${numbers.format(rows)} of ${members(memberCount)}: those who let you see where they are. Please keep it as they would.`,
  },

  appearance: {
    title: '🎭 How you appear',
    now: {
      named: 'You appear **by name**.',
      hidden: 'You appear **not at all**.',
      unset:
        'You have not chosen yet: inside a cohort that you join you appear by name, on the server’s board not at all.',
    },
    nowAlias: (alias: string) => `You appear under the alias 🎭 **${alias}**.`,
    named:
      '**By name** — on the boards of your cohorts and of the server. Others may look you up with `/progress`, a phase that you finish is announced, and where a server has roles for phases you have yours.',
    alias:
      '**Under an alias** — on the same boards, with 🎭 before it. Nobody can look you up, nothing is announced, and you have no role.',
    hidden:
      '**Not at all** — your line is there for you alone. What you do still counts in what all did together.',
    aliasTitle: 'Your alias',
    aliasLabel: 'How the boards call you',
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
      'channel-gone': 'Its channel is gone. Choose another with `/setup server channel:`.',
      'permission-lost':
        'I may not post in its channel any more. Let me see it and send messages there; then use `/setup server` and press *Go on*.',
    },
    title: 'How I am set up here',
    saved: '✅ Set up',
    notSetUp:
      'Nothing is set up yet. `/setup server channel:` chooses where I post once a week what the phase asks, a resource and a word of encouragement.',
    weeklyPost: (channel: string | undefined, slot: string) =>
      channel === undefined ? '**Weekly post** — off' : `**Weekly post** — ${channel}, ${slot}`,
    pathway: (title: string) => `**Pathway** — ${title}`,
    announcements: (channel: string | undefined) => `**Announcements** — ${channel ?? 'no channel yet'}`,
    summaries: (channel: string | undefined) => `**Summaries** — ${channel ?? 'no channel yet'}`,
    timeZone: (city: string) => `**Time zone** — ${city}`,
    roles: (chosen: number, phaseCount: number) => {
      if (chosen === 0) return '**Phase roles** — off';
      return chosen === phaseCount
        ? '**Phase roles** — one for each phase'
        : `**Phase roles** — for ${chosen} of ${count(phaseCount, 'phase', 'phases')}`;
    },
    roleChoices: { create: 'Make a role for each phase', off: 'Off' },
    roleName: (phaseNumber: number, phaseTitle: string) => `Phase ${phaseNumber} · ${phaseTitle}`,
    roleNews: {
      create:
        'There is a role for each phase now. I give them bit by bit to those who appear by name, a few a minute.',
      off: 'I take back, bit by bit, the phase roles that I gave. The roles themselves stay; delete them under *Server Settings → Roles* if nobody needs them.',
      'other-pathway':
        'The phase roles belonged to the pathway before this one: I take them back bit by bit. `/setup server roles:` makes those of the new one.',
    },
    rolesTitle: 'Phase roles',
    rolesIntro:
      'Whoever is in a phase has its role, if they appear by name; I give and take it by myself. Besides a role that I made, it may be any other below mine and yours that allows nothing special.',
    roleOfPhase: (number: number, title: string, role: string | undefined) =>
      `**${number} · ${title}** — ${role ?? 'no role'}`,
    pickedPhase: (number: number, title: string) => `Which role is that of **${number} · ${title}**?`,
    roleTroubleTitle: '⚠️ Phase roles are paused',
    roleTrouble: {
      'permission-lost':
        'Discord does not let me give or take one of them. Mend what is named here, or see that I have *Manage Roles* and that my role stands above them; then press *Go on*.',
      'role-gone':
        'One of them was deleted. `/setup server roles:` makes it anew, and *Phase roles* lets you choose another.',
    },
    mayNotManageRoles:
      '⚠️ I lack the permission *Manage Roles*. Give it to my role under *Server Settings → Roles*.',
    rolesGone: (phaseNumbers: readonly number[]) =>
      `⚠️ Somebody deleted the role of phase ${enumeration.format(phaseNumbers.map(String))}. \`/setup server roles:\` makes it anew.`,
    rolesAboveMine: (roles: readonly string[]) =>
      `⚠️ I can neither give nor take ${enumeration.format(roles)}: move my role above in *Server Settings → Roles*.`,
    rolesPowerful: (roles: readonly string[]) =>
      `⚠️ I do not give ${enumeration.format(roles)}, which may moderate or run this server. Take those permissions away, or choose another role.`,
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
      yours: 'What you show, and what is kept',
      together: 'Walk together',
      nudges: 'Be reminded once a week',
      server: 'For those who manage the server',
    },
    menus:
      'Right-click a person and choose *Apps → Progress*, or a message and choose *Apps → Record as done*.',
    line: (mention: string, description: string) => `${mention} — ${description}`,
    group: (title: string, { mentions, more }: { mentions: readonly string[]; more: number }) =>
      `**${title}**\n${mentions.join(' · ')}${more === 0 ? '' : ` … and ${numbers.format(more)} more`}`,
    version: (version: string) => `Cairn ${version}`,
  },

  menus: { progress: 'Progress', recordAsDone: 'Record as done' },
};
