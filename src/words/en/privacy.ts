import { andMore, bold, count, enumeration } from './formats.ts';

/** What there is, each part with its number. */
export interface HeldCounts {
  readonly pathways: number;
  readonly records: number;
  readonly hasReminder: boolean;
  readonly deliveries: number;
  readonly servers: number;
  readonly serversSetUp: number;
  readonly cohorts: number;
  readonly cohortsLookedAfter: number;
  readonly codeGuesses: number;
}

/** Cohorts by name, already escaped; more of them may be left out. */
const cohortNames = (names: readonly string[], more: number) =>
  more === 0 ? enumeration.format(bold(names)) : `${bold(names).join(', ')}${andMore(more)}`;

const stays = (names: readonly string[], more: number) => (names.length + more === 1 ? 'stays' : 'stay');

export const privacy = {
  title: 'Erase everything I keep on you?',
  goes: 'This goes, at once and for good:',
  counts: (held: HeldCounts) => [
    held.pathways > 0 && '• your profile: time zone, alias, how you appear, what goes into your portfolio',
    held.records > 0 && `• ${count(held.records, 'record', 'records')} of tasks, with your notes and links`,
    held.pathways > 0 &&
      `• your walk on ${count(held.pathways, 'pathway', 'pathways')}: pace, dates, breaks, skills, and what I worked out from them`,
    held.cohorts > 0 && `• your place in ${count(held.cohorts, 'cohort', 'cohorts')}, and its boards`,
    held.cohortsLookedAfter > 0 &&
      `• that you look after ${count(held.cohortsLookedAfter, 'cohort', 'cohorts')}`,
    (held.hasReminder || held.deliveries > 0) &&
      `• your weekly reminder, and my list of those that went out (${count(held.deliveries, 'entry', 'entries')})`,
    held.servers > 0 &&
      `• that I met you in ${count(held.servers, 'server', 'servers')}: your name there, your lines on boards, the phase role that I gave you`,
    held.serversSetUp > 0 &&
      `• that you set me up in ${count(held.serversSetUp, 'server', 'servers')}; the settings stay the server’s`,
    held.codeGuesses > 0 && '• how many wrong codes of cohorts you tried',
  ],
  keeps:
    'This stays: what I have posted in channels and in our direct messages (anybody who may delete it there can), what somebody exported before, and numbers that name nobody.',
  leftAlone: (names: readonly string[], more: number) =>
    `⚠️ Nobody but you looks after ${cohortNames(names, more)}. Without you it falls to those with *Manage Server*; \`/cohort transfer\` hands it on to somebody you choose.`,
  noWayBack: 'Nobody can bring it back. `/privacy export` gives you a copy first.',

  keptTitle: 'Nothing was erased',
  kept: 'Everything is as it was. `/privacy export` gives you a copy of it.',

  erasedTitle: 'It is all gone',
  erased:
    'I know nothing about you any more. On boards that I keep up in channels, your name goes within a minute or so. If you ever use `/join` or `/done`, we begin anew.',
  cohortsStay: (names: readonly string[], more: number) =>
    `${cohortNames(names, more)} ${stays(names, more)}; those with *Manage Server* can look after it now, and name somebody.`,
  rolesLeft: (roles: number) =>
    `${count(roles, 'role of a phase', 'roles of phases')} I could not take back: Discord did not let me. Ask whoever manages that server to take it off you.`,
  nothingKeptHint: '`/roadmap overview` shows where a pathway leads, and leaves no trace either.',
  nothingKept: 'There is nothing to erase: I keep nothing on you.',

  exportTitle: 'Everything I keep on you',
  exported:
    'The file is for you alone: only you see this message. Keep it where others do not read it. `/privacy delete` has all of it erased.',
  exportedNothing:
    'It is very little: I keep nothing on you, and the file says so. `/join` would change that.',
  readOn:
    '-# What I keep, why and how long is told in `PRIVACY.md`, and the file’s fields in `docs/export.md`: both come with my source code. Whoever runs me can show you.',
};
