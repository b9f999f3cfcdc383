import type { PlannedTurn } from './nudge.ts';
import type { WeeklySlot } from './weekly-slot.ts';

/** What the managers of one Discord server set up. */
export interface Server {
  readonly guildId: string;
  /** Discord locale of the server, for posts that answer nobody. */
  readonly locale: string;
  /** Weekdays, hours and days of this server are read in it. */
  readonly timeZone: string;
  readonly announcementChannelId: string | null;
  /** Where the weekly phase post goes; `null`: nowhere. */
  readonly nudgeChannelId: string | null;
  /** Where cohorts speak that have no channel of their own. */
  readonly summaryChannelId: string | null;
  readonly weekday: WeeklySlot['weekday'];
  readonly hour: WeeklySlot['hour'];
  readonly pathwayId: string;
  readonly next: PlannedTurn | null;
  /** Who set it up last, to be told when posts cannot go out any more; `null` once they had themselves erased. */
  readonly setUpBy: string | null;
  /** Why the weekly post is paused. */
  readonly trouble: ChannelTrouble | null;
  /** Why the roles of the phases are not kept in step. */
  readonly roleTrouble: RoleTrouble | null;
}

/** Why nothing can be posted to a channel any more. */
export type ChannelTrouble = 'channel-gone' | 'permission-lost';
export type RoleTrouble = 'permission-lost' | 'role-gone';
