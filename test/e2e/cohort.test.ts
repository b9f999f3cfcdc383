import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { nextTurn } from '../../src/domain/nudge.ts';
import { localDateStamp, momentStamp } from '../../src/discord/timestamps.ts';
import { MONDAY, openServer } from '../support/server.ts';
import {
  addPerson,
  begin,
  cohortIdOf,
  codeOf,
  publicMessages,
  refusal,
  test,
  words,
} from '../support/cohort-server.ts';
import { buttonsOf, shownPrivately, textOf } from '../support/shown.ts';
import { makeTemporaryFolder } from '../support/temporary-store.ts';

const PATHWAY_FILES = [
  '../../data/pathways/backend-to-ai-infrastructure.json',
  '../support/pathways/frontend-to-accessibility.json',
].map((file) => fileURLToPath(new URL(file, import.meta.url)));

const DAY = 24 * 60 * 60 * 1000;
const { cohort: said } = words;

const stamp = (date: string, timeZone = 'Etc/UTC') => localDateStamp(date, timeZone);

describe('/cohort create', () => {
  test('needs no more than a name', async ({ fay, channelId }) => {
    const { message } = await begin(fay, channelId, { name: 'Spring' });
    const text = textOf(message);
    expect(text).toContain(said.created);
    expect(text).toContain('### Spring');
    expect(text).toContain('*Backend Developer → AI Infrastructure Engineer*');
    expect(text).toContain(said.phase(1, 5, 'Foundations: Kubernetes and Python in depth'));
    expect(text).toContain(said.pace(10));
    expect(text).toContain(said.members(0, null));
    expect(text).toContain(said.open);
    expect(text).toContain(said.facilitators([fay.user.id], 0));
    expect(text).toContain(said.channel(channelId));
    expect(buttonsOf(message)[0]).toBe(words.buttons.joinCohort);
  });

  test('plans its summary for Monday at nine', async ({ fay, channelId }) => {
    const { id, message } = await begin(fay, channelId);
    const { at } = nextTurn({ weekday: 1, hour: 9, timeZone: 'Etc/UTC' }, id, MONDAY);
    expect(textOf(message)).toContain(said.nextSummary(momentStamp(at)));
  });

  test('announces it to everybody, with a way in', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId, { name: 'Spring' });
    expect(publicMessages(ada, channelId)).toEqual([announcement]);
    expect(textOf(announcement)).toContain(said.announcement('Spring'));
    expect(textOf(announcement)).toContain(said.pace(10));
    expect(textOf(announcement)).toContain(said.facilitators([fay.user.id], 0));
    expect(buttonsOf(announcement)).toEqual([words.buttons.joinCohort]);
  });

  test('takes the first day from the list, or as a date', async ({ fay, channelId }) => {
    const days = await fay.autocomplete(channelId, 'cohort create', { name: 'start', value: 'monday 9' });
    expect(days).toEqual([{ name: 'Monday 9 March', value: '2026-03-09' }]);
    const { message } = await begin(fay, channelId, { start: '2026-03-09' });
    expect(textOf(message)).toContain(said.notStarted(stamp('2026-03-09'), 7));
    const tomorrow = await begin(fay, channelId, { name: 'Summer', start: 'tomorrow' });
    expect(textOf(tomorrow.message)).toContain(said.notStarted(stamp('2026-03-03'), 1));
    const past = await begin(fay, channelId, { name: 'Winter', start: '2026-01-05' });
    expect(textOf(past.message)).toContain('Week 9 of');
  });

  test('takes hours a week', async ({ fay, channelId }) => {
    const { message, announcement } = await begin(fay, channelId, { hours: 6 });
    expect(textOf(message)).toContain(said.pace(6));
    expect(textOf(announcement)).toContain(said.pace(6));
  });

  test('works the hours out from the last day', async ({ fay, channelId }) => {
    // 420 hours in 30 weeks.
    const { message } = await begin(fay, channelId, { end: '2026-09-27' });
    expect(textOf(message)).toContain(said.pace(14));
    const days = await fay.autocomplete(channelId, 'cohort create', { name: 'end', value: '2026-09-27' });
    expect(days.map(({ value }) => value)).toEqual(['2026-09-27']);
    // A day less takes an hour more.
    const sooner = await begin(fay, channelId, { name: 'Sooner', end: '2026-09-26' });
    expect(textOf(sooner.message)).toContain(said.pace(15));
  });

  test('speaks in the channel that it is given', async ({ fay, channelId, den }) => {
    const { message } = await begin(fay, channelId, { channel: den });
    expect(textOf(message)).toContain(said.channel(den));
  });

  test('speaks where the server has its summaries, in the server’s zone', async ({
    owner,
    fay,
    channelId,
    den,
  }) => {
    await owner.type(channelId, '/setup server summaries:#den timezone:Asia/Tokyo');
    const { id, message } = await begin(fay, channelId);
    expect(textOf(message)).toContain(said.channel(den));
    const { at } = nextTurn({ weekday: 1, hour: 9, timeZone: 'Asia/Tokyo' }, id, MONDAY);
    expect(textOf(message)).toContain(said.nextSummary(momentStamp(at)));
  });

  test('speaks in a thread that is made for it', async ({ server, guildId, fay, channelId }) => {
    const { message } = await begin(fay, channelId, { name: 'Spring walkers', thread: true });
    const [thread, ...others] = server.emulator.channels(guildId).filter(({ kind }) => kind === 'thread');
    if (thread === undefined) throw new Error('there is no thread');
    expect(others).toEqual([]);
    expect(thread).toMatchObject({ name: 'Spring walkers', parentId: channelId });
    expect(textOf(message)).toContain(said.channel(thread.id));
    await fay.type(channelId, '/cohort board');
    expect(publicMessages(fay, thread.id).map(textOf)).toEqual([expect.stringContaining('Spring walkers')]);
  });

  test('makes the thread in the channel that is named with it', async ({
    server,
    guildId,
    fay,
    channelId,
    den,
  }) => {
    await begin(fay, channelId, { channel: den, thread: true });
    expect(server.emulator.channels(guildId).filter(({ kind }) => kind === 'thread')).toMatchObject([
      { parentId: den },
    ]);
  });

  test('takes a limit of its members', async ({ fay, channelId }) => {
    const { message } = await begin(fay, channelId, { capacity: 2 });
    expect(textOf(message)).toContain(said.members(0, 2));
  });

  test('takes somebody who looks after it as well', async ({ fay, ben, channelId }) => {
    const { message } = await begin(fay, channelId, { facilitator: ben.user.id });
    expect(textOf(message)).toContain(said.facilitators([fay.user.id, ben.user.id], 0));
    expect(shownPrivately(await ben.type(channelId, '/cohort goal tasks:3'))).toContain(said.goalSet);
  });

  test('with a code: shown to those who look after it, and to nobody else', async ({
    owner,
    fay,
    ada,
    ben,
    channelId,
  }) => {
    const { message, announcement } = await begin(fay, channelId, {
      access: 'code',
      facilitator: ben.user.id,
    });
    const code = codeOf(message);
    if (code === undefined) throw new Error('there is no code');
    expect(JSON.stringify(announcement)).not.toContain(code);
    expect(buttonsOf(announcement)).toEqual([words.buttons.joinWithCode]);

    for (const facilitator of [fay, ben, owner]) {
      const { message: seen } = await facilitator.type(channelId, '/cohort show cohort:Spring');
      expect(codeOf(seen)).toBe(code);
    }
    await ada.type(channelId, `/cohort join code:${code}`);
    for (const line of ['show', 'list', 'summary', 'leaderboard']) {
      const { message: seen } = await ada.type(channelId, `/cohort ${line}`);
      expect(JSON.stringify(seen)).not.toContain(code);
    }
  });

  test('takes three of one who does not manage the server, and any number of one who does', async ({
    owner,
    fay,
    channelId,
  }) => {
    for (const name of ['First', 'Second', 'Third']) await begin(fay, channelId, { name });
    const refused = await fay.type(channelId, '/cohort create name:Fourth');
    expect(shownPrivately(refused)).toBe(refusal({ code: 'too-many-cohorts', max: 3 }));
    for (const name of ['4th', '5th', '6th', '7th']) await begin(owner, channelId, { name });
  });

  test('counts those that were put to rest once they are back', async ({ fay, channelId }) => {
    for (const name of ['First', 'Second', 'Third']) await begin(fay, channelId, { name });
    await fay.type(channelId, '/cohort archive cohort:First');
    await begin(fay, channelId, { name: 'Fourth' });
    const refused = await fay.type(channelId, '/cohort restore cohort:First');
    expect(shownPrivately(refused)).toBe(refusal({ code: 'too-many-cohorts', max: 3 }));
  });

  test('is for servers', async ({ server, fay }) => {
    const dm = server.emulator.dmChannel(fay.user.id).id;
    await expect(fay.type(dm, '/cohort create name:Spring')).rejects.toThrow('cannot be used');
    const forged = await fay.slash(dm, 'cohort create', { name: 'Spring' }, { unchecked: true });
    expect(shownPrivately(forged)).toBe(refusal({ code: 'server-only' }));
  });
});

