import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { APIMessage } from 'discord.js';
import type { Outcome, Person } from '../../src/playground/emulator/index.ts';
import { projectRoot } from '../../src/project-root.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { createChance } from '../support/chance.ts';
import { portNobodyListensOn } from '../support/ports.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { summarise, type Benchmark, type Engine, type Row } from './benchmark.ts';
import { MAIN, newMember, openVenue, preciseNow } from './venue.ts';

const PER_SECOND = 500;
const SECONDS = 60;
const MEMBERS = 3_000;
/** They sit in several, of each of which the small Discord keeps 20,000 messages. */
const CHANNELS = 10;
/** Before it counts: everybody joins by a first record, and then the evening begins with half of them. */
const JOINS_PER_SECOND = 200;
const WARM_UP_SECONDS = 15;
const BYTES_PER_MB = 2 ** 20;

/** Above this share of its time the process of the emulator and the members has none left: it is the limit then. */
const BUSY = 0.9;

interface Member {
  readonly person: Person;
  readonly channelId: string;
  /** The next task of theirs that is open. */
  next: number;
  /** The answer to their last record, with its buttons. */
  record: APIMessage | undefined;
}

interface Doing {
  readonly name: string;
  /** Of a hundred interactions. */
  readonly share: number;
  /** Its answer comes with a picture. */
  readonly isPictured?: boolean;
  act(member: Member): Promise<Outcome | undefined>;
}

// The last task of a phase would come with an announcement, which is another answer's work.
const TASKS = backendPathway.phases.flatMap(({ tasks }) => tasks.slice(0, -1).map(({ id }) => id));

const record = async (member: Member): Promise<Outcome> => {
  const task = TASKS[member.next % TASKS.length] ?? '';
  member.next += 1;
  const outcome = await member.person.slash(member.channelId, 'done', { task });
  if (outcome.kind === 'message') member.record = outcome.message;
  return outcome;
};

/** An evening on which a community sits down together: a third of it writes. */
const DOINGS: readonly Doing[] = [
  { name: '/done', share: 26, act: record },
  {
    name: 'Undo',
    share: 6,
    act(member) {
      const { record: message } = member;
      if (message === undefined) return record(member);
      member.record = undefined;
      return member.person.press(message, 'Undo');
    },
  },
  {
    name: 'autocomplete of /done',
    share: 18,
    async act({ channelId, person }) {
      const choices = await person.autocomplete(channelId, 'done', { name: 'task', value: 'gpu' });
      if (choices.length === 0) throw new Error('Nothing was offered');
      return undefined;
    },
  },
  {
    name: '/roadmap phase',
    share: 15,
    act: ({ channelId, person }) => person.slash(channelId, 'roadmap phase'),
  },
  { name: '/next', share: 13, act: ({ channelId, person }) => person.slash(channelId, 'next') },
  {
    name: '/progress',
    share: 10,
    isPictured: true,
    act: ({ channelId, person }) => person.slash(channelId, 'progress'),
  },
  {
    name: '/leaderboard',
    share: 7,
    isPictured: true,
    act: ({ channelId, person }) => person.slash(channelId, 'leaderboard'),
  },
  {
    name: '/plan show',
    share: 5,
    isPictured: true,
    act: ({ channelId, person }) => person.slash(channelId, 'plan show'),
  },
];

/** What was seen of one kind of doing. */
interface Tally {
  readonly milliseconds: number[];
  readonly errors: Map<string, number>;
  withoutPicture: number;
}

/**
 * Members act by a timetable, whether the bot keeps up or not, and a wait is counted from when somebody meant to
 * act: an answer that is late makes no room for the next.
 */
