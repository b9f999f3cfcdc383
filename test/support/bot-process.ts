import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { makeTemporaryFolder } from './temporary-store.ts';

/** The built bot. */
export const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

export interface BotProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Everything on standard output so far. */
  output(): string;
  /** Resolves with the first line of standard output that has `part`; rejects when the process ends without one. */
  printed(part: string): Promise<string>;
  readonly ended: Promise<Ending>;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** All of standard error. */
  readonly complaints: string;
}

export interface BotProcessOptions {
  /** The whole environment: nothing of ours is handed on. */
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** Node's own options and the script; the bot, as `npm start` runs it, when absent. */
  readonly nodeArguments?: readonly string[];
}

/** Runs the built bot, or another script, as a process of its own; disposing of it kills it. */
export function startBotProcess(options: BotProcessOptions): BotProcess {
  const { env, workingDirectory: cwd, nodeArguments = ['--enable-source-maps', MAIN] } = options;
  const child = spawn(process.execPath, nodeArguments, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    for (const watcher of watchers) watcher();
  });
  const complaints = text(child.stderr);
  const ended = once(child, 'close').then(async () => ({
    code: child.exitCode,
    signal: child.signalCode,
    complaints: await complaints,
  }));

  return {
    child,
    output: () => lines.join('\n'),
    printed: (part) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const line = lines.find((candidate) => candidate.includes(part));
          if (line === undefined) return;
          watchers.delete(check);
          resolve(line);
        };
        watchers.add(check);
        void ended.then((ending) => {
          reject(new Error(`It ended without printing «${part}»: ${JSON.stringify(ending)}`));
        });
        check();
      }),
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A working directory with these files, and the bot in it. */
export async function startIn(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Promise<BotProcess> {
  const folder = await makeTemporaryFolder();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder.path, name), content);
  const bot = startBotProcess({ env, workingDirectory: folder.path });
  return {
    ...bot,
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
