import { setImmediate } from 'node:timers/promises';

import type { Clock, Store } from './ports.ts';
import type { ScoreKeeper } from './score-keeper.ts';

/** Members in one transaction: few enough that nobody's answer waits for it. */
const BATCH = 50;

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly keeper: ScoreKeeper;
}

/**
 * Works out anew the lines of all who stand on a board: its zone has changed, and its weeks and months begin at other
 * instants. Not one transaction, for a board may have very many lines; should it be interrupted, the rest follows with
 * each member's next record, or with the next week.
 */
export async function moveBoard(dependencies: Dependencies, boardId: string): Promise<void> {
  const { scores } = dependencies.store;
  let userIds = await scores.userIds(boardId, '', BATCH);
  while (userIds.length > 0) {
    await moveBatch(dependencies, boardId, userIds);
    userIds = await scores.userIds(boardId, userIds.at(-1) ?? '', BATCH);
  }
}

/** The same for these members, who are about to stand on the board or do so no more. */
export async function moveMembers(
  dependencies: Dependencies,
  boardId: string,
  userIds: readonly string[],
): Promise<void> {
  for (let first = 0; first < userIds.length; first += BATCH) {
    await moveBatch(dependencies, boardId, userIds.slice(first, first + BATCH));
  }
}

async function moveBatch(
  { store, clock, keeper }: Dependencies,
  boardId: string,
  userIds: readonly string[],
): Promise<void> {
  await store.transaction(async (repositories) => {
    for (const userId of userIds) await keeper.movedOn(repositories, userId, boardId, clock.now());
  });
  await setImmediate();
}
