import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { expect, test } from 'vitest';
import { personalExportSchema } from '../../src/domain/personal-export.ts';

/** The rows of the only table, cell by cell. */
async function documented(): Promise<readonly (readonly string[])[]> {
  const page = await readFile(new URL('../../docs/export.md', import.meta.url), 'utf8');
  return page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function fieldsOf(schema: unknown): readonly string[] {
  if (schema instanceof z.ZodNullable) return fieldsOf(schema.unwrap());
  if (schema instanceof z.ZodArray) return fieldsOf(schema.element);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

test('the documentation names every field of the export, in its order', async () => {
  const rows = await documented();
  expect(rows.map(([field]) => field)).toEqual(
    Object.keys(personalExportSchema.shape).map((field) => `\`${field}\``),
  );
});

test('and what each of them holds', async () => {
  for (const [field = '', , meaning = ''] of await documented()) {
    const name = field.replaceAll('`', '') as keyof typeof personalExportSchema.shape;
    const told = [...meaning.matchAll(/`([^`]+)`/g)].map(([, one]) => one);
    const held = fieldsOf(personalExportSchema.shape[name]);
    if (held.length > 0) expect(told, name).toEqual(held);
  }
});