export const benchmarkLoad: Benchmark = async ({ isQuick, engine, rate = isQuick ? 50 : PER_SECOND }) => {
  await using venue = await openVenue();
  await using database = await openDatabase(engine);
  const httpPort = await portNobodyListensOn();
  await using bot = await venue.start([MAIN], {
    HTTP_PORT: String(httpPort),
    ...(database.url !== undefined && { DATABASE_URL: database.url }),
  });
  const channelIds = Array.from(
    { length: CHANNELS },
    (_, index) => venue.emulator.createChannel(venue.guildId, { name: `table-${index}` }).id,
  );
  const members = Array.from({ length: isQuick ? 100 : MEMBERS }, (_, index): Member => ({
    person: newMember(venue, `walker-${index}`),
    channelId: channelIds[index % CHANNELS] ?? venue.channelId,
    next: 0,
    record: undefined,
  }));

  for (const [index, member] of members.entries()) {
    await record(member);
    // Whom nobody names, no board shows.
    if (index % 3 === 0) await member.person.slash(member.channelId, 'profile edit', { visibility: 'named' });
    await delay(1000 / JOINS_PER_SECOND);
  }
  await run(members, rate / 2, isQuick ? 2 : WARM_UP_SECONDS);
  const before = await readMetrics(httpPort);
  const { tallies, lateness, busy, seconds } = await run(members, rate, isQuick ? 2 : SECONDS);
  const after = await readMetrics(httpPort);

  const all = [...tallies.values()];
  const count = lateness.length;
  const answered = all.flatMap(({ milliseconds }) => milliseconds);
  const counted = (kind: string) => after.interactions(kind) - before.interactions(kind);
  const faults = [...tallies].flatMap(([name, { errors }]) =>
    [...errors].map(([error, count]) => `${count} × ${name}: ${error}`),
  );
  const complaints = bot.process
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":50'));
  return [
    {
      measure: `load on ${engine}: all ${answered.length.toLocaleString('en')} answers`,
      unit: 'ms',
      figures: summarise(answered),
      comparison: [
        `${Math.round(answered.length / seconds)} of ${rate} a second answered`,
        `${count - answered.length} errors`,
        `${counted('refused')} refused`,
        `${counted('shed')} shed`,
      ].join(', '),
      ...((faults.length > 0 || complaints.length > 0) && {
        fault: [...faults, ...complaints.slice(0, 5)].join('\n'),
      }),
    },
    ...[...tallies].map(([name, { milliseconds, withoutPicture }]): Row => {
      const { isPictured = false } = DOINGS.find((doing) => doing.name === name) ?? {};
      return {
        measure: `  ${name}`,
        unit: 'ms',
        figures: summarise(milliseconds),
        ...(isPictured && { comparison: `${withoutPicture} of ${milliseconds.length} without the picture` }),
      };
    }),
    {
      measure: "  the members' own lateness, which is in all of these",
      unit: 'ms',
      figures: summarise(lateness),
      comparison: `emulator and members busy ${Math.round(busy * 100)} %${busy > BUSY ? ': they, not the bot, were the limit' : ''}`,
    },
    { measure: 'load: resident memory before', unit: 'MB', figures: summarise([before.residentMb]) },
    {
      measure: 'load: resident memory after',
      unit: 'MB',
      figures: summarise([after.residentMb]),
      comparison: `${Math.round(after.residentMb - before.residentMb)} MB more`,
    },
  ];
};

interface Run {
  readonly tallies: ReadonlyMap<string, Tally>;
  /** By how many milliseconds each act came after its time. */
  readonly lateness: readonly number[];
  /** The share of the time in which this process had something to do. */
  readonly busy: number;
  /** Until the last answer. */
  readonly seconds: number;
}

async function run(members: readonly Member[], perSecond: number, duration: number): Promise<Run> {
  const chance = createChance();
  const tallies = new Map<string, Tally>(
    DOINGS.map(({ name }) => [name, { milliseconds: [], errors: new Map(), withoutPicture: 0 }]),
  );
  const lateness: number[] = [];
  const underWay: Promise<void>[] = [];
  const total = perSecond * duration;
  const started = preciseNow();
  const utilization = performance.eventLoopUtilization();

  const act = async (doing: Doing, member: Member, due: number): Promise<void> => {
    const tally = tallies.get(doing.name);
    if (tally === undefined) throw new Error(`Nobody counts ${doing.name}`);
    lateness.push(preciseNow() - due);
    try {
      const outcome = await doing.act(member);
      if (outcome?.kind === 'failed') throw new Error('no answer in time');
      tally.milliseconds.push(preciseNow() - due);
      if (doing.isPictured === true && outcome !== undefined && !isPictured(outcome))
        tally.withoutPicture += 1;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tally.errors.set(reason, (tally.errors.get(reason) ?? 0) + 1);
    }
  };

  for (let count = 0; count < total;) {
    const due = Math.min(total, Math.ceil(((preciseNow() - started) / 1000) * perSecond));
    for (; count < due; count += 1) {
      const member = members[chance(members.length)];
      if (member === undefined) throw new Error('There are no members');
      underWay.push(act(draw(chance(100)), member, started + (count / perSecond) * 1000));
    }
    await delay(1);
  }
  await Promise.all(underWay);
  return {
    tallies,
    lateness,
    busy: performance.eventLoopUtilization(utilization).utilization,
    seconds: (preciseNow() - started) / 1000,
  };
}

/** @param percentile from 0 to 99. */
function draw(percentile: number): Doing {
  let upTo = 0;
  const found = DOINGS.find(({ share }) => percentile < (upTo += share));
  if (found === undefined) throw new Error('The shares are less than a hundred');
  return found;
}

function isPictured({ message }: Outcome): boolean {
  return message.attachments.length > 0 || JSON.stringify(message.components).includes('.png');
}

interface BotMetrics {
  readonly residentMb: number;
  /** @param outcome as the dispatcher reports it. */
  interactions(outcome: string): number;
}

async function readMetrics(port: number): Promise<BotMetrics> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const lines = text.split('\n');
  const value = (line = '') => Number(line.split(' ').at(-1) ?? 0);
  return {
    residentMb: value(lines.find((line) => line.startsWith('process_resident_memory_bytes '))) / BYTES_PER_MB,
    interactions: (outcome) =>
      lines
        .filter(
          (line) => line.startsWith('cairn_interactions_total') && line.includes(`outcome="${outcome}"`),
        )
        .reduce((sum, line) => sum + value(line), 0),
  };
}

interface LoadDatabase extends AsyncDisposable {
  /** The venue's own file, when absent. */
  readonly url?: string;
}

async function openDatabase(engine: Engine): Promise<LoadDatabase> {
  if (engine === 'sqlite') return { [Symbol.asyncDispose]: () => Promise.resolve() };
  const server = await startPostgresServer(join(projectRoot(), 'var'));
  return { url: server.url('postgres'), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
