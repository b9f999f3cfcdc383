import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { nextTurn } from '../../src/domain/nudge.ts';
import { startEmulator, type Fault, type Outcome, type Person } from '../../src/playground/emulator/index.ts';
import { startBotProcess, type BotProcess } from '../support/bot-process.ts';
import { runByHand } from '../support/by-hand.ts';
import { createChance } from '../support/chance.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { makeTemporaryFolder } from '../support/temporary-store.ts';
import { disagreements, type LedgerRow, type Post } from './ledger.ts';

const BOT = fileURLToPath(new URL('bot.js', import.meta.url));
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MONDAY = Date.UTC(2026, 2, 2, 10);
const MEMBERS = 12;
/** After the dispatcher defers. Members wait for it in vain whenever their interaction was lost. */
const FIRST_RESPONSE_MS = 2_000;
/** Long enough for a bot on a busy machine, and short enough to wait for when one was killed in between. */
const TOKEN_MS = 10_000;
/** How often the clock moves on by a minute at the end, until nothing is on its way any more. */
const LAST_MINUTES = 40;

interface Asked {
  readonly what: 'done' | 'undo';
  /** Or nobody knows whether it was done. */
  isAcknowledged: boolean;
}

/** What each member asked of each task, in order. */
type Told = Map<string, Asked[]>;

export interface ChaosDatabase extends AsyncDisposable {
  readonly url: string;
  /** Keeps the bot from its database for a moment. */
  disturb(): Promise<void>;
}

export interface ChaosResult {
  /** How often each thing happened. */
  readonly events: ReadonlyMap<string, number>;
  readonly acknowledged: number;
  /** Rows of the ledger by state. */
  readonly ledger: ReadonlyMap<string, number>;
  readonly faults: readonly string[];
}

