import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** The folder of `package.json`, whether this runs from the sources or from the build. */
export function projectRoot(): string {
  return dirname(createRequire(import.meta.url).resolve('#package.json'));
}
