import type { Notifier, Repositories, Store } from '../../src/services/ports.ts';

/** Stands for SIGKILL inside one process. */
export class CrashError extends Error {
  override readonly name = 'CrashError';
}

/** What a process does to the world: `deliveries.claim`, `transaction`, `notifier.send`; just before it or just after. */
export interface Step {
  readonly name: string;
  readonly moment: 'before' | 'after';
}

export interface Ports {
  readonly store: Store;
  readonly notifier: Notifier;
}

/** Ports that wait at each step for `onStep`, and fail when it does. */
export function watchPorts(ports: Ports, onStep: (step: Step) => Promise<void> | void): Ports {
  const around = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    await onStep({ name, moment: 'before' });
    const result = await work();
    await onStep({ name, moment: 'after' });
    return result;
  };

  const watchMethods = <T extends object>(target: T, prefix: string): T =>
    new Proxy(target, {
      get(_, property) {
        const method: unknown = Reflect.get(target, property);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) =>
          around(
            `${prefix}.${String(property)}`,
            () => Reflect.apply(method, target, args) as Promise<unknown>,
          );
      },
    });
  const watchRepositories = (repositories: Repositories): Repositories => ({
    members: watchMethods(repositories.members, 'members'),
    enrolments: watchMethods(repositories.enrolments, 'enrolments'),
    completions: watchMethods(repositories.completions, 'completions'),
    nudges: watchMethods(repositories.nudges, 'nudges'),
    servers: watchMethods(repositories.servers, 'servers'),
    serverMembers: watchMethods(repositories.serverMembers, 'serverMembers'),
    phaseRoles: watchMethods(repositories.phaseRoles, 'phaseRoles'),
    deliveries: watchMethods(repositories.deliveries, 'deliveries'),
    tasks: watchMethods(repositories.tasks, 'tasks'),
    pathwayRevisions: watchMethods(repositories.pathwayRevisions, 'pathwayRevisions'),
    standings: watchMethods(repositories.standings, 'standings'),
    phaseDurations: watchMethods(repositories.phaseDurations, 'phaseDurations'),
    scores: watchMethods(repositories.scores, 'scores'),
    cohorts: watchMethods(repositories.cohorts, 'cohorts'),
    pinnedBoards: watchMethods(repositories.pinnedBoards, 'pinnedBoards'),
    personalData: watchMethods(repositories.personalData, 'personalData'),
    retention: watchMethods(repositories.retention, 'retention'),
    serverPathways: watchMethods(repositories.serverPathways, 'serverPathways'),
    pathwayChanges: watchMethods(repositories.pathwayChanges, 'pathwayChanges'),
    leases: watchMethods(repositories.leases, 'leases'),
    dmMinutes: watchMethods(repositories.dmMinutes, 'dmMinutes'),
  });

  return {
    notifier: watchMethods(ports.notifier, 'notifier'),
    store: {
      ...watchRepositories(ports.store),
      transaction: (work) =>
        around('transaction', () =>
          ports.store.transaction((repositories) => work(watchRepositories(repositories))),
        ),
    },
  };
}

/**
 * The ports of a process that can die: once it has, none of its calls does anything any more.
 * @param diesAt asked at each step while it lives.
 */
export function makeMortal(ports: Ports, diesAt: (step: Step) => boolean): Ports {
  let isDead = false;
  return watchPorts(ports, (step) => {
    isDead ||= diesAt(step);
    if (isDead) throw new CrashError(`${step.moment} ${step.name}`);
  });
}
