/**
 * Waits for a line on standard input, then opens the store with the URL `argv[2]` and, `argv[3]` times, reads a number
 * and writes its successor in one transaction.
 */
import { once } from 'node:events';

import { openStore } from '../../../src/store/open-store.ts';
import { MIGRATIONS_DIRECTORY } from '../../support/temporary-store.ts';
import { COMPLETION, ENROLMENT, MEMBER, saveMemberAndEnrolment } from '../records.ts';

const [, , databaseUrl, times] = process.argv;
process.stdout.write('ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();

const store = await openStore({
  databaseUrl: String(databaseUrl),
  migrationsDirectory: MIGRATIONS_DIRECTORY,
  now: () => Date.now(),
  lockWaitMs: 15_000,
});
for (let count = 0; count < Number(times); count += 1) {
  await store.transaction(async (repositories) => {
    const { completions } = repositories;
    const found = await completions.find(MEMBER.userId, ENROLMENT.pathwayId, COMPLETION.taskId);
    await saveMemberAndEnrolment(repositories);
    await completions.save({ ...COMPLETION, note: String(Number(found?.note ?? 0) + 1) });
  });
}
await store.close();
