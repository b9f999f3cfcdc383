import { PermissionFlagsBits } from 'discord.js';
import { describe, expect } from 'vitest';
import { addDays } from '../../src/domain/local-time.ts';
import type { Person } from '../../src/playground/emulator/index.ts';
import { addPerson, begin, codeOf, publicMessages, refusal, test, words } from '../support/cohort-server.ts';
import { firstChannel } from '../support/server.ts';
import { buttonsOf, shownPrivately, textOf } from '../support/shown.ts';

const MINUTE = 60 * 1000;
const { buttons, cohort: said } = words;
const { CreatePublicThreads, SendMessages, SendMessagesInThreads, ViewChannel } = PermissionFlagsBits;

const OUT_OF_REACH = refusal({
  code: 'date-out-of-range',
  earliest: '2025-03-01',
  latest: '2027-03-03',
});
const END_OUT_OF_REACH = refusal({ code: 'end-out-of-reach', min: 1, max: 80 });
const BAD_HOURS = refusal({ code: 'bad-hours', min: 1, max: 80 });
const BAD_CAPACITY = refusal({ code: 'bad-capacity', min: 2, max: 5_000 });
const BAD_GOAL = refusal({ code: 'bad-goal', min: 1, max: 10_000 });
const BAD_NAME = refusal({ code: 'bad-cohort-name', min: 2, max: 60 });
const BAD_CHOICE = refusal({ code: 'bad-choice' });
const BOT = refusal({ code: 'bots-do-not-learn' });
const LAST = refusal({ code: 'last-facilitator', cohort: 'Spring' });
const NO_THREAD = refusal({ code: 'no-thread-here' });
const unusable = (channelId: string) => refusal({ code: 'channel-unusable', channelId });
const badDate = (query: string) => refusal({ code: 'bad-date', query });

/** As a forged client sends it: past the checks of Discord's own. */
function forge(
  person: Person,
  channelId: string,
  line: string,
  options: Readonly<Record<string, string | number>>,
) {
  return person.slash(channelId, `cohort ${line}`, options, { unchecked: true });
}

async function expectNoCohort(person: Person, channelId: string): Promise<void> {
  expect(shownPrivately(await person.type(channelId, '/cohort list'))).toContain('There is none yet.');
  expect(publicMessages(person, channelId)).toEqual([]);
}

const tricks = {
  'a ping of everyone': 'zz @everyone and @here',
  'mentions by id': 'zz <@123456789012345678> <@&123456789012345678>',
  'a masked link': 'zz [free Nitro](https://example.org/phish)',
  'a bare link': 'zz https://example.org/phish',
  markdown: 'zz **bold** __line__ ~~gone~~ ||hidden|| `code`',
  'a heading': '# zz',
  'a clickable command': 'zz </done:123456789012345678> <t:0:R>',
  'zero-width characters': 'zz @\u200Bevery\u2060one\uFEFF',
  'a reversed direction': 'zz \u202Egpj.exe\u2066x',
  'marks without end': `zz z${'\u0301'.repeat(40)}`,
};

