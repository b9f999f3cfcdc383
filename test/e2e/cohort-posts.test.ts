import { PermissionFlagsBits, type APIMessage } from 'discord.js';
import { describe, expect, test as base } from 'vitest';
import { nextTurn } from '../../src/domain/nudge.ts';
import type { Person } from '../../src/playground/emulator/index.ts';
import { addPerson, begin, publicMessages, refusal, words } from '../support/cohort-server.ts';
import { MONDAY, openServer, type TestServer } from '../support/server.ts';
import { buttonsOf, shownPrivately, textOf } from '../support/shown.ts';
import { finishPhase } from '../support/walking.ts';

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
const WEEK = 7 * DAY;
const { board: onBoard, buttons, cohort: said, cohortPosts, summary } = words;

/** One server for each test, because they move its clock. */
const test = base.extend<{
  server: TestServer;
  channelId: string;
  /** Where the cohort speaks, and nobody else. */
  den: string;
  /** Owns the server, begins the cohort and looks after it. */
  ada: Person;
  ben: Person;
}>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from this pattern which fixtures are needed
  server: async ({}, use) => {
    await using server = await openServer();
    await use(server);
    expect(server.pings).toEqual([]);
  },
  channelId: ({ server }, use) => use(server.channelId),
  den: ({ server }, use) => use(server.emulator.createChannel(server.guildId, { name: 'den' }).id),
  ada: ({ server }, use) => use(server.ada),
  ben: ({ server }, use) => use(server.ben),
});

/** Has Ada begin a cohort that speaks in its den, and these people join it. */
async function beginWith(
  { ada, channelId }: TestServer,
  den: string,
  members: readonly Person[],
  options: Readonly<Record<string, string | number | boolean>> = {},
): Promise<string> {
  const { id, announcement } = await begin(ada, channelId, { channel: den, ...options });
  for (const person of members) await person.press(announcement, buttons.joinCohort);
  return id;
}

/** When the cohort's first summary is due. */
function firstSummary(cohortId: string): number {
  return nextTurn({ weekday: 1, hour: 9, timeZone: 'Etc/UTC' }, cohortId, MONDAY).at;
}

function last(messages: readonly APIMessage[]): APIMessage {
  const message = messages.at(-1);
  if (message === undefined) throw new Error('there is no message');
  return message;
}

/** Long enough for every attempt that a lost channel is given. */
async function letItGiveUp(server: TestServer, from: number): Promise<void> {
  for (let minute = 0; minute <= 15; minute += 1) await server.moveTo(from + minute * MINUTE);
}

