import { z } from 'zod';
import { excerpt } from './excerpt.ts';

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
};

/**
 * Schema issues in an editor's words: one `path.to[3].field: expected …, got …` per place they concern.
 * Needs issues that carry their input (`reportInput`).
 */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): readonly string[] {
  const placeOf = ({ path }: z.core.$ZodIssue): string => z.core.toDotPath(path);
  const ofWrongKind = new Set(issues.filter(({ code }) => code === 'invalid_type').map(placeOf));
  return (
    issues
      // Text in place of a list is measured as a list by zod; that it is no list says enough.
      .filter((issue) => issue.code === 'invalid_type' || !ofWrongKind.has(placeOf(issue)))
      .flatMap(describeIssue)
  );
}

function describeIssue(issue: z.core.$ZodIssue): readonly string[] {
  const say = (sentence: string, path: readonly PropertyKey[] = issue.path): string =>
    path.length === 0 ? sentence : `${z.core.toDotPath(path)}: ${sentence}`;

  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => say('expected no field of this name', [...issue.path, key]));
    case 'invalid_type':
      return [say(`expected ${KINDS[issue.expected] ?? issue.expected}, got ${shown(issue.input)}`)];
    case 'invalid_value':
      return [
        say(
          `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}, got ${shown(issue.input)}`,
        ),
      ];
    case 'too_small':
      return [say(`expected at least ${counted(issue.minimum, issue.origin)}, got ${measured(issue.input)}`)];
    case 'too_big':
      return [say(`expected at most ${counted(issue.maximum, issue.origin)}, got ${measured(issue.input)}`)];
    case 'invalid_format':
      return [say(`${issue.message}, got ${shown(issue.input)}`)];
    default:
      return [say(issue.message)];
  }
}

function shown(input: unknown): string {
  if (input === undefined) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object' && input !== null) return 'an object';
  return excerpt(JSON.stringify(input));
}

function counted(limit: number | bigint, origin: string): string {
  if (origin === 'string') return limit === 1 ? '1 character' : `${limit} characters`;
  if (origin === 'array') return limit === 1 ? '1 entry' : `${limit} entries`;
  return String(limit);
}

function measured(input: unknown): string {
  // Code points, as the schema counts them.
  if (typeof input === 'string') return String(Array.from(input).length);
  return Array.isArray(input) ? String(input.length) : shown(input);
}
