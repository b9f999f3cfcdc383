import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Asset {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  /** An HTTP entity tag: a reload fetches only what has changed. */
  readonly tag: string;
}

export interface Assets {
  /** By path, `/` for the page itself. What is not in here is not served. */
  readonly files: ReadonlyMap<string, Asset>;
  /** CSP source expressions of the page's inline scripts, the import map included. */
  readonly inlineScriptHashes: readonly string[];
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Reads everything the page is made of, once. Throws when the client has not been compiled. */
export async function loadAssets(): Promise<Assets> {
  const root = packageRoot();
  const modules: readonly [string, Asset][] = [
    ...(await readFolder(compiledClient(root), '/app')),
    ['/vendor/preact.mjs', await readAsset(modulePath('preact'))],
    ['/vendor/preact-hooks.mjs', await readAsset(modulePath('preact/hooks'))],
    ['/vendor/preact-jsx-runtime.mjs', await readAsset(modulePath('preact/jsx-runtime'))],
  ];
  const html = await readFile(join(root, 'src/playground/web/client/static/index.html'), 'utf8');
  const page = html.replace('<!-- modulepreload -->', preloads(modules.map(([path]) => path)));
  const files = new Map<string, Asset>([
    ['/', asset(new TextEncoder().encode(page), '.html')],
    ...(await readFolder(join(root, 'src/playground/web/client/static'), '/static')),
    ...modules,
    ['/fonts/inter-latin.woff2', await readFont('inter-latin-wght-normal')],
    ['/fonts/inter-latin-ext.woff2', await readFont('inter-latin-ext-wght-normal')],
  ]);
  return { files, inlineScriptHashes: hashInlineScripts(page) };
}

/** All modules at once, instead of each when the one before it has been read. */
function preloads(paths: readonly string[]): string {
  return paths.map((path) => `<link rel="modulepreload" href="${path}" />`).join('\n    ');
}

/** The same from `src/` and from `dist/src/`. */
function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

function compiledClient(root: string): string {
  const folder = join(root, 'dist/src/playground/web/client');
  if (!existsSync(join(folder, 'main.js'))) {
    throw new Error('The playground page has not been compiled. Run `npm run build` first.');
  }
  return folder;
}

function modulePath(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier));
}

async function readFolder(folder: string, prefix: string): Promise<[string, Asset][]> {
  const names = (await readdir(folder)).filter((name) => extname(name) in contentTypes);
  return Promise.all(
    names.map(async (name): Promise<[string, Asset]> => [
      `${prefix}/${name}`,
      await readAsset(join(folder, name)),
    ]),
  );
}

function readFont(name: string): Promise<Asset> {
  return readAsset(modulePath(`@fontsource-variable/inter/files/${name}.woff2`));
}

async function readAsset(path: string): Promise<Asset> {
  return asset(new Uint8Array(await readFile(path)), extname(path));
}

function asset(body: Uint8Array<ArrayBuffer>, extension: string): Asset {
  return {
    body,
    contentType: contentTypes[extension] ?? 'application/octet-stream',
    tag: `"${createHash('sha256').update(body).digest('base64url')}"`,
  };
}

function hashInlineScripts(html: string): string[] {
  const scripts = html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>(.*?)<\/script>/gs);
  return [...scripts].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
}
