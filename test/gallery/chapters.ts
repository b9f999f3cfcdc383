import { help } from './chapters/help.ts';
import { joining } from './chapters/joining.ts';
import { pathway } from './chapters/pathway.ts';
import { records } from './chapters/records.ts';
import { reminders } from './chapters/reminders.ts';
import { server } from './chapters/server.ts';
import { showing } from './chapters/showing.ts';
import { standing } from './chapters/standing.ts';
import { together } from './chapters/together.ts';
import { unclear } from './chapters/unclear.ts';
import type { Chapter } from './scene.ts';

/** Everything that the gallery shows, in order: the script draws it, and the test looks at it. */
export const chapters: readonly Chapter[] = [
  pathway,
  joining,
  records,
  standing,
  showing,
  together,
  reminders,
  server,
  help,
  unclear,
];
