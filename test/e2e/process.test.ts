import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { GatewayCloseCodes } from 'discord.js';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { startBotProcess, startIn } from '../support/bot-process.ts';
import { openCommunity } from '../support/community.ts';
import { occupy, portNobodyListensOn } from '../support/ports.ts';
import { textOf } from '../support/shown.ts';
import { openSlowRoad } from '../support/slow-road.ts';
import { makeTemporaryFolder, MIGRATIONS_DIRECTORY } from '../support/temporary-store.ts';

// Each test starts a process or two, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const PATHWAY = fileURLToPath(
  new URL('../../data/pathways/backend-to-ai-infrastructure.json', import.meta.url),
);
const TOKEN = 'MTAwMDAwMDAwMDAwMDAwMDAwMA.aBcDeF.this-must-never-be-shown-to-anybody';
const STACK = /^\s+at .+:\d+/m;

/** To interactions. */
function holdAnswers({ path }: { readonly path: string }): 'request' | undefined {
  return path.includes('/callback') ? 'request' : undefined;
}

describe('a start that cannot succeed ends with code 1 and says', () => {
  it('every fault of the configuration at once, without a value', async () => {
    await using bot = await startIn(
      {},
      {
        DISCORD_TOKEN: 'secret-token',
        LOG_LEVEL: 'loud',
        HTTP_PORT: '70000',
        DATABASE_URL: 'mysql://root:hunter2@db',
      },
    );
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    for (const variable of ['DISCORD_TOKEN', 'LOG_LEVEL', 'HTTP_PORT', 'DATABASE_URL']) {
      expect(complaints).toMatch(new RegExp(`^ +${variable}: expected `, 'm'));
    }
    expect(complaints + bot.output()).not.toMatch(/secret-token|hunter2/);
    expect(complaints).not.toMatch(STACK);
  });

  it('the same of an .env file in the working directory', async () => {
    await using bot = await startIn({ '.env': 'LOG_LEVEL=loud\n' }, {});
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toMatch(/LOG_LEVEL: expected one of .*debug/);
  });

  it('which file of a pathway is broken, where in it, and what was expected', async () => {
    const pathway = JSON.parse(await readFile(PATHWAY, 'utf8')) as { phases: { title: unknown }[] };
    if (pathway.phases[1] !== undefined) pathway.phases[1].title = 42;
    const name = 'backend-to-ai-infrastructure.json';
    await using bot = await startIn({ [name]: JSON.stringify(pathway) }, { PATHWAYS_DIR: '.' });
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toContain(`${name}: phases[1].title: expected text, got 42`);
    expect(complaints).not.toMatch(STACK);
  });

  const offline = { DISCORD_TOKEN: TOKEN, DATABASE_URL: 'sqlite:cairn.db', HTTP_PORT: 'off' };

  it('that the database is newer than the bot', async () => {
    await using folder = await makeTemporaryFolder();
    const path = join(folder.path, 'cairn.db');
    const store = await openStore({
      databaseUrl: `sqlite:${path}`,
      migrationsDirectory: MIGRATIONS_DIRECTORY,
      now: () => Date.now(),
    });
    await store.close();
    const database = new SqliteDatabase(path);
    database.exec(
      `INSERT INTO migration SELECT MAX(version) + 1, '9999_from_the_future.sql', 'x', 0 FROM migration`,
    );
    database.close();

    await using bot = startBotProcess({ env: offline, workingDirectory: folder.path });
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toMatch(/newer than this version .*9999_from_the_future/);
    expect(complaints).not.toMatch(STACK);
  });

  it('that the database is none', async () => {
    await using bot = await startIn({ 'cairn.db': 'Dear diary, '.repeat(500) }, offline);
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toMatch(/cairn\.db is not a SQLite database.*DATABASE_URL/);
    expect(complaints).not.toMatch(STACK);
  });

  it('that the port asked for is taken', async () => {
    await using occupied = await occupy();
    await using bot = await startIn({}, { HTTP_PORT: String(occupied.port) });
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toContain(`HTTP_PORT: port ${occupied.port} is in use`);
    expect(complaints).not.toMatch(STACK);
  });

  it('that Discord refuses the token, without showing it', async () => {
    await using community = await openCommunity();
    await using bot = await startIn({}, { ...community.env, DISCORD_TOKEN: TOKEN, LOG_LEVEL: 'trace' });
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toContain('Discord does not accept DISCORD_TOKEN');
    expect(complaints + bot.output()).not.toContain('never-be-shown');
    expect(complaints).not.toMatch(STACK);
  });

  it('that the bot is not in the server its commands are meant for', async () => {
    await using community = await openCommunity();
    const elsewhere = { ...community.env, DISCORD_GUILD_ID: '123456789012345678' };
    await using bot = await startIn({}, elsewhere);
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toContain('not in the server that DISCORD_GUILD_ID names');
    expect(complaints).not.toMatch(STACK);
  });

  it('that Discord cannot be reached', async () => {
    const apiUrl = `http://127.0.0.1:${await portNobodyListensOn()}/api`;
    await using bot = await startIn({}, { DISCORD_TOKEN: TOKEN, DISCORD_API_URL: apiUrl, HTTP_PORT: 'off' });
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toMatch(/Discord cannot be reached \(ECONNREFUSED\)/);
    expect(complaints).not.toMatch(STACK);
  });

  it('that Discord has a fault of its own', async () => {
    await using community = await openCommunity();
    community.emulator.faults.inject({ path: '/gateway/bot', fault: { kind: 'status', status: 503 } });
    await using bot = await startIn({}, community.env);
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toContain('HTTP 503');
    expect(complaints).not.toMatch(STACK);
  });
});