describe('the weekly summary', () => {
  test('comes once at its hour, whatever happens to the bot, and a week later again', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    const id = await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/done task:cka-course');
    await server.moveTo(firstSummary(id) - 1);
    expect(publicMessages(ben, den)).toEqual([]);
    await server.moveTo(firstSummary(id));
    expect(publicMessages(ben, den)).toHaveLength(1);
    await server.moveTo(firstSummary(id) + MINUTE);
    await server.restartBot();
    await server.moveTo(firstSummary(id) + 2 * MINUTE);
    expect(publicMessages(ben, den)).toHaveLength(1);
    await server.moveTo(firstSummary(id) + WEEK);
    expect(publicMessages(ben, den)).toHaveLength(2);
  });

  test('says what was done and by whom, and where the way goes on', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    const id = await beginWith(server, den, [ada, ben]);
    await finishPhase(ada, channelId, 1);
    await ben.type(channelId, '/done task:gpu-pod');
    await server.moveTo(firstSummary(id));
    const [post] = publicMessages(ben, den);
    const text = textOf(post ?? last([]));
    expect(text).toContain(summary.title('Spring'));
    expect(text).toContain(summary.post);
    expect(text).toContain(summary.did(5, 2, 2));
    expect(text).toContain(summary.finished(1, 'Foundations: Kubernetes and Python in depth', 1));
    expect(text).toContain(
      `${summary.congratulated('**ada**', 4, 1)}\n${summary.congratulated('**ben**', 1, undefined)}`,
    );
    expect(text).toContain('phase 1 · **Foundations: Kubernetes and Python in depth**');
  });

  test('goes out with a nonce that holds, and mentions nobody', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    const id = await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/done task:cka-course');
    await server.moveTo(firstSummary(id));
    const sent = server.emulator.requests.filter(({ path }) => path === `/channels/${den}/messages`);
    expect(sent.map(({ body }) => body)).toEqual([
      expect.objectContaining({
        nonce: expect.stringMatching(/^[0-9a-zA-Z+-]{1,25}$/) as string,
        enforce_nonce: true,
        allowed_mentions: { parse: [] },
      }),
    ]);
    expect(textOf(last(publicMessages(ben, den)))).not.toContain('<@');
  });

  test('has buttons for whoever presses them', async ({ server, ada, ben, channelId, den }) => {
    const id = await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/done task:cka-course');
    await server.moveTo(firstSummary(id));
    const post = last(publicMessages(ben, den));
    expect(buttonsOf(post)).toEqual([buttons.nextStep, buttons.board]);
    expect(shownPrivately(await ben.press(post, buttons.nextStep))).toContain('Take a CKA prep course');
    expect(shownPrivately(await ben.press(post, buttons.board))).toContain(onBoard.title('Spring'));
    const outsider = server.newcomer();
    expect(shownPrivately(await outsider.press(post, buttons.board))).toBe(
      refusal({ code: 'not-in-cohort', cohort: 'Spring' }),
    );
    expect(last(publicMessages(ben, den))).toEqual(post);
  });

  test('names nobody who keeps to themselves', async ({ server, ada, ben, channelId, den }) => {
    const id = await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/done task:cka-course');
    await ben.type(channelId, '/done task:gpu-pod');
    const { message } = await ben.type(channelId, '/leaderboard');
    await ben.press((await ben.press(message, buttons.appearance)).message, buttons.notAtAll);
    await server.moveTo(firstSummary(id));
    const text = textOf(last(publicMessages(ada, den)));
    expect(text).toContain(summary.did(2, 2, 2));
    expect(text).toContain('**ada**');
    expect(text).not.toContain('**ben**');
  });

  test('does not come for a cohort that is empty, of one, or at rest', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    const empty = await beginWith(server, den, [], { name: 'Empty' });
    const alone = await beginWith(server, den, [ada], { name: 'Alone' });
    const atRest = await beginWith(server, den, [ada, ben], { name: 'At rest' });
    await ada.type(channelId, '/done task:cka-course');
    await ada.slash(channelId, 'cohort archive', { cohort: atRest });
    await server.moveTo(Math.max(...[empty, alone, atRest].map(firstSummary)));
    expect(publicMessages(ben, den)).toEqual([]);
  });

  test('does not come before the start, and then does', async ({ server, ada, ben, channelId, den }) => {
    const id = await beginWith(server, den, [ada, ben], { start: '2026-03-23' });
    for (const weeks of [0, 1, 2]) await server.moveTo(firstSummary(id) + weeks * WEEK);
    expect(publicMessages(ben, den)).toEqual([]);
    await ada.type(channelId, '/done task:cka-course');
    await server.moveTo(firstSummary(id) + 3 * WEEK);
    expect(textOf(last(publicMessages(ben, den)))).toContain(summary.did(1, 1, 2));
  });

  test('finds kind words for a quiet week, and none once it has been quiet for long', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    const id = await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/done task:cka-course');
    for (let week = 0; week < 7; week += 1) await server.moveTo(firstSummary(id) + week * WEEK);
    const texts = publicMessages(ben, den).map(textOf);
    expect(texts.map((text) => text.includes(summary.quiet))).toEqual([false, true, true, true]);
    expect(texts[1]).not.toMatch(/\b0\b|\*\*ada\*\*/);
    await ben.type(channelId, '/done task:gpu-pod');
    await server.moveTo(firstSummary(id) + 7 * WEEK);
    expect(textOf(last(publicMessages(ben, den)))).toContain(summary.did(1, 1, 2));
  });

  test('knows of a break', async ({ server, ada, ben, channelId, den }) => {
    const id = await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/cohort break from:2026-03-09 until:2026-03-15');
    await server.moveTo(firstSummary(id));
    expect(textOf(last(publicMessages(ben, den)))).toContain(summary.ahead.break('Sunday 15 March'));
  });

  test('that was due while the bot was away comes when it is back, once', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    const id = await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/done task:cka-course');
    await server.stopBot();
    server.clock.time = firstSummary(id) + 60 * MINUTE;
    await server.startBot();
    await server.moveTo(server.clock.time + MINUTE);
    expect(publicMessages(ben, den)).toHaveLength(1);
  });

  test('speaks of the seven days until it was due, not until it came', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    const id = await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/done task:cka-course');
    server.clock.time = firstSummary(id) + 10 * MINUTE;
    await ben.type(channelId, '/done task:gpu-pod');
    await server.moveTo(server.clock.time);
    expect(textOf(last(publicMessages(ben, den)))).toContain(summary.did(1, 1, 2));
    await server.moveTo(firstSummary(id) + WEEK);
    expect(textOf(last(publicMessages(ben, den)))).toContain(summary.did(1, 1, 2));
  });
});

