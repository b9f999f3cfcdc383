import { createMembershipService, type MembershipService } from './membership.ts';
import { createNudgeService, type NudgeService } from './nudges.ts';
import { createPathwayLibrary, type PathwayLibrary } from './pathway-library.ts';
import type { Clock, Notifier, Store } from './ports.ts';
import { createProgressService, type ProgressService } from './progress.ts';
import { createServerService, type ServerService } from './servers.ts';
import type { Pathway } from '../domain/pathway.ts';

/** The use cases, as commands and jobs see them. */
export interface Services {
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly membership: MembershipService;
  readonly progress: ProgressService;
  readonly nudges: NudgeService;
  readonly servers: ServerService;
}

export function createServices(ports: {
  readonly store: Store;
  readonly clock: Clock;
  readonly pathways: readonly Pathway[];
  readonly notifier: Notifier;
}): Services {
  const { store, clock, notifier } = ports;
  const library = createPathwayLibrary(ports.pathways);
  return {
    clock,
    library,
    membership: createMembershipService({ store, clock, library }),
    progress: createProgressService({ store, clock, library }),
    nudges: createNudgeService({ store, clock, library, notifier }),
    servers: createServerService({ store, clock, library }),
  };
}
