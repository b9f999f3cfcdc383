import type { APIMessage } from 'discord.js';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';

import { nextTurn } from '../../src/domain/nudge.ts';
import type { Fault } from '../../src/playground/emulator/index.ts';
import { MONDAY, openServer, type TestServer } from '../support/server.ts';
import { textOf } from '../support/shown.ts';

/** Of each request, by the client. */
const TRIES = 3;
const MINUTE_MS = 60 * 1000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

let server: TestServer;
/** When Ada's first weekly message is due. */
let turn: number;
let dm: string;

beforeEach(async () => {
  server = await openServer();
  const { ada, channelId, emulator } = server;
  onTestFinished(() => server[Symbol.asyncDispose]());
  await ada.type(channelId, '/nudge on');
  await ada.waitForDm();
  turn = nextTurn({ weekday: 1, hour: 9, timeZone: 'Etc/UTC' }, ada.user.id, MONDAY).at;
  dm = emulator.dmChannel(ada.user.id).id;
});

/** The weekly messages; the first message of all was the test of `/nudge on`. */
function received(): readonly APIMessage[] {
  return server.ada.messages(dm).slice(1);
}

function strike(fault: Fault, times = Infinity): void {
  server.emulator.faults.inject({ method: 'POST', path: `/channels/${dm}/messages`, times, fault });
}

function sends(): number {
  return server.emulator.requests.filter(({ path }) => path === `/channels/${dm}/messages`).length - 1;
}

/** The bot's own account of its deliveries: state and reason, oldest first. */
function ledger(): readonly string[] {
  return server.logged
    .map((line) => JSON.parse(line) as { delivery?: { state: string; reason: string | null } })
    .flatMap(({ delivery }) =>
      delivery === undefined ? [] : [`${delivery.state} ${delivery.reason ?? ''}`.trim()],
    );
}

test('nothing goes wrong: one message, and none before its time', async () => {
  await server.moveTo(turn - 1);
  expect(sends()).toBe(0);
  await server.moveTo(turn);
  await server.moveTo(turn + MINUTE_MS);
  expect(received()).toHaveLength(1);
  expect(ledger()).toEqual(['sent']);
});

describe('Discord refuses', () => {
  test.each([50007, 50278])(
    'with %i: no further attempt, and the member learns of it at the next command',
    async (code) => {
      strike({ kind: 'status', status: 403, code }, 1);
      await server.moveTo(turn);
      await server.moveTo(turn + WEEK_MS);
      expect(sends()).toBe(1);
      expect(ledger()).toEqual([`refused ${code}`]);
      const { ada, channelId } = server;
      const status = await ada.type(channelId, '/nudge status');
      expect(textOf(status.message)).toMatch(/off/i);
    },
  );

  test('with 40003: nobody is opened a DM for a while, and then it goes on', async () => {
    const { emulator, ben, channelId } = server;
    await ben.type(channelId, '/nudge on');
    await ben.waitForDm();
    const bensDm = emulator.dmChannel(ben.user.id).id;
    // The remembered channel is gone, so that a DM has to be opened.
    emulator.faults.inject({
      method: 'POST',
      path: `/channels/${bensDm}/messages`,
      times: 1,
      fault: { kind: 'status', status: 404, code: 10003 },
    });
    emulator.faults.inject({
      method: 'POST',
      path: '/users/@me/channels',
      times: 1,
      fault: { kind: 'status', status: 403, code: 40003 },
    });
    const opened = () => emulator.requests.filter(({ path }) => path === '/users/@me/channels').length;
    const before = opened();
    const due = turn + 10 * MINUTE_MS;
    for (let minute = 0; minute <= 10; minute += 1) await server.moveTo(due + minute * MINUTE_MS);
    expect(opened()).toBe(before + 1);
    expect(ledger()).toContain('pending 40003');
    await server.moveTo(due + 20 * MINUTE_MS);
    expect(opened()).toBe(before + 2);
    expect(ben.messages(bensDm)).toHaveLength(2);
  });
});

