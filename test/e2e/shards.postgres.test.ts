import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Delivery } from '../../src/domain/delivery.ts';
import { newEnrolment } from '../../src/domain/member.ts';
import { nextTurn, type PlannedTurn } from '../../src/domain/nudge.ts';
import {
  startEmulator,
  type Emulator,
  type Outcome,
  type Person,
} from '../../src/playground/emulator/index.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { startBotProcess, type BotProcess } from '../support/bot-process.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { guildIdOn } from '../support/shard-ids.ts';
import { openSlowRoad, type SlowRoad } from '../support/slow-road.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';

const SCRIPT = fileURLToPath(new URL('scripts/shards.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Moves the clock on. */
const STEP = 'SIGUSR2';
/** Longer than a delivery's lease, shorter than Discord recognises its nonce. */
const STEP_MS = 2 * 60 * 1000;

const SHARDS = 4;
const GUILDS = 2_000;
/** The shards of each process. */
const LISTS = ['0-1/4', '2/4', '3/4'] as const;
/** The last of them is killed with this message's answer on its way to it, the one before while it opens a DM. */
const LAST_MESSAGE = 4;
const MEMBERS = 160;
const DMS_PER_MINUTE = 10;
const POSTS = 40;

let temporary: TemporaryStore;
let store: OpenStore;
let emulator: Emulator;
let guilds: readonly string[];
let owner: Person;
let roads: Readonly<Record<'answer' | 'opening', SlowRoad>>;
const processes = new Map<string, BotProcess>();

function start(list: string, { apiUrl = emulator.apiUrl, aheadMs = 0 } = {}): BotProcess {
  const bot = startBotProcess({
    env: {
      DISCORD_TOKEN: emulator.token,
      DISCORD_API_URL: apiUrl,
      DATABASE_URL: temporary.url,
      SHARDS: list,
      HTTP_PORT: 'off',
      DM_CHANNELS_PER_MINUTE: String(DMS_PER_MINUTE),
      AHEAD_MS: String(aheadMs),
      STEP_MS: String(STEP_MS),
    },
    workingDirectory: ROOT,
    nodeArguments: ['--import', 'tsx', SCRIPT],
  });
  processes.set(list, bot);
  return bot;
}

beforeAll(async () => {
  temporary = await openTemporaryStore();
  ({ store } = temporary);
  emulator = await startEmulator({
    recommendedShards: SHARDS,
    maxConcurrency: 2,
    // Less than Discord's, for a busy machine may hold up the first of two by seconds.
    deadlines: { identifyWindowMs: 2_000 },
  });
  owner = emulator.person(emulator.createUser({ username: 'owner' }).id);
  let messages = 0;
  roads = {
    answer: await openSlowRoad(emulator.apiUrl, ({ method, path }) => {
      if (method === 'POST' && /\/channels\/\d+\/messages$/.test(path)) messages += 1;
      return messages >= LAST_MESSAGE ? 'answer' : undefined;
    }),
    opening: await openSlowRoad(emulator.apiUrl, ({ method, path }) =>
      method === 'POST' && path.endsWith('/users/@me/channels') ? 'request' : undefined,
    ),
  };
  guilds = Array.from({ length: GUILDS }, (_, index) => {
    const id = guildIdOn(index % SHARDS, SHARDS, Math.floor(index / SHARDS));
    return emulator.createGuild({ id, name: `Guild ${index}`, ownerId: owner.user.id }).id;
  });
});

afterAll(async () => {
  for (const bot of processes.values()) await bot[Symbol.asyncDispose]();
  await roads.answer[Symbol.asyncDispose]();
  await roads.opening[Symbol.asyncDispose]();
  await emulator.close();
  await temporary[Symbol.asyncDispose]();
});

function channelOf(guildId: string): string {
  return emulator.channels(guildId)[0]?.id ?? '';
}

/** The processes that dealt with an interaction. */
function answeredBy({ interactionId }: Outcome): readonly string[] {
  return [...processes]
    .filter(([, bot]) => bot.output().includes(`"interaction":"${interactionId}","name"`))
    .map(([list]) => list);
}

async function settled(outcome: Outcome): Promise<readonly string[]> {
  await vi.waitFor(() => {
    expect(answeredBy(outcome)).not.toEqual([]);
  });
  return answeredBy(outcome);
}

function sentBy(list: string): number {
  const output = processes.get(list)?.output() ?? '';
  return output.split('\n').filter((line) => line.includes('"state":"sent"')).length;
}

/** Every process's clock moves on, and each does what is due. */
async function step(lists: readonly string[], count: number): Promise<void> {
  const bots = lists.flatMap((list) => processes.get(list) ?? []);
  for (const { child } of bots) child.kill(STEP);
  await Promise.all(bots.map((bot) => bot.printed(`woken ${count}`)));
}

/** Whether no DM has been opened to a member yet. */
function isStranger(index: number): boolean {
  return index % 10 === 6;
}

/** Members with their weekly message, and servers with their weekly post, all due at once, and in this order. */
async function makeDue(next: PlannedTurn): Promise<readonly Recipient[]> {
  const now = Date.now();
  const slot = { weekday: 1, hour: 9 };
  const members = Array.from({ length: MEMBERS }, (_, index) => {
    const { id: userId } = emulator.createUser({ username: `walker-${index}` });
    emulator.addMember(guilds[index] ?? '', userId);
    return { kind: 'member-nudge', recipient: userId, channelId: emulator.dmChannel(userId).id } as const;
  });
  const posts = guilds.slice(0, POSTS).map((guildId) => {
    return { kind: 'server-nudge', recipient: guildId, channelId: channelOf(guildId) } as const;
  });
  await store.transaction(async (repositories) => {
    for (const [index, { recipient: userId, channelId }] of members.entries()) {
      await repositories.members.save({
        userId,
        timeZone: 'Etc/UTC',
        visibility: null,
        alias: null,
        portfolioParts: null,
        currentPathwayId: backendPathway.id,
        createdAt: now,
      });
      const walk = { userId, pathwayId: backendPathway.id, hoursPerWeek: 10, startsOn: '2026-03-02' };
      await repositories.enrolments.save(newEnrolment({ ...walk, joinedAt: now }));
      await repositories.nudges.save({
        ...slot,
        userId,
        locale: 'en-GB',
        state: 'on',
        pausedUntil: null,
        activeSince: now,
        next: { ...next, at: next.at + index },
        dmChannelId: isStranger(index) ? null : channelId,
        notice: null,
      });
    }
    for (const { recipient: guildId, channelId } of posts) {
      await repositories.servers.save({
        ...slot,
        guildId,
        locale: 'en-GB',
        timeZone: 'Etc/UTC',
        announcementChannelId: null,
        nudgeChannelId: channelId,
        summaryChannelId: null,
        pathwayId: backendPathway.id,
        next: { ...next, at: next.at + MEMBERS },
        setUpBy: null,
        trouble: null,
        roleTrouble: null,
      });
    }
  });
  return [...members, ...posts];
}

interface Recipient extends Pick<Delivery, 'kind' | 'recipient'> {
  readonly channelId: string;
}

/** What the bot has sent there unasked. */
function received({ kind, recipient, channelId }: Recipient): readonly string[] {
  const reader = kind === 'member-nudge' ? emulator.person(recipient) : owner;
  return reader
    .messages(channelId)
    .filter((message) => message.author.id === emulator.botUser.id && !message.interaction_metadata)
    .map(({ id }) => id);
}

test('processes identify in turn, and each answers for its own shards', async () => {
  const bots = [start('0-1/4'), start('2/4', roads.opening), start('3/4', roads.answer)];
  await Promise.all(bots.map((bot) => bot.printed('serving')));
  await emulator.waitForReady();
  expect(emulator.gateway.connections).toBe(SHARDS);
  expect(emulator.gateway.tooSoon).toBe(0);
  const owners = ['0-1/4', '0-1/4', '2/4', '3/4'];
  for (const [shard, list] of owners.entries()) {
    const outcome = await owner.type(channelOf(guilds[shard] ?? ''), '/roadmap overview');
    expect(outcome.kind).toBe('message');
    expect(await settled(outcome)).toEqual([list]);
  }
  const dm = await owner.type(emulator.dmChannel(owner.user.id).id, '/help');
  expect(await settled(dm)).toEqual(['0-1/4']);
}, 120_000);

test('what a server brings on one is known to another at the next command', async () => {
  const file = new URL('../support/pathways/frontend-to-accessibility.json', import.meta.url);
  const content = await readFile(file, 'utf8');
  const channelId = channelOf(guilds[0] ?? '');
  const draft = await owner.type(channelId, '/setup pathway', { file: { name: 'own.json', content } });
  await owner.press(draft.message, 'Offer it here');
  const [own] = (await store.serverPathways.list(guilds[0] ?? '')).map(({ pathwayId }) => pathwayId);
  const joined = await owner.slash(channelId, 'join', { pathway: own ?? '' });
  expect(await settled(joined)).toEqual(['0-1/4']);
  const next = await owner.type(channelOf(guilds[2] ?? ''), '/next');
  expect(await settled(next)).toEqual(['2/4']);
  const [task] = (JSON.parse(content) as typeof backendPathway).phases.flatMap(({ tasks }) => tasks);
  expect(JSON.stringify(next.message)).toContain(task?.title);
});

test('hundreds of deliveries are shared; two processes are killed, and nothing is lost or sent twice', async () => {
  const turn = nextTurn({ weekday: 1, hour: 9, timeZone: 'Etc/UTC' }, owner.user.id, Date.now());
  const recipients = await makeDue({ ...turn, at: Date.now() + STEP_MS / 2 });
  const [first, ...killed] = LISTS;
  processes.get('3/4')?.child.kill(STEP);
  await roads.answer.arrived;
  processes.get('2/4')?.child.kill(STEP);
  await roads.opening.arrived;
  for (const list of killed) processes.get(list)?.child.kill('SIGKILL');
  for (const list of killed) expect((await processes.get(list)?.ended)?.signal).toBe('SIGKILL');
  await step([first], 1);

  const ledger = () =>
    Promise.all(recipients.map((recipient) => store.deliveries.find({ ...recipient, ...turn })));
  const held = (await ledger()).filter((delivery) => delivery?.state === 'sending');
  const isUnsent = held.map((delivery) => delivery?.firstSentAt === null);
  expect(new Set(isUnsent)).toEqual(new Set([true, false]));
  for (const list of LISTS) expect(sentBy(list)).toBeGreaterThan(0);
  const there = await owner.type(channelOf(guilds[0] ?? ''), '/roadmap overview');
  expect(await settled(there)).toEqual([first]);

  // No DM is opened, as after Discord's «too fast», until no nonce of the killed ones would be known any more.
  await store.leases.hold('dm-opening', Date.now() + 2.5 * STEP_MS);
  // They come back while the other takes over what they held.
  await Promise.all([
    ...killed.map((list) => start(list, { aheadMs: 2 * STEP_MS }).printed('serving')),
    step([first], 2),
  ]);
  await step([first], 3);
  for (const [shard, list] of [first, first, ...killed].entries()) {
    const back = await owner.type(channelOf(guilds[shard] ?? ''), '/roadmap overview');
    expect(await settled(back)).toEqual([list]);
  }

  for (const [index, delivery] of (await ledger()).entries()) {
    const recipient = recipients[index];
    expect(delivery).toMatchObject({ state: 'sent' });
    expect(recipient && received(recipient)).toEqual([delivery?.messageId]);
  }
  const opened = emulator.requests.filter(
    ({ method, path }) => method === 'POST' && path === '/users/@me/channels',
  );
  const strangers = Array.from({ length: MEMBERS }, (_, index) => index).filter(isStranger);
  expect(new Set(opened.map(({ body }) => JSON.stringify(body))).size).toBe(strangers.length);
  expect(opened).toHaveLength(strangers.length);
  expect(emulator.gateway.tooSoon).toBe(0);
}, 120_000);
