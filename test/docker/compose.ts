import { parse } from 'yaml';
import { z } from 'zod';

const durationSchema = z.string().regex(/^\d+(ms|s|m|h)$/);
const mappingSchema = z.record(z.string(), z.string());

/** Of the Compose specification, what our files are made of: anything else is a slip of the pen, or has to be added here. */
const serviceSchema = z.strictObject({
  build: z.string().optional(),
  image: z.string().optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']).optional(),
  init: z.boolean().optional(),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({
        condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']),
      }),
    )
    .optional(),
  env_file: z.string().optional(),
  environment: mappingSchema.optional(),
  volumes: z.array(z.string().regex(/^[a-z][\w.-]*:\/[^:]+$/)).optional(),
  ports: z.array(z.string().regex(/^[\d.]+:\d+:\d+$/)).optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  stop_grace_period: durationSchema.optional(),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()),
      interval: durationSchema,
      timeout: durationSchema,
      retries: z.int(),
    })
    .optional(),
});

const composeSchema = z.strictObject({
  services: z.record(z.string(), serviceSchema),
  /** Each is made as it is by default. */
  volumes: z.record(z.string(), z.null()).optional(),
});

export type Compose = z.infer<typeof composeSchema>;

/**
 * Reads compose files as Compose does when it is told several: mappings are merged, lists appended, and what is a command
 * takes the place of the former one.
 *
 * @param texts the files, each going over the one before.
 * @param variables as they stand in `.env`.
 * @throws what is not of the shape above, or a variable that is asked for and not there.
 */
export function readCompose(texts: readonly string[], variables: Readonly<Record<string, string>>): Compose {
  const merged = texts.map((text): unknown => parse(text)).reduce(merge);
  return composeSchema.parse(interpolated(merged, variables));
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `healthcheck: test`, `command` and `entrypoint`. */
const isCommand = (key: string) => ['test', 'command', 'entrypoint'].includes(key);

function merge(base: unknown, over: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(over)) return [...(base as unknown[]), ...(over as unknown[])];
  if (!isMapping(base) || !isMapping(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    merged[key] = key in base && !isCommand(key) ? merge(base[key], value) : value;
  }
  return merged;
}

function interpolated(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((item) => interpolated(item, variables));
  if (isMapping(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, interpolated(item, variables)]),
    );
  }
  if (typeof value !== 'string') return value;
  return value.replace(/\$\{(\w+)(?::\?([^}]*))?\}/g, (_, name: string, otherwise = 'not set') => {
    const found = variables[name];
    if (found === undefined || found === '') throw new Error(`${name}: ${String(otherwise)}`);
    return found;
  });
}