describe('the goal', () => {
  test('is celebrated once, when it is reached', async ({ server, ada, ben, channelId, den }) => {
    await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/cohort goal tasks:2');
    await ada.type(channelId, '/done task:cka-course');
    await server.moveTo(MONDAY + MINUTE);
    expect(publicMessages(ben, den)).toEqual([]);
    await ben.type(channelId, '/done task:cka-course');
    await server.moveTo(MONDAY + 2 * MINUTE);
    expect(publicMessages(ben, den).map(textOf)).toEqual([
      `### ${cohortPosts.goalReached('Spring')}\n${cohortPosts.goalTasks(2, 2)}`,
    ]);
    await ada.type(channelId, '/done task:gpu-pod');
    await server.restartBot();
    await server.moveTo(MONDAY + 3 * MINUTE);
    await ada.type(channelId, '/cohort goal tasks:3');
    await ada.type(channelId, '/done task:kubeadm-cluster');
    await server.moveTo(MONDAY + 4 * MINUTE);
    expect(publicMessages(ben, den)).toHaveLength(1);
    const board = shownPrivately(await ben.type(channelId, '/cohort leaderboard'));
    expect(board).toContain(onBoard.goalReached(4, 3));
  });

  test('is for one week: the next one has its own', async ({ server, ada, ben, channelId, den }) => {
    await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/cohort goal tasks:1');
    await ada.type(channelId, '/done task:cka-course');
    await server.moveTo(MONDAY + MINUTE);
    // Saturday: before the summary.
    await server.moveTo(MONDAY + 5 * DAY);
    await server.moveTo(MONDAY + 7 * DAY - 5 * 60 * MINUTE);
    const shown = shownPrivately(await ada.type(channelId, '/cohort show'));
    expect(shown).not.toContain(words.board.goal);
    await ada.type(channelId, '/done task:gpu-pod');
    await server.moveTo(MONDAY + 7 * DAY - 4 * 60 * MINUTE);
    expect(publicMessages(ben, den)).toHaveLength(1);
    await ada.type(channelId, '/cohort goal tasks:2');
    await ben.type(channelId, '/done task:gpu-pod');
    await server.moveTo(MONDAY + 7 * DAY - 3 * 60 * MINUTE);
    expect(textOf(last(publicMessages(ben, den)))).toContain(cohortPosts.goalTasks(2, 2));
  });

  test('is not celebrated when the record is taken back at once', async ({ server, ada, channelId, den }) => {
    await beginWith(server, den, [ada]);
    await ada.type(channelId, '/cohort goal tasks:1');
    await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/undo');
    await server.moveTo(MONDAY + MINUTE);
    expect(publicMessages(ada, den)).toEqual([]);
  });
});

