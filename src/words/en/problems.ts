import type { Problem } from '../../domain/errors.ts';
import { bold, count, fileSize, lists, numbers, relative } from './formats.ts';

/**
 * What is wrong, and what to do about it. Texts that a member typed come escaped and cut to length.
 */
export const problems: {
  readonly [C in Problem['code']]: (problem: Extract<Problem, { code: C }>) => string;
} = {
  'unknown-task': ({ query }) =>
    `I know no task like “${query}”. Start typing in the \`task\` field and pick one from the list; \`/roadmap phase\` shows them all.`,
  'ambiguous-task': ({ query, matches }) =>
    `“${query}” fits several tasks: ${lists.format(bold(matches.map(({ title }) => title)))}. Pick one of them in the \`task\` field.`,
  'unknown-phase': ({ query, phaseCount, phases }) =>
    `There is no phase “${query}”. Try a number from 1 to ${phaseCount}, or a name: ${lists.format(bold(phases))}.`,
  'ambiguous-phase': ({ query, matches }) =>
    `“${query}” fits several phases: ${lists.format(bold(matches))}. Type a little more of the name, or its number.`,
  'unknown-pathway': ({ query, pathways }) =>
    `I have no pathway “${query}”. You can choose ${lists.format(bold(pathways))}.`,
  'pathway-elsewhere': () =>
    'This pathway belongs to another server, so I do not show it here in front of everybody. Look at it there, in our direct messages, or with `/roadmap … private:true`.',
  'pathway-gone': () => 'I do not have that pathway any more. `/setup pathway` shows those of this server.',
  'draft-gone': () =>
    'I do not have this draft any more: it was offered, discarded, or another one came after it. Give me the file again with `/setup pathway file:`.',
  'too-many-pathways': ({ max }) =>
    `A server has up to ${numbers.format(max)} pathways of its own. \`/setup pathway\` lets you withdraw one first; one that nobody walks makes room.`,
  'not-joined': () =>
    'You are not on a pathway yet. `/join` puts you on one; `/roadmap overview` shows where it leads.',
  'note-too-long': ({ length, max }) =>
    `That note has ${numbers.format(length)} characters; up to ${numbers.format(max)} fit. Shorten it, or put the long version behind a link. Nothing was changed.`,
  'bad-link': () => 'That is not a web address I can keep. It should begin with `https://` (or `http://`).',
  'link-too-long': ({ length, max }) =>
    `That link has ${numbers.format(length)} characters; up to ${numbers.format(max)} fit. A shorter address to the same page will do.`,
  'bad-date': ({ query }) =>
    `I cannot read “${query}” as a day. Write it like \`2026-03-31\`, or pick one where I offer a list.`,
  'date-out-of-range': ({ earliest, latest }) =>
    `That day is out of reach. Choose one from **${earliest}** to **${latest}**.`,
  'bad-hours': ({ min, max }) => `Hours a week go from ${min} to ${max}, in whole hours.`,
  'unknown-time-zone': ({ query }) =>
    `I know no time zone “${query}”. Type a large city in yours, such as *Berlin* or *São Paulo*; where I offer a list, pick one from it.`,
  'nothing-recorded': () =>
    'There is nothing to take back: no task is recorded for you. `/done` records one.',
  'task-not-recorded': ({ task }) => `**${task}** is not recorded for you. \`/done\` records it.`,
  'done-already': ({ task }) =>
    `**${task}** is recorded as done. To skip it instead, take that back first with \`/undo\`.`,
  'record-changed': () =>
    'This record was taken back or changed since. `/progress` shows where things stand; `/undo` takes back your last one.',
  'progress-hidden': ({ userId }) =>
    `<@${userId}> keeps their progress to themselves. \`/progress\` shows yours.`,
  'bots-do-not-learn': () => 'That is a bot. It knows everything already, or nothing.',
  'dms-closed': () =>
    'Discord does not let me write to you yet. Open the menu of a server that we share, choose *Privacy Settings* and switch *Direct Messages* on; if you have blocked me, unblock me. Then `/nudge on` again. Nothing was changed.',
  'dms-unavailable': () =>
    'Discord does not let me reach our direct messages just now. Nothing was changed; please try `/nudge on` again in a few minutes.',
  'nudge-off': () => 'Your weekly reminder is off. `/nudge on` switches it on.',
  'bad-choice': () => 'That is not one of the choices. Pick one from the list; nothing was changed.',
  'managers-only': () =>
    'Only people with the permission *Manage Server* can set me up here. Ask one of them; `/help` shows what you can do.',
  'server-only': () => 'This command is for servers that I am a member of. Use it there.',
  'roles-not-managed': () =>
    'I lack the permission *Manage Roles*. Give it to my role under *Server Settings → Roles*, then try again.',
  'roles-unavailable': () =>
    'Discord does not let me make all the roles just now. Those that I made stay; `/setup server roles:` makes the rest in a few minutes.',
  'too-many-roles': () =>
    'This server has as many roles as Discord allows. Delete some that nobody needs, then try again; the roles that I made stay.',
  'role-gone': () => 'That role is gone. Choose another one; nothing was changed.',
  'role-not-for-giving': ({ roleId }) =>
    `<@&${roleId}> is not a role that anybody can be given: it is everybody’s, or an app or a subscription owns it. Nothing was changed.`,
  'role-powerful': ({ roleId }) =>
    `<@&${roleId}> allows its members to moderate or to run this server. I do not give such a role for tasks that people tick off themselves. Choose one without those permissions; nothing was changed.`,
  'role-above-mine': ({ roleId }) =>
    `<@&${roleId}> stands above my own role, so I cannot give it. Move my role above it under *Server Settings → Roles*, then try again.`,
  'role-not-yours-to-give': ({ roleId }) =>
    `You could not give <@&${roleId}> yourself, so I do not for you. That takes the permission *Manage Roles* and a role of yours above it.`,
  'bad-alias': ({ min, max }) =>
    `An alias has from ${min} to ${max} characters, with a letter, a digit or a symbol among them. Nothing was changed.`,
  'no-cohorts': () => 'There is no cohort here yet. `/cohort create` begins the first one.',
  'unknown-cohort': ({ query, cohorts }) =>
    cohorts.length === 0
      ? `I know no cohort like “${query}” here. \`/cohort list\` shows those there were; \`/cohort create\` begins a new one.`
      : `I know no cohort like “${query}” here. You can choose ${lists.format(bold(cohorts))}.`,
  'ambiguous-cohort': ({ query, matches }) =>
    `“${query}” fits several cohorts: ${lists.format(bold(matches))}. Pick one of them in the \`cohort\` field.`,
  'cohort-not-chosen': ({ cohorts }) =>
    cohorts.length === 0
      ? 'No cohort is under way here. `/cohort list` shows those there were; `/cohort create` begins a new one.'
      : `Say with \`cohort:\` which one you mean: ${lists.format(bold(cohorts))}.`,
  'no-own-cohort': () =>
    'You are in no cohort here yet. `/cohort list` shows those there are, and `/cohort join` brings you in.',
  'channel-unavailable': () =>
    'Discord does not let me post there just now. Nothing was changed; please try again in a few minutes.',
  'cohort-gone': () => 'I cannot find that cohort here any more. `/cohort list` shows all there are.',
  'not-in-cohort': ({ cohort }) =>
    `That is for those who are in **${cohort}**. \`/cohort join\` makes you one of them.`,
  'facilitators-only': ({ cohort }) =>
    `That is for those who look after **${cohort}**. \`/cohort show\` tells you who they are.`,
  'too-many-cohorts': ({ max }) =>
    `You look after ${numbers.format(max)} cohorts here, and your hands are full. \`/cohort archive\` puts one to rest, \`/cohort transfer\` hands one on, and whoever manages the server may begin as many as they like.`,
  'bad-cohort-name': ({ min, max }) =>
    `A cohort’s name has from ${min} to ${max} characters that people can see and say. Nothing was changed.`,
  'cohort-name-taken': ({ name }) =>
    `**${name}** looks like the name of another cohort here. Choose one that nobody mixes up with it.`,
  'pace-and-end': () => 'Give me either `hours` or `end`: I work out one from the other.',
  'end-out-of-reach': ({ min, max }) =>
    `Nothing from ${min} to ${max} hours a week gets there by that day. Choose a later \`end\`, or give me \`hours\` in its place.`,
  'bad-capacity': ({ min, max }) =>
    `A cohort has room for ${numbers.format(min)} to ${numbers.format(max)} members, or for any number. Nothing was changed.`,
  'capacity-below-members': ({ members }) =>
    `It has ${count(members, 'member', 'members')} already. Make room for at least as many; nothing was changed.`,
  'channel-unusable': ({ channelId }) =>
    `I may not write in <#${channelId}>. Let me see it and send messages there, or choose another channel.`,
  'channel-not-yours': ({ channelId }) =>
    `You may not write in <#${channelId}> yourself, so I do not do it for you either. Choose a channel in which you may.`,
  'no-thread-here': () =>
    'I cannot open a thread here. Let me create public threads in this channel, or try it in another one.',
  'cohort-full': ({ cohort, capacity }) =>
    `**${cohort}** is full: it has room for ${numbers.format(capacity)}. Whoever looks after it can make more; \`/cohort list\` shows the others.`,
  'cohort-archived': ({ cohort }) =>
    `**${cohort}** is archived: you can look at it, but nothing changes in it any more. Whoever looks after it can bring it back with \`/cohort restore\`.`,
  'cohort-not-archived': ({ cohort }) => `**${cohort}** is not archived. Everything is as it should be.`,
  'cohort-needs-code': ({ cohort }) =>
    `**${cohort}** has a code. Ask whoever looks after it, then type it into \`/cohort join code:\`.`,
  'unknown-code': () => 'No cohort here has that code. Look at it once more, letter by letter.',
  'too-many-guesses': ({ until }) =>
    `Those were a few wrong codes in a row, so let us take a break: try again ${relative(until)}. Whoever gave you the code can check it with you.`,
  'last-facilitator': ({ cohort }) =>
    `Somebody has to look after **${cohort}**. Find another one first, with \`/cohort transfer\` or \`/cohort facilitator\`.`,
  'remove-yourself': () => 'To go yourself, use `/cohort leave`.',
  'not-a-member': ({ userId, cohort }) => `<@${userId}> is not in **${cohort}**. Nothing was changed.`,
  'not-in-server': ({ userId }) =>
    `<@${userId}> is not in this server. Invite them first, then try it once more.`,
  'break-backwards': () => 'That break ends before it begins. Swap `from` and `until`.',
  'break-too-long': ({ max }) =>
    `A break has up to ${max} days. For a longer one, enter a second that begins on the day after it.`,
  'too-many-breaks': ({ max }) =>
    `There is room for ${max} breaks. Take one of them away first, then enter this one again.`,
  'bad-goal': ({ min, max }) =>
    `A goal has from ${numbers.format(min)} to ${numbers.format(max)} tasks; 0 takes it away. Nothing was changed.`,
  'no-cohort-channel': ({ cohort }) =>
    `**${cohort}** has no channel to speak in. Choose one with \`/cohort edit channel:\`.`,
  'attachment-too-large': ({ max }) =>
    `That file is too large for me: up to ${fileSize(max)} fit. Nothing was changed; make it smaller and give it to me again.`,
  'attachment-not-text': () =>
    'I can only read plain text, and that file is something else. Save it as plain text (UTF-8) and give it to me again. Nothing was changed.',
  'attachment-unavailable': () =>
    'Discord did not hand me that file just now. Nothing was changed; please try again in a minute.',
  'outdated-button': () =>
    'This button is from an earlier version of me. Type the command again for a fresh one.',
  'outdated-command': () => 'This is from an earlier version of me. Please type the command again.',
  'unknown-command': () => 'I do not know this command any more. `/help` lists what I can do.',
  stopping: () => 'I am just restarting. Please try again in a minute; nothing of yours is lost.',
};
