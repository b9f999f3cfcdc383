/** Records one completion after another in the store with the URL `argv[2]`; prints each task's id once it is saved. */
import { writeSync } from 'node:fs';

import { openStore } from '../../../src/store/open-store.ts';
import { MIGRATIONS_DIRECTORY } from '../../support/temporary-store.ts';
import { COMPLETION, saveMemberAndEnrolment } from '../records.ts';

const store = await openStore({
  databaseUrl: String(process.argv[2]),
  migrationsDirectory: MIGRATIONS_DIRECTORY,
  now: () => Date.now(),
});
await saveMemberAndEnrolment(store);
for (let count = 1; ; count += 1) {
  const taskId = `task-${count}`;
  if (count % 2 === 0) await store.completions.save({ ...COMPLETION, taskId, recordedAt: count });
  else {
    await store.transaction(({ completions }) =>
      completions.save({ ...COMPLETION, taskId, recordedAt: count }),
    );
  }
  // Synchronous, so that no acknowledgement waits in a buffer when the kill comes.
  writeSync(process.stdout.fd, `${taskId}\n`);
}
