import { once } from 'node:events';
import { Events, PermissionFlagsBits, type Client } from 'discord.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDiscordClient } from '../../src/discord/client.ts';
import { createDiscordNotifier } from '../../src/discord/notifier.ts';
import { registerCommands } from '../../src/discord/register-commands.ts';
import { createRoleGiver } from '../../src/discord/role-giver.ts';
import { createLogger } from '../../src/logger.ts';
import { startEmulator, type Emulator } from '../../src/playground/emulator/index.ts';
import { DeliveryError } from '../../src/services/ports.ts';
import { drawNothing } from '../support/card-renderers.ts';
import { mentionAsText } from '../support/mention-as-text.ts';
import { guildIdOn } from '../support/shard-ids.ts';

const logger = createLogger('silent');

async function connect(emulator: Emulator, id: number): Promise<Client<true>> {
  const client = createDiscordClient(emulator.apiUrl, { shards: { ids: [id], count: 2 }, logger });
  onTestFinished(() => client.destroy());
  const ready = once(client, Events.ClientReady);
  await client.login(emulator.token);
  await ready;
  return client as Client<true>;
}

/** A server on the second shard, and a process that has the first alone. */
async function startElsewhere() {
  const emulator = await startEmulator({ maxConcurrency: 2 });
  onTestFinished(() => emulator.close());
  const owner = emulator.createUser({ username: 'owner' });
  const guild = emulator.createGuild({ id: guildIdOn(1, 2, 0), name: 'Far away', ownerId: owner.id });
  const client = await connect(emulator, 0);
  expect(client.guilds.cache.size).toBe(0);
  return { emulator, client, guild, owner };
}

describe('for a server on a shard of another process', () => {
  test('a role is given and taken, unless it allows more than a phase is worth', async () => {
    const { emulator, client, guild, owner } = await startElsewhere();
    emulator.setBotGuildPermissions(guild.id, PermissionFlagsBits.ManageRoles);
    const giver = createRoleGiver(client);
    const plain = emulator.createRole(guild.id, { name: 'Phase 1' });
    const own = emulator.roles(guild.id).find(({ managed }) => managed);
    emulator.moveRole(guild.id, own?.id ?? '', 3);
    expect(await giver.give(guild.id, owner.id, plain.id)).toBe('done');
    expect(emulator.memberRoles(guild.id, owner.id)).toEqual([plain.id]);
    expect(await giver.take(guild.id, owner.id, plain.id)).toBe('done');
    expect(await giver.give(guild.id, owner.id, guildIdOn(1, 2, 9))).toBe('role-gone');

    const powerful = emulator.createRole(guild.id, {
      name: 'Mod',
      permissions: PermissionFlagsBits.BanMembers,
    });
    const refusal = giver.give(guild.id, owner.id, powerful.id);
    await expect(refusal).rejects.toMatchObject(new DeliveryError('forbidden', 'powerful-role'));
    expect(emulator.memberRoles(guild.id, owner.id)).toEqual([]);
  });

  test('a message about it names it, and one about a server that is gone does without', async () => {
    const { emulator, client, guild, owner } = await startElsewhere();
    const notifier = createDiscordNotifier(client, drawNothing, mentionAsText);
    const channelId = await notifier.openDm(owner.id);
    const post = { kind: 'server-trouble', locale: 'en-GB', trouble: 'channel-gone' } as const;
    await notifier.send(channelId, { ...post, guildId: guild.id }, 'n1');
    await notifier.send(channelId, { ...post, guildId: guildIdOn(1, 2, 9) }, 'n2');
    const [first, second] = emulator.person(owner.id).messages(channelId);
    expect(JSON.stringify(first)).toContain('Far away');
    // It does not know the commands' ids.
    expect(JSON.stringify(first)).toContain('Choose another with `/setup server` `channel:`.');
    expect(JSON.stringify(second)).not.toContain('Far away');
  });
});

test('of several processes, one registers the commands, and the others learn their ids', async () => {
  const { emulator, client } = await startElsewhere();
  const definitions = [{ name: 'ping', description: 'Answers' }];
  const options = { guildId: undefined, logger };
  const other = await connect(emulator, 1);
  expect((await registerCommands(other, definitions, { ...options, isRegistrar: false })).size).toBe(0);
  expect(emulator.commands()).toEqual([]);
  const ids = await registerCommands(client, definitions, { ...options, isRegistrar: true });
  expect([...ids.keys()]).toEqual(['ping']);
  expect(await registerCommands(other, definitions, { ...options, isRegistrar: false })).toEqual(ids);
});
