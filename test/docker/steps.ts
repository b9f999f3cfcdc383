import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmulator } from '../../src/playground/emulator/index.ts';
import { portNobodyListensOn } from '../support/ports.ts';
import { dockerIgnores, execForm, parseDockerfile, type Instruction } from './dockerfile.ts';

/**
 * Does what the Dockerfile says, where there is no Docker: its COPY and RUN steps in folders of their own, with this
 * machine's Node, then its CMD, as a user who is not root, over the emulator, its HEALTHCHECK and its STOPSIGNAL.
 *
 *     npm run image:check
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The user `node` of the official images. */
const NODE_USER = { uid: 1000, gid: 1000 };
const isRoot = process.getuid?.() === 0;

interface Stage {
  readonly root: string;
  workdir: string;
  user: string;
  readonly env: Record<string, string>;
  readonly said: Map<string, Instruction>;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

async function build(instructions: readonly Instruction[], folder: string): Promise<Stage> {
  const ignores = dockerIgnores(await readFile(join(ROOT, '.dockerignore'), 'utf8'));
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const instruction of instructions) {
    const { keyword, rest, flags } = instruction;
    say(`${keyword} ${rest}`);
    if (keyword === 'FROM') {
      const name = / AS (\S+)$/i.exec(rest)?.[1] ?? `stage-${stages.size}`;
      stage = { root: join(folder, name), workdir: '/', user: 'root', env: {}, said: new Map() };
      stages.set(name, stage);
      continue;
    }
    if (stage === undefined) throw new Error(`${keyword} comes before FROM`);
    switch (keyword) {
      case 'WORKDIR':
        stage.workdir = rest;
        await mkdir(join(stage.root, rest), { recursive: true });
        break;
      case 'ENV':
        for (const [, name = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g)) stage.env[name] = value;
        break;
      case 'COPY':
        await copy(instruction, stage, stages.get(flags['from'] ?? ''), ignores);
        break;
      case 'RUN':
        await run(['sh', '-c', rest], stage);
        break;
      case 'USER':
        stage.user = rest;
        break;
      case 'CMD':
      case 'EXPOSE':
      case 'HEALTHCHECK':
      case 'STOPSIGNAL':
      case 'VOLUME':
        stage.said.set(keyword, instruction);
        break;
      default:
        throw new Error(`This script does not know ${keyword}: teach it`);
    }
  }
  if (stage === undefined) throw new Error('The Dockerfile has no FROM');
  return stage;
}

async function copy(
  { rest, flags }: Instruction,
  stage: Stage,
  from: Stage | undefined,
  ignores: (path: string) => boolean,
): Promise<void> {
  const [target = '', ...sources] = rest.split(/\s+/).reverse();
  for (const source of sources.reverse()) {
    const origin = from === undefined ? join(ROOT, source) : join(from.root, source);
    if (from === undefined && ignores(source)) throw new Error(`.dockerignore keeps ${source} out`);
    const into = join(stage.root, stage.workdir, target);
    const isInFolder = target.endsWith('/') && !(await stat(origin)).isDirectory();
    const destination = isInFolder ? join(into, basename(source)) : into;
    await cp(origin, destination, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => from !== undefined || !ignores(relative(ROOT, path)),
    });
    if (isRoot && flags['chown'] !== undefined) await chown(destination, NODE_USER.uid, NODE_USER.gid);
  }
}

function environmentOf(stage: Stage): Record<string, string> {
  // How to reach the registry is the machine's business; nothing else of its environment goes in.
  const own = Object.entries(process.env).filter(([name]) =>
    /^(PATH|HOME|npm_config_registry|npm_config_cache|NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy)$/i.test(
      name,
    ),
  );
  return { ...(Object.fromEntries(own) as Record<string, string>), ...stage.env };
}

function start(words: readonly string[], stage: Stage, env: Readonly<Record<string, string>> = {}) {
  const [command = '', ...args] = words;
  return spawn(command, args, {
    cwd: join(stage.root, stage.workdir),
    env: { ...environmentOf(stage), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(isRoot && stage.user !== 'root' && NODE_USER),
  });
}

async function run(words: readonly string[], stage: Stage): Promise<void> {
  const child = start(words, stage);
  child.stdout.pipe(process.stdout);
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`${words.join(' ')} ended with ${child.exitCode}`);
}

function expectThat(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`Not so: ${what}`);
  say(`  ${what}`);
}

async function tryOut(stage: Stage): Promise<void> {
  const words = (keyword: string) => execForm((stage.said.get(keyword)?.rest ?? '').replace(/^CMD\s+/, ''));
  const packages = await readdir(join(stage.root, stage.workdir, 'node_modules'));
  expectThat(
    packages.includes('discord.js') && !packages.includes('typescript') && !packages.includes('vitest'),
    'the image has what the bot needs, and not what only tests need',
  );
  await using emulator = await openEmulator();
  const port = await portNobodyListensOn();
  const settings = {
    DISCORD_TOKEN: emulator.token,
    DISCORD_API_URL: emulator.apiUrl,
    HTTP_PORT: String(port),
  };
  const healthy = async () => {
    const probe = start(words('HEALTHCHECK'), stage, settings);
    await once(probe, 'close');
    return probe.exitCode === 0;
  };

  const bot = start(words('CMD'), stage, settings);
  let output = '';
  const ready = new Promise<boolean>((resolve) => {
    bot.stdout.on('data', (chunk) => {
      output += String(chunk);
      if (output.includes('"ready"')) resolve(true);
    });
    bot.on('close', () => {
      resolve(false);
    });
  });
  try {
    expectThat(await ready, 'the bot starts with CMD as a user who is not root');
    expectThat(await healthy(), 'HEALTHCHECK finds it up');
    expectThat((await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200, 'it is ready');
    expectThat((await emulator.ask('/next')).includes('CKA'), 'it answers a member');
    const [database] = await readdir(join(stage.root, stage.said.get('VOLUME')?.rest ?? ''));
    expectThat(database === 'cairn.db', 'its database is in the volume');
    bot.kill(stage.said.get('STOPSIGNAL')?.rest as NodeJS.Signals);
    await once(bot, 'close');
    expectThat(bot.exitCode === 0, 'STOPSIGNAL stops it with care');
    expectThat(!(await healthy()), 'HEALTHCHECK finds it gone');
  } catch (error) {
    say(output);
    throw error;
  } finally {
    bot.kill('SIGKILL');
  }
}

async function openEmulator() {
  const emulator = await startEmulator();
  const ada = emulator.person(emulator.createUser({ username: 'ada' }).id);
  const guild = emulator.createGuild({ name: 'Trailhead', ownerId: ada.user.id });
  return {
    token: emulator.token,
    apiUrl: emulator.apiUrl,
    async ask(line: string): Promise<string> {
      const { message } = await ada.type(emulator.channels(guild.id)[0]?.id ?? '', line);
      return JSON.stringify(message);
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

const folder = await mkdtemp(join(tmpdir(), 'cairn-docker-'));
try {
  await chmod(folder, 0o755);
  const instructions = parseDockerfile(await readFile(join(ROOT, 'Dockerfile'), 'utf8'));
  await tryOut(await build(instructions, folder));
  say('The Dockerfile does what it says.');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