/** What of those would come alive, or mislead, if it were there as typed. */
const ALIVE =
  /@everyone|@here|<@&?1234|\]\(https|https:\/\/example|\*\*bold|__line|~~gone|\|\|hidden|`code|^# |<\/done:1234|<t:0|[\u200B\u2060\uFEFF\u202E\u2066]|\p{M}{5}/mu;

describe('a name', () => {
  test.for(Object.entries(tricks))(
    'with %s stays text, wherever it is shown',
    async ([, name], { fay, ada, channelId }) => {
      const created = await fay.slash(channelId, 'cohort create', { name });
      const [announcement] = await created.followUps();
      if (announcement === undefined) throw new Error('there was no announcement');
      const messages = [created.message, announcement];
      messages.push((await ada.press(announcement, buttons.joinCohort)).message);
      for (const line of ['show', 'list', 'leaderboard', 'summary', 'insights', 'leave', 'leave']) {
        messages.push((await ada.type(channelId, `/cohort ${line}`)).message);
      }
      const missed = await fay.slash(channelId, 'cohort show', { cohort: `${name} yy` });
      for (const message of [...messages, missed.message]) {
        const text = textOf(message).replace(/\\[!-/:-@[-`{-~]/g, '');
        expect(text).not.toMatch(ALIVE);
        for (const label of buttonsOf(message)) expect(label).not.toMatch(/[\u200B\u202E\u2066]|\p{M}{5}/u);
      }
      const [offered] = await ada.autocomplete(channelId, 'cohort join', { name: 'cohort', value: '' });
      expect(offered?.name).not.toMatch(/[\u200B\u2060\uFEFF\u202E\u2066]|\p{M}{5}/u);
    },
  );

  test.for(['🌱 Spring 🌱', '🌱🌱', 'שלום עולם', '春の山道', 'Frühling (2026)', 'x'.repeat(60)])(
    '%s is one like any other',
    async (name, { fay, ada, channelId }) => {
      const { announcement } = await begin(fay, channelId, { name });
      await ada.press(announcement, buttons.joinCohort);
      const shown = textOf((await ada.type(channelId, '/cohort show')).message);
      expect(shown.replace(/[\\\u2068\u2069]/g, '')).toContain(`### ${name}`);
      const again = await ada.slash(channelId, 'cohort join', { cohort: name });
      // A text without letters is picked from the list, where it stands for an id.
      if (/\p{L}/u.test(name)) expect(textOf(again.message)).toContain('already');
    },
  );

  test('loses the spaces around it, and more than one within', async ({ fay, channelId }) => {
    const { message } = await begin(fay, channelId, { name: '   Early    spring  ' });
    expect(textOf(message)).toContain('### Early spring\n');
  });

  test.for(['x'.repeat(200), 'x', '', '        ', '\u200B\u200B\u200B', '...', '\u0301\u0301\u0301'])(
    '“%s” is none',
    async (name, { fay, channelId }) => {
      expect(shownPrivately(await forge(fay, channelId, 'create', { name }))).toBe(BAD_NAME);
      await expectNoCohort(fay, channelId);
    },
  );

  test('of 200 characters is stopped by Discord’s own client', async ({ fay, channelId }) => {
    await expect(fay.slash(channelId, 'cohort create', { name: 'x'.repeat(200) })).rejects.toThrow(
      'at most 60',
    );
  });

  test.for(['Spring', 'SPRING', ' spring ', 'Spríng', 'S-p-r-i-n-g!', 'Sp\u200Bring'])(
    '%s is taken by Spring',
    async (name, { fay, ada, channelId }) => {
      await begin(fay, channelId, { name: 'Spring' });
      expect(shownPrivately(await ada.slash(channelId, 'cohort create', { name }))).toContain(
        'looks like the name of another cohort here',
      );
      await begin(ada, channelId, { name: 'Autumn' });
      const renamed = await ada.slash(channelId, 'cohort edit', { cohort: 'Autumn', name });
      expect(shownPrivately(renamed)).toContain('looks like the name of another cohort here');
    },
  );

  test('can be written otherwise, and is free in another server', async ({ server, fay, channelId }) => {
    await begin(fay, channelId, { name: 'Spring' });
    const renamed = await fay.type(channelId, '/cohort edit name:SPRING');
    expect(shownPrivately(renamed)).toContain('### SPRING');
    const elsewhere = server.emulator.createGuild({ name: 'Elsewhere', ownerId: fay.user.id });
    await begin(fay, firstChannel(server.emulator, elsewhere.id), { name: 'Spring' });
  });

  test('that several begin with asks which', async ({ fay, channelId }) => {
    await begin(fay, channelId, { name: 'Spring one' });
    await begin(fay, channelId, { name: 'Spring two' });
    const asked = shownPrivately(await fay.type(channelId, '/cohort show cohort:spring'));
    expect(asked).toContain('**Spring one**');
    expect(asked).toContain('**Spring two**');
  });
});

