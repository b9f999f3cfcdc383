import { z } from 'zod';
import type { Pathway } from '../domain/pathway.ts';

const stateSchema = z.enum(['offered', 'left']);

const knownPathwaySchema = z.strictObject({
  state: stateSchema,
  phases: z.record(z.string(), stateSchema),
  /** Of both lists. */
  skills: z.record(z.string(), stateSchema),
  /** With the phase and the hours that each was last offered with. */
  tasks: z.record(z.string(), z.strictObject({ state: stateSchema, phase: z.string(), hours: z.int() })),
});

/**
 * Every id that members' records and answers may point at, by pathway: nothing is ever taken out. Where a whole
 * pathway has left, its parts stay as they were then.
 */
export const idLedgerSchema = z.record(z.string(), knownPathwaySchema);

export type IdLedger = z.infer<typeof idLedgerSchema>;
type KnownPathway = z.infer<typeof knownPathwaySchema>;
type KnownTask = KnownPathway['tasks'][string];
type State = z.infer<typeof stateSchema>;

/** The ledger after publishing these pathways. */
export function recordIds(ledger: IdLedger, pathways: readonly Pathway[]): IdLedger {
  const known = new Map(Object.entries(ledger));
  return {
    ...mapValues(ledger, (pathway) => ({ ...pathway, state: 'left' as const })),
    ...Object.fromEntries(
      pathways.map((pathway) => [pathway.id, recordPathway(known.get(pathway.id), pathway)]),
    ),
  };
}

function recordPathway(known: KnownPathway | undefined, pathway: Pathway): KnownPathway {
  const offer = (items: readonly { readonly id: string }[]): Record<string, State> =>
    Object.fromEntries(items.map(({ id }) => [id, 'offered']));
  return {
    state: 'offered',
    phases: { ...mapValues(known?.phases ?? {}, () => 'left' as const), ...offer(pathway.phases) },
    skills: {
      ...mapValues(known?.skills ?? {}, () => 'left' as const),
      ...offer([...pathway.transferableSkills, ...pathway.skills]),
    },
    tasks: {
      ...mapValues(known?.tasks ?? {}, (task) => ({ ...task, state: 'left' as const })),
      ...Object.fromEntries(
        pathway.phases.flatMap((phase) =>
          phase.tasks.map(({ id, hours }): [string, KnownTask] => [
            id,
            { state: 'offered', phase: phase.id, hours },
          ]),
        ),
      ),
    },
  };
}

/** What publishing does to one id. */
export type IdChange =
  | { readonly kind: Turn; readonly part: 'pathway' | 'phase' | 'skill'; readonly id: string }
  | { readonly kind: Turn; readonly part: 'task'; readonly id: string; readonly task: KnownTask }
  | { readonly kind: 'moved'; readonly id: string; readonly from: string; readonly to: string }
  /** In hours at full pace. */
  | { readonly kind: 'resized'; readonly id: string; readonly from: number; readonly to: number };

type Turn = 'added' | 'left' | 'returned';

export interface PathwayChanges {
  readonly pathwayId: string;
  readonly changes: readonly IdChange[];
}

/** Pathways of which no id changes are left out; of one that is new, its parts are. */
export function compareLedgers(before: IdLedger, after: IdLedger): readonly PathwayChanges[] {
  const known = new Map(Object.entries(before));
  return Object.entries(after)
    .map(([pathwayId, pathway]) => ({
      pathwayId,
      changes: changesOf(pathwayId, known.get(pathwayId), pathway),
    }))
    .filter(({ changes }) => changes.length > 0);
}

function changesOf(id: string, before: KnownPathway | undefined, after: KnownPathway): readonly IdChange[] {
  const kind = turnOf(before?.state, after.state);
  const itself: readonly IdChange[] = kind === undefined ? [] : [{ kind, part: 'pathway', id }];
  if (before === undefined) return itself;
  return [
    ...itself,
    ...turnsOf('phase', before.phases, after.phases),
    ...taskChanges(before.tasks, after.tasks),
    ...turnsOf('skill', before.skills, after.skills),
  ];
}

function turnsOf(
  part: 'phase' | 'skill',
  before: Readonly<Record<string, State>>,
  after: Readonly<Record<string, State>>,
): readonly IdChange[] {
  const known = new Map(Object.entries(before));
  return Object.entries(after).flatMap(([id, state]) => {
    const kind = turnOf(known.get(id), state);
    return kind === undefined ? [] : [{ kind, part, id }];
  });
}

function taskChanges(before: KnownPathway['tasks'], after: KnownPathway['tasks']): readonly IdChange[] {
  const known = new Map(Object.entries(before));
  return Object.entries(after).flatMap(([id, task]) => {
    const former = known.get(id);
    const kind = turnOf(former?.state, task.state);
    const changes: IdChange[] = kind === undefined ? [] : [{ kind, part: 'task', id, task }];
    if (former !== undefined && former.phase !== task.phase)
      changes.push({ kind: 'moved', id, from: former.phase, to: task.phase });
    if (former !== undefined && former.hours !== task.hours)
      changes.push({ kind: 'resized', id, from: former.hours, to: task.hours });
    return changes;
  });
}

function turnOf(before: State | undefined, after: State): Turn | undefined {
  if (before === after) return undefined;
  if (after === 'left') return 'left';
  return before === undefined ? 'added' : 'returned';
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
