import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { parseJson, type JsonReading } from './parse-json.ts';

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
  return parseJson(text, schema);
}

/** The system's code (`ENOENT`, `EACCES`, …) where there is one. */
export function reason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
