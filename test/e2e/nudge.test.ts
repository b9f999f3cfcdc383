import { MessageFlags, type APIMessage } from 'discord.js';
import { describe, expect, test as base } from 'vitest';
import { nextTurn } from '../../src/domain/nudge.ts';
import type { Person } from '../../src/playground/emulator/index.ts';
import { MONDAY, openServer, type TestServer } from '../support/server.ts';
import { test } from '../support/shared-server.ts';
import { buttonsOf, customIdOf, rawTextOf, shownInPlace, shownPrivately, textOf } from '../support/shown.ts';
import { finishPhase } from '../support/walking.ts';

const DAY = 24 * 60 * 60 * 1000;
const WEEK = 7 * DAY;

/** A moment as an answer shows it. */
function moment(instant: number): string {
  const seconds = Math.floor(instant / 1000);
  return `<t:${seconds}:F> (<t:${seconds}:R>)`;
}

/** The person's first Monday turn after the tests' Monday, at 09:00 in a zone. */
function firstTurn({ user }: Person, timeZone = 'Etc/UTC', weekday = 1, hour = 9): number {
  return nextTurn({ weekday, hour, timeZone }, user.id, MONDAY).at;
}

function isPrivate({ flags }: APIMessage): boolean {
  return ((flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

function dmsOpened({ emulator }: TestServer): number {
  return emulator.requests.filter(({ path }) => path === '/users/@me/channels').length;
}

describe('switching on', () => {
  test('sends a test message at once and says when the first one comes', async ({ ada, channelId }) => {
    const on = await ada.type(channelId, '/nudge on');
    const text = shownPrivately(on);
    expect(text).toContain('### 🔔 Your weekly reminder is on');
    expect(text).toContain('Mondays at 09:00, UTC time');
    expect(text).toContain(`**Next:** ${moment(firstTurn(ada))}`);
    expect(text).toContain('look into your direct messages');
    expect(text).toContain('I read hours in UTC.');
    expect(buttonsOf(on.message)).toEqual(['Show me the next one', 'Switch it off']);
    const dm = textOf(await ada.waitForDm());
    expect(dm).toContain('### 🔔 This is how I will reach you');
    expect(dm).toContain(moment(firstTurn(ada)));
  });

  test('joins the only pathway on the spot', async ({ ada, channelId }) => {
    expect(shownPrivately(await ada.type(channelId, '/nudge on'))).toContain('Welcome! You are now on');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('0 of 20 tasks');
  });

  test('comes from a button on the answer to /join too', async ({ ada, channelId }) => {
    const joined = await ada.type(channelId, '/join pathway:infrastructure timezone:Europe/Berlin');
    const on = await ada.press(joined.message, 'Remind me weekly');
    expect(shownPrivately(on)).toContain('Mondays at 09:00, Berlin time');
    expect(shownPrivately(on)).not.toContain('UTC');
    expect(shownPrivately(on)).toContain(moment(firstTurn(ada, 'Europe/Berlin')));
    await ada.waitForDm();
  });

  test('twice is harmless, and opens the direct messages once', async ({ server, ada, channelId }) => {
    const before = dmsOpened(server);
    await ada.type(channelId, '/nudge on');
    expect(shownPrivately(await ada.type(channelId, '/nudge on'))).toContain(moment(firstTurn(ada)));
    expect(dmsOpened(server)).toBe(before + 1);
  });

  test('opens them again when the channel that it remembered is gone', async ({ server, ada, channelId }) => {
    await ada.type(channelId, '/nudge on');
    const before = dmsOpened(server);
    const dm = server.emulator.dmChannel(ada.user.id).id;
    server.emulator.faults.inject({
      method: 'POST',
      path: `/channels/${dm}/messages`,
      times: 1,
      fault: { kind: 'status', status: 404, code: 10003 },
    });
    expect(shownPrivately(await ada.type(channelId, '/nudge on'))).toContain('reminder is on');
    expect(dmsOpened(server)).toBe(before + 1);
  });

  test('says what to change when direct messages are closed, and changes nothing', async ({
    server,
    channelId,
  }) => {
    const { emulator } = server;
    const cleo = emulator.person(emulator.createUser({ username: 'cleo', allowsDms: false }).id);
    emulator.addMember(server.guildId, cleo.user.id);
    const refused = shownPrivately(await cleo.type(channelId, '/nudge on'));
    expect(refused).toContain('*Privacy Settings*');
    expect(refused).toContain('*Direct Messages*');
    expect(shownPrivately(await cleo.type(channelId, '/nudge status'))).toContain('reminder is off');
    expect(shownPrivately(await cleo.type(channelId, '/progress'))).toContain('not on a pathway yet');
  });
});

describe('when', () => {
  test('takes a day, an hour and a zone, each by itself', async ({ ada, channelId }) => {
    await ada.type(channelId, '/nudge on');
    const day = shownPrivately(await ada.type(channelId, '/nudge when day:Thursday'));
    expect(day).toContain('Thursdays at 09:00, UTC time');
    expect(day).toContain(moment(firstTurn(ada, 'Etc/UTC', 4)));
    const hour = shownPrivately(await ada.type(channelId, '/nudge when hour:18:00'));
    expect(hour).toContain('Thursdays at 18:00, UTC time');
    const zone = shownPrivately(await ada.type(channelId, '/nudge when timezone:Australia/Adelaide'));
    expect(zone).toContain('Thursdays at 18:00, Adelaide time');
    expect(zone).toContain(moment(firstTurn(ada, 'Australia/Adelaide', 4, 18)));
    expect(zone).not.toContain('UTC');
  });

  test('moves with a member who tells /join where they live', async ({ ada, channelId }) => {
    await ada.type(channelId, '/nudge on');
    await ada.type(channelId, '/join pathway:infrastructure timezone:America/New_York');
    const status = shownPrivately(await ada.type(channelId, '/nudge status'));
    expect(status).toContain('Mondays at 09:00, New York time');
    expect(status).toContain(moment(firstTurn(ada, 'America/New_York')));
  });

  test('offers zones with what their clocks show now', async ({ ada, channelId }) => {
    const zones = await ada.autocomplete(channelId, 'nudge when', { name: 'timezone', value: 'europe/berl' });
    expect(zones).toEqual([{ name: 'Berlin — now 11:00', value: 'Europe/Berlin' }]);
  });

  test('knows no zone that is not one', async ({ ada, channelId }) => {
    await ada.type(channelId, '/nudge on');
    const refused = shownPrivately(await ada.type(channelId, '/nudge when timezone:Atlantis'));
    expect(refused).toContain('I know no time zone “Atlantis”.');
  });

  test.for([
    ['when', { day: 8 }],
    ['when', { hour: 24 }],
    ['when', { hour: 9.5 }],
    ['pause', { until: 'forever' }],
  ] as const)('a forged choice is refused: %s %o', async ([command, options], { ada, channelId }) => {
    await ada.type(channelId, '/nudge on');
    const forged = await ada.slash(channelId, `nudge ${command}`, options, { unchecked: true });
    expect(shownPrivately(forged)).toContain('not one of the choices');
  });

  test('needs the reminder to have been on', async ({ ada, channelId }) => {
    expect(shownPrivately(await ada.type(channelId, '/nudge when day:Friday'))).toContain(
      'Your weekly reminder is off. `/nudge on` switches it on.',
    );
    await ada.type(channelId, '/nudge on');
    await ada.type(channelId, '/nudge off');
    const kept = shownPrivately(await ada.type(channelId, '/nudge when day:Friday'));
    expect(kept).toContain('Fridays at 09:00');
    expect(kept).toContain('reminder is off');
    expect(shownPrivately(await ada.type(channelId, '/nudge on'))).toContain('Fridays at 09:00');
  });
});

describe('off, status and pause', () => {
  test('for somebody who never asked, the status says what there is', async ({ ada, channelId }) => {
    const status = await ada.type(channelId, '/nudge status');
    expect(shownPrivately(status)).toContain('Once a week I can send you your next step.');
    expect(buttonsOf(status.message)).toEqual(['Remind me weekly', 'Show me the next one']);
  });

  test('off ends it, says how to come back, and is harmless twice', async ({ ada, channelId }) => {
    const on = await ada.type(channelId, '/nudge on');
    const off = await ada.press(on.message, 'Switch it off');
    expect(shownInPlace(off)).toContain('### Your weekly reminder is off');
    expect(shownInPlace(off)).not.toContain('**Next:**');
    expect(shownPrivately(await ada.type(channelId, '/nudge off'))).toContain('brings it back whenever');
    const again = await ada.press(off.message, 'Switch it on again');
    expect(shownPrivately(again)).toContain('reminder is on');
  });

  test.for([
    ['For a week', '2026-03-09T10:00:00Z', '2026-03-16T09:00:00Z'],
    ['For a month', '2026-04-02T10:00:00Z', '2026-04-06T09:00:00Z'],
  ] as const)('%s', async ([until, end, next], { ada, channelId }) => {
    await ada.type(channelId, '/nudge on');
    const spread = firstTurn(ada) - Date.parse('2026-03-09T09:00:00Z');
    const paused = await ada.slash(channelId, 'nudge pause', { until });
    expect(shownPrivately(paused)).toContain('### 💤 Your weekly reminder is paused');
    expect(shownPrivately(paused)).toContain(`quiet until ${moment(Date.parse(end))}`);
    expect(shownPrivately(paused)).toContain(`**Next:** ${moment(Date.parse(next) + spread)}`);
    expect(buttonsOf(paused.message)).toEqual([
      'Switch it on again',
      'Show me the next one',
      'Switch it off',
    ]);
  });

  test('until I return: the next thing asked for switches it on again, and says so once', async ({
    server,
    ada,
    channelId,
  }) => {
    await ada.type(channelId, '/nudge on');
    const paused = await ada.slash(channelId, 'nudge pause', { until: 'return' });
    expect(shownPrivately(paused)).toContain('quiet until you return');
    const back = await ada.type(channelId, '/next');
    const [news] = await back.followUps();
    expect(news && textOf(news)).toContain('Good to see you! Your weekly reminder is on again');
    expect(news && textOf(news)).toContain(moment(firstTurn(ada)));
    expect(news && isPrivate(news)).toBe(true);
    const before = ada.messages(channelId).length;
    await server.settled(await ada.type(channelId, '/next'));
    expect(ada.messages(channelId)).toHaveLength(before + 1);
  });

  test('until I return, twice: it stays paused and nothing says otherwise', async ({
    server,
    ada,
    channelId,
  }) => {
    await ada.type(channelId, '/nudge on');
    await ada.slash(channelId, 'nudge pause', { until: 'return' });
    const before = ada.messages(channelId).length;
    const again = await ada.slash(channelId, 'nudge pause', { until: 'return' });
    await server.settled(again);
    expect(shownPrivately(again)).toContain('quiet until you return');
    expect(ada.messages(channelId)).toHaveLength(before + 1);
  });

  test('there is nothing to pause while it is off', async ({ ada, channelId }) => {
    expect(shownPrivately(await ada.slash(channelId, 'nudge pause', { until: 'week' }))).toContain(
      'Your weekly reminder is off.',
    );
  });
});

describe('the preview', () => {
  test('is what will come, to the asker alone', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/nudge on');
    const preview = await ada.type(channelId, '/nudge preview');
    const text = shownPrivately(preview);
    expect(text).toContain('### 🧭 Your week ahead');
    expect(text).toContain('-# Phase 1 of 5 · Foundations: Kubernetes and Python in depth');
    expect(text).toContain('**Done in the last seven days**\n✅ Take a CKA prep course');
    expect(text).toContain('**Next:** Build a multi-node cluster with kubeadm');
    expect(text).toContain(`This is what will come on ${moment(firstTurn(ada))}.`);
    expect(buttonsOf(preview.message)).toEqual(['Done', 'Snooze', 'Pause', 'Stop']);
  });

  test('works before it is on', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const preview = await ada.press(
      (await ada.type(channelId, '/nudge status')).message,
      'Show me the next one',
    );
    expect(shownPrivately(preview)).toContain('This is what it would look like now.');
  });

  test('needs a pathway', async ({ ada, channelId }) => {
    expect(shownPrivately(await ada.type(channelId, '/nudge preview'))).toContain(
      'You are not on a pathway yet.',
    );
  });
});

/** One server for each test, because they move its clock. */
const timed = base.extend<{ server: TestServer; ada: Person; channelId: string; dm: string }>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from this pattern which fixtures are needed
  server: async ({}, use) => {
    await using server = await openServer();
    await use(server);
    expect(server.pings).toEqual([]);
  },
  ada: ({ server }, use) => use(server.ada),
  channelId: ({ server }, use) => use(server.channelId),
  dm: ({ server, ada }, use) => use(server.emulator.dmChannel(ada.user.id).id),
});