describe('/cohort join', () => {
  test('brings somebody in by the button on the announcement', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    const joined = await ada.press(announcement, words.buttons.joinCohort);
    expect(shownPrivately(joined)).toContain(said.joined('Spring'));
    expect(textOf(announcement)).toBe(textOf(publicMessages(fay, channelId)[0] ?? announcement));
  });

  test.for(['Spring', 'spring', 'sprin', 'sprnig'])(
    'by its name: %s',
    async (typed, { fay, ada, channelId }) => {
      await begin(fay, channelId, { name: 'Spring' });
      await begin(fay, channelId, { name: 'Autumn' });
      const joined = await ada.slash(channelId, 'cohort join', { cohort: typed });
      expect(shownPrivately(joined)).toContain(said.joined('Spring'));
    },
  );

  test('by what is offered while typing, the asker’s own first', async ({ server, fay, ada, channelId }) => {
    await begin(fay, channelId, { name: 'Spring' });
    server.clock.time += 1;
    await begin(fay, channelId, { name: 'Autumn' });
    const offered = await ada.autocomplete(channelId, 'cohort join', { name: 'cohort', value: '' });
    expect(offered.map(({ name }) => name)).toEqual(['Autumn', 'Spring']);
    const spring = offered.find(({ name }) => name === 'Spring')?.value ?? '';
    const joined = await ada.slash(channelId, 'cohort join', { cohort: spring });
    expect(shownPrivately(joined)).toContain(said.joined('Spring'));
    const again = await ada.autocomplete(channelId, 'cohort join', { name: 'cohort', value: '' });
    expect(again.map(({ name }) => name)).toEqual(['Spring', 'Autumn']);
  });

  test('by its code alone, however that is typed', async ({ fay, ada, ben, channelId }) => {
    const { message } = await begin(fay, channelId, { access: 'code' });
    await begin(fay, channelId, { name: 'Autumn' });
    const code = codeOf(message) ?? '';
    const straight = await ada.slash(channelId, 'cohort join', { code });
    expect(shownPrivately(straight)).toContain(said.joined('Spring'));
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `;
    const loose = await ben.slash(channelId, 'cohort join', { code: typed });
    expect(shownPrivately(loose)).toContain(said.joined('Spring'));
  });

  test('needs the code of one that has it, save from who looks after it', async ({ fay, ada, channelId }) => {
    await begin(fay, channelId, { access: 'code' });
    const refused = await ada.type(channelId, '/cohort join cohort:Spring');
    expect(shownPrivately(refused)).toBe(refusal({ code: 'cohort-needs-code', cohort: 'Spring' }));
    expect(shownPrivately(await fay.type(channelId, '/cohort join'))).toContain(said.joined('Spring'));
  });

  test('joins its pathway on the spot, and says so once', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toBe(refusal({ code: 'not-joined' }));
    const joined = shownPrivately(await ada.press(announcement, words.buttons.joinCohort));
    expect(joined).toContain('You walk **Backend Developer → AI Infrastructure Engineer** from now on');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('0 of 20 tasks');
  });

  test('leaves a pathway that somebody walks already as it is', async ({ fay, ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure hours:3');
    await ada.type(channelId, '/done task:cka-course');
    await begin(fay, channelId);
    const joined = shownPrivately(await ada.type(channelId, '/cohort join cohort:Spring'));
    expect(joined).not.toContain('from now on');
    expect(joined).toContain(said.ahead(5));
    const progress = shownPrivately(await ada.type(channelId, '/progress'));
    expect(progress).toContain('1 of 20 tasks');
    expect(progress).toContain('3 hours a week');
  });

  test('twice is harmless', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId, { capacity: 2 });
    await ada.press(announcement, words.buttons.joinCohort);
    const again = await ada.press(announcement, words.buttons.joinCohort);
    expect(shownPrivately(again)).toContain(said.joinedAlready('Spring'));
    expect(shownPrivately(await fay.type(channelId, '/cohort show'))).toContain(said.members(1, 2));
  });

  test('lets somebody be in several, and then asks which one is meant', async ({ fay, ada, channelId }) => {
    for (const name of ['Spring', 'Autumn']) {
      const { announcement } = await begin(fay, channelId, { name });
      await ada.press(announcement, words.buttons.joinCohort);
    }
    const unclear = shownPrivately(await ada.type(channelId, '/cohort show'));
    expect(unclear).toContain('**Spring**');
    expect(unclear).toContain('**Autumn**');
    expect(shownPrivately(await ada.type(channelId, '/cohort show cohort:Autumn'))).toContain('### Autumn');
  });

  test('names what there is when it is not said which', async ({ fay, ada, channelId }) => {
    expect(shownPrivately(await ada.type(channelId, '/cohort join'))).toBe(refusal({ code: 'no-cohorts' }));
    await begin(fay, channelId);
    expect(shownPrivately(await ada.type(channelId, '/cohort join'))).toBe(
      refusal({ code: 'cohort-not-chosen', cohorts: ['Spring'] }),
    );
  });
});

describe('/cohort leave', () => {
  test('takes somebody out and leaves them what they recorded', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    await ada.press(announcement, words.buttons.joinCohort);
    await ada.type(channelId, '/done task:cka-course');
    const left = await ada.type(channelId, '/cohort leave');
    expect(shownPrivately(left)).toContain(said.left('Spring'));
    expect(buttonsOf(left.message)).toEqual([words.buttons.nextStep, words.buttons.joinAgain]);
    expect(shownPrivately(await fay.type(channelId, '/cohort show'))).toContain(said.members(0, null));
    expect(shownPrivately(await fay.type(channelId, '/cohort leaderboard'))).toContain(
      words.board.empty.week,
    );
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('1 of 20 tasks');
  });

  test('is refused to who is not in it', async ({ fay, ada, channelId }) => {
    await begin(fay, channelId);
    expect(shownPrivately(await ada.type(channelId, '/cohort leave cohort:Spring'))).toBe(
      refusal({ code: 'not-in-cohort', cohort: 'Spring' }),
    );
  });

  test('ends looking after it, as long as somebody else does', async ({ fay, ben, channelId }) => {
    await begin(fay, channelId, { facilitator: ben.user.id });
    await fay.type(channelId, '/cohort join');
    expect(shownPrivately(await fay.type(channelId, '/cohort leave'))).toContain(said.left('Spring'));
    const shown = shownPrivately(await ben.type(channelId, '/cohort show'));
    expect(shown).toContain(said.facilitators([ben.user.id], 0));
    expect(shown).toContain(said.members(0, null));
  });
});

describe('/cohort list', () => {
  test('says how to begin where there is none', async ({ ada, channelId }) => {
    const text = shownPrivately(await ada.type(channelId, '/cohort list'));
    expect(text).toContain(said.listTitle);
    expect(text).toContain('There is none yet.');
  });

  test('has the asker’s own first, then the others, then those at rest', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId, { name: 'Spring' });
    await begin(fay, channelId, { name: 'Summer', access: 'code' });
    await begin(fay, channelId, { name: 'Winter' });
    await ada.press(announcement, words.buttons.joinCohort);
    await fay.type(channelId, '/cohort archive cohort:Winter');
    const listed = await ada.type(channelId, '/cohort list');
    const text = shownPrivately(listed);
    expect(text.indexOf('**Spring**')).toBeGreaterThan(0);
    expect(text.indexOf('**Summer**')).toBeGreaterThan(text.indexOf('**Spring**'));
    expect(text.indexOf('Winter')).toBeGreaterThan(text.indexOf('**Summer**'));
    expect(text).toContain(said.listedMembers(1));
    expect(text).toContain(said.listedCode);
    expect(text).toContain(said.listArchived(['Winter'], 0));
    expect(buttonsOf(listed.message)).toEqual(['Spring']);
  });

  test('is of one server', async ({ server, fay, ada, channelId }) => {
    await begin(fay, channelId);
    const elsewhere = server.emulator.createGuild({ name: 'Elsewhere', ownerId: ada.user.id });
    const [channel] = server.emulator.channels(elsewhere.id);
    expect(shownPrivately(await ada.type(channel?.id ?? '', '/cohort list'))).toContain('none yet');
  });
});

describe('/cohort show', () => {
  test('is for everybody in the server, and offers the way in', async ({ fay, ada, channelId }) => {
    await begin(fay, channelId);
    const shown = await ada.type(channelId, '/cohort show cohort:Spring');
    expect(shownPrivately(shown)).toContain('### Spring');
    expect(buttonsOf(shown.message)).toEqual([words.buttons.joinCohort]);
  });

  test('shows a member their board, what was done, and who sees where they are', async ({
    fay,
    ada,
    channelId,
  }) => {
    const { announcement } = await begin(fay, channelId);
    await ada.press(announcement, words.buttons.joinCohort);
    const shown = await ada.type(channelId, '/cohort show');
    expect(shownPrivately(shown)).toContain(said.notSharing);
    expect(shownPrivately(shown)).toContain(said.inStep);
    expect(buttonsOf(shown.message)).toEqual([
      words.buttons.nextStep,
      words.buttons.board,
      words.buttons.summary,
      words.buttons.shareDetails,
    ]);
  });

  test('tells a member who is some way off where the cohort is', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId, { start: '2026-01-05' });
    await ada.press(announcement, words.buttons.joinCohort);
    const shown = shownPrivately(await ada.type(channelId, '/cohort show'));
    expect(shown).toMatch(/you are about 8 weeks from there/);
  });

  test('offers no way into one that is full', async ({ fay, ada, ben, channelId }) => {
    const { announcement } = await begin(fay, channelId, { capacity: 2 });
    for (const person of [ada, ben]) await person.press(announcement, words.buttons.joinCohort);
    const shown = await fay.type(channelId, '/cohort show');
    expect(buttonsOf(shown.message)).toContain(`(${words.buttons.joinCohort})`);
  });
});

describe('/cohort edit', () => {
  test.for([
    [{ name: 'Summer' }, '### Summer'],
    [{ start: '2026-03-09' }, said.notStarted(stamp('2026-03-09'), 7)],
    [{ hours: 3 }, said.pace(3)],
    [{ end: '2026-09-27' }, said.pace(14)],
    [{ capacity: 12 }, said.members(0, 12)],
  ] as const)('changes %o', async ([options, shown], { fay, channelId }) => {
    await begin(fay, channelId);
    const changed = await fay.slash(channelId, 'cohort edit', options);
    expect(shownPrivately(changed)).toContain(said.changed);
    expect(shownPrivately(changed)).toContain(shown);
    expect(shownPrivately(await fay.type(channelId, '/cohort show'))).toContain(shown);
  });

  test('changes where it speaks', async ({ fay, channelId, den }) => {
    await begin(fay, channelId);
    expect(shownPrivately(await fay.type(channelId, '/cohort edit channel:#den'))).toContain(
      said.channel(den),
    );
  });

  test.for([
    [{ day: 4 }, 4, 9, 'Etc/UTC'],
    [{ hour: 18 }, 1, 18, 'Etc/UTC'],
    [{ timezone: 'Asia/Tokyo' }, 1, 9, 'Asia/Tokyo'],
    [{ day: 7, hour: 0, timezone: 'America/New_York' }, 7, 0, 'America/New_York'],
  ] as const)('changes when its summary comes: %o', async (change, { fay, channelId }) => {
    const [options, weekday, hour, timeZone] = change;
    const { id } = await begin(fay, channelId);
    const changed = shownPrivately(await fay.slash(channelId, 'cohort edit', options));
    const { at } = nextTurn({ weekday, hour, timeZone }, id, MONDAY);
    expect(changed).toContain(said.nextSummary(momentStamp(at)));
  });

  test('puts a code on an open one, another in its place, and takes it away', async ({
    fay,
    ada,
    channelId,
  }) => {
    await begin(fay, channelId);
    const first = codeOf((await fay.type(channelId, '/cohort edit access:code')).message) ?? '';
    const second = codeOf((await fay.type(channelId, '/cohort edit access:code')).message) ?? '';
    expect(first).not.toBe('');
    expect(second).not.toBe(first);
    const outdated = await ada.slash(channelId, 'cohort join', { code: first });
    expect(shownPrivately(outdated)).toBe(refusal({ code: 'unknown-code' }));
    expect(shownPrivately(await fay.type(channelId, '/cohort edit access:open'))).toContain(said.open);
    expect(shownPrivately(await ada.type(channelId, '/cohort join cohort:Spring'))).toContain(
      said.joined('Spring'),
    );
  });

  test('keeps what is not named', async ({ fay, channelId, den }) => {
    const { message } = await begin(fay, channelId, {
      start: '2026-03-09',
      hours: 4,
      channel: den,
      access: 'code',
      capacity: 7,
    });
    const changed = shownPrivately(await fay.type(channelId, '/cohort edit name:Summer'));
    const lines = (text: string) => text.split('\n').slice(2);
    expect(lines(changed)).toEqual(lines(textOf(message)));
  });

  test('offers zones with their clocks, and days', async ({ fay, channelId }) => {
    const zones = await fay.autocomplete(channelId, 'cohort edit', { name: 'timezone', value: 'tokyo' });
    expect(zones[0]?.value).toBe('Asia/Tokyo');
    const days = await fay.autocomplete(channelId, 'cohort edit', { name: 'start', value: '' });
    expect(days[0]?.value).toBe('2026-03-02');
    const ends = await fay.autocomplete(channelId, 'cohort edit', { name: 'end', value: '' });
    expect(ends[0]?.value).toBe('2026-05-25');
  });

  test('does not shut out those who are in', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    await ada.press(announcement, words.buttons.joinCohort);
    await fay.type(channelId, '/cohort edit access:code');
    expect(shownPrivately(await ada.type(channelId, '/cohort leaderboard'))).toContain('Spring');
  });
});

describe('/cohort goal', () => {
  test('is for this week, for all together, and shows how far it is', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    await ada.press(announcement, words.buttons.joinCohort);
    const set = shownPrivately(await fay.type(channelId, '/cohort goal tasks:3'));
    expect(set).toContain(said.goalSet);
    expect(set).toContain(words.board.goalExtent(0, 3));
    await ada.type(channelId, '/done task:cka-course');
    const board = shownPrivately(await ada.type(channelId, '/cohort leaderboard'));
    expect(board).toContain(words.board.goalExtent(1, 3));
    expect(shownPrivately(await ada.type(channelId, '/cohort summary'))).toContain(
      words.board.goalExtent(1, 3),
    );
  });

  test('0 takes it away', async ({ fay, channelId }) => {
    await begin(fay, channelId);
    await fay.type(channelId, '/cohort goal tasks:3');
    const without = shownPrivately(await fay.type(channelId, '/cohort goal tasks:0'));
    expect(without).toContain(said.goalTakenAway);
    expect(without).not.toContain(words.board.goal);
  });
});

describe('/cohort break', () => {
  test('puts off what comes after it, and can be taken away', async ({ fay, channelId }) => {
    const { message } = await begin(fay, channelId);
    const phaseEnd = (text: string) => /which goes on to (<t:\d+:D>)/.exec(text)?.[1];
    expect(phaseEnd(textOf(message))).toBe(stamp('2026-05-24'));
    const onBreak = await fay.type(channelId, '/cohort break from:2026-03-09 until:2026-03-15');
    const text = shownPrivately(onBreak);
    expect(text).toContain(said.breakAdded);
    expect(text).toContain(said.breaks([said.span(stamp('2026-03-09'), stamp('2026-03-15'))]));
    expect(phaseEnd(text)).toBe(stamp('2026-05-31'));
    const { message: without } = await fay.pick(onBreak.message, words.buttons.takeBreakAway, ['2026-03-09']);
    expect(textOf(without)).toContain(said.breakTakenAway);
    expect(phaseEnd(textOf(without))).toBe(stamp('2026-05-24'));
  });

  test('that is today is shown as such', async ({ fay, channelId }) => {
    await begin(fay, channelId);
    const days = await fay.autocomplete(channelId, 'cohort break', { name: 'from', value: 'today' });
    const [today] = days;
    const text = shownPrivately(
      await fay.slash(channelId, 'cohort break', { from: today?.value ?? '', until: 'tomorrow' }),
    );
    expect(text).toContain(said.onBreak(stamp('2026-03-03')));
  });
});

describe('those who look after it', () => {
  test('can be more, and fewer', async ({ server, fay, ben, channelId }) => {
    await begin(fay, channelId);
    server.clock.time += 1;
    const more = shownPrivately(await fay.type(channelId, '/cohort facilitator member:@ben'));
    expect(more).toContain(said.facilitatorAdded(ben.user.id));
    expect(more).toContain(said.facilitators([fay.user.id, ben.user.id], 0));
    const fewer = shownPrivately(await ben.type(channelId, '/cohort facilitator member:@ben remove:true'));
    expect(fewer).toContain(said.facilitatorRemoved(ben.user.id));
    expect(fewer).toContain(said.facilitators([fay.user.id], 0));
  });

  test('can hand it on', async ({ fay, ben, channelId }) => {
    await begin(fay, channelId);
    const handed = shownPrivately(await fay.type(channelId, '/cohort transfer member:@ben'));
    expect(handed).toContain(said.transferred(ben.user.id));
    expect(handed).toContain(said.facilitators([ben.user.id], 0));
    const refused = await fay.type(channelId, '/cohort goal tasks:3 cohort:Spring');
    expect(shownPrivately(refused)).toBe(refusal({ code: 'facilitators-only', cohort: 'Spring' }));
  });

  test('can take somebody out, who keeps what they recorded', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    await ada.press(announcement, words.buttons.joinCohort);
    await ada.type(channelId, '/done task:cka-course');
    const removed = shownPrivately(await fay.type(channelId, '/cohort remove member:@ada'));
    expect(removed).toContain(said.removed(ada.user.id, 'Spring'));
    expect(shownPrivately(await fay.type(channelId, '/cohort leaderboard'))).toContain(
      words.board.empty.week,
    );
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('1 of 20 tasks');
  });
});

describe('/cohort archive and restore', () => {
  test('put it to rest with its history readable, and bring it back with its board', async ({
    server,
    fay,
    ada,
    ben,
    channelId,
  }) => {
    const { announcement } = await begin(fay, channelId);
    await ada.press(announcement, words.buttons.joinCohort);
    await ada.type(channelId, '/done task:cka-course');
    server.clock.time += 1;
    const archived = await fay.type(channelId, '/cohort archive');
    expect(shownPrivately(archived)).toContain(said.archived);
    expect(shownPrivately(archived)).toContain(said.archivedMark);
    expect(buttonsOf(archived.message)).not.toContain(words.buttons.board);

    const atRest = refusal({ code: 'cohort-archived', cohort: 'Spring' });
    expect(shownPrivately(await ada.type(channelId, '/cohort show cohort:Spring'))).toContain(
      said.archivedMark,
    );
    expect(shownPrivately(await ada.type(channelId, '/cohort summary cohort:Spring'))).toContain(
      words.summary.did(1, 1, 1),
    );
    expect(shownPrivately(await ben.type(channelId, '/cohort join cohort:Spring'))).toBe(atRest);
    expect(shownPrivately(await ben.press(announcement, words.buttons.joinCohort))).toBe(atRest);
    expect(shownPrivately(await ada.type(channelId, '/cohort leave cohort:Spring'))).toBe(atRest);
    expect(shownPrivately(await ada.type(channelId, '/cohort leaderboard cohort:Spring'))).toBe(atRest);
    for (const line of [
      'edit hours:3',
      'goal tasks:3',
      'board',
      'remove member:@ada',
      'transfer member:@ada',
    ]) {
      const refused = await fay.type(channelId, `/cohort ${line} cohort:Spring`);
      expect(shownPrivately(refused)).toBe(atRest);
    }

    const offered = await fay.autocomplete(channelId, 'cohort restore', { name: 'cohort', value: 'sp' });
    expect(offered.map(({ name }) => name)).toEqual(['Spring']);
    const restored = await fay.slash(channelId, 'cohort restore', { cohort: offered[0]?.value ?? '' });
    expect(shownPrivately(restored)).toContain(said.restored);
    expect(shownPrivately(restored)).toContain(said.members(1, null));
    const board = shownPrivately(await ada.type(channelId, '/cohort leaderboard'));
    expect(board).toContain('**ada**');
    expect(shownPrivately(await ben.press(announcement, words.buttons.joinCohort))).toContain(
      said.joined('Spring'),
    );
  });

  test('are harmless twice', async ({ fay, channelId }) => {
    await begin(fay, channelId);
    await fay.type(channelId, '/cohort archive');
    expect(shownPrivately(await fay.type(channelId, '/cohort archive cohort:Spring'))).toContain(
      said.archived,
    );
    await fay.type(channelId, '/cohort restore cohort:Spring');
    expect(shownPrivately(await fay.type(channelId, '/cohort restore cohort:Spring'))).toBe(
      refusal({ code: 'cohort-not-archived', cohort: 'Spring' }),
    );
  });

  test('give the name free, and ask for another when it is taken', async ({ fay, channelId }) => {
    const { id } = await begin(fay, channelId);
    await fay.type(channelId, '/cohort archive');
    await begin(fay, channelId, { name: 'Spring' });
    const refused = await fay.slash(channelId, 'cohort restore', { cohort: id });
    expect(shownPrivately(refused)).toBe(refusal({ code: 'cohort-name-taken', name: 'Spring' }));
  });

  test('archived ones are offered to restore and not to join', async ({ fay, channelId }) => {
    await begin(fay, channelId);
    await fay.type(channelId, '/cohort archive');
    expect(await fay.autocomplete(channelId, 'cohort join', { name: 'cohort', value: '' })).toEqual([]);
  });
});

describe('/cohort summary', () => {
  test('tells on demand what was done in the last seven days', async ({
    server,
    fay,
    ada,
    ben,
    channelId,
  }) => {
    const { id, announcement } = await begin(fay, channelId);
    for (const person of [ada, ben]) await person.press(announcement, words.buttons.joinCohort);
    await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/done task:gpu-pod when:2026-02-10');
    server.clock.time += 1;
    const summary = await ada.type(channelId, '/cohort summary');
    const text = shownPrivately(summary);
    expect(text).toContain(words.summary.title('Spring'));
    expect(text).toContain(words.summary.asked);
    expect(text).toContain(words.summary.did(1, 1, 2));
    expect(text).toContain(words.summary.congratulated('**ada**', 1, undefined));
    expect(buttonsOf(summary.message)).toEqual([words.buttons.nextStep, words.buttons.board]);
    expect(shownPrivately(await fay.slash(channelId, 'cohort summary', { cohort: id }))).toContain('Spring');
  });
});

describe('with more than one pathway', () => {
  test('a cohort walks the one that is named, and whoever joins it walks that one too', async () => {
    await using folder = await makeTemporaryFolder();
    for (const file of PATHWAY_FILES) await copyFile(file, join(folder.path, basename(file)));
    await using server = await openServer({ pathwaysDirectory: folder.path });
    const { ada, ben, channelId } = server;
    const [pathway] = await ada.autocomplete(channelId, 'cohort create', {
      name: 'pathway',
      value: 'access',
    });
    const { announcement } = await begin(ada, channelId, { pathway: pathway?.value ?? '' });
    expect(textOf(announcement)).toContain(`*${pathway?.name}*`);

    await ben.slash(channelId, 'join', { pathway: 'backend-to-ai-infrastructure' });
    await ben.type(channelId, '/done task:cka-course');
    const joined = shownPrivately(await ben.press(announcement, words.buttons.joinCohort));
    expect(joined).toContain(`**${pathway?.name}** from now on`);
    // What was done on another pathway is not this cohort's.
    expect(shownPrivately(await ada.type(channelId, '/cohort leaderboard period:all'))).toContain(
      words.board.empty.all,
    );
    expect(shownPrivately(await ada.type(channelId, '/leaderboard scope:server period:all'))).toContain(
      words.board.totals(1, 1),
    );
  });
});

describe('what stays', () => {
  test('is everything, over a restart of the bot', async () => {
    await using server = await openServer();
    const { ada, ben, channelId } = server;
    const { announcement } = await begin(ada, channelId, { capacity: 5 });
    await ben.press(announcement, words.buttons.joinCohort);
    await ada.type(channelId, '/cohort goal tasks:3');
    const before = shownPrivately(await ada.type(channelId, '/cohort show'));
    await server.restartBot();
    expect(shownPrivately(await ada.type(channelId, '/cohort show'))).toBe(before);
    const cleo = addPerson(server.emulator, server.guildId, 'cleo');
    const joined = await cleo.press(announcement, words.buttons.joinCohort);
    expect(shownPrivately(joined)).toContain(said.joined('Spring'));
    server.clock.time += 6 * DAY;
    const later = await ada.type(channelId, '/cohort show');
    expect(shownPrivately(later)).toContain(said.members(2, 5));
    expect(cohortIdOf(later.message)).toBe(cohortIdOf((await cleo.type(channelId, '/cohort show')).message));
  });
});
