import { existsSync } from 'node:fs';
import { ApplicationCommandType, type APIApplicationCommand } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { Emulator } from '../../src/playground/emulator/index.ts';
import { openServer } from '../support/server.ts';
import { rawTextOf, shownPrivately, shownPublicly } from '../support/shown.ts';

const names = commands.map(({ data }) => data.name).toSorted();

function writesTo(emulator: Emulator): readonly string[] {
  return emulator.requests
    .filter(({ method, path }) => method !== 'GET' && path.endsWith('/commands'))
    .map(({ method, path, status }) => `${method} ${path} ${status}`);
}

function registered(emulator: Emulator, guildId?: string): readonly string[] {
  return emulator
    .commands(guildId)
    .map(({ name }) => name)
    .toSorted();
}

/** Does to the registered commands what another version of the bot would have done. */
async function request(emulator: Emulator, method: string, path: string, body?: object): Promise<void> {
  const response = await fetch(`${emulator.apiUrl}/v10/applications/${emulator.applicationId}${path}`, {
    method,
    headers: { Authorization: `Bot ${emulator.token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.ok).toBe(true);
}

function commandNamed(emulator: Emulator, name: string): APIApplicationCommand {
  const command = emulator.commands().find((candidate) => candidate.name === name);
  if (command === undefined) throw new Error(`/${name} is not registered`);
  return command;
}

test('every command is registered at the first start, in one write', async () => {
  await using server = await openServer();
  expect(registered(server.emulator)).toEqual(names);
  expect(writesTo(server.emulator)).toEqual([
    `PUT /applications/${server.emulator.applicationId}/commands 200`,
  ]);
});

test('all commands but those about a server can be used in servers, in direct messages and as a personal app', async () => {
  await using server = await openServer();
  for (const { name, contexts, integration_types: installations } of server.emulator.commands()) {
    const places = ['cohort', 'leaderboard', 'setup'].includes(name)
      ? [[0], [0]]
      : [
          [0, 1, 2],
          [0, 1],
        ];
    expect([contexts, installations]).toEqual(places);
  }
});

test('a start that finds them as they should be writes nothing', async () => {
  await using server = await openServer();
  const before = server.emulator.commands();
  await server.restartBot();
  await server.restartBot();
  expect(writesTo(server.emulator)).toHaveLength(1);
  expect(server.emulator.commands()).toEqual(before);
  const help = await server.ada.type(server.channelId, '/help');
  expect(rawTextOf(help.message)).toContain(`</next:${commandNamed(server.emulator, 'next').id}>`);
});

describe('a start rewrites the commands when', () => {
  test('a description differs', async () => {
    await using server = await openServer();
    const { emulator } = server;
    const { id, description } = commandNamed(emulator, 'next');
    await request(emulator, 'PATCH', `/commands/${id}`, { description: 'As it was last year' });
    await server.restartBot();
    expect(commandNamed(emulator, 'next').description).toBe(description);
  });

  test('an option differs', async () => {
    await using server = await openServer();
    const { emulator } = server;
    const { id, options } = commandNamed(emulator, 'undo');
    await request(emulator, 'PATCH', `/commands/${id}`, { options: [] });
    await server.restartBot();
    expect(commandNamed(emulator, 'undo').options).toEqual(options);
  });

  test('one is missing', async () => {
    await using server = await openServer();
    const { emulator } = server;
    await request(emulator, 'DELETE', `/commands/${commandNamed(emulator, 'skip').id}`);
    await server.restartBot();
    expect(registered(emulator)).toEqual(names);
  });

  test('there is one that the bot has no more', async () => {
    await using server = await openServer();
    const { emulator } = server;
    await request(emulator, 'POST', '/commands', {
      name: 'yesterday',
      description: 'Gone',
      type: ApplicationCommandType.ChatInput,
    });
    await server.restartBot();
    expect(registered(emulator)).toEqual(names);
  });
});

test('with a server named they are registered there alone, and once', async () => {
  await using server = await openServer({ inGuildOnly: true });
  const { emulator, guildId, channelId, ada } = server;
  const path = `/applications/${emulator.applicationId}/guilds/${guildId}/commands`;
  expect(registered(emulator)).toEqual([]);
  expect(registered(emulator, guildId)).toEqual(names);
  await server.restartBot();
  expect(writesTo(emulator)).toEqual([`PUT ${path} 200`]);
  expect(shownPublicly(await ada.type(channelId, '/roadmap overview'))).toContain('AI Infrastructure');
  const next = emulator.commands(guildId).find(({ name }) => name === 'next');
  const help = await ada.type(channelId, '/help');
  expect(rawTextOf(help.message)).toContain(`</next:${next?.id}>`);
});

test.for(['GET', 'PUT'])('a %s that fails stops the start and closes everything', async (method) => {
  await using server = await openServer();
  const { emulator, ada, channelId, databaseFile } = server;
  await ada.type(channelId, '/done task:cka-course');
  await server.stopBot();
  await request(emulator, 'PATCH', `/commands/${commandNamed(emulator, 'next').id}`, { description: 'Old' });
  const mend = emulator.faults.inject({
    method,
    path: '/applications/*/commands',
    fault: { kind: 'status', status: 500 },
  });

  await expect(server.startBot()).rejects.toThrow('Internal Server Error');

  await expect.poll(() => emulator.gateway.connections, { timeout: 5_000 }).toBe(0);
  // SQLite takes its write-ahead log away when the last connection is closed.
  expect(existsSync(`${databaseFile}-wal`)).toBe(false);
  mend();
  await server.startBot();
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('1 of 20 tasks');
});