/** Switches on, and lets the first weekly message come. */
async function firstLetter(server: TestServer) {
  await server.ada.type(server.channelId, '/nudge on');
  await server.ada.waitForDm();
  await server.moveTo(firstTurn(server.ada));
  return server.ada.waitForDm();
}

describe('the weekly message', () => {
  timed(
    'has the phase, what was done, the one next step, and buttons',
    async ({ server, ada, channelId }) => {
      await ada.type(channelId, '/nudge on');
      await ada.waitForDm();
      server.clock.time = MONDAY + 3 * DAY;
      await ada.type(channelId, '/done task:cka-course');
      await server.moveTo(firstTurn(ada));
      const letter = await ada.waitForDm();
      const text = textOf(letter);
      expect(text).toContain('-# Phase 1 of 5 · Foundations: Kubernetes and Python in depth');
      expect(text).toContain('✅ Take a CKA prep course');
      expect(text).toContain('**Next:** Build a multi-node cluster with kubeadm');
      expect(text).toMatch(/about \d+ hours, .* at your pace · begin with \[/);
      expect(buttonsOf(letter)).toEqual(['Done', 'Snooze', 'Pause', 'Stop']);
    },
  );

  timed('reads well with nothing done, and never comes early or twice', async ({ server, ada, dm }) => {
    await ada.type(server.channelId, '/nudge on');
    await server.moveTo(firstTurn(ada) - 1);
    expect(ada.messages(dm)).toHaveLength(1);
    await server.moveTo(firstTurn(ada));
    await server.moveTo(firstTurn(ada) + 60_000);
    expect(ada.messages(dm).map(textOf)).toEqual([
      expect.stringContaining('This is how I will reach you'),
      expect.stringContaining('A quiet week is part of the way.'),
    ]);
  });

  timed(
    'goes out with a nonce that holds, pings nobody, and is no answer to anything',
    async ({ server, dm }) => {
      await firstLetter(server);
      const sent = server.emulator.requests.filter(({ path }) => path === `/channels/${dm}/messages`);
      expect(sent.map(({ body }) => body)).toEqual(
        [1, 2].map((): unknown =>
          expect.objectContaining({
            nonce: expect.stringMatching(/^[0-9a-zA-Z-]{1,25}$/) as string,
            enforce_nonce: true,
            allowed_mentions: { parse: [] },
            flags: MessageFlags.IsComponentsV2,
          }),
        ),
      );
      expect(new Set(sent.map(({ body }) => (body as { nonce: string }).nonce)).size).toBe(2);
    },
  );

  timed('takes the task as done, there and then, and twice is once', async ({ server, ada, channelId }) => {
    const letter = await firstLetter(server);
    const customId = customIdOf(letter, 'Done');
    const done = await ada.press(letter, 'Done');
    expect(shownInPlace(done)).toContain('### ✅ Take a CKA prep course');
    const again = await ada.forge(done.message, customId);
    expect(shownInPlace(again)).toContain('Nothing needed changing.');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('1 of 20 tasks');
  });

  timed(
    'can be put off: the choices take the place of the buttons, with a way back',
    async ({ server, ada }) => {
      const letter = await firstLetter(server);
      const choices = await ada.press(letter, 'Snooze');
      expect(shownInPlace(choices)).toBe(textOf(letter));
      expect(buttonsOf(choices.message)).toEqual(['Until tomorrow', 'In three days', 'Back']);
      const back = await ada.press(choices.message, 'Back');
      expect(back.message.components).toEqual(letter.components);

      await server.restartBot();
      const reopened = await ada.press(back.message, 'Snooze');
      const customId = customIdOf(reopened.message, 'Until tomorrow');
      const snoozed = await ada.press(reopened.message, 'Until tomorrow');
      const tomorrow = Date.parse('2026-03-10T09:00:00Z');
      expect(shownInPlace(snoozed)).toContain(`💤 I will write again on ${moment(tomorrow)}`);
      expect(buttonsOf(snoozed.message)).toEqual(['Done', 'Something else']);
      const twice = await ada.forge(snoozed.message, customId);
      expect(shownInPlace(twice)).toBe(textOf(snoozed.message));

      await server.moveTo(tomorrow);
      expect(textOf(await ada.waitForDm())).toContain('### 🧭 Your week ahead');
      const status = shownPrivately(await ada.type(server.channelId, '/nudge status'));
      expect(status).toContain(`**Next:** ${moment(firstTurn(ada) + WEEK)}`);
    },
  );

  timed('can be put off for three days', async ({ server, ada }) => {
    const { message } = await ada.press(await firstLetter(server), 'Snooze');
    expect(shownInPlace(await ada.press(message, 'In three days'))).toContain(
      moment(Date.parse('2026-03-12T09:00:00Z')),
    );
  });

  timed('can be paused and switched on again', async ({ server, ada, dm }) => {
    const letter = await firstLetter(server);
    const choices = await ada.press(letter, 'Pause');
    expect(buttonsOf(choices.message)).toEqual(['For a week', 'For a month', 'Until I return', 'Back']);
    const paused = await ada.press(choices.message, 'For a week');
    expect(shownInPlace(paused)).toContain('I will be quiet until');
    expect(buttonsOf(paused.message)).toEqual(['Done', 'Switch it on again']);
    const before = ada.messages(dm).length;
    await server.moveTo(firstTurn(ada) + WEEK - 60_000);
    expect(ada.messages(dm)).toHaveLength(before);
    await server.moveTo(firstTurn(ada) + 2 * WEEK);
    expect(ada.messages(dm)).toHaveLength(before + 1);
  });

  timed('until I return: quiet for as long as that takes', async ({ server, ada, channelId, dm }) => {
    const { message } = await ada.press(await firstLetter(server), 'Pause');
    const paused = await ada.press(message, 'Until I return');
    expect(shownInPlace(paused)).toContain('quiet until you return');
    const before = ada.messages(dm).length;
    for (const weeks of [1, 2, 5, 30]) await server.moveTo(firstTurn(ada) + weeks * WEEK);
    expect(ada.messages(dm)).toHaveLength(before);
    await ada.type(channelId, '/progress');
    await server.moveTo(firstTurn(ada) + 31 * WEEK);
    expect(textOf(await ada.waitForDm())).toContain('### 🧭 Your week ahead');
  });

  timed('can be stopped, and brought back from where it stood', async ({ server, ada, dm }) => {
    const letter = await firstLetter(server);
    const stopped = await ada.press(letter, 'Stop');
    expect(shownInPlace(stopped)).toContain('I will not remind you any more.');
    const again = await ada.forge(stopped.message, customIdOf(letter, 'Stop'));
    expect(shownInPlace(again)).toBe(textOf(stopped.message));
    const before = ada.messages(dm).length;
    await server.moveTo(firstTurn(ada) + WEEK);
    expect(ada.messages(dm)).toHaveLength(before);
    expect(shownPrivately(await ada.press(stopped.message, 'Switch it on again'))).toContain(
      'reminder is on',
    );
    expect(textOf(await ada.waitForDm())).toContain('This is how I will reach you');
  });

  timed('buttons of a stopped reminder say how to switch it on', async ({ server, ada }) => {
    const letter = await firstLetter(server);
    const { message } = await ada.press(letter, 'Snooze');
    await ada.type(server.channelId, '/nudge off');
    const refused = await ada.press(message, 'Until tomorrow');
    expect(textOf(refused.message)).toContain('Your weekly reminder is off. `/nudge on` switches it on.');
  });
});

describe('quiet weeks', () => {
  timed('after two, it is kind and small, and offers a lower pace', async ({ server, ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure hours:9');
    await ada.type(channelId, '/nudge on');
    await ada.waitForDm();
    for (const week of [0, 1]) {
      await server.moveTo(firstTurn(ada) + week * WEEK);
      const letter = await ada.waitForDm();
      if (week === 0) expect(textOf(letter)).toContain('Your week ahead');
    }
    await server.moveTo(firstTurn(ada) + 2 * WEEK);
    const letter = await ada.waitForDm();
    expect(textOf(letter)).toContain('### 🌱 Twenty minutes are enough');
    expect(textOf(letter)).toContain('write down three questions');
    expect(buttonsOf(letter)).toEqual(['Done', 'Lower my pace', 'Pause', 'Stop']);

    const { message } = await ada.press(letter, 'Pause');
    const back = await ada.press(message, 'Back');
    expect(buttonsOf(back.message)).toEqual(buttonsOf(letter));

    const slower = await ada.press(back.message, 'Lower my pace');
    expect(shownInPlace(slower)).toContain(
      'Your pace is lower now:\n**Pace** 6 hours a week: about 70–84 weeks',
    );
    const again = await ada.forge(slower.message, customIdOf(letter, 'Lower my pace'));
    expect(shownInPlace(again)).toContain('6 hours a week');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('6 hours a week');
  });

  timed(
    'after six, it stops by itself and says how to come back; the next command says it once',
    async ({ server, ada, channelId, dm }) => {
      await ada.type(channelId, '/nudge on');
      for (let week = 0; week <= 6; week += 1) await server.moveTo(firstTurn(ada) + week * WEEK);
      const letters = ada.messages(dm);
      expect(textOf(letters.at(-2) as never)).toContain('Twenty minutes');
      const farewell = letters.at(-1) as never;
      expect(textOf(farewell)).toContain('### I will be quiet now');
      expect(rawTextOf(farewell)).toMatch(/<\/nudge on:\d+> brings me back/);
      expect(buttonsOf(farewell)).toEqual(['Keep reminding me']);

      await server.moveTo(firstTurn(ada) + 8 * WEEK);
      expect(ada.messages(dm)).toHaveLength(letters.length);
      const next = await ada.type(channelId, '/next');
      const [news] = await next.followUps();
      expect(news && textOf(news)).toContain('I stopped reminding you while it was quiet.');
      const before = ada.messages(channelId).length;
      await server.settled(await ada.type(channelId, '/next'));
      expect(ada.messages(channelId)).toHaveLength(before + 1);

      const on = await ada.press(farewell, 'Keep reminding me');
      expect(shownPrivately(on)).toContain('reminder is on');
    },
  );

  timed('end with anything recorded', async ({ server, ada, channelId }) => {
    await ada.type(channelId, '/nudge on');
    await ada.waitForDm();
    await server.moveTo(firstTurn(ada) + WEEK);
    await ada.type(channelId, '/done task:cka-course');
    await server.moveTo(firstTurn(ada) + 2 * WEEK);
    await ada.waitForDm();
    expect(textOf(await ada.waitForDm())).toContain('### 🧭 Your week ahead');
  });
});

describe('Discord in trouble', () => {
  timed.for([
    ['too fast', { kind: 'status', status: 400, code: 40003 }],
    ['too many', { kind: 'rate-limit', retryAfterSeconds: 60 }],
    ['out of order', { kind: 'status', status: 503 }],
    ['cut off', { kind: 'lose-answer' }],
  ] as const)('asks for patience when Discord is %s', async ([, fault], { server, ada, channelId }) => {
    const clear = server.emulator.faults.inject({ method: 'POST', path: '/users/@me/channels', fault });
    const refused = shownPrivately(await ada.type(channelId, '/nudge on'));
    clear();
    expect(refused).toContain('try `/nudge on` again in a few minutes');
    expect(shownPrivately(await ada.type(channelId, '/nudge status'))).toContain('reminder is off');
  });
});

describe('a refusal later on', () => {
  timed(
    'switches it off, and the member learns of it at their next command, once',
    async ({ server, ada, channelId, dm }) => {
      await ada.type(channelId, '/nudge on');
      const clear = server.emulator.faults.inject({
        method: 'POST',
        path: `/channels/${dm}/messages`,
        fault: { kind: 'status', status: 403, code: 50007 },
      });
      await server.moveTo(firstTurn(ada));
      clear();
      expect(ada.messages(dm)).toHaveLength(1);
      const roadmap = await ada.type(channelId, '/roadmap overview');
      const [news] = await roadmap.followUps();
      if (news === undefined) throw new Error('there was no news');
      expect(textOf(news)).toContain('Discord did not let me write to you');
      expect(isPrivate(news)).toBe(true);
      const before = ada.messages(channelId).length;
      const status = await ada.type(channelId, '/nudge status');
      await server.settled(status);
      expect(shownPrivately(status)).toContain('reminder is off');
      expect(ada.messages(channelId)).toHaveLength(before + 1);
      const on = await ada.press(news, 'Switch it on again');
      expect(shownPrivately(on)).toContain('reminder is on');
    },
  );

  timed('is not told again to somebody who tries again at once', async ({ server, ada, channelId, dm }) => {
    await ada.type(channelId, '/nudge on');
    const clear = server.emulator.faults.inject({
      method: 'POST',
      path: `/channels/${dm}/messages`,
      fault: { kind: 'status', status: 403, code: 50278 },
    });
    await server.moveTo(firstTurn(ada));
    const before = ada.messages(channelId).length;
    const refused = await ada.type(channelId, '/nudge on');
    await server.settled(refused);
    clear();
    expect(shownPrivately(refused)).toContain('*Privacy Settings*');
    await server.settled(await ada.type(channelId, '/next'));
    expect(ada.messages(channelId)).toHaveLength(before + 2);
  });
});

timed(
  'a walk that is finished is congratulated once, and then it is quiet',
  async ({ server, ada, channelId, dm }) => {
    await ada.type(channelId, '/nudge on');
    for (const number of [1, 2, 3, 4, 5]) await finishPhase(ada, channelId, number);
    await server.moveTo(firstTurn(ada));
    await server.moveTo(firstTurn(ada) + WEEK);
    const letters = ada.messages(dm).map(textOf);
    expect(letters).toHaveLength(2);
    expect(letters[1]).toContain('### 🏔️ You have walked the whole way');
    expect(shownPrivately(await ada.type(channelId, '/nudge status'))).toContain('reminder is off');
  },
);

describe('a forged button', () => {
  test('on somebody else’s public message leaves that as it is', async ({ ada, ben, channelId }) => {
    const map = await ada.type(channelId, '/roadmap overview');
    await ben.type(channelId, '/nudge on');
    const forged = await ben.forge(map.message, '1:stop:w:backend-to-ai-infrastructure:cka-course');
    expect(forged.isPrivate).toBe(true);
    const seen = ada.messages(channelId).find(({ id }) => id === map.message.id);
    expect(seen?.components).toEqual(map.message.components);
  });

  test.for([
    '1:snooze:2:w:backend-to-ai-infrastructure:cka-course',
    '1:pause:never:w:backend-to-ai-infrastructure:cka-course',
    '1:nudge:main:x:backend-to-ai-infrastructure:cka-course',
    '1:slower:a:w:elsewhere:cka-course',
  ])('%s is outdated', async (customId, { ada, channelId }) => {
    const on = await ada.type(channelId, '/nudge on');
    expect(shownPrivately(await ada.forge(on.message, customId))).toContain('an earlier version of me');
  });

  test('on a message that is no letter does nothing', async ({ ada, channelId }) => {
    await ada.type(channelId, '/nudge on');
    const { message } = await ada.type(channelId, '/next');
    const forged = await ada.forge(message, '1:pause:return:w:backend-to-ai-infrastructure:cka-course');
    expect(shownPrivately(forged)).toContain('an earlier version of me');
    expect(shownPrivately(await ada.type(channelId, '/nudge status'))).not.toContain('paused');
  });
});
