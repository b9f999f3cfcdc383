import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

import { NONCE_WINDOW_MS } from '../../src/domain/delivery.ts';
import { createDiscordClient } from '../../src/discord/client.ts';
import { createDiscordNotifier } from '../../src/discord/notifier.ts';
import { createLogger } from '../../src/logger.ts';
import { startEmulator } from '../../src/playground/emulator/index.ts';
import { startBotProcess, type BotProcess } from '../support/bot-process.ts';
import { drawNothing } from '../support/card-renderers.ts';
import { mentionAsText } from '../support/mention-as-text.ts';
import { HOUR_MS, MINUTE_MS, MONDAY, openNudgeWorld } from '../support/nudge-world.ts';

const SCRIPT = fileURLToPath(new URL('scripts/deliver.ts', import.meta.url));
/** What the script waits for. */
const GO = 'SIGUSR2';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TURN = MONDAY + 9 * HOUR_MS;

/** So many members with the nudge on, due at `TURN` or within ten minutes of it, and Discord to send to. */
async function openCommunity(size = 1) {
  const world = await openNudgeWorld();
  onTestFinished(() => world[Symbol.asyncDispose]());
  const emulator = await startEmulator({ deadlines: { identifyWindowMs: 0 } });
  onTestFinished(() => emulator.close());
  const owner = emulator.createUser({ username: 'owner' });
  const guild = emulator.createGuild({ name: 'Learners', ownerId: owner.id });
  const userIds = Array.from({ length: size }, (_, index) => {
    const { id } = emulator.createUser({ username: `walker-${index}` });
    emulator.addMember(guild.id, id);
    return id;
  });
  for (const userId of userIds) await world.addWalker(userId);
  const [userId = ''] = userIds;
  const client = createDiscordClient(emulator.apiUrl, { logger: createLogger('silent') });
  client.rest.setToken(emulator.token);
  onTestFinished(() => client.destroy());

  const start = (now: number, stopAt = ''): BotProcess => {
    const bot = startBotProcess({
      env: {
        API_URL: emulator.apiUrl,
        TOKEN: emulator.token,
        DATABASE_URL: world.url,
        NOW: String(now),
        STOP_AT: stopAt,
      },
      workingDirectory: ROOT,
      nodeArguments: ['--import', 'tsx', SCRIPT],
    });
    onTestFinished(() => bot[Symbol.asyncDispose]());
    return bot;
  };
  const go = async (bot: BotProcess): Promise<void> => {
    await bot.printed('ready');
    bot.child.kill(GO);
  };
  return {
    world,
    emulator,
    userIds,
    start,
    go,
    /** What another process does that starts then. */
    deliver: async (now: number): Promise<void> => {
      await world.at(
        now,
        world.createService({ notifier: createDiscordNotifier(client, drawNothing, mentionAsText) }),
      );
    },
    /** Runs a process to a step, and kills it there. */
    killAt: async (step: string, now: number): Promise<void> => {
      const bot = start(now, step);
      await go(bot);
      await bot.printed('reached');
      bot.child.kill('SIGKILL');
      expect((await bot.ended).signal).toBe('SIGKILL');
    },
    received: (id = userId) =>
      emulator
        .person(id)
        .messages(emulator.dmChannel(id).id)
        .map((message) => message.id),
    ledger: (id = userId) => world.delivery(id, '2026-W10'),
  };
}

/** After everybody's spread. */
const DUE = TURN + 10 * MINUTE_MS;

describe('killed, and started again within a minute or two', { timeout: 60_000 }, () => {
  it.each([
    'before deliveries.plan',
    'before deliveries.claim',
    'after deliveries.claim',
    'before notifier.openDm',
    'before deliveries.beginSending',
    'after notifier.send',
    'before deliveries.settle',
    'after deliveries.settle',
  ])('%s: the message arrives once, and the ledger knows it', async (step) => {
    const { killAt, deliver, received, ledger } = await openCommunity();
    await killAt(step, DUE);
    await deliver(DUE + MINUTE_MS);
    expect(received()).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: received()[0] });
    await deliver(DUE + 2 * MINUTE_MS);
    expect(received()).toHaveLength(1);
  });
});

describe('killed, and started again when the nonce is forgotten', { timeout: 60_000 }, () => {
  it.each([
    ['before notifier.openDm', 1, 'sent'],
    ['before notifier.send', 0, 'unknown'],
    ['after notifier.send', 1, 'unknown'],
  ])('%s: what was not on its way arrives, and no second message is risked', async (step, count, state) => {
    const { killAt, deliver, received, ledger } = await openCommunity();
    await killAt(step, DUE);
    await deliver(DUE + NONCE_WINDOW_MS + MINUTE_MS);
    expect(received()).toHaveLength(count);
    expect(await ledger()).toMatchObject({ state });
  });
});

describe('two processes on one database', { timeout: 60_000 }, () => {
  it('send each message once between them', async () => {
    const { emulator, userIds, start, go, received, ledger } = await openCommunity(40);
    // Long enough that neither can do all before the other begins.
    emulator.faults.inject({
      method: 'POST',
      path: '/channels/*/messages',
      fault: { kind: 'delay', milliseconds: 30 },
    });
    const bots = [start(DUE), start(DUE)];
    await Promise.all(bots.map((bot) => bot.printed('ready')));
    await Promise.all(bots.map(go));
    await Promise.all(bots.map((bot) => bot.printed('done')));
    for (const bot of bots) expect(bot.output()).toContain('"state":"sent"');
    for (const userId of userIds) {
      expect(received(userId)).toHaveLength(1);
      expect(await ledger(userId)).toMatchObject({ state: 'sent', messageId: received(userId)[0] });
    }
  });
});

describe('told to stop', { timeout: 60_000 }, () => {
  it('finishes what is on its way, writes it down, leaves the rest to the next start and ends', async () => {
    const { userIds, start, go, deliver, received, ledger } = await openCommunity(12);
    const bot = start(DUE, 'before notifier.send');
    await go(bot);
    await bot.printed('reached');
    bot.child.kill('SIGTERM');
    await bot.printed('stopping');
    bot.child.kill(GO);
    await bot.printed('stopped');
    expect(await bot.ended).toEqual({ code: 0, signal: null, complaints: '' });

    const outcomes = await Promise.all(userIds.map(ledger));
    const sent = outcomes.filter((delivery) => delivery?.state === 'sent');
    expect(sent).toHaveLength(1);
    expect(outcomes.filter((delivery) => delivery?.state === 'pending')).toHaveLength(11);
    expect(userIds.flatMap(received)).toEqual(sent.map((delivery) => delivery?.messageId));

    await deliver(DUE + MINUTE_MS);
    for (const userId of userIds) expect(received(userId)).toHaveLength(1);
  });
});
