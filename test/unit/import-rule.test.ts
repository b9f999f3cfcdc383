import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/**
 * The one-way rule. Every room of the house, and what its files may import: rooms or single files of ours, and
 * packages. `type` before a name means its types alone. A room may always import itself; what stands in no list is
 * forbidden, so nothing but `npm start` reaches `src/main.ts`. The longest path that fits a file is its room.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  // The rules in the middle: no Discord, no database, no files.
  'src/domain': ['zod', 'temporal-polyfill', 'fastest-levenshtein'],
  // The use cases, which know nothing of Discord or SQL.
  'src/services': ['src/domain', 'node:timers/promises'],
  'src/words': ['type src/domain', 'type src/services/card.ts'],

  // Adapters: each knows the middle and its own side of the world, and none knows another.
  'src/content': ['src/domain', 'node:fs/promises', 'node:path', 'zod'],
  'src/store': [
    'src/domain',
    'src/services/ports.ts',
    'src/project-root.ts',
    'kysely',
    'better-sqlite3',
    'lru-cache',
    'pg',
    'zod',
    'node:*',
  ],
  'src/discord': [
    'src/domain',
    'src/services',
    'src/words',
    'csv-stringify',
    'discord.js',
    'ical-generator',
    'lru-cache',
    'zod',
    'node:crypto',
    'node:timers/promises',
    'type pino',
  ],
  'src/cards': [
    'type src/services/card.ts',
    'src/project-root.ts',
    '@resvg/resvg-js',
    'bidi-js',
    'harfbuzzjs',
    'lru-cache',
    'tinypool',
    'woff2-encoder',
    'node:*',
  ],
  'src/jobs': ['node-cron'],
  'src/http': ['type src/services/deliveries.ts', 'hono', '@hono/node-server', 'prom-client', 'node:*'],
  commands: ['src/domain', 'src/services', 'src/words', 'src/discord', 'discord.js'],

  // The roots, which build things.
  'src/config.ts': ['zod'],
  'src/logger.ts': ['type src/config.ts', 'pino'],
  'src/version.ts': ['node:module', 'zod'],
  'src/project-root.ts': ['node:module', 'node:path'],
  'src/telemetry.ts': [
    'type src/cards/card-renderer.ts',
    'type src/http',
    'type src/services/deliveries.ts',
    'type src/store/backup.ts',
    'type pino',
  ],
  'src/readiness-checks.ts': [
    'src/discord/shards.ts',
    'type src/http',
    'type src/jobs',
    'type src/services/clock-watch.ts',
    'src/store/store-error.ts',
    'type src/store/open-store.ts',
    'type discord.js',
  ],
  'src/bot.ts': [
    'commands',
    'src/cards/card-renderer.ts',
    'src/config.ts',
    'src/content',
    'src/discord',
    'src/http',
    'src/jobs',
    'src/services',
    'src/store',
    'src/project-root.ts',
    'src/readiness-checks.ts',
    'src/telemetry.ts',
    'src/version.ts',
    'discord.js',
    'type pino',
    'node:crypto',
    'node:path',
    'node:timers/promises',
  ],
  'src/main.ts': [
    'src/bot.ts',
    'src/config.ts',
    'src/logger.ts',
    'src/playground/playground.ts',
    'src/start-failure.ts',
    'dotenv',
    'type pino',
  ],
  'src/backup.ts': ['src/config.ts', 'src/start-failure.ts', 'src/store', 'dotenv'],
  'src/restore.ts': [
    'src/config.ts',
    'src/project-root.ts',
    'src/start-failure.ts',
    'src/store',
    'dotenv',
    'node:path',
  ],
  'src/healthcheck.ts': ['src/config.ts', 'dotenv', 'node:net'],
  'src/check-pathways.ts': ['src/content', 'node:util'],
  'src/migrate-engine.ts': ['src/project-root.ts', 'src/store', 'node:path', 'node:util'],
  'src/start-failure.ts': [
    'src/config.ts',
    'src/content/content-error.ts',
    'src/discord/shards.ts',
    'src/http/http-error.ts',
    'src/playground/playground-error.ts',
    'src/store/store-error.ts',
    'discord.js',
  ],

  // Stands in for Discord, so it must not know the bot, nor the library that the bot talks to it with.
  'src/playground/emulator': ['discord-api-types', 'hono', '@hono/node-server', 'ws', 'zod', 'node:*'],
  'src/playground/web': [
    'src/playground/emulator',
    'discord-api-types',
    'hono',
    '@hono/node-server',
    'preact',
    'ws',
    'zod',
    'node:*',
  ],
  'src/playground': [
    'src/bot.ts',
    'src/config.ts',
    'src/playground',
    'src/project-root.ts',
    'src/store/open-store.ts',
    'type pino',
    'node:*',
  ],
};

/** What is started by itself, and so meets the environment and the clock. */
const PROCESSES = ['src/main.ts', 'src/backup.ts', 'src/restore.ts', 'src/healthcheck.ts'];