/** What `create` and `edit` refuse alike. */
const SETTINGS: readonly (readonly [Readonly<Record<string, string | number>>, string])[] = [
  [{ start: '1970-01-01' }, OUT_OF_REACH],
  [{ start: '2999-01-01' }, OUT_OF_REACH],
  [{ start: '31 February' }, badDate('31 February')],
  [{ start: '2026-02-30' }, badDate('2026-02-30')],
  [{ start: 'someday' }, badDate('someday')],
  [{ start: ' ' }, badDate('')],
  [{ end: 'someday' }, badDate('someday')],
  [{ end: '2026-13-01' }, badDate('2026-13-01')],
  [{ end: '2026-03-09' }, END_OUT_OF_REACH],
  [{ end: '2025-12-24' }, END_OUT_OF_REACH],
  [{ end: '1970-01-01' }, END_OUT_OF_REACH],
  [{ start: '2026-09-01', end: '2026-08-01' }, END_OUT_OF_REACH],
  [{ hours: 10, end: '2026-12-01' }, refusal({ code: 'pace-and-end' })],
  [{ hours: 0 }, BAD_HOURS],
  [{ hours: 81 }, BAD_HOURS],
  [{ hours: -3 }, BAD_HOURS],
  [{ hours: 2.5 }, BAD_HOURS],
  [{ capacity: 0 }, BAD_CAPACITY],
  [{ capacity: 1 }, BAD_CAPACITY],
  [{ capacity: -2 }, BAD_CAPACITY],
  [{ capacity: 2.5 }, BAD_CAPACITY],
  [{ capacity: 5_001 }, BAD_CAPACITY],
  [{ access: 'secret' }, BAD_CHOICE],
];

