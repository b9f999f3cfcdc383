import { expect, test as base } from 'vitest';
import type { Person } from '../../src/playground/emulator/index.ts';
import { openServer, type TestServer } from './server.ts';

interface Fixtures {
  /** One for all tests of a file: what they do belongs to their own people. */
  server: TestServer;
  channelId: string;
  /** Two people in the server whom the bot has not met before this test. */
  ada: Person;
  ben: Person;
  /** Nobody is ever pinged by accident, whatever the test is about. */
  pingsNobody: undefined;
}

export const test = base.extend<Fixtures>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Vitest reads from this pattern which fixtures are needed
    async ({}, use) => {
      await using server = await openServer();
      await use(server);
    },
    { scope: 'file' },
  ],
  channelId: ({ server }, use) => use(server.channelId),
  ada: ({ server }, use) => use(server.newcomer()),
  ben: ({ server }, use) => use(server.newcomer()),
  pingsNobody: [
    async ({ server }, use) => {
      await use(undefined);
      expect(server.pings).toEqual([]);
    },
    { auto: true },
  ],
});
