import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/domain/errors.ts';
import { parseTimeZone } from '../../src/domain/local-time.ts';
import { resolveCandidate, searchCandidates, type Candidate } from '../../src/domain/matching.ts';
import type { Pathway, Task } from '../../src/domain/pathway.ts';
import { createPathwayLibrary, resolvePhase, resolveTask } from '../../src/services/pathway-library.ts';
import { resolveTimeZone, searchTimeZones } from '../../src/services/time-zones.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';

function named(...names: readonly string[]): readonly Candidate<string>[] {
  return names.map((name) => ({ item: name, names: [name] }));
}

function tasksOf(pathway: Pathway): readonly Task[] {
  return pathway.phases.flatMap(({ tasks }) => tasks);
}

function outcome(query: string, candidates: readonly Candidate<string>[]): string | readonly string[] {
  const resolution = resolveCandidate(query, candidates);
  if (resolution.kind === 'one') return resolution.item;
  return resolution.kind === 'several' ? resolution.items : [];
}

describe('searching', () => {
  test('puts the exact name first, then beginnings, then words, then insides, then slips', () => {
    const best = [
      'kubernetes',
      'Kubernetes on metal',
      'Deploy to Kubernetes',
      'Microkubernetescluster',
      'The kubernettes guide',
    ];
    expect(searchCandidates('kubernetes', named(...best.toReversed(), 'Terraform'))).toEqual(best);
  });

  test('keeps the order of the candidates within a rank', () => {
    const names = ['read two', 'read one', 'read three'];
    expect(searchCandidates('read', named(...names))).toEqual(names);
  });

  test('takes the best of several names', () => {
    const candidates = [
      { item: 'city', names: ['Europe/Berlin', 'Berlin'] },
      { item: 'beginning', names: ['Berlin Wall'] },
    ];
    expect(searchCandidates('berlin', candidates)).toEqual(['city', 'beginning']);
  });

  test.each(['', '   ', '!?…', '—', '\u200b', '🧗'])(
    'for %j, with nothing to go by, finds everything',
    (query) => {
      expect(searchCandidates(query, named('b', 'a'))).toEqual(['b', 'a']);
    },
  );

  test('finds nothing where nothing fits', () => {
    expect(searchCandidates('zeppelin', named('Kubernetes', 'Terraform'))).toEqual([]);
  });

  test('finds a part of the candidates, the better ones first, whatever the query', () => {
    const names = tasksOf(backendPathway).map(({ title }) => title);
    const rank = (query: string, name: string) => {
      const found = searchCandidates(query, named('—unfindable—', name));
      return found.includes(name);
    };
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...names)), (query) => {
        const found = searchCandidates(query, named(...names));
        expect(new Set(found).size).toBe(found.length);
        expect(found.toSorted()).toEqual(names.filter((name) => rank(query, name)).toSorted());
      }),
    );
  });
});

describe('resolving', () => {
  const topics = named('NCCL tests', 'GPU pod', 'GPU instance', 'Storage', 'Café tour', 'Straße');

  test.each([
    ['nccl tests', 'NCCL tests'],
    ['  NCCL   TESTS!! ', 'NCCL tests'],
    ['tests nccl', 'NCCL tests'],
    ['nc te', 'NCCL tests'],
    ['cafe', 'Café tour'],
    ['CAFÉ', 'Café tour'],
    ['cafe\u0301 tour', 'Café tour'],
    ['ca\u200bfe\u200d', 'Café tour'],
    ['\u202eStorage\u202c', 'Storage'],
    ['ＳＴＯＲＡＧＥ', 'Storage'],
    ['𝕊torage', 'Storage'],
    ['storrage', 'Storage'],
    ['stroage', 'Storage'],
    ['nccl tetss', 'NCCL tests'],
    ['sotrgae', []],
    ['instanse', 'GPU instance'],
    ['orage', 'Storage'],
    ['gpu', ['GPU pod', 'GPU instance']],
    ['gpu-pod', 'GPU pod'],
    ['pdo', []],
    ['', []],
    [' !? ', []],
    ['\u200b\u200b', []],
    ['kafka', []],
  ])('%j means %j', (query, expected) => {
    expect(outcome(query, topics)).toEqual(expected);
  });

  test('a full name wins over longer names that begin with it', () => {
    expect(outcome('gpu', named('GPU', 'GPU pod', 'My GPU'))).toBe('GPU');
  });

  test('two of the same name are asked about', () => {
    expect(outcome('GPU pod', named('GPU pod', 'gpu-pod'))).toEqual(['GPU pod', 'gpu-pod']);
  });

  test('a slip counts only where nothing is meant literally', () => {
    expect(outcome('storage', named('Storages', 'Sturage'))).toBe('Storages');
  });

  test('never fails, and never finds more than a search', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        const resolution = resolveCandidate(query, topics);
        const found = searchCandidates(query, topics);
        if (resolution.kind === 'one') expect(found[0]).toBe(resolution.item);
        if (resolution.kind === 'several')
          expect(found).toEqual(expect.arrayContaining([...resolution.items]));
      }),
    );
  });
});

