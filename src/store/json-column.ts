import { z } from 'zod';
import type { Break } from '../domain/breaks.ts';
import { StoreError } from './store-error.ts';

/**
 * Reads a column that holds JSON.
 * @param place which row and column it is, for the message.
 * @param wayOut what the operator can set it to, and what is lost by that.
 * @throws {StoreError} when this version cannot read it.
 */
export function readJson<T>(schema: z.ZodType<T>, json: string, place: string, wayOut: string): T {
  try {
    return schema.parse(JSON.parse(json));
  } catch (cause) {
    throw new StoreError(`${place} cannot be read by this version. ${wayOut}`, { cause });
  }
}

const breaksSchema = z.array(
  z.strictObject({ startsOn: z.iso.date(), endsOn: z.iso.date() }),
) satisfies z.ZodType<Break[]>;

/** @throws {StoreError} */
export function readBreaks(json: string, owner: string): readonly Break[] {
  return readJson(
    breaksSchema,
    json,
    `The column "breaks" of the ${owner}`,
    "Set it to '[]': only the dates of those breaks are lost.",
  );
}

const idsSchema = z.array(z.string());

/** @throws {StoreError} */
export function readIds(json: string | null, column: string, owner: string): readonly string[] | null {
  if (json === null) return null;
  return readJson(
    idsSchema,
    json,
    `The column "${column}" of the ${owner}`,
    'Set it to NULL: only that answer is lost.',
  );
}

export function writeJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
