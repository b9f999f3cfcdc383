import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIGURES, type Pathway, pathwaySchema } from '../../src/domain/pathway.ts';

type Path = readonly (string | number)[];

interface Place {
  readonly pathway: Pathway;
  readonly path: Path;
  readonly value: unknown;
  /** Keeps a counterexample readable. */
  readonly [fc.toStringMethod]: () => string;
}

const pathways: readonly Pathway[] = ['../../data/pathways/', '../support/pathways/'].flatMap((folder) => {
  const directory = new URL(folder, import.meta.url);
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => pathwaySchema.parse(JSON.parse(readFileSync(new URL(name, directory), 'utf8'))));
});
const places = pathways.flatMap((pathway) => placesOf(pathway, pathway, []));

/** Every place of a value in the pathway, parents before children. */
function placesOf(pathway: Pathway, value: unknown, path: Path): Place[] {
  const place = { pathway, path, value, [fc.toStringMethod]: () => `${pathway.id} at ${path.join('.')}` };
  if (typeof value !== 'object' || value === null) return [place];
  const children = Object.entries(value).flatMap(([key, child]) =>
    placesOf(pathway, child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [place, ...children];
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce((value, key) => (value as Record<string | number, unknown>)[key], root);
}

/** A copy of `root` with `value` at `path`; without the field when `value` is undefined. */
function withValue(root: unknown, path: Path, value: unknown): unknown {
  const key = path.at(-1);
  if (key === undefined) return value;
  const copy = structuredClone(root);
  const parent = valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>;
  if (value === undefined) Reflect.deleteProperty(parent, key);
  else parent[key] = value;
  return copy;
}

interface Fault {
  readonly path: Path;
  readonly message: string;
}

function faultsOf(candidate: unknown): Fault[] {
  const { error } = pathwaySchema.safeParse(candidate);
  return (error?.issues ?? []).map((issue) => ({
    path: [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])] as Path,
    message: issue.message,
  }));
}

function anyPlace(choose: (place: Place) => boolean): fc.Arbitrary<Place> {
  return fc.constantFrom(...places.filter(choose));
}

/** Wherever the chosen kind of place is broken in this way, the refusal points at it. */
function expectRefusal(
  choose: (place: Place) => boolean,
  breakage: (value: unknown) => fc.Arbitrary<unknown>,
) {
  const broken = anyPlace(choose).chain((place) => fc.tuple(fc.constant(place), breakage(place.value)));
  fc.assert(
    fc.property(broken, ([{ pathway, path }, value]) => {
      expect(faultsOf(withValue(pathway, path, value)).map((fault) => fault.path)).toContainEqual(path);
    }),
  );
}

const lastOf = ({ path }: Place) => path.at(-1);
const isText = ({ value }: Place) => typeof value === 'string';
const isNumber = ({ value }: Place) => typeof value === 'number';
const isList = ({ value }: Place) => Array.isArray(value);
const isObject = ({ value }: Place) => typeof value === 'object' && !Array.isArray(value);
const isReference = ({ path, value }: Place) =>
  typeof value === 'string' &&
  path[0] === 'phases' &&
  ['skills', 'resources', 'realityCheck'].includes(String(path.at(-2)));
const jsonOtherThan = (isRight: (value: unknown) => boolean) => () =>
  fc.jsonValue().filter((value) => !isRight(value));

describe('a valid pathway', () => {
  test('is taken as it is', () => {
    expect(pathways.length).toBeGreaterThanOrEqual(2);
    for (const pathway of pathways) expect(pathwaySchema.parse(pathway)).toEqual(pathway);
  });

  test('may list its phases, tasks and skills in any order', () => {
    fc.assert(
      fc.property(
        anyPlace(
          ({ path }) =>
            ['phases', 'tasks'].includes(String(path.at(-1))) || (path[0] === 'skills' && path.length === 1),
        ).chain((place) => {
          const items = place.value as unknown[];
          const shuffled = fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length });
          return fc.tuple(fc.constant(place), shuffled);
        }),
        ([{ pathway, path }, shuffled]) => {
          expect(faultsOf(withValue(pathway, path, shuffled))).toEqual([]);
        },
      ),
    );
  });

  test('loses the blanks around its texts', () => {
    expect(pathwaySchema.parse({ ...pathways[0], headline: '  A plan\n' }).headline).toBe('A plan');
  });

  test('may have texts in any script, measured in code points as Discord does', () => {
    const title = '🧗'.repeat(90);
    expect(faultsOf({ ...pathways[0], from: title })).toEqual([]);
    expect(faultsOf({ ...pathways[0], from: `${title}!` })).toMatchObject([{ path: ['from'] }]);
  });
});

