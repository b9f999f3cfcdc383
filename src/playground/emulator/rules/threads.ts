import { ChannelType, ThreadAutoArchiveDuration } from 'discord-api-types/v10';
import type { Field } from './field.ts';

/** Those of a text channel; the third kind belongs to announcement channels. */
const threadTypes = [ChannelType.PublicThread, ChannelType.PrivateThread];

const archiveDurations = [
  ThreadAutoArchiveDuration.OneHour,
  ThreadAutoArchiveDuration.OneDay,
  ThreadAutoArchiveDuration.ThreeDays,
  ThreadAutoArchiveDuration.OneWeek,
];

/** Six hours. */
const maxSlowmodeSeconds = 21_600;

/** A thread by itself. Without a type it is a private one, for which other permissions are needed. */
export function checkThread(thread: Field): void {
  checkThreadOnMessage(thread);
  thread.at('type').oneOf(threadTypes);
  thread.at('invitable').boolean();
}

export function checkThreadOnMessage(thread: Field): void {
  thread.at('name').text({ min: 1, max: 100, required: true });
  thread.at('auto_archive_duration').oneOf(archiveDurations);
  thread.at('rate_limit_per_user').integer({ min: 0, max: maxSlowmodeSeconds });
}
