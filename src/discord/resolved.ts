import { z } from 'zod';

const digits = z.string().regex(/^\d+$/);

/** Of each kind, what the bot reads, and what discord.js needs for it. Optional: what Discord leaves out of some. */
const READ = {
  users: z.object({
    id: digits,
    username: z.string(),
    discriminator: z.string().optional(),
    global_name: z.string().nullish(),
    avatar: z.string().nullish(),
    bot: z.boolean().optional(),
  }),
  members: z.object({ roles: z.array(digits), nick: z.string().nullish() }),
  roles: z.object({
    id: digits,
    name: z.string(),
    position: z.int(),
    permissions: digits,
    managed: z.boolean(),
    hoist: z.boolean(),
  }),
  channels: z.object({
    id: digits,
    type: z.int(),
    name: z.string().nullish(),
    parent_id: digits.nullish(),
    permissions: digits.optional(),
  }),
  attachments: z.object({ id: digits, filename: z.string(), size: z.int(), url: z.string() }),
};

type Entries = Readonly<Record<string, unknown>>;

/**
 * Leaves of an interaction, as the gateway brings it, no more of what Discord resolved than the bot reads, and nothing
 * that cannot be read. discord.js takes all of it for complete and keeps it: one forged role without permissions would
 * trouble every command until the next start, and a member without a user would end the process. Whoever needs what is
 * missing finds that it is.
 */
export function keepReadable({ data }: { readonly data?: { resolved?: unknown } }): void {
  if (data === undefined) return;
  const resolved = entriesOf(data.resolved);
  const keep = (kind: keyof typeof READ) => readable(READ[kind], entriesOf(resolved[kind]));
  const users = keep('users');
  const members = Object.entries(keep('members')).filter(([id]) => id in users);
  data.resolved = {
    users,
    members: lookUp(members),
    roles: keep('roles'),
    channels: keep('channels'),
    attachments: keep('attachments'),
  };
}

function readable(schema: z.ZodType<object>, entries: Entries): Entries {
  return lookUp(
    Object.entries(entries).flatMap(([id, entry]) => {
      const { data } = schema.safeParse(entry);
      const isForAnother = data !== undefined && 'id' in data && data.id !== id;
      return data === undefined || isForAnother ? [] : [[id, data] as const];
    }),
  );
}

/** discord.js looks every option's value up, what somebody typed among them: `constructor` must find nothing. */
function lookUp(entries: readonly (readonly [string, unknown])[]): Entries {
  return Object.assign(Object.create(null) as object, Object.fromEntries(entries));
}

function entriesOf(value: unknown): Entries {
  return typeof value === 'object' && value !== null ? (value as Entries) : {};
}
