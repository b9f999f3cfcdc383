import { setImmediate as nextTurn } from 'node:timers/promises';
import { startEmulator, type Emulator, type Person } from '../../src/playground/emulator/index.ts';
import { runByHand } from '../support/by-hand.ts';
import { startBotProcess, type BotProcess } from '../support/bot-process.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { guildIdOn } from '../support/shard-ids.ts';
import { summarise, type Benchmark, type Row } from './benchmark.ts';
import { REPORTER, usageAtRest } from './memory.bench.ts';
import { MAIN, makeBenchFolder, preciseNow } from './venue.ts';

const SHARDS = 4;
const GUILDS = 10_000;
const COMMANDS = 600;
const WARM_UP = 60;
const BYTES_PER_MB = 2 ** 20;

/**
 * A bot in ten thousand servers: its four shards in one process, and in four, which take turns to identify. On
 * PostgreSQL, on this machine.
 */
export const benchmarkShards: Benchmark = async ({ isQuick }) => {
  await using server = await startPostgresServer();
  const rows: Row[] = [];
  for (const lists of [['0-3/4'], ['0/4', '1/4', '2/4', '3/4']]) {
    const database = `shards_of_${lists.length}`;
    await runByHand(server.url('postgres'), `CREATE DATABASE ${database}`);
    rows.push(...(await measure(lists, server.url(database), isQuick)));
  }
  return rows;
};

async function measure(
  lists: readonly string[],
  databaseUrl: string,
  isQuick: boolean,
): Promise<readonly Row[]> {
  await using folder = await makeBenchFolder();
  const emulator = await startEmulator({ now: preciseNow, recommendedShards: SHARDS });
  const owner = emulator.person(emulator.createUser({ username: 'owner' }).id);
  const guilds = addGuilds(emulator, owner, isQuick ? 200 : GUILDS);
  const bots: BotProcess[] = [];
  try {
    const started = performance.now();
    for (const list of lists) {
      bots.push(
        startBotProcess({
          nodeArguments: ['--expose-gc', '--import', REPORTER, MAIN],
          workingDirectory: folder.path,
          env: {
            DISCORD_TOKEN: emulator.token,
            DISCORD_API_URL: emulator.apiUrl,
            DATABASE_URL: databaseUrl,
            SHARDS: list,
            // Several of them run at once.
            HTTP_PORT: 'off',
          },
        }),
      );
    }
    await Promise.all(bots.map((bot) => bot.printed('"ready"')));
    const startUp = performance.now() - started;
    const latencies: number[] = [];
    const rounds = isQuick ? 10 : WARM_UP + COMMANDS;
    for (let round = 0; round < rounds; round += 1) {
      // A stride without a common factor with the number of shards: every one of them has its turn.
      const guildId = guilds[(round * 101) % guilds.length] ?? '';
      const milliseconds = await timeAnswer(emulator, owner, guildId);
      if (isQuick || round >= WARM_UP) latencies.push(milliseconds);
    }
    const usages = await Promise.all(bots.map(usageAtRest));
    const where = `${guilds.length.toLocaleString('en')} servers, ${SHARDS} shards in ${lists.length}`;
    const refused = `${emulator.gateway.tooSoon} identified too soon`;
    return [
      {
        measure: `${where}: start to all ready`,
        unit: 'ms',
        figures: summarise([startUp]),
        comparison: refused,
      },
      { measure: `  /roadmap phase, on every shard`, unit: 'ms', figures: summarise(latencies) },
      {
        measure: '  memory of a process at rest, resident',
        unit: 'MB',
        figures: summarise(usages.map(({ rss }) => rss / BYTES_PER_MB)),
      },
      {
        measure: '    of which live JavaScript objects',
        unit: 'MB',
        figures: summarise(usages.map(({ heapUsed }) => heapUsed / BYTES_PER_MB)),
      },
    ];
  } finally {
    for (const bot of bots) await bot[Symbol.asyncDispose]();
    await emulator.close();
  }
}

function addGuilds(emulator: Emulator, owner: Person, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const id = guildIdOn(index % SHARDS, SHARDS, Math.floor(index / SHARDS));
    return emulator.createGuild({ id, name: `Guild ${index}`, ownerId: owner.user.id }).id;
  });
}

/** From sending the interaction until its answer's request arrives. */
async function timeAnswer(emulator: Emulator, person: Person, guildId: string): Promise<number> {
  const channelId = emulator.channels(guildId)[0]?.id ?? '';
  const pending = person.slash(channelId, 'roadmap phase');
  const sent = preciseNow();
  const { interactionId, kind } = await pending;
  if (kind !== 'message') throw new Error(`Expected an answer, got ${kind}`);
  const path = `/interactions/${interactionId}/:token/callback`;
  for (;;) {
    const request = emulator.requests.findLast((candidate) => candidate.path === path);
    if (request !== undefined) return request.at - sent;
    await nextTurn();
  }
}