describe('the board in the channel', () => {
  const edits = ({ emulator }: TestServer, den: string) =>
    emulator.requests.filter(
      ({ method, path }) => method === 'PATCH' && path.startsWith(`/channels/${den}/`),
    );

  test('is posted for everybody, and leads each to their own place', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    await beginWith(server, den, [ada, ben]);
    await ben.type(channelId, '/done task:gpu-pod');
    const posted = shownPrivately(await ada.type(channelId, '/cohort board'));
    expect(posted).toContain(said.boardPosted(den));
    const [board, ...others] = publicMessages(ben, den);
    expect(others).toEqual([]);
    const text = textOf(board ?? last([]));
    expect(text).toContain(onBoard.title('Spring'));
    expect(text).toContain('**ben**');
    expect(text).toContain(onBoard.upToDate);
    expect(text).not.toContain(onBoard.you);
    const own = await ben.press(board ?? last([]), buttons.myPlace);
    expect(shownPrivately(own)).toContain(onBoard.you);
    expect(shownPrivately(await server.newcomer().press(board ?? last([]), buttons.myPlace))).toBe(
      refusal({ code: 'not-in-cohort', cohort: 'Spring' }),
    );
  });

  test('brings itself up to date at the next minute, once for all that happened in it', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/cohort board');
    const before = last(publicMessages(ben, den));
    await server.moveTo(MONDAY + MINUTE);
    expect(edits(server, den)).toEqual([]);
    await ada.type(channelId, '/done task:cka-course');
    await ben.type(channelId, '/done task:gpu-pod');
    await ben.type(channelId, '/done task:mlflow-tracking');
    expect(last(publicMessages(ben, den))).toEqual(before);
    await server.moveTo(MONDAY + 2 * MINUTE);
    expect(edits(server, den)).toHaveLength(1);
    const after = last(publicMessages(ben, den));
    expect(after.id).toBe(before.id);
    expect(textOf(after)).toContain(onBoard.totals(2, 3));
    await server.moveTo(MONDAY + 3 * MINUTE);
    expect(edits(server, den)).toHaveLength(1);
  });

  test('follows whoever comes, goes or hides, and what its facilitators change', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    await beginWith(server, den, [ada]);
    await ben.type(channelId, '/done task:gpu-pod');
    await ada.type(channelId, '/cohort board');
    let minute = 0;
    const shown = async () => {
      await server.moveTo(MONDAY + (minute += 1) * MINUTE);
      return textOf(last(publicMessages(ada, den)));
    };
    await ben.type(channelId, '/cohort join cohort:Spring');
    expect(await shown()).toContain('**ben**');
    const { message } = await ben.type(channelId, '/leaderboard');
    await ben.press((await ben.press(message, buttons.appearance)).message, buttons.notAtAll);
    expect(await shown()).toContain(onBoard.allHidden);
    await ada.type(channelId, '/cohort goal tasks:4');
    expect(await shown()).toContain(onBoard.goalExtent(1, 4));
    await ben.type(channelId, '/cohort leave');
    expect(await shown()).toContain(onBoard.empty.week);
    await ada.type(channelId, '/cohort edit name:Summer');
    expect(await shown()).toContain(onBoard.title('Summer'));
  });

  test('begins anew with the week', async ({ server, ada, channelId, den }) => {
    await beginWith(server, den, [ada]);
    await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/cohort board');
    const nextMonday = Date.UTC(2026, 2, 9);
    await server.moveTo(nextMonday - 1);
    expect(textOf(last(publicMessages(ada, den)))).toContain('**ada**');
    await server.moveTo(nextMonday);
    const text = textOf(last(publicMessages(ada, den)));
    expect(text).toContain(onBoard.empty.week);
    expect(text).toContain('Week 2 of');
    expect(edits(server, den)).toHaveLength(1);
  });

  test('is posted anew when somebody deletes it', async ({ server, ada, channelId, den }) => {
    await beginWith(server, den, [ada]);
    await ada.type(channelId, '/cohort board');
    const { id } = last(publicMessages(ada, den));
    server.emulator.deleteMessage(id);
    await ada.type(channelId, '/done task:cka-course');
    await server.moveTo(MONDAY + MINUTE);
    const [board, ...others] = publicMessages(ada, den);
    expect(others).toEqual([]);
    expect(board?.id).not.toBe(id);
    await ada.type(channelId, '/done task:gpu-pod');
    await server.moveTo(MONDAY + 2 * MINUTE);
    expect(publicMessages(ada, den).map(textOf)).toEqual([expect.stringContaining(onBoard.totals(1, 2))]);
  });

  test('asked for again, is a new one, and the old one stays as it is', async ({
    server,
    ada,
    channelId,
    den,
  }) => {
    await beginWith(server, den, [ada]);
    await ada.type(channelId, '/cohort board');
    await server.moveTo(MONDAY + MINUTE);
    await ada.type(channelId, '/cohort board');
    const [old, current] = publicMessages(ada, den);
    await ada.type(channelId, '/done task:cka-course');
    await server.moveTo(MONDAY + 2 * MINUTE);
    const [oldNow, currentNow, ...others] = publicMessages(ada, den);
    expect(others).toEqual([]);
    expect(oldNow).toEqual(old);
    expect(currentNow?.id).toBe(current?.id);
    expect(textOf(currentNow ?? last([]))).toContain('**ada**');
  });

  test.for(['/cohort board off:true', '/cohort archive'])(
    'is left alone after %s',
    async (command, { server, ada, channelId, den }) => {
      await beginWith(server, den, [ada]);
      await ada.type(channelId, '/cohort board');
      const before = last(publicMessages(ada, den));
      await ada.type(channelId, command);
      await ada.type(channelId, '/done task:cka-course');
      await server.moveTo(MONDAY + MINUTE);
      expect(last(publicMessages(ada, den))).toEqual(before);
      expect(edits(server, den)).toEqual([]);
    },
  );

  test('stops when its channel is gone', async ({ server, ada, channelId, den }) => {
    const { emulator } = server;
    await beginWith(server, den, [ada]);
    await ada.type(channelId, '/cohort board');
    emulator.deleteChannel(den);
    await ada.type(channelId, '/done task:cka-course');
    await server.moveTo(MONDAY + MINUTE);
    const tried = () => emulator.requests.filter(({ path }) => path.startsWith(`/channels/${den}/`));
    expect(tried().map(({ method, status }) => [method, status])).toEqual([
      ['POST', 200],
      ['PATCH', 404],
    ]);
    await ada.type(channelId, '/done task:gpu-pod');
    for (const minutes of [2, 3, 10]) await server.moveTo(MONDAY + minutes * MINUTE);
    expect(tried()).toHaveLength(2);
  });

  test('is tried again a while after Discord did not answer', async ({ server, ada, channelId, den }) => {
    await beginWith(server, den, [ada]);
    await ada.type(channelId, '/cohort board');
    const clear = server.emulator.faults.inject({
      method: 'PATCH',
      path: `/channels/${den}/messages/*`,
      fault: { kind: 'status', status: 503 },
    });
    await ada.type(channelId, '/done task:cka-course');
    await server.moveTo(MONDAY + MINUTE);
    clear();
    expect(textOf(last(publicMessages(ada, den)))).not.toContain('**ada**');
    await server.moveTo(MONDAY + 7 * MINUTE);
    expect(textOf(last(publicMessages(ada, den)))).toContain('**ada**');
  });

  test('goes on after a restart', async ({ server, ada, channelId, den }) => {
    await beginWith(server, den, [ada]);
    await ada.type(channelId, '/cohort board');
    await server.restartBot();
    await ada.type(channelId, '/done task:cka-course');
    await server.moveTo(MONDAY + MINUTE);
    expect(publicMessages(ada, den).map(textOf)).toEqual([expect.stringContaining('**ada**')]);
  });
});

