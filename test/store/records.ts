import type { Cohort } from '../../src/domain/cohort.ts';
import type { Completion, Enrolment, Member } from '../../src/domain/member.ts';
import type { Server } from '../../src/domain/server.ts';
import type { Repositories, ServerMember } from '../../src/services/ports.ts';

export const MEMBER: Member = {
  userId: '80351110224678912',
  timeZone: 'Europe/Berlin',
  visibility: 'named',
  alias: null,
  portfolioParts: null,
  currentPathwayId: 'teacher-to-data-analyst',
  createdAt: 1_790_000_000_000,
};

export const ENROLMENT: Enrolment = {
  userId: MEMBER.userId,
  pathwayId: MEMBER.currentPathwayId,
  hoursPerWeek: 6,
  startsOn: '2026-11-23',
  transferableSkills: null,
  ownedSkills: null,
  breaks: [],
  agreedEndsOn: null,
  toldRevision: 0,
  joinedAt: 1_790_000_000_001,
};

export const COMPLETION: Completion = {
  userId: MEMBER.userId,
  pathwayId: ENROLMENT.pathwayId,
  taskId: 'first-query',
  status: 'done',
  at: 1_790_000_000_002,
  recordedAt: 1_790_000_000_003,
  note: 'Took two evenings.',
  link: 'https://example.org/notebook',
  replaced: { status: 'skipped', at: 1, recordedAt: 2, note: null, link: null },
};

export const SERVER: Server = {
  guildId: '90351110224678912',
  locale: 'en-GB',
  timeZone: 'Asia/Kathmandu',
  announcementChannelId: null,
  nudgeChannelId: '90351110224678913',
  summaryChannelId: null,
  weekday: 7,
  hour: 0,
  pathwayId: MEMBER.currentPathwayId,
  next: { occurrence: '2026-W39', at: 1_790_000_000_000 },
  setUpBy: MEMBER.userId,
  trouble: null,
  roleTrouble: null,
};

export const SERVER_MEMBER: ServerMember = {
  guildId: SERVER.guildId,
  userId: MEMBER.userId,
  name: 'Mira',
  seenAt: 1_790_000_000_000,
  leftAt: null,
  phaseRoleId: null,
  phaseRoleDueAt: null,
};

export const COHORT: Cohort = {
  id: '95351110224678912',
  guildId: SERVER.guildId,
  name: 'Spring 2026',
  pathwayId: ENROLMENT.pathwayId,
  startsOn: '2026-03-02',
  hoursPerWeek: 10,
  breaks: [],
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  weekday: 1,
  hour: 9,
  next: { occurrence: '2026-W39', at: 1_790_000_000_000 },
  channelId: '95351110224678913',
  code: null,
  capacity: null,
  goal: null,
  createdAt: 1_790_000_000_000,
  archivedAt: null,
  trouble: null,
};

/** What people type, and worse. */
export const UNUSUAL_TEXTS = [
  '',
  ' \t spaces kept \n',
  `it's "quoted", \`ticked\`, and ends: '); DROP TABLE member; --`,
  '🧗‍♀️🏔️ 𝔠𝔞𝔦𝔯𝔫 𠜎',
  'مسار التعلّم ‏(من اليمين)‏',
  'e\u0301 is not é',
  '%_\\ \\u0041',
];

/** What a completion needs before it can be recorded. */
export async function saveMemberAndEnrolment({ members, enrolments }: Repositories): Promise<void> {
  await members.save(MEMBER);
  await enrolments.save(ENROLMENT);
}
