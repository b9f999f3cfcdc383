import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { pathwayReader } from '../../src/content/brought-pathway.ts';
import { loadPathways } from '../../src/content/load-pathways.ts';
import { projectRoot } from '../../src/project-root.ts';
import { openLibrary } from '../../src/services/pathway-changes.ts';
import type { Clock, Notifier } from '../../src/services/ports.ts';
import { createServices, type Services } from '../../src/services/services.ts';
import { openStore, type OpenStore } from '../../src/store/open-store.ts';
import { createRecordedDirectory } from '../support/recorded-directory.ts';
import { createRecordedRoleGiver } from '../support/recorded-role-giver.ts';
import { MIGRATIONS_DIRECTORY } from '../support/temporary-store.ts';

/** What is measured speaks to nobody. */
const nobody: Notifier = {
  openDm: () => Promise.reject(new Error('nobody is there')),
  send: () => Promise.reject(new Error('nobody is there')),
  edit: () => Promise.reject(new Error('nobody is there')),
};

export interface BenchServices extends AsyncDisposable {
  readonly store: OpenStore;
  readonly services: Services;
}

/** The use cases with their database, without Discord around them. */
export async function openServices(databaseUrl: string, clock: Clock): Promise<BenchServices> {
  const store = await openStore({
    databaseUrl,
    migrationsDirectory: MIGRATIONS_DIRECTORY,
    now: () => clock.now(),
  });
  const pathways = await loadPathways(join(projectRoot(), 'data', 'pathways'));
  const services = createServices({
    store,
    clock,
    library: await openLibrary(store, pathways, clock.now()),
    notifier: nobody,
    directory: createRecordedDirectory(),
    roleGiver: createRecordedRoleGiver(),
    chance: randomInt,
    pathwayReader,
  });
  return { store, services, [Symbol.asyncDispose]: () => store.close() };
}
