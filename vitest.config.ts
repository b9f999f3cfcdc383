import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Left to itself, Vitest keeps a core free, and on a machine of two the files run one after the other.
    maxWorkers: '100%',
  },
});
