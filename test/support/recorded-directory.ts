import type { Directory } from '../../src/services/ports.ts';

export interface RecordedDirectory extends Directory {
  /** Every look-up, in order. */
  readonly lookUps: readonly { readonly guildId: string; readonly userId: string }[];
  /** Who is in a server, and how they are called there; everybody else is not. */
  readonly present: Map<string, string>;
  /** Set to make look-ups fail. */
  fault: (() => Error | undefined) | undefined;
}

/** Discord's members, as far as the port goes: keyed `<guild> <user>`. */
export function createRecordedDirectory(): RecordedDirectory {
  const lookUps: { guildId: string; userId: string }[] = [];
  const directory: RecordedDirectory = {
    lookUps,
    present: new Map(),
    fault: undefined,
    lookUp(guildId, userId) {
      lookUps.push({ guildId, userId });
      const fault = directory.fault?.();
      if (fault !== undefined) return Promise.reject(fault);
      const name = directory.present.get(`${guildId} ${userId}`);
      return Promise.resolve(name === undefined ? undefined : { name });
    },
  };
  return directory;
}
