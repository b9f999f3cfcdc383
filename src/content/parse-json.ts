import type { z } from 'zod';
import { describeIssues } from './describe-issues.ts';
import { findJsonFault } from './json-fault.ts';

export interface JsonReading<T> {
  /** As far as the text could be read, which may be further than the schema allows. */
  readonly content?: unknown;
  readonly value?: T | undefined;
  /** In an editor's words, without the name of the file. */
  readonly faults: readonly string[];
}

/** A text of JSON, held against a schema. Whatever the text is, the answer is a value or faults. */
export function parseJson<T>(text: string, schema: z.ZodType<T>): JsonReading<T> {
  const fault = findJsonFault(text);
  if (fault !== undefined)
    return { faults: [`line ${fault.line}, column ${fault.column}: ${fault.message}`] };
  const content: unknown = JSON.parse(text);
  const { data: value, error } = schema.safeParse(content, { reportInput: true });
  return { content, value, faults: describeIssues(error?.issues ?? []) };
}