/** What reaches the world outside without an import, and the only places that may. */
const AMBIENT: readonly { readonly what: string; readonly places: readonly string[] }[] = [
  { what: 'process.env', places: PROCESSES },
  { what: 'Date.now', places: [...PROCESSES, 'src/migrate-engine.ts', 'src/playground'] },
  { what: 'new Date()', places: [...PROCESSES, 'src/playground'] },
  { what: 'Temporal.Now', places: [] },
];

/** Sources by their path in the project. */
type Tree = Readonly<Record<string, string>>;

function faultsOf(tree: Tree): readonly string[] {
  return Object.entries(tree).flatMap(([file, source]) => {
    const room = Object.keys(ROOMS)
      .filter((path) => isWithin(file, path))
      .sort((a, b) => b.length - a.length)[0];
    if (room === undefined) return [`${file} is in no room`];
    const syntax = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
    return [...importFaults(file, room, syntax), ...ambientFaults(file, syntax)];
  });
}

function importFaults(file: string, room: string, syntax: ts.SourceFile): readonly string[] {
  const allowed = [room, ...(ROOMS[room] ?? [])];
  return importsOf(syntax)
    .filter(({ specifier, isType }) => {
      const target = specifier.startsWith('.') ? join(dirname(file), specifier) : specifier;
      return !allowed.some((entry) => {
        const path = entry.replace(/^type /, '');
        const fits = path.endsWith('*') ? target.startsWith(path.slice(0, -1)) : isWithin(target, path);
        return fits && (isType || path === entry);
      });
    })
    .map(({ specifier, isType }) => `${file} imports ${isType ? 'type ' : ''}${specifier}`);
}

function isWithin(path: string, room: string): boolean {
  return path === room || path.startsWith(`${room}/`);
}

interface Import {
  readonly specifier: string;
  readonly isType: boolean;
}

function importsOf(syntax: ts.SourceFile): readonly Import[] {
  return nodesOf(syntax).flatMap((node): Import[] => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const isType = ts.isExportDeclaration(node) ? node.isTypeOnly : isTypeOnly(node.importClause);
      return node.moduleSpecifier === undefined ? [] : [{ specifier: textOf(node.moduleSpecifier), isType }];
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      return node.arguments.slice(0, 1).map((argument) => ({ specifier: textOf(argument), isType: false }));
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      return [{ specifier: textOf(node.argument.literal), isType: true }];
    }
    return [];
  });
}

