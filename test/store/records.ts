import type { Completion, Enrolment, Member } from '../../src/domain/member.ts';
import type { Repositories } from '../../src/services/ports.ts';

export const MEMBER: Member = {
  userId: '80351110224678912',
  timeZone: 'Europe/Berlin',
  visibility: 'visible',
  currentPathwayId: 'teacher-to-data-analyst',
  createdAt: 1_790_000_000_000,
};

export const ENROLMENT: Enrolment = {
  userId: MEMBER.userId,
  pathwayId: MEMBER.currentPathwayId,
  hoursPerWeek: 6,
  startsOn: '2026-11-23',
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

/** What a completion needs before it can be recorded. */
export async function saveMemberAndEnrolment({ members, enrolments }: Repositories): Promise<void> {
  await members.save(MEMBER);
  await enrolments.save(ENROLMENT);
}