describe('settings that are none', () => {
  test.for(SETTINGS)('%o begins no cohort', async ([options, problem], { fay, channelId }) => {
    const refused = await forge(fay, channelId, 'create', { name: 'Spring', ...options });
    expect(shownPrivately(refused)).toBe(problem);
    await expectNoCohort(fay, channelId);
  });

  test.for([
    ...SETTINGS,
    [{ day: 0 }, BAD_CHOICE],
    [{ hour: 24 }, BAD_CHOICE],
    [{ hour: 9.5 }, BAD_CHOICE],
    [{ timezone: 'Atlantis' }, refusal({ code: 'unknown-time-zone', query: 'Atlantis' })],
    [{ name: '   ' }, BAD_NAME],
  ] as typeof SETTINGS)('%o changes nothing', async ([options, problem], { fay, channelId }) => {
    await begin(fay, channelId);
    const before = textOf((await fay.type(channelId, '/cohort show')).message);
    const refused = await forge(fay, channelId, 'edit', { ...options });
    expect(shownPrivately(refused)).toBe(problem);
    expect(textOf((await fay.type(channelId, '/cohort show')).message)).toBe(before);
  });

  test('a pathway that is none begins no cohort', async ({ fay, channelId }) => {
    const refused = await fay.type(channelId, '/cohort create name:Spring pathway:astronaut');
    expect(shownPrivately(refused)).toContain('I have no pathway “astronaut”.');
    await expectNoCohort(fay, channelId);
  });

  test.for([-1, 2.5, 10_001])('a goal of %d tasks is none', async (tasks, { fay, channelId }) => {
    await begin(fay, channelId);
    expect(shownPrivately(await forge(fay, channelId, 'goal', { tasks }))).toBe(BAD_GOAL);
  });

  test.for([
    [{ from: '2026-03-15', until: '2026-03-09' }, refusal({ code: 'break-backwards' })],
    [{ from: '2026-03-02', until: '2026-06-30' }, refusal({ code: 'break-too-long', max: 120 })],
    [{ from: '1970-01-01', until: '1970-01-02' }, OUT_OF_REACH],
    [{ from: '2999-01-01', until: '2999-01-02' }, OUT_OF_REACH],
    [{ from: 'soon', until: 'later' }, badDate('soon')],
    [{ from: '2026-03-09' }, BAD_CHOICE],
  ] as const)('a break %o is none', async ([options, problem], { fay, channelId }) => {
    await begin(fay, channelId);
    const refused = await forge(fay, channelId, 'break', options);
    expect(shownPrivately(refused)).toBe(problem);
    expect(shownPrivately(await fay.type(channelId, '/cohort show'))).not.toContain('Breaks');
  });

  test('a thirteenth break is one too many', async ({ fay, channelId }) => {
    await begin(fay, channelId);
    const enter = (day: string) => fay.slash(channelId, 'cohort break', { from: day, until: day });
    for (let number = 0; number < 12; number += 1) {
      expect(textOf((await enter(addDays('2026-03-02', number))).message)).toContain(said.breakAdded);
    }
    expect(shownPrivately(await enter('2026-05-01'))).toBe(refusal({ code: 'too-many-breaks', max: 12 }));
    expect(shownPrivately(await enter('2026-03-02'))).toContain(said.breakAdded);
  });

  test('a period that is none is refused', async ({ fay, channelId }) => {
    await begin(fay, channelId);
    expect(shownPrivately(await forge(fay, channelId, 'leaderboard', { period: 'year' }))).toBe(BAD_CHOICE);
  });

  test('a subcommand that is none is answered', async ({ fay, channelId }) => {
    expect(shownPrivately(await forge(fay, channelId, 'explode', {}))).toBe(
      refusal({ code: 'unknown-command' }),
    );
  });

  test('room for fewer than there are is refused', async ({ fay, ada, ben, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    for (const person of [fay, ada, ben]) await person.press(announcement, buttons.joinCohort);
    expect(shownPrivately(await fay.type(channelId, '/cohort edit capacity:2'))).toBe(
      refusal({ code: 'capacity-below-members', members: 3 }),
    );
    expect(shownPrivately(await fay.type(channelId, '/cohort edit capacity:3'))).toContain(
      said.members(3, 3),
    );
  });
});

describe('a cohort that is full', () => {
  test('takes nobody, by whichever way they come, until there is room', async ({
    server,
    guildId,
    fay,
    ada,
    ben,
    channelId,
  }) => {
    const { message, announcement } = await begin(fay, channelId, { capacity: 2, access: 'code' });
    const code = codeOf(message) ?? '';
    for (const person of [ada, ben]) await person.slash(channelId, 'cohort join', { code });
    const cleo = addPerson(server.emulator, guildId, 'cleo');
    const full = refusal({ code: 'cohort-full', cohort: 'Spring', capacity: 2 });
    expect(shownPrivately(await cleo.slash(channelId, 'cohort join', { code }))).toBe(full);
    const form = await cleo.press(announcement, buttons.joinWithCode);
    expect(shownPrivately(await cleo.submit(form.modal, { code }))).toBe(full);
    expect(shownPrivately(await fay.type(channelId, '/cohort join'))).toBe(full);
    expect(shownPrivately(await ada.slash(channelId, 'cohort join', { code }))).toContain(
      said.joinedAlready('Spring'),
    );
    await ben.type(channelId, '/cohort leave');
    expect(shownPrivately(await cleo.slash(channelId, 'cohort join', { code }))).toContain(
      said.joined('Spring'),
    );
  });
});

describe('codes guessed again and again', () => {
  const guess = async (person: Person, channelId: string, code: string) =>
    shownPrivately(await person.slash(channelId, 'cohort join', { code }));

  test('are refused after five, the right one too, until a while has passed', async ({
    server,
    fay,
    ada,
    ben,
    channelId,
  }) => {
    const { clock } = server;
    const { message, announcement } = await begin(fay, channelId, { access: 'code' });
    const code = codeOf(message) ?? '';
    const began = clock.time;
    for (const wrong of ['AAAAAAAA', 'short', ' ']) {
      const form = await ada.press(announcement, buttons.joinWithCode);
      expect(shownPrivately(await ada.submit(form.modal, { code: wrong }))).toBe(
        refusal({ code: 'unknown-code' }),
      );
    }
    for (const wrong of ['BBBBBBBB', 'CCCCCCCC']) {
      expect(await guess(ada, channelId, wrong)).toBe(refusal({ code: 'unknown-code' }));
    }
    const until = began + 15 * MINUTE;
    const tooMany = refusal({ code: 'too-many-guesses', until });
    expect(await guess(ada, channelId, code)).toBe(tooMany);
    expect(await guess(ben, channelId, code)).toContain(said.joined('Spring'));
    clock.time = until - 1;
    expect(await guess(ada, channelId, code)).toBe(tooMany);
    clock.time = until;
    expect(await guess(ada, channelId, code)).toContain(said.joined('Spring'));
    clock.time = began;
  });

  test('do not keep anybody out of one that is open', async ({ fay, ada, channelId }) => {
    await begin(fay, channelId);
    for (let number = 0; number < 6; number += 1) await guess(ada, channelId, 'AAAAAAAA');
    expect(shownPrivately(await ada.type(channelId, '/cohort join cohort:Spring'))).toContain(
      said.joined('Spring'),
    );
  });

  test('are of one server: a code of another opens nothing', async ({ server, fay, ada, channelId }) => {
    const { message } = await begin(fay, channelId, { access: 'code' });
    const elsewhere = server.emulator.createGuild({ name: 'Elsewhere', ownerId: ada.user.id });
    const channel = firstChannel(server.emulator, elsewhere.id);
    await begin(ada, channel, { name: 'Autumn', access: 'code' });
    expect(await guess(ada, channel, codeOf(message) ?? '')).toBe(refusal({ code: 'unknown-code' }));
  });
});

describe('people that cannot be meant', () => {
  test('the last one who looks after it cannot go', async ({ owner, fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    await fay.press(announcement, buttons.joinCohort);
    expect(shownPrivately(await fay.type(channelId, '/cohort leave'))).toBe(LAST);
    for (const person of [fay, owner]) {
      const refused = await person.type(
        channelId,
        '/cohort facilitator member:@fay remove:true cohort:Spring',
      );
      expect(shownPrivately(refused)).toBe(LAST);
    }
    const shown = shownPrivately(await ada.slash(channelId, 'cohort show', { cohort: 'Spring' }));
    expect(shown).toContain(said.facilitators([fay.user.id], 0));
    expect(shown).toContain(said.members(1, null));
  });

  test('nobody takes themselves out, or somebody who is not in', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    await fay.press(announcement, buttons.joinCohort);
    expect(shownPrivately(await fay.type(channelId, '/cohort remove member:@fay'))).toBe(
      refusal({ code: 'remove-yourself' }),
    );
    expect(shownPrivately(await fay.type(channelId, '/cohort remove member:@ada'))).toBe(
      refusal({ code: 'not-a-member', userId: ada.user.id, cohort: 'Spring' }),
    );
  });

  test('a bot looks after nothing', async ({ server, fay, channelId }) => {
    const bot = server.emulator.botUser.id;
    const create = await fay.slash(channelId, 'cohort create', { name: 'Spring', facilitator: bot });
    expect(shownPrivately(create)).toBe(BOT);
    await expectNoCohort(fay, channelId);
    await begin(fay, channelId);
    for (const line of ['facilitator', 'transfer']) {
      expect(shownPrivately(await fay.slash(channelId, `cohort ${line}`, { member: bot }))).toBe(BOT);
    }
  });

  test('nor does somebody who is not in the server', async ({ server, fay, channelId }) => {
    const { id: userId } = server.emulator.createUser({ username: 'stranger' });
    const absent = refusal({ code: 'not-in-server', userId });
    const create = await fay.slash(channelId, 'cohort create', { name: 'Spring', facilitator: userId });
    expect(shownPrivately(create)).toBe(absent);
    await expectNoCohort(fay, channelId);
    await begin(fay, channelId);
    for (const line of ['facilitator', 'transfer']) {
      expect(shownPrivately(await fay.slash(channelId, `cohort ${line}`, { member: userId }))).toBe(absent);
    }
  });
});

describe('a channel', () => {
  test.for([0n, ViewChannel, SendMessages])(
    'in which the bot may do no more than %d is refused',
    async (permissions, { server, fay, channelId, den }) => {
      server.emulator.setBotPermissions(den, permissions);
      const create = await fay.slash(channelId, 'cohort create', { name: 'Spring', channel: den });
      expect(shownPrivately(create)).toBe(unusable(den));
      await expectNoCohort(fay, channelId);
      await begin(fay, channelId);
      expect(shownPrivately(await fay.slash(channelId, 'cohort edit', { channel: den }))).toBe(unusable(den));
    },
  );

  test('of another server is refused', async ({ server, fay, channelId }) => {
    const elsewhere = server.emulator.createGuild({ name: 'Elsewhere', ownerId: fay.user.id });
    const channel = firstChannel(server.emulator, elsewhere.id);
    const create = await forge(fay, channelId, 'create', { name: 'Spring', channel });
    expect(shownPrivately(create)).toBe(unusable(channel));
    await expectNoCohort(fay, channelId);
  });

  test('is looked for later by a cohort that was begun where the bot may not write', async ({
    server,
    fay,
    channelId,
    den,
  }) => {
    server.emulator.setBotPermissions(channelId, ViewChannel);
    const { message } = await begin(fay, channelId);
    expect(textOf(message)).toContain('**Speaks** nowhere yet');
    expect(textOf(message)).not.toContain('Next summary');
    expect(shownPrivately(await fay.type(channelId, '/cohort board'))).toBe(
      refusal({ code: 'no-cohort-channel', cohort: 'Spring' }),
    );
    const chosen = shownPrivately(await fay.type(channelId, '/cohort edit channel:#den'));
    expect(chosen).toContain(said.channel(den));
    expect(chosen).toContain('Next summary');
  });

  test.for([
    ViewChannel | SendMessages,
    ViewChannel | SendMessages | CreatePublicThreads,
    ViewChannel | SendMessages | SendMessagesInThreads,
  ])(
    'in which the bot cannot have a thread (%d) gets none',
    async (permissions, { server, fay, channelId }) => {
      server.emulator.setBotPermissions(channelId, permissions);
      expect(shownPrivately(await fay.type(channelId, '/cohort create name:Spring thread:true'))).toBe(
        NO_THREAD,
      );
      await expectNoCohort(fay, channelId);
    },
  );

  test.for([
    ['has as many as it can', { kind: 'status', status: 400, code: 160006 }],
    ['has just lost the permission', { kind: 'status', status: 403, code: 50013 }],
    ['does not answer', { kind: 'status', status: 503 }],
  ] as const)('that %s is where the cohort speaks itself', async ([, fault], { server, fay, channelId }) => {
    const path = `/channels/${channelId}/threads`;
    const clear = server.emulator.faults.inject({ method: 'POST', path, fault });
    const { message, announcement } = await begin(fay, channelId, { thread: true });
    clear();
    expect(textOf(message)).toContain(said.createdWithoutThread);
    expect(textOf(message)).toContain(said.channel(channelId));
    expect(buttonsOf(announcement)).toEqual([buttons.joinCohort]);
  });

  test('that is a thread has none of its own', async ({ server, guildId, fay, channelId }) => {
    await begin(fay, channelId, { name: 'Autumn', thread: true });
    const thread = server.emulator.channels(guildId).find(({ kind }) => kind === 'thread');
    const refused = await fay.slash(thread?.id ?? '', 'cohort create', { name: 'Spring', thread: true });
    expect(shownPrivately(refused)).toBe(NO_THREAD);
    const inThread = await begin(fay, thread?.id ?? '', { name: 'Spring' });
    expect(textOf(inThread.message)).toContain(said.channel(thread?.id ?? ''));
  });

  test('that does not let the board in is named', async ({ server, fay, channelId, den }) => {
    await begin(fay, channelId, { channel: den });
    server.emulator.setBotPermissions(den, ViewChannel);
    expect(shownPrivately(await fay.type(channelId, '/cohort board'))).toBe(unusable(den));
    server.emulator.setBotPermissions(den, null);
    expect(shownPrivately(await fay.type(channelId, '/cohort board'))).toContain(said.boardPosted(den));
  });
});
