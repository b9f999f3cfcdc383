import type { Problem } from '../../domain/errors.ts';
import type { Words } from '../../words/words.ts';
import { ellipsize, escapeTyped } from '../escape.ts';
import { careContainer, container, select, text, type View } from './elements.ts';

const QUOTED_MAX_LENGTH = 60;
const LISTED_MAX = 8;

export function problemView(words: Words, problem: Problem): View {
  return [careContainer(text(describeProblem(words, problem)))];
}

export function whichTaskView(
  words: Words,
  problem: Extract<Problem, { code: 'ambiguous-task' }>,
  customId: string,
): View {
  const options = problem.matches.map(({ id, title }) => ({ label: title, value: id }));
  return [
    container(
      text(words.whichTask(readable(problem.query))),
      select(words.buttons.chooseMeant, customId, options),
    ),
  ];
}

export function unexpectedView(words: Words, interactionId: string): View {
  return [careContainer(text(words.unexpected(interactionId)))];
}

/** What is wrong and what to do about it, with nothing of what was typed coming alive. */
export function describeProblem(words: Words, problem: Problem): string {
  // Each code's words take that code's problem, which the compiler cannot follow through a look-up.
  const describe = words.problems[problem.code] as (problem: Problem) => string;
  return describe({ ...readable(problem), code: problem.code } as Problem);
}

/** What was typed may be long, or markup in disguise; what is listed may be many. */
function readable<T>(value: T): T;
function readable(value: unknown): unknown {
  if (typeof value === 'string') return escapeTyped(ellipsize(value, QUOTED_MAX_LENGTH));
  if (Array.isArray(value)) return value.slice(0, LISTED_MAX).map((item: unknown) => readable(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [key, readable(item)]),
  );
}
