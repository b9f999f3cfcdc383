import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import * as actions from '../../src/discord/actions.ts';
import type { Command } from '../../src/discord/command.ts';

const FOLDER = new URL('../../commands/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name !== 'index.ts');

const SUFFIXES: Record<Command['kind'], string> = {
  slash: '',
  'user-menu': '-user-menu',
  'message-menu': '-message-menu',
};

function fileNameOf({ kind, data }: Command): string {
  return `${data.name.toLowerCase().replaceAll(' ', '-')}${SUFFIXES[kind]}.ts`;
}

function repeated(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe('each file in commands/', () => {
  test.each(files)('%s holds one command, in the registry, by whose name it goes', async (file) => {
    const module = (await import(new URL(file, FOLDER).href)) as { readonly default?: Command };
    const command = commands.find((each) => each === module.default);
    expect(command, 'the registry has no such command').toBeDefined();
    expect(command && fileNameOf(command)).toBe(file);
  });

  test('is there for every command in the registry', () => {
    expect(commands.map(fileNameOf).toSorted()).toEqual(files.toSorted());
  });
});

test('no two commands of one kind have the same name', () => {
  expect(repeated(commands.map(({ kind, data }) => `${kind} ${data.name}`))).toEqual([]);
});

describe('the actions of components', () => {
  const handled = commands.flatMap((command) => command.components ?? []).map(({ action }) => action);
  const defined = Object.values(actions)
    .filter((value) => 'customId' in value)
    .map(({ name }) => name);

  test('are handled once each', () => {
    expect(repeated(handled)).toEqual([]);
  });

  test('are those that the views write, save the one that is always disabled', () => {
    expect(defined).toContain(actions.endAction.name);
    expect(handled.toSorted()).toEqual(defined.filter((name) => name !== actions.endAction.name).toSorted());
  });
});