describe('a start that Discord turns away for its shards ends with code 1 and says', () => {
  it('that there are too few of them', async () => {
    await using community = await openCommunity();
    const { emulator, ada } = community;
    for (let index = 0; index < 2_500; index += 1) {
      emulator.createGuild({ name: `Guild ${index}`, ownerId: ada.user.id });
    }
    await using bot = await startIn({}, { ...community.env, SHARDS: '0/1' });
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toContain('divided among more shards. Leave SHARDS empty');
    expect(complaints).not.toMatch(STACK);
  });

  it('why it lost one of them while another was still on its way', async () => {
    await using community = await openCommunity({ recommendedShards: 2 });
    await using bot = await startIn({}, community.env);
    await bot.printed('"shard ready"');
    community.emulator.gateway.turnAway(GatewayCloseCodes.ShardingRequired, 0);
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toContain('divided among more shards');
    expect(bot.output()).not.toContain('"ready"');
  });

  it("that the day's starts are used up", async () => {
    await using community = await openCommunity({ sessionStarts: 0 });
    await using bot = await startIn({}, community.env);
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toContain('no more session starts for now');
    expect(complaints).not.toMatch(STACK);
  });

  it('that processes cannot divide them over an SQLite file', async () => {
    await using bot = await startIn({}, { DISCORD_TOKEN: TOKEN, SHARDS: '0/2' });
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toMatch(/SHARDS: expected all shards in one process, .*PostgreSQL/);
  });
});

