import type { RoleGiver } from '../../src/services/ports.ts';

export interface RecordedRoleGiver extends RoleGiver {
  /** Every request, in order: `give <user> <role>`, `take <user> <role>`, `create <name>`. */
  readonly requests: string[];
  /** The names of a server's roles, by their ids. */
  readonly roles: Map<string, string>;
  /** Who has which role: `<guild> <user> <role>`. */
  readonly held: Set<string>;
  /** User ids of those who are in no server any more. */
  readonly absent: Set<string>;
  /** Asked before each request; set to make some fail, or to have something happen meanwhile. */
  before: (request: string) => Promise<void>;
}

/** Discord's roles, as far as the port goes. */
export function createRecordedRoleGiver(): RecordedRoleGiver {
  const change =
    (verb: 'give' | 'take', work: (key: string) => void): RoleGiver['give'] =>
    async (guildId, userId, roleId) => {
      const request = `${verb} ${userId} ${roleId}`;
      giver.requests.push(request);
      await giver.before(request);
      if (giver.absent.has(userId)) return 'member-gone';
      if (!giver.roles.has(roleId)) return 'role-gone';
      work(`${guildId} ${userId} ${roleId}`);
      return 'done';
    };
  const giver: RecordedRoleGiver = {
    requests: [],
    roles: new Map(),
    held: new Set(),
    absent: new Set(),
    before: () => Promise.resolve(),
    give: change('give', (key) => giver.held.add(key)),
    take: change('take', (key) => giver.held.delete(key)),
    async create(_, name) {
      giver.requests.push(`create ${name}`);
      await giver.before(`create ${name}`);
      const roleId = `role-${giver.roles.size + 1}`;
      giver.roles.set(roleId, name);
      return { roleId };
    },
  };
  return giver;
}