describe('a shape that is broken in one place is refused there', () => {
  test('text that is something else, blank or too long', () => {
    expectRefusal(
      isText,
      jsonOtherThan((value) => typeof value === 'string'),
    );
    expectRefusal(isText, () => fc.constantFrom('', ' ', '\t\n'));
    expectRefusal(isText, () => fc.integer({ min: 601, max: 5000 }).map((length) => 'x'.repeat(length)));
  });

  test('a number that is something else, a fraction or out of range', () => {
    expectRefusal(
      isNumber,
      jsonOtherThan((value) => typeof value === 'number'),
    );
    expectRefusal(isNumber, (value) => fc.constant(Number(value) + 0.5));
    expectRefusal(isNumber, () => fc.integer({ max: -101 }));
    expectRefusal(
      (place) => isNumber(place) && place.path[0] !== 'timelineMonths',
      () => fc.integer({ min: 1001 }),
    );
  });

  test('a list that is something else, or too long', () => {
    expectRefusal(
      isList,
      jsonOtherThan((value) => Array.isArray(value)),
    );
    expectRefusal(isList, (value) =>
      fc.integer({ min: 21, max: 60 }).map((length) => Array.from({ length }, () => (value as unknown[])[0])),
    );
  });

  test('an empty list, except one of resources', () => {
    expectRefusal(
      (place) => isList(place) && lastOf(place) !== 'resources',
      () => fc.constant([]),
    );
  });

  test('an object that is something else', () => {
    expectRefusal(
      isObject,
      jsonOtherThan((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
    );
  });

  test('a missing field, except an address and what is estimated', () => {
    const isOptional = (place: Place) => ['url', 'estimates'].includes(String(lastOf(place)));
    expectRefusal(
      (place) => typeof lastOf(place) === 'string' && !isOptional(place),
      () => fc.constant(undefined),
    );
    const without = places
      .filter(isOptional)
      .map(({ pathway, path }) => faultsOf(withValue(pathway, path, undefined)));
    expect(without.flat()).toEqual([]);
  });

  test('an estimate of something that is no figure', () => {
    const faults = faultsOf({ ...pathways[0], estimates: ['salary', 'pay'] });
    expect(faults.map(({ path }) => path)).toEqual([['estimates', 1]]);
  });

  test('an unknown field', () => {
    fc.assert(
      fc.property(anyPlace(isObject), fc.constantFrom('colour', 'ID', 'titel', 'hour'), (place, key) => {
        const path = [...place.path, key];
        expect(faultsOf(withValue(place.pathway, path, 'x'))).toMatchObject([{ path }]);
      }),
    );
  });

  test('an id that is no slug', () => {
    expectRefusal(
      (place) => lastOf(place) === 'id',
      () =>
        fc.oneof(
          fc.constantFrom('Kubernetes', 'two words', 'under_score', '-edge', 'edge-', 'dou--ble', 'größe'),
          fc.string().filter((text) => !/^[a-z0-9-]*$/.test(text.trim())),
          fc.constant('a'.repeat(41)),
        ),
    );
  });

  test('an address that is not https', () => {
    expectRefusal(
      (place) => lastOf(place) === 'url',
      () =>
        fc.constantFrom(
          'http://example.org/',
          'ftp://example.org/',
          'javascript:alert(1)',
          'example.org',
          '//example.org',
          '',
        ),
    );
  });
});

describe('a rule between fields that is broken is refused where it is broken', () => {
  /** The list within which the place's id must differ from others. */
  const kindOf = ({ path: [root, , list] }: Place): string => {
    if (root === 'phases') return list === 'tasks' || list === 'resources' ? list : 'phases';
    return root === 'transferableSkills' ? 'skills' : String(root);
  };

  test.each(['phases', 'tasks', 'resources', 'skills', 'realityCheck', 'faq'])(
    'an id twice among %s',
    (kind) => {
      const ids = places.filter(
        (place) => lastOf(place) === 'id' && place.path.length > 1 && kindOf(place) === kind,
      );
      const pairs = ids.flatMap((earlier, index) =>
        ids
          .slice(index + 1)
          .flatMap((later) => (later.pathway === earlier.pathway ? [{ earlier, later }] : [])),
      );
      expect(pairs).not.toEqual([]);
      // Skills stand before the transferable ones in the rule, though not in the file.
      for (const { earlier, later } of pairs) {
        const id = String(earlier.value);
        const faults = faultsOf(withValue(later.pathway, later.path, id));
        const message = `expected a unique id, but "${id}" stands earlier in this file`;
        expect([[{ path: later.path, message }], [{ path: earlier.path, message }]]).toContainEqual(
          faults.filter((fault) => fault.path.at(-1) === 'id'),
        );
      }
    },
  );

  test('a reference to something that is not in the file', () => {
    fc.assert(
      fc.property(anyPlace(isReference), ({ pathway, path }) => {
        const [fault, ...others] = faultsOf(withValue(pathway, path, 'not-there'));
        expect(others).toEqual([]);
        expect(fault?.path).toEqual(path);
        expect(fault?.message).toMatch(
          /^expected the id of a (skill|resource|reality-check item) in this file, got "not-there"$/,
        );
      }),
    );
  });

  test('the same reference twice', () => {
    fc.assert(
      fc.property(anyPlace(isReference), ({ pathway, path, value }) => {
        const listPath = path.slice(0, -1);
        const references = valueAt(pathway, listPath) as string[];
        const doubled = withValue(pathway, listPath, [...references, value]);
        expect(faultsOf(doubled)).toMatchObject([{ path: [...listPath, references.length] }]);
        expect(faultsOf(doubled)[0]?.message).toMatch(
          /^expected each (skill|resource|reality-check item) once, but "[a-z0-9-]+" repeats$/,
        );
      }),
    );
  });

  test('the same figure estimated twice', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...FIGURES], { minLength: 1, maxLength: 5 }),
        fc.nat(),
        (figures, at) => {
          const again = figures[at % figures.length] ?? 'hours';
          expect(faultsOf({ ...pathways[0], estimates: figures })).toEqual([]);
          expect(faultsOf({ ...pathways[0], estimates: [...figures, again] })).toEqual([
            {
              path: ['estimates', figures.length],
              message: `expected each figure once, but "${again}" repeats`,
            },
          ]);
        },
      ),
    );
  });

  test('hours that do not add up to the weeks of the phase', () => {
    fc.assert(
      fc.property(
        anyPlace((place) => lastOf(place) === 'hours'),
        fc.integer({ min: 1, max: 300 }),
        ({ pathway, path, value }, more) => {
          const tasks = path.slice(0, 3);
          const weeks = Number(valueAt(pathway, [...path.slice(0, 2), 'weeks']));
          const right = weeks * pathway.fullPaceHoursPerWeek;
          expect(faultsOf(withValue(pathway, path, Number(value) + more))).toEqual([
            {
              path: tasks,
              message: `expected hours that add up to ${right} (${weeks} weeks of ${pathway.fullPaceHoursPerWeek}), got ${right + more}`,
            },
          ]);
        },
      ),
    );
  });

  test('a timeline that ends before it starts', () => {
    expect(faultsOf({ ...pathways[0], timelineMonths: { min: 9, max: 8 } })).toEqual([
      { path: ['timelineMonths', 'max'], message: 'expected at least 9 (the minimum)' },
    ]);
  });
});
