import { parentPort, workerData } from 'node:worker_threads';

import { makeBackup, type BackupJob } from './backup.ts';

// Only `scheduled-backups.ts` starts this, with a job as its data.
parentPort?.postMessage(await makeBackup(workerData as BackupJob));