describe('Discord is slow or out of order', () => {
  test('429: the message waits in the ledger, not in the library, and goes out when it may', async () => {
    strike({ kind: 'rate-limit', retryAfterSeconds: 3 }, 1);
    await server.moveTo(turn);
    expect(ledger()).toEqual(['pending 429']);
    // The library keeps the time of its own, which no clock of ours can move.
    await vi.waitFor(
      async () => {
        await server.moveTo(server.clock.time + MINUTE_MS);
        expect(ledger().at(-1)).toBe('sent');
      },
      { timeout: 15_000, interval: 500 },
    );
    expect(sends()).toBe(2);
    expect(received()).toHaveLength(1);
  });

  test('a short 429 is waited for', async () => {
    strike({ kind: 'rate-limit', retryAfterSeconds: 0.05 }, 1);
    await server.moveTo(turn);
    expect(ledger()).toEqual(['sent']);
  });

  test('500 once: the library tries again by itself', async () => {
    strike({ kind: 'status', status: 500 }, 1);
    await server.moveTo(turn);
    expect(ledger()).toEqual(['sent']);
    expect(sends()).toBe(2);
  });

  test('500 for a minute: tried again, and received once', async () => {
    strike({ kind: 'status', status: 500 }, TRIES);
    await server.moveTo(turn);
    await server.moveTo(turn + MINUTE_MS);
    expect(ledger()).toEqual(['sending 500', 'sent']);
    expect(received()).toHaveLength(1);
  });

  test('500 for longer: given up, and next week goes on as ever', async () => {
    strike({ kind: 'status', status: 500 });
    for (let minute = 0; minute <= 10; minute += 1) await server.moveTo(turn + minute * MINUTE_MS);
    expect(ledger().at(-1)).toBe('unknown interrupted');
    server.emulator.faults.clear();
    await server.moveTo(turn + WEEK_MS);
    expect(ledger().at(-1)).toBe('sent');
    expect(received()).toHaveLength(1);
  });

  test('no answer: cut off in time, and tried again', { timeout: 60_000 }, async () => {
    strike({ kind: 'hang' }, TRIES);
    await server.moveTo(turn);
    expect(ledger()).toEqual(['sending AbortError']);
    await server.moveTo(turn + MINUTE_MS);
    expect(ledger().at(-1)).toBe('sent');
    expect(received()).toHaveLength(1);
  });

  test('the answer is lost: the nonce finds the message again', async () => {
    strike({ kind: 'lose-answer' }, 1);
    await server.moveTo(turn);
    expect(received()).toHaveLength(1);
    await server.moveTo(turn + MINUTE_MS);
    expect(ledger().at(-1)).toBe('sent');
    expect(received()).toHaveLength(1);
  });

  test('the gateway is down for an hour: messages go out all the same', async () => {
    const { emulator } = server;
    const accept = emulator.gateway.refuseConnections();
    emulator.gateway.drop();
    await vi.waitFor(() => {
      expect(emulator.gateway.connections).toBe(0);
    });
    for (let minute = -30; minute <= 30; minute += 5) await server.moveTo(turn + minute * MINUTE_MS);
    expect(emulator.gateway.connections).toBe(0);
    expect(ledger()).toEqual(['sent']);
    expect(received()).toHaveLength(1);
    accept();
  });
});

test('the bot is stopped while a message is on its way: it is sent and known', async () => {
  const stopped = new Promise<void>((resolve, reject) => {
    const unsubscribe = server.emulator.subscribe(({ type }) => {
      if (type !== 'message-created') return;
      // Discord has the message, and the bot not yet the answer.
      unsubscribe();
      server.stopBot().then(resolve, reject);
    });
  });
  const moving = server.moveTo(turn);
  await stopped;
  await moving;
  expect(ledger()).toEqual(['sent']);
  expect(received()).toHaveLength(1);
  await server.startBot();
  await server.moveTo(turn + MINUTE_MS);
  expect(received()).toHaveLength(1);
});
