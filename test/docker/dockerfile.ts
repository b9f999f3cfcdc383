export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  /** What follows it, its flags apart; lines that go on are joined. */
  readonly rest: string;
  readonly flags: Readonly<Record<string, string>>;
}

/** Reads what a Dockerfile of ours is made of: one instruction after the other, without heredocs or directives. */
export function parseDockerfile(text: string): readonly Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, keyword = '', after = ''] = /^\s*(\w+)\s+(.*)$/.exec(line) ?? [];
      const [, flagged = '', rest = ''] = /^((?:--\S+\s+)*)(.*)$/.exec(after) ?? [];
      const flags = [...flagged.matchAll(/--([a-z-]+)=(\S+)/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]);
      return {
        keyword: keyword.toUpperCase(),
        rest: rest.trim(),
        flags: Object.fromEntries(flags) as Instruction['flags'],
      };
    });
}

/** The words of an instruction in exec form: `["node", "main.js"]`. */
export function execForm(rest: string): readonly string[] {
  const parsed: unknown = JSON.parse(rest);
  if (!Array.isArray(parsed) || !parsed.every((word) => typeof word === 'string')) {
    throw new Error(`Expected the exec form: ${rest}`);
  }
  return parsed;
}

/** Whether a `.dockerignore` keeps a path of the project out of the image: the last line that fits decides. */
export function dockerIgnores(dockerignore: string): (path: string) => boolean {
  const rules = dockerignore
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const pattern = line.replace(/^!/, '').replace(/^\/|\/$/g, '');
      const source = pattern
        .split('**')
        .map((part) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*'))
        .join('.*');
      return { keeps: line.startsWith('!'), matcher: new RegExp(`^${source}(/|$)`) };
    });
  return (path) => rules.findLast(({ matcher }) => matcher.test(path))?.keeps === false;
}
