import { UserError } from '../domain/errors.ts';
import { ASSUMED_TIME_ZONE } from '../domain/local-time.ts';
import type { PortfolioPart } from '../domain/member.ts';
import { composePortfolio, type Portfolio } from '../domain/portfolio.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { Store } from './ports.ts';

export interface PortfolioService {
  /**
   * What the member has done, as far as they want it shown; for their own eyes.
   * @param displayName as Discord shows them where they ask.
   * @throws {UserError} `not-joined`
   */
  compose(userId: string, displayName: string): Promise<Portfolio>;
  /** What goes in from now on. @throws {UserError} `not-joined` */
  choose(userId: string, parts: readonly PortfolioPart[]): Promise<void>;
}

interface Dependencies {
  readonly store: Store;
  readonly library: PathwayLibrary;
}

export function createPortfolioService({ store, library }: Dependencies): PortfolioService {
  return {
    async compose(userId, displayName) {
      const member = await store.members.find(userId);
      if (member === undefined) throw new UserError({ code: 'not-joined' });
      return composePortfolio({
        member,
        displayName,
        timeZone: member.timeZone ?? ASSUMED_TIME_ZONE,
        completions: await store.completions.listAll(userId),
        pathwayOf: (pathwayId) => library.find(pathwayId),
        formerTitleOf: (pathwayId, taskId) => library.titleOf(pathwayId, taskId),
      });
    },

    choose: (userId, parts) =>
      store.transaction(async ({ members }) => {
        const member = await members.find(userId);
        if (member === undefined) throw new UserError({ code: 'not-joined' });
        await members.save({ ...member, portfolioParts: parts });
      }),
  };
}
