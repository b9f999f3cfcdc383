import { z } from 'zod';

const instant = z.iso.datetime();
const day = z.iso.date();
/** With the title that it has in its pathway's file, or had last; `null` where that is not known any more. */
const titled = z.strictObject({ id: z.string(), title: z.string().nullable() });
const cohort = z.strictObject({ id: z.string(), name: z.string(), serverId: z.string() });
const turn = z.strictObject({ occurrence: z.string(), at: instant });
const record = {
  status: z.enum(['done', 'skipped']),
  at: instant,
  recordedAt: instant,
  note: z.string().nullable(),
  link: z.string().nullable(),
};

/**
 * Everything that is kept on one person, for themselves. `docs/export.md` describes each field. Whoever changes what a
 * field means, or takes one away, counts `version` up; further fields are no new version.
 */
export const personalExportSchema = z.strictObject({
  format: z.literal('cairn-personal-data'),
  version: z.literal(1),
  exportedAt: instant,
  userId: z.string(),
  member: z
    .strictObject({
      timeZone: z.string().nullable(),
      visibility: z.string().nullable(),
      alias: z.string().nullable(),
      portfolioParts: z.array(z.string()).nullable(),
      currentPathway: titled,
      createdAt: instant,
    })
    .nullable(),
  pathways: z.array(
    z.strictObject({
      pathway: titled,
      hoursPerWeek: z.int(),
      startsOn: day,
      transferableSkills: z.array(z.string()).nullable(),
      ownedSkills: z.array(z.string()).nullable(),
      breaks: z.array(z.strictObject({ startsOn: day, endsOn: day })),
      agreedEndsOn: day.nullable(),
      toldRevision: z.int(),
      joinedAt: instant,
    }),
  ),
  records: z.array(
    z.strictObject({
      pathway: titled,
      task: titled,
      ...record,
      replaced: z.strictObject(record).nullable(),
    }),
  ),
  standings: z.array(
    z.strictObject({
      pathway: titled,
      phase: titled.nullable(),
      task: titled.nullable(),
      doneHours: z.int(),
      activeAt: instant,
    }),
  ),
  phaseDurations: z.array(z.strictObject({ pathway: titled, phase: titled, days: z.int() })),
  reminder: z
    .strictObject({
      weekday: z.int(),
      hour: z.int(),
      locale: z.string(),
      state: z.string(),
      pausedUntil: instant.nullable(),
      activeSince: instant,
      next: turn.nullable(),
      dmChannelId: z.string().nullable(),
      notice: z.string().nullable(),
    })
    .nullable(),
  deliveries: z.array(
    z.strictObject({
      kind: z.string(),
      occurrence: z.string(),
      state: z.string(),
      dueAt: instant,
      notBefore: instant,
      firstSentAt: instant.nullable(),
      claimedAt: instant.nullable(),
      attempts: z.int(),
      messageId: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  servers: z.array(
    z.strictObject({
      serverId: z.string(),
      name: z.string().nullable(),
      seenAt: instant,
      leftAt: instant.nullable(),
      phaseRoleId: z.string().nullable(),
      phaseRoleDueAt: instant.nullable(),
    }),
  ),
  scores: z.array(
    z.strictObject({
      boardId: z.string(),
      period: z.string(),
      hours: z.int(),
      tasks: z.int(),
      listing: z.strictObject({ appearance: z.string(), label: z.string(), sortKey: z.string() }).nullable(),
      endsAt: instant.nullable(),
    }),
  ),
  cohorts: z.array(z.strictObject({ cohort, sharesDetails: z.boolean(), joinedAt: instant })),
  cohortsLookedAfter: z.array(z.strictObject({ cohort, since: instant })),
  codeGuesses: z.array(z.strictObject({ serverId: z.string(), misses: z.int(), since: instant })),
  serversSetUp: z.array(
    z.strictObject({
      serverId: z.string(),
      locale: z.string(),
      timeZone: z.string(),
      announcementChannelId: z.string().nullable(),
      nudgeChannelId: z.string().nullable(),
      summaryChannelId: z.string().nullable(),
      weekday: z.int(),
      hour: z.int(),
      pathway: titled,
      next: turn.nullable(),
      trouble: z.string().nullable(),
      roleTrouble: z.string().nullable(),
    }),
  ),
});

export type PersonalExport = z.infer<typeof personalExportSchema>;

/** Nothing is kept on the person. */
export function isEmpty({ member, reminder, ...others }: PersonalExport): boolean {
  return (
    member === null &&
    reminder === null &&
    Object.values(others).every((section) => !Array.isArray(section) || section.length === 0)
  );
}