/** `import type { A }`, and `import { type A, type B }` too. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

function textOf(specifier: ts.Node): string {
  return ts.isStringLiteralLike(specifier) ? specifier.text : specifier.getText();
}

function ambientFaults(file: string, syntax: ts.SourceFile): readonly string[] {
  const used = new Set(
    nodesOf(syntax).flatMap((node) => {
      if (ts.isPropertyAccessExpression(node)) return [`${node.expression.getText()}.${node.name.text}`];
      const isEmptyDate =
        ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length;
      return isEmptyDate ? ['new Date()'] : [];
    }),
  );
  return AMBIENT.filter(
    ({ what, places }) => used.has(what) && !places.some((place) => isWithin(file, place)),
  ).map(({ what }) => `${file} uses ${what}`);
}

function nodesOf(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(...nodesOf(child));
  });
  return [node, ...children];
}

function readTree(): Tree {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const files = ['src', 'commands']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((file) => /\.tsx?$/.test(file));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

test('no import runs the wrong way', () => {
  const tree = readTree();
  expect(Object.keys(tree).length).toBeGreaterThan(100);
  expect(faultsOf(tree)).toEqual([]);
});

test('every room of the rule is there', () => {
  const files = Object.keys(readTree());
  expect(Object.keys(ROOMS).filter((room) => !files.some((file) => isWithin(file, room)))).toEqual([]);
});

describe('the check finds', () => {
  const broken: readonly (readonly [file: string, source: string])[] = [
    ['src/domain/a.ts', "import { Client } from 'discord.js';"],
    ['src/domain/a.ts', "import type { Store } from '../services/ports.ts';"],
    ['src/domain/a.ts', "import { readFile } from 'node:fs';"],
    ['src/services/a.ts', "import 'kysely';"],
    ['src/services/a.ts', "export { openStore } from '../store/open-store.ts';"],
    ['src/services/a.ts', "type Client = import('discord.js').Client;"],
    ['src/words/a.ts', "import { addDays } from '../domain/local-time.ts';"],
    ['src/words/a.ts', "import { type Member, parse } from '../domain/member.ts';"],
    ['src/content/a.ts', "import '../services/ports.ts';"],
    ['src/store/a.ts', "import '../services/progress.ts';"],
    ['src/discord/a.ts', "import { pino } from 'pino';"],
    ['src/discord/a.ts', "await import('../store/open-store.ts');"],
    ['src/discord/a.ts', "import '../../commands/done.ts';"],
    ['src/http/a.ts', "import { shardsOf } from '../discord/shards.ts';"],
    ['commands/a.ts', "import '../src/bot.ts';"],
    ['src/bot.ts', "import './main.ts';"],
    ['src/bot.ts', "import './playground/playground.ts';"],
    ['src/playground/emulator/a.ts', "import { REST } from 'discord.js';"],
    ['src/playground/emulator/a.ts', "import '../../domain/pathway.ts';"],
    ['src/playground/emulator/a.ts', "import '../web/server.ts';"],
    ['src/playground/web/client/a.tsx', "import '../../playground.ts'; const a = <b>{'c'}</b>;"],
    ['src/playground/a.ts', "import '../services/ports.ts';"],
    ['src/elsewhere/a.ts', ''],
    ['src/config.ts', 'const { DISCORD_TOKEN } = process.env;'],
    ['src/services/a.ts', 'export const now = Date.now;'],
    ['src/discord/a.ts', 'const today = new Date();'],
    ['commands/a.ts', 'const today = new Date;'],
    ['src/store/a.ts', 'Temporal.Now.instant();'],
  ];
  test.each(broken)('in %s: %s', (file, source) => {
    expect(faultsOf({ [file]: source })).toHaveLength(1);
  });
});

test.each([
  [
    'src/domain/a.ts',
    "import { z } from 'zod'; import './progress.ts'; new Date(0); // process.env, Date.now()",
  ],
  ['src/words/a.ts', "import { type Member, type Enrolment } from '../domain/member.ts';"],
  ['src/discord/views/a.ts', "import type { Logger } from 'pino'; import '../../services/progress.ts';"],
  ['src/discord/a.ts', 'const text = "import \'kysely\'";'],
  ['src/store/a.ts', "import 'node:fs/promises'; import type { Store } from '../services/ports.ts';"],
  ['src/main.ts', 'process.env; Date.now();'],
])('the check lets pass, in %s: %s', (file, source) => {
  expect(faultsOf({ [file]: source })).toEqual([]);
});
