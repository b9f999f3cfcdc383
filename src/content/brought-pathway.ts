import { pathwaySchema, type Pathway } from '../domain/pathway.ts';
import { isPlainAddress, livelyPart, unseenCharacter } from '../domain/plain-text.ts';
import { describeChange } from './describe-id-changes.ts';
import { compareLedgers, recordIds, type IdLedger } from './id-ledger.ts';
import { parseJson } from './parse-json.ts';

type Path = readonly (string | number)[];

/**
 * A pathway that a server brings: by the rules of our own files, and in plain text, for whoever wrote it need not be
 * somebody whom the bot's operator knows.
 */
const broughtPathwaySchema = pathwaySchema.superRefine((pathway, context) => {
  for (const [path, text] of textsOf(pathway)) {
    for (const message of path.at(-1) === 'url' ? addressFaults(text) : textFaults(text))
      context.addIssue({ code: 'custom', path: [...path], message });
  }
});

type Brought = { readonly pathway: Pathway } | { readonly faults: readonly string[] };

/** Never throws: whatever the text is, it is a pathway or has faults, in an editor's words. */
function parseBroughtPathway(text: string): Brought {
  const { value: pathway, faults } = parseJson(text, broughtPathwaySchema);
  return pathway === undefined ? { faults } : { pathway };
}

/** A task that has left a pathway. */
interface FormerTask {
  readonly taskId: string;
  readonly phaseId: string;
  /** At full pace. */
  readonly hours: number;
}

/** What putting one content in another's place does to ids, in an editor's words: one line a change. */
function compareBroughtPathways(
  before: Pathway,
  after: Pathway,
  formerTasks: readonly FormerTask[],
): readonly string[] {
  const former = Object.fromEntries(
    formerTasks.map(({ taskId, phaseId, hours }) => [
      taskId,
      { state: 'left' as const, phase: phaseId, hours },
    ]),
  );
  const ledger: IdLedger = Object.fromEntries(
    Object.entries(recordIds({}, [before])).map(([pathwayId, known]) => [
      pathwayId,
      { ...known, tasks: { ...former, ...known.tasks } },
    ]),
  );
  return compareLedgers(ledger, recordIds(ledger, [after])).flatMap(({ changes }) =>
    changes.map(describeChange),
  );
}

/** For the services, which know neither JSON nor an editor's words. */
export const pathwayReader = { parse: parseBroughtPathway, compare: compareBroughtPathways };

function textsOf(value: unknown, path: Path = []): readonly (readonly [Path, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsOf(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, [...path, key]));
}

function textFaults(text: string): readonly string[] {
  const lively = livelyPart(text);
  const unseen = unseenCharacter(text);
  return [
    ...(lively === undefined
      ? []
      : [
          `expected plain text without mentions, links or code fences (addresses go into a resource's url), got ${JSON.stringify(lively)}`,
        ]),
    ...(unseen === undefined ? [] : [`expected characters that can be seen, got ${unseen}`]),
  ];
}

function addressFaults(address: string): readonly string[] {
  return isPlainAddress(address)
    ? []
    : ['expected an address without blanks, brackets, quotes or a name before "@" (write blanks as %20)'];
}