describe.each([backendPathway, accessibilityPathway])('on $id', (pathway) => {
  const tasks = tasksOf(pathway);

  test.each(tasks.map(({ id, title }) => ({ id, title })))(
    '“$title” and $id find their task',
    ({ id, title }) => {
      for (const query of [id, title, title.toUpperCase(), ` ${title.toLowerCase()}. `]) {
        expect(resolveTask(pathway, query).task.id).toBe(id);
      }
    },
  );

  test.each([
    ['doubled', (word: string) => word.slice(0, 4) + word.slice(3)],
    ['left out', (word: string) => word.slice(0, 3) + word.slice(4)],
    ['wrong', (word: string) => `${word.slice(0, 3)}q${word.slice(4)}`],
    [
      'swapped with its neighbour',
      (word: string) => word.slice(0, 3) + word.charAt(4) + word.charAt(3) + word.slice(5),
    ],
  ])('a letter %s in a title’s longest word is forgiven', (_, slip) => {
    for (const { id, title } of tasks) {
      const longest = (title.match(/\p{L}+/gu) ?? []).reduce((a, b) => (b.length > a.length ? b : a));
      const typed = title.replace(longest, slip(longest));
      expect(resolveTask(pathway, typed).task.id, typed).toBe(id);
    }
  });

  test('phases go by number, id and title', () => {
    for (const [index, { id, title }] of pathway.phases.entries()) {
      for (const query of [String(index + 1), ` ${index + 1} `, id, title, title.toLowerCase()]) {
        expect(resolvePhase(pathway, query).id).toBe(id);
      }
    }
  });

  test.each(['0', '99', '1.5', 'zeppelin', ''])('%j is no phase', (query) => {
    expect(() => resolvePhase(pathway, query)).toThrow(UserError);
  });
});

test('an id finds its own task, phase and pathway, whatever titles imitate it', () => {
  const [title = ''] = tasksOf(backendPathway).map(({ id }) => id);
  const imitation = {
    ...backendPathway,
    to: backendPathway.id,
    phases: backendPathway.phases.map((phase) => ({
      ...phase,
      title: 'foundations',
      tasks: phase.tasks.map((task) => ({ ...task, title })),
    })),
  };
  for (const phase of imitation.phases) expect(resolvePhase(imitation, phase.id)).toBe(phase);
  for (const task of tasksOf(imitation)) expect(resolveTask(imitation, task.id).task).toBe(task);
  const library = createPathwayLibrary([{ ...imitation, id: 'twin' }, imitation]);
  expect(library.resolve(imitation.id)).toBe(imitation);
});

test('a phase whose id is a number is found by it, before the phase in that place', () => {
  const [first, second] = backendPathway.phases;
  if (first === undefined || second === undefined)
    throw new Error('unreachable: the pathway has five phases');
  const numbered = { ...backendPathway, phases: [{ ...first, id: '2' }, second] };
  expect(resolvePhase(numbered, '2').title).toBe(first.title);
});

describe('time zones', () => {
  test.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['berlin', 'Europe/Berlin'],
    ['europe/ber', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['sao paulo', 'America/Sao_Paulo'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['Bangkock', 'Asia/Bangkok'],
    ['utc', 'UTC'],
    ['Calcutta', 'Asia/Kolkata'],
  ])('%j means %s', (query, zone) => {
    expect(resolveTimeZone(query)).toBe(zone);
  });

  test.each([
    ['Kolkata', 'Asia/Kolkata'],
    ['Kathmandu', 'Asia/Kathmandu'],
    ['Kyiv', 'Europe/Kyiv'],
    ['Ho Chi Minh', 'Asia/Ho_Chi_Minh'],
    ['Yangon', 'Asia/Yangon'],
    ['Nuuk', 'America/Nuuk'],
  ])('%s is found under the name that it has today: %s', (city, zone) => {
    expect(resolveTimeZone(city)).toBe(zone);
    expect(searchTimeZones(city)[0]).toBe(zone);
  });

  test('on offer are all that the runtime knows, each once and each usable', () => {
    const offered = searchTimeZones('');
    expect(offered).toContain('UTC');
    expect(offered.length).toBeGreaterThanOrEqual(Intl.supportedValuesOf('timeZone').length);
    const meant = offered.map((zone) => parseTimeZone(zone));
    expect(meant).not.toContain(undefined);
    expect(new Set(meant).size).toBe(offered.length);
  });

  test.each(['', '  ', 'Atlantis', 'europe', '+02:00'])('%j is none', (query) => {
    expect(() => resolveTimeZone(query)).toThrow(UserError);
  });
});
