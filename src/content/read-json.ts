import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { describeIssues } from './describe-issues.ts';
import { findJsonFault } from './json-fault.ts';

export interface JsonReading<T> {
  /** As far as the file could be read, which may be further than the schema allows. */
  readonly content?: unknown;
  readonly value?: T | undefined;
  /** In an editor's words, without the name of the file. */
  readonly faults: readonly string[];
}

/** A file of JSON in UTF-8, held against a schema. */
export async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<JsonReading<T>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return { faults: [`expected a readable file, got ${reason(error)}`] };
  }

  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { faults: ['expected UTF-8 text, got other bytes'] };
  }

  const fault = findJsonFault(text);
  if (fault !== undefined)
    return { faults: [`line ${fault.line}, column ${fault.column}: ${fault.message}`] };
  const content: unknown = JSON.parse(text);
  const { data: value, error } = schema.safeParse(content, { reportInput: true });
  return { content, value, faults: describeIssues(error?.issues ?? []) };
}

/** The system's code (`ENOENT`, `EACCES`, …) where there is one. */
export function reason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
