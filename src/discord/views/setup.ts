import { channelMention } from 'discord.js';
import type { Pathway } from '../../domain/pathway.ts';
import type { Server, ChannelTrouble } from '../../domain/server.ts';
import type { Post } from '../../services/ports.ts';
import type { Words } from '../../words/words.ts';
import { phaseRolesAction, resumePostsAction, roadmapAction } from '../actions.ts';
import { escapeTyped } from '../escape.ts';
import { cityOf, momentStamp } from '../timestamps.ts';
import { actionRows, button, careContainer, container, separator, text, type View } from './elements.ts';
import { phaseRoleFaultLines, type PhaseRoleFaults } from './phase-roles.ts';
import { resourceName } from './roadmap.ts';
import { nextStepButton } from './way-on.ts';

/** What the bot needs in a channel to post there, and has not. */
export interface ChannelFault {
  readonly channelId: string;
  /** None at all: the channel itself is not there. */
  readonly missing: readonly PostingPermission[];
}

export type PostingPermission = 'ViewChannel' | 'SendMessages' | 'SendMessagesInThreads';

export type PhaseRoleNews = 'create' | 'off' | 'other-pathway';

export interface SetupScene {
  readonly words: Words;
  readonly server: Server | undefined;
  /** `undefined` when it is no longer offered. */
  readonly pathway: Pathway | undefined;
  readonly faults: readonly ChannelFault[];
  readonly roles: {
    /** By the phase's id. */
    readonly roleIds: ReadonlyMap<string, string>;
    readonly faults: PhaseRoleFaults;
    /** What has just become of them. */
    readonly news: PhaseRoleNews | undefined;
  };
  /** Just changed, not only looked at. */
  readonly isSaved: boolean;
}

export function setupView({ words, server, pathway, faults, roles, isSaved }: SetupScene): View {
  const title = `### ${isSaved ? words.server.saved : words.server.title}`;
  if (server === undefined) return [container(text(title, words.server.notSetUp))];
  const { nudgeChannelId, weekday, hour, timeZone, next, trouble, roleTrouble } = server;
  const slot = words.slot(words.weekdays[weekday - 1] ?? words.nothing, hour, cityOf(timeZone));
  const isPaused = trouble !== null || roleTrouble !== null;
  const faultLines = [
    ...faults.map((fault) => faultLine(words, fault)),
    ...phaseRoleFaultLines(words, roles.faults),
  ];
  const goOn = button(words.buttons.goOn, resumePostsAction.customId({}), { weight: 'primary' });
  const chooseRoles = button(words.buttons.phaseRoles, phaseRolesAction.customId({}));
  return [
    container(
      text(
        title,
        words.server.weeklyPost(mentioned(nudgeChannelId), slot),
        next !== null && words.server.next(momentStamp(next.at)),
        words.server.pathway(
          pathway === undefined ? words.nothing : words.pathwayTitle(pathway.from, pathway.to),
        ),
        words.server.announcements(mentioned(server.announcementChannelId)),
        words.server.summaries(mentioned(server.summaryChannelId)),
        words.server.timeZone(cityOf(timeZone)),
        pathway &&
          words.server.roles(
            pathway.phases.filter(({ id }) => roles.roleIds.has(id)).length,
            pathway.phases.length,
          ),
      ),
      ...(roles.news === undefined ? [] : [text(words.server.roleNews[roles.news])]),
      ...(faultLines.length === 0 ? [] : [text(...faultLines)]),
      ...(isPaused ? [separator()] : []),
      ...(trouble === null
        ? []
        : [text(`**${words.server.troubleTitle(undefined)}**`, words.server.trouble[trouble])]),
      ...(roleTrouble === null
        ? []
        : [text(`**${words.server.roleTroubleTitle}**`, words.server.roleTrouble[roleTrouble])]),
      ...actionRows({
        next: isPaused ? goOn : undefined,
        others: [pathway === undefined ? undefined : chooseRoles],
      }),
    ),
  ];
}

function mentioned(channelId: string | null): string | undefined {
  return channelId === null ? undefined : channelMention(channelId);
}

function faultLine(words: Words, { channelId, missing }: ChannelFault): string {
  const channel = channelMention(channelId);
  return missing.length === 0
    ? words.server.channelGone(channel)
    : words.server.missing(
        channel,
        missing.map((permission) => words.server.permissions[permission]),
      );
}

/** The weekly post to a server: the same for everybody, so it speaks of the phase and of nobody. */
export function serverNudgeView(words: Words, post: Extract<Post, { kind: 'server-nudge' }>): View {
  const { pathway, phase, phaseNumber, resource, walkers, week } = post;
  const { encouragements } = words.server;
  return [
    container(
      text(
        `### ${words.server.post(phaseNumber, pathway.phases.length, phase.title)}`,
        words.server.asks(phase.asks),
        resource && words.server.resource(resourceName(resource)),
      ),
      separator(),
      text(
        words.server.walkers(walkers),
        `*${encouragements[week % encouragements.length] ?? words.nothing}*`,
      ),
      ...actionRows({
        next: nextStepButton(words),
        others: [
          button(
            words.buttons.lookAtPhase,
            roadmapAction.customId({ view: 'phase', pathway: pathway.id, item: phase.id, page: 0 }),
          ),
        ],
      }),
    ),
  ];
}

/** For the one who set the server up, by DM. */
export function serverTroubleView(
  words: Words,
  trouble: ChannelTrouble,
  serverName: string | undefined,
): View {
  return [
    careContainer(
      text(
        `### ${words.server.troubleTitle(serverName === undefined ? undefined : escapeTyped(serverName))}`,
        words.server.trouble[trouble],
      ),
    ),
  ];
}