describe('connected to Discord, the process', () => {
  it('takes its settings from an .env file, answers, logs JSON without secrets and stops on SIGTERM', async () => {
    await using community = await openCommunity();
    const { emulator, ada, channelId, env } = community;
    const settings = Object.entries({ ...env, LOG_LEVEL: 'trace', DATABASE_URL: 'sqlite:kept/here.db' });
    await using bot = await startIn(
      { '.env': settings.map(([name, value]) => `${name}=${value}\n`).join('') },
      {},
    );
    await bot.printed('"ready"');

    const shown = await ada.type(channelId, '/roadmap phase');
    expect(textOf(shown.message)).toContain('CKA');
    // An answer that Discord refuses is logged with its error, and with nothing of the request.
    emulator.faults.inject({
      path: '/interactions/*/:token/callback',
      fault: { kind: 'status', status: 400, code: 50035, message: 'Invalid Form Body' },
    });
    void ada.type(channelId, '/roadmap phase').catch(() => undefined);
    await bot.printed('Invalid Form Body');

    bot.child.kill('SIGTERM');
    const { code, complaints } = await bot.ended;
    expect({ code, complaints }).toEqual({ code: 0, complaints: '' });

    const lines = bot.output().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(
      expect.arrayContaining(['ready', 'stopping', 'stopped']),
    );
    expect(bot.output()).not.toContain(emulator.token);
    expect(bot.output()).not.toContain(shown.interactionToken);
    expect(bot.output()).not.toMatch(/callback|requestBody/);
  });

  it('lets an answer under way finish when it is told to stop', async () => {
    await using community = await openCommunity();
    const { ada, channelId, env } = community;
    await using road = await openSlowRoad(env.DISCORD_API_URL, holdAnswers);
    await using bot = await startIn({}, { ...env, DISCORD_API_URL: road.apiUrl });
    await bot.printed('"ready"');

    const asked = ada.type(channelId, '/roadmap phase');
    await road.arrived;
    bot.child.kill('SIGTERM');
    await bot.printed('"stopping"');
    road.release();

    expect(textOf((await asked).message)).toContain('CKA');
    expect((await bot.ended).code).toBe(0);
  });

  it('ends as failed when Discord will not have it any more, after the answer under way, and says why', async () => {
    await using community = await openCommunity();
    const { ada, channelId, emulator, env } = community;
    await using road = await openSlowRoad(env.DISCORD_API_URL, holdAnswers);
    await using bot = await startIn({}, { ...env, DISCORD_API_URL: road.apiUrl });
    await bot.printed('"ready"');

    const asked = ada.type(channelId, '/roadmap phase');
    await road.arrived;
    emulator.gateway.turnAway(GatewayCloseCodes.AuthenticationFailed);
    await bot.printed('turned a shard away');
    road.release();

    expect(textOf((await asked).message)).toContain('CKA');
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toBe(
      "Discord does not accept DISCORD_TOKEN. Copy the token anew from the Developer Portal's page «Bot».\n",
    );
    expect(bot.output()).toContain('"stopped"');
  });

  it('ends at once when it is told a second time', async () => {
    await using community = await openCommunity();
    const { ada, channelId, env } = community;
    await using road = await openSlowRoad(env.DISCORD_API_URL, holdAnswers);
    await using bot = await startIn({}, { ...env, DISCORD_API_URL: road.apiUrl });
    await bot.printed('"ready"');

    void ada.type(channelId, '/roadmap phase').catch(() => undefined);
    await road.arrived;
    bot.child.kill('SIGTERM');
    await bot.printed('"stopping"');
    bot.child.kill('SIGINT');

    // The answer is still held back: only the second signal can have ended it.
    expect(await bot.ended).toEqual({ code: 1, signal: null, complaints: '' });
    expect(bot.output()).not.toContain('"stopped"');
  });
});

describe('without a token, the playground', () => {
  const address = (greeting: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(greeting)?.[0] ?? '';

  it('opens, says in one paragraph how to use it, serves its page and stops on SIGTERM', async () => {
    await using bot = await startIn({}, { HTTP_PORT: String(await portNobodyListensOn()) });
    const url = address(await bot.printed('http://'));
    expect(await (await fetch(url)).text()).toContain('Cairn');
    const greeting = bot.output();
    expect(greeting).not.toContain('\n\n');
    for (const hint of ['playground', 'Ctrl+C', 'DISCORD_TOKEN']) expect(greeting).toContain(hint);

    bot.child.kill('SIGTERM');
    expect(await bot.ended).toEqual({ code: 0, signal: null, complaints: '' });
    await expect(fetch(url)).rejects.toThrow();
  });

  it('takes another port when the default one is busy', async () => {
    const DEFAULT_PORT = 3000;
    // Whether this test holds the port, or somebody else does already: it is taken.
    const occupied = await occupy(DEFAULT_PORT).catch(() => undefined);
    onTestFinished(() => occupied?.[Symbol.asyncDispose]());
    await using bot = await startIn({}, {});
    const url = address(await bot.printed('http://'));
    expect(new URL(url).port).not.toBe(String(DEFAULT_PORT));
    expect((await fetch(url)).status).toBe(200);
  });

  it('closes all it opened when the bot in it cannot start', async () => {
    await using folder = await makeTemporaryFolder();
    await mkdir(join(folder.path, 'pathways'));
    await using bot = startBotProcess({ env: { PATHWAYS_DIR: 'pathways' }, workingDirectory: folder.path });
    const { code, complaints } = await bot.ended;
    expect(code).toBe(1);
    expect(complaints).toContain('expected at least one .json file');
  });
});
