import { defineConfig } from 'vitest/config';

import { temporaryPlace } from './test/support/temporary-place.ts';

/** Their subject is the database, or what several do to it at once: they run on both engines. */
const ON_BOTH_ENGINES = [
  'test/store/**/*.test.ts',
  ...[
    'cohort-deliveries',
    'cohorts',
    'deliveries',
    'leaderboards',
    'membership',
    'nudges',
    'pathway-follower',
    'pinned-boards',
    'presence',
    'privacy',
    'progress',
    'progress-model',
    'retention',
    'score-keeper',
    'server-pathways',
    'servers',
  ].map((subject) => `test/services/${subject}.test.ts`),
];

export default defineConfig({
  test: {
    env: { TMPDIR: temporaryPlace() },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Left to itself, Vitest keeps a core free, and on a machine of two the files run one after the other.
    maxWorkers: '100%',
    // Nothing of ours lives in a module, so test files can share theirs: loading them anew took a quarter of the time.
    isolate: false,
    projects: [
      {
        extends: true,
        test: { name: 'sqlite', include: ['test/**/*.test.ts'], exclude: ['**/*.postgres.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [...ON_BOTH_ENGINES, 'test/**/*.postgres.test.ts'],
          exclude: ['**/*.sqlite.test.ts'],
          globalSetup: ['test/support/postgres-once.ts'],
          setupFiles: ['test/support/on-postgres.ts'],
        },
      },
    ],
  },
});