describe('trouble', () => {
  test('a deleted channel is told once, shown to who looks after it, and mended by another', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    const { emulator } = server;
    const id = await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/done task:cka-course');
    emulator.deleteChannel(den);
    await letItGiveUp(server, firstSummary(id));
    expect(emulator.requests.filter(({ path }) => path === `/channels/${den}/messages`)).toHaveLength(4);
    await server.moveTo(firstSummary(id) + WEEK);
    const dms = () => ada.messages(emulator.dmChannel(ada.user.id).id).map(textOf);
    expect(dms()).toEqual([
      `### ${cohortPosts.trouble('Spring')}\n${cohortPosts.troubleMeaning['channel-gone']}`,
    ]);
    expect(ben.messages(emulator.dmChannel(ben.user.id).id)).toEqual([]);

    const shown = shownPrivately(await ada.type(channelId, '/cohort show'));
    expect(shown).toContain(said.trouble['channel-gone']);
    expect(shown).not.toContain('Next summary');
    expect(shownPrivately(await ben.type(channelId, '/cohort show'))).not.toContain('⚠️');

    const den2 = emulator.createChannel(server.guildId, { name: 'den-two' }).id;
    const mended = shownPrivately(await ada.type(channelId, '/cohort edit channel:#den-two'));
    expect(mended).not.toContain('⚠️');
    expect(mended).toContain('Next summary');
    await ben.type(channelId, '/done task:gpu-pod');
    await server.moveTo(firstSummary(id) + 2 * WEEK);
    expect(publicMessages(ben, den2)).toHaveLength(1);
    expect(dms()).toHaveLength(1);
  });

  test('a lost permission is told too, and mended by the same channel once it is back', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    const { emulator } = server;
    const id = await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/done task:cka-course');
    emulator.setBotPermissions(den, PermissionFlagsBits.ViewChannel);
    await letItGiveUp(server, firstSummary(id));
    expect(textOf(await ada.waitForDm())).toContain(cohortPosts.troubleMeaning['permission-lost']);
    expect(shownPrivately(await ada.type(channelId, '/cohort show'))).toContain(
      said.trouble['permission-lost'],
    );
    expect(shownPrivately(await ada.type(channelId, '/cohort edit channel:#den'))).toBe(
      refusal({ code: 'channel-unusable', channelId: den }),
    );
    emulator.setBotPermissions(den, null);
    expect(shownPrivately(await ada.type(channelId, '/cohort edit channel:#den'))).toContain('Next summary');
    await server.moveTo(firstSummary(id) + WEEK);
    expect(publicMessages(ben, den)).toHaveLength(1);
  });

  test('a channel that is back within a few minutes is no trouble', async ({
    server,
    ada,
    ben,
    channelId,
    den,
  }) => {
    const id = await beginWith(server, den, [ada, ben]);
    await ada.type(channelId, '/done task:cka-course');
    server.emulator.setBotPermissions(den, 0n);
    await server.moveTo(firstSummary(id));
    server.emulator.setBotPermissions(den, null);
    for (const minutes of [1, 2, 3]) await server.moveTo(firstSummary(id) + minutes * MINUTE);
    expect(publicMessages(ben, den)).toHaveLength(1);
    expect(shownPrivately(await ada.type(channelId, '/cohort show'))).not.toContain('⚠️');
    expect(ada.messages(server.emulator.dmChannel(ada.user.id).id)).toEqual([]);
  });

  test('that is somebody else’s by then is told to them', async ({ server, ada, ben, channelId, den }) => {
    const id = await beginWith(server, den, [ada, ben]);
    const cleo = addPerson(server.emulator, server.guildId, 'cleo');
    await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/cohort transfer member:@cleo');
    server.emulator.deleteChannel(den);
    await letItGiveUp(server, firstSummary(id));
    expect(textOf(await cleo.waitForDm())).toContain(cohortPosts.trouble('Spring'));
    expect(ada.messages(server.emulator.dmChannel(ada.user.id).id)).toEqual([]);
  });
});
