/** `npm run soak -- [--minutes 60] [--members 300] [--seed N]` */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEmulator, type Outcome, type Person } from '../../src/playground/emulator/index.ts';
import { MAIN, startBotProcess } from '../support/bot-process.ts';
import { createChance } from '../support/chance.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { makeTemporaryFolder } from '../support/temporary-store.ts';
import { trendOf } from './trend.ts';

const BOT = fileURLToPath(new URL('../chaos/bot.js', import.meta.url));
const HOUR_MS = 60 * 60 * 1000;
/** From one wake to the next: longer than any message may be late, shorter than it may be at all. */
const STRIDE_MS = 4 * HOUR_MS;
const STRIDES_A_WEEK = (7 * 24 * HOUR_MS) / STRIDE_MS;
/** Each member does so much in a week, on average. */
const DOINGS_A_WEEK = 4;
const AT_ONCE = 20;
const BYTES_PER_MB = 2 ** 20;
/** What is compiled and cached in the first of the weeks is no trend. */
const SETTLING = 0.25;
/** Fewer settled weeks than this tell nothing: code is still being compiled. */
const WEEKS_FOR_A_TREND = 40;
/** Less than this is below what a heap does by itself. */
const GROWTH_MB_A_WEEK = 0.05;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    members: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
  },
});
if (!existsSync(MAIN)) throw new Error('The soak runs the built bot. Run `npm run build` first.');
const endsAt = performance.now() + Number(values.minutes) * 60_000;
const chance = createChance(Number(values.seed));
const tasks = backendPathway.phases.flatMap((phase) => phase.tasks.map(({ id }) => id));

const clock = { time: Date.UTC(2026, 2, 2, 10), since: performance.now() };
await using folder = await makeTemporaryFolder();
const clockFile = join(folder.path, 'clock');
const emulator = await startEmulator({
  now: () => clock.time + Math.floor(performance.now() - clock.since),
  // What follows an answer comes in time, though the clock has moved on meanwhile.
  deadlines: { tokenMs: 2 * STRIDE_MS },
});
const owner = emulator.person(emulator.createUser({ username: 'owner' }).id);
const guild = emulator.createGuild({ name: 'Trailhead', ownerId: owner.user.id });
const channelId = emulator.channels(guild.id)[0]?.id ?? '';
const members = Array.from({ length: Number(values.members) }, (_, index) => {
  const { id } = emulator.createUser({ username: `walker-${index}` });
  emulator.addMember(guild.id, id);
  return emulator.person(id);
});

let wakes = 0;
setClock(clock.time);
await using bot = startBotProcess({
  nodeArguments: ['--expose-gc', BOT],
  workingDirectory: folder.path,
  env: {
    CLOCK_FILE: clockFile,
    DATABASE_URL: `sqlite:${join(folder.path, 'cairn.db')}`,
    DISCORD_TOKEN: emulator.token,
    DISCORD_API_URL: emulator.apiUrl,
  },
});
await bot.printed('at work');
await owner.slash(channelId, 'setup server', { channel: channelId, day: 1, hour: 14, timezone: 'Etc/UTC' });
await owner.slash(channelId, 'cohort create', { name: 'Spring' });
await owner.slash(channelId, 'cohort board', {});
await inTurns(members, async (member) => {
  forget(member, await member.slash(channelId, 'cohort join', { cohort: 'Spring' }));
  forget(member, await member.slash(channelId, 'nudge on'));
  const [day, hour] = [1 + chance(7), chance(24)];
  forget(member, await member.slash(channelId, 'nudge when', { day, hour, timezone: 'Etc/UTC' }));
  if (chance(3) > 0) forget(member, await member.slash(channelId, 'profile edit', { visibility: 'named' }));
});

console.log('week   heap MB   resident MB   outside the heap MB   answers');
const heaps: number[] = [];
for (let week = 1; performance.now() < endsAt; week += 1) {
  let answers = 0;
  let memory: NodeJS.MemoryUsage | undefined;
  for (let stride = 0; stride < STRIDES_A_WEEK; stride += 1) {
    const doers = members.filter(() => chance(STRIDES_A_WEEK) < DOINGS_A_WEEK);
    await inTurns(doers, async (member) => {
      forget(member, await doSomething(member));
      answers += 1;
    });
    memory = await moveOn();
  }
  if (memory === undefined) throw new Error('A week has hours');
  const shown = [memory.heapUsed, memory.rss, memory.external].map((bytes) =>
    (bytes / BYTES_PER_MB).toFixed(1),
  );
  heaps.push(memory.heapUsed / BYTES_PER_MB);
  const [heap = '', resident = '', outside = ''] = shown;
  console.log(
    `${String(week).padStart(4)}${heap.padStart(10)}${resident.padStart(14)}${outside.padStart(22)}${String(answers).padStart(10)}`,
  );
}

const settled = heaps.slice(Math.ceil(heaps.length * SETTLING));
const trend = settled.length < WEEKS_FOR_A_TREND ? undefined : trendOf(settled);
if (trend === undefined) console.log('\nToo few weeks for a trend: give it more minutes.');
else {
  const { slope, standardError } = trend;
  const grows = slope > 2 * standardError && slope > GROWTH_MB_A_WEEK;
  console.log(
    `\n${grows ? 'The heap grows' : 'No growth'}: ${slope.toFixed(3)} ± ${standardError.toFixed(3)} MB a week over the last ${settled.length} weeks`,
  );
  if (grows) process.exitCode = 1;
}
const faults = bot
  .output()
  .split('\n')
  .filter((line) => line.includes('"level":50'));
if (faults.length > 0) {
  console.log(`\n${faults.length} faults, the first: ${faults[0] ?? ''}`);
  process.exitCode = 1;
}
await bot[Symbol.asyncDispose]();
await emulator.close();

function setClock(time: number): void {
  clock.time = time;
  clock.since = performance.now();
  wakes += 1;
  writeFileSync(clockFile, `${wakes} ${time}`);
}

/** Resolves with what the bot still holds once it has done what was due. */
async function moveOn(): Promise<NodeJS.MemoryUsage> {
  setClock(clock.time + STRIDE_MS);
  const woken = bot.printed(`woken ${wakes};`);
  bot.child.kill('SIGUSR2');
  const line = await woken;
  return JSON.parse(line.slice(line.indexOf('{'))) as NodeJS.MemoryUsage;
}

function doSomething(member: Person): Promise<Outcome> {
  const task = tasks[chance(tasks.length)] ?? '';
  switch (chance(8)) {
    case 0:
    case 1:
    case 2:
      return member.slash(channelId, 'done', { task, note: 'Another stone' });
    case 3:
      return member.slash(channelId, 'undo', { task });
    case 4:
      return member.slash(channelId, 'next');
    case 5:
      return member.slash(channelId, 'progress');
    case 6:
      return member.slash(channelId, 'leaderboard');
    default:
      return member.slash(channelId, 'plan show');
  }
}

/** Nobody keeps private answers for years, and the emulator shall not either. */
function forget(member: Person, { kind, isPrivate, message }: Outcome): void {
  if (kind === 'message' && isPrivate) member.dismiss(message.id);
}

async function inTurns(people: readonly Person[], work: (person: Person) => Promise<void>): Promise<void> {
  const queue = people.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const person of queue) await work(person);
    }),
  );
}
