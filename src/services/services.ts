import { createMembershipService, type MembershipService } from './membership.ts';
import { createPathwayLibrary, type PathwayLibrary } from './pathway-library.ts';
import type { Clock, Store } from './ports.ts';
import { createProgressService, type ProgressService } from './progress.ts';
import type { Pathway } from '../domain/pathway.ts';

/** The use cases, as commands and jobs see them. */
export interface Services {
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly membership: MembershipService;
  readonly progress: ProgressService;
}

export function createServices(ports: {
  readonly store: Store;
  readonly clock: Clock;
  readonly pathways: readonly Pathway[];
}): Services {
  const { store, clock } = ports;
  const library = createPathwayLibrary(ports.pathways);
  return {
    clock,
    library,
    membership: createMembershipService({ store, clock, library }),
    progress: createProgressService({ store, clock, library }),
  };
}