export async function openSqliteChaos(): Promise<ChaosDatabase> {
  const folder = await makeTemporaryFolder();
  const path = join(folder.path, 'cairn.db');
  return {
    url: `sqlite:${path}`,
    async disturb() {
      const database = new SqliteDatabase(path, { timeout: 1_000 });
      try {
        database.exec('BEGIN IMMEDIATE');
        await delay(300);
        database.exec('COMMIT');
      } finally {
        database.close();
      }
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

export async function openPostgresChaos(): Promise<ChaosDatabase> {
  const server = await startPostgresServer();
  return {
    url: server.url('postgres'),
    async disturb() {
      await server.stop();
      await delay(200);
      await server.start();
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/**
 * Members act while everything goes wrong that can; then it is quiet, and the ledger is held against Discord's record
 * message by message, and the database against what the members were told. The seed settles what is done and what
 * happens, not how the processes meet.
 */
export async function chaos({
  seed,
  steps,
  database,
}: {
  readonly seed: number;
  readonly steps: number;
  readonly database: ChaosDatabase;
}): Promise<ChaosResult> {
  const chance = createChance(seed);
  const clock = { time: MONDAY, since: performance.now() };
  const now = () => clock.time + Math.floor(performance.now() - clock.since);
  await using folder = await makeTemporaryFolder();
  const clockFile = join(folder.path, 'clock');
  await using emulator = disposable(
    await startEmulator({ now, deadlines: { firstResponseMs: FIRST_RESPONSE_MS, tokenMs: TOKEN_MS } }),
  );
  const owner = emulator.person(emulator.createUser({ username: 'owner' }).id);
  const guild = emulator.createGuild({ name: 'Trailhead', ownerId: owner.user.id });
  const channelId = emulator.channels(guild.id)[0]?.id ?? '';
  const members = Array.from({ length: MEMBERS }, (_, index): Person => {
    const { id } = emulator.createUser({ username: `walker-${index}` });
    emulator.addMember(guild.id, id);
    return emulator.person(id);
  });
  const posts: Post[] = [];
  emulator.subscribe((event) => {
    if (event.type !== 'message-created' || event.message.author.id !== emulator.botUser.id) return;
    if (event.message.interaction_metadata !== undefined) return;
    const { id, nonce } = event.message;
    posts.push({ id, nonce: nonce?.toString() });
  });

  const events = new Map<string, number>();
  const faults: string[] = [];
  let bot: BotProcess | undefined;
  let wakes = 0;
  let isExpectedToEnd = false;
  const setClock = (time: number) => {
    clock.time = time;
    clock.since = performance.now();
    wakes += 1;
    writeFileSync(clockFile, `${wakes} ${time}`);
  };
  const start = async (): Promise<void> => {
    isExpectedToEnd = false;
    bot = startBotProcess({
      nodeArguments: [BOT],
      workingDirectory: folder.path,
      env: {
        CLOCK_FILE: clockFile,
        DATABASE_URL: database.url,
        DISCORD_TOKEN: emulator.token,
        DISCORD_API_URL: emulator.apiUrl,
      },
    });
    void bot.ended.then(({ code, signal, complaints }) => {
      if (!isExpectedToEnd) faults.push(`the bot ended with ${code ?? signal}: ${complaints}`);
    });
    await bot.printed('at work');
  };
  const restart = async (): Promise<void> => {
    isExpectedToEnd = true;
    await bot?.[Symbol.asyncDispose]();
    // A start needs Discord and the database, as anybody's does.
    emulator.faults.clear();
    setClock(now());
    await start();
  };
  const moveClock = async (milliseconds: number): Promise<void> => {
    setClock(now() + milliseconds);
    const woken = bot?.printed(`woken ${wakes};`);
    bot?.child.kill('SIGUSR2');
    await woken;
  };

  const told: Told = new Map();
  const busy = new Set<Person>();
  const underWay = new Set<Promise<void>>();
  let acknowledged = 0;
  const tasks = backendPathway.phases.flatMap((phase) => phase.tasks.map(({ id }) => id));
  const act = async (member: Person, task: string, what: 'done' | 'undo'): Promise<void> => {
    const key = `${member.user.id} ${task}`;
    const history = told.get(key) ?? [];
    told.set(key, history);
    const asked: Asked = { what, isAcknowledged: false };
    history.push(asked);
    const outcome = await member.slash(channelId, what, { task }).catch(() => undefined);
    if (!isAcknowledged(outcome, what)) return;
    acknowledged += 1;
    asked.isAcknowledged = true;
  };
  const beginAct = (): void => {
    const idle = members.filter((member) => !busy.has(member));
    const member = idle[chance(Math.max(idle.length, 1))];
    const task = tasks[chance(tasks.length)];
    if (member === undefined || task === undefined) return;
    busy.add(member);
    const work = act(member, task, chance(4) === 0 ? 'undo' : 'done').finally(() => {
      busy.delete(member);
      underWay.delete(work);
    });
    underWay.add(work);
  };

  const strike = (fault: Fault, path?: string, times = 1 + chance(4)) => {
    emulator.faults.inject({ ...(path !== undefined && { path }), method: 'POST', times, fault });
  };
  /** Until something is due, and then within the time in which Discord still knows a nonce. */
  const tryAgain = async () => {
    await moveClock(5 * HOUR_MS);
    for (let minute = 0; minute < 2; minute += 1) await moveClock(MINUTE_MS);
  };
  const MESSAGES = '/channels/*/messages';
  const CALLBACKS = '/interactions/*/:token/callback';
  const happenings: Readonly<Record<string, () => Promise<void> | void>> = {
    'a minute passes': () => moveClock(MINUTE_MS),
    'half an hour passes': () => moveClock(37 * MINUTE_MS),
    'hours pass': () => moveClock(5 * HOUR_MS),
    'a day passes': () => moveClock(18 * HOUR_MS),
    'the clock goes back': () => moveClock(-HOUR_MS),
    'the gateway drops': () => {
      emulator.gateway.drop();
    },
    'the session is lost': () => {
      emulator.gateway.invalidateSessions(chance(2) === 0);
    },
    'Discord asks to reconnect': () => {
      emulator.gateway.requestReconnect();
    },
    'messages fail': () => {
      strike({ kind: 'status', status: 500 }, MESSAGES);
      return tryAgain();
    },
    'everything fails': () => {
      strike({ kind: 'status', status: 503 });
    },
    'too many messages': () => {
      strike({ kind: 'rate-limit', retryAfterSeconds: chance(2) === 0 ? 0.1 : 3 }, MESSAGES);
    },
    'word of a message is lost': () => {
      strike({ kind: 'lose-answer' }, MESSAGES);
      return tryAgain();
    },
    'word of an answer is lost': () => {
      strike({ kind: 'lose-answer' }, CALLBACKS, 1);
    },
    'Discord is slow': () => {
      strike({ kind: 'delay', milliseconds: 300 });
    },
    'the database is away': () => database.disturb(),
    'the bot is killed': () => delay(chance(60)).then(restart),
    'the bot is killed while it sends': async () => {
      const moved = moveClock(5 * HOUR_MS).catch(() => undefined);
      await delay(chance(60));
      await restart();
      await moved;
      await moveClock(MINUTE_MS);
    },
  };
  const names = Object.keys(happenings);

  setClock(MONDAY);
  await start();
  const slots = new Map<string, { weekday: number; hour: number; timeZone: string }>();
  try {
    await owner.slash(channelId, 'setup server', {
      channel: channelId,
      day: 1,
      hour: 14,
      timezone: 'Etc/UTC',
    });
    await owner.slash(channelId, 'cohort create', { name: 'Spring' });
    for (const [index, member] of members.entries()) {
      const [weekday, hour, timeZone] = [1 + (index % 4), (11 + index * 5) % 24, 'Etc/UTC'] as const;
      await member.slash(channelId, 'cohort join', { cohort: 'Spring' });
      await member.slash(channelId, 'nudge on');
      await member.slash(channelId, 'nudge when', { day: weekday, hour, timezone: timeZone });
      slots.set(member.user.id, { weekday, hour, timeZone });
    }
    const enabledAt = now();
    // Nothing has been due yet: these were answers to the members' own commands.
    posts.length = 0;

    for (let step = 0; step < steps; step += 1) {
      for (let count = chance(6); count > 0; count -= 1) beginAct();
      if (chance(3) === 0) await Promise.all(underWay);
      const name = names[chance(names.length)] ?? '';
      events.set(name, (events.get(name) ?? 0) + 1);
      await happenings[name]?.();
    }
    await Promise.all(underWay);

    emulator.faults.clear();
    let ledger = await readLedger(database.url);
    for (let minute = 0; minute < LAST_MINUTES; minute += 1) {
      await moveClock(MINUTE_MS);
      ledger = await readLedger(database.url);
      const isQuiet = ledger.every(
        ({ state, due_at: dueAt }) => state !== 'sending' && (state !== 'pending' || dueAt > now()),
      );
      if (isQuiet && minute >= 5) break;
      // The library waits out a 429 by a clock that nobody can move.
      await delay(200);
    }
    faults.push(...disagreements(ledger, posts, now()));
    const rows = new Set(
      ledger.map(({ kind, recipient, occurrence }) => `${kind} ${recipient} ${occurrence}`),
    );
    for (const [userId, slot] of slots) {
      for (let turn = nextTurn(slot, userId, enabledAt); turn.at < now() - 2 * MINUTE_MS;) {
        if (!rows.has(`member-nudge ${userId} ${turn.occurrence}`)) {
          faults.push(`${userId} was forgotten in ${turn.occurrence}`);
        }
        turn = nextTurn(slot, userId, turn.at, turn.occurrence);
      }
    }
    faults.push(...(await brokenPromises(database.url, told)));
    const states = new Map<string, number>();
    for (const { state } of ledger) states.set(state, (states.get(state) ?? 0) + 1);
    return { events, acknowledged, ledger: states, faults };
  } finally {
    isExpectedToEnd = true;
    await bot?.[Symbol.asyncDispose]();
  }
}

function isAcknowledged(outcome: Outcome | undefined, what: 'done' | 'undo'): boolean {
  if (outcome?.kind !== 'message') return false;
  const shown = JSON.stringify(outcome.message.components);
  return what === 'done' ? shown.includes('### ✅') : shown.includes('Taken back');
}

async function readLedger(databaseUrl: string): Promise<readonly LedgerRow[]> {
  return (await runByHand(databaseUrl, 'SELECT * FROM delivery')) as unknown as readonly LedgerRow[];
}

/** What members were told is done, or open again, and is not. */
async function brokenPromises(databaseUrl: string, told: Told): Promise<readonly string[]> {
  const rows = await runByHand(databaseUrl, "SELECT user_id, task_id FROM completion WHERE status = 'done'");
  const kept = new Set(rows.map(({ user_id: userId, task_id: taskId }) => `${userId} ${taskId}`));
  return [...told].flatMap(([key, history]) => {
    const last = history.at(-1);
    if (last?.isAcknowledged !== true || kept.has(key) === (last.what === 'done')) return [];
    return [`${key} is ${kept.has(key) ? '' : 'not '}there after ${JSON.stringify(history)}`];
  });
}

function disposable<T extends { close(): Promise<void> }>(thing: T): T & AsyncDisposable {
  return Object.assign(thing, { [Symbol.asyncDispose]: () => thing.close() });
}
