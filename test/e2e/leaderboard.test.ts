import { ComponentType } from 'discord.js';
import { describe, expect } from 'vitest';
import { cohortBoardPeriodAction, serverBoardAction, visibilityAction } from '../../src/discord/actions.ts';
import { ALIAS_INPUT } from '../../src/discord/views/appearance.ts';
import type { Outcome, Person } from '../../src/playground/emulator/index.ts';
import { addPerson, begin, refusal, test, words } from '../support/cohort-server.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { buttonsOf, shownInPlace, shownPrivately, textOf } from '../support/shown.ts';

const { appearance, board: said, buttons } = words;

const WEEK_HOURS = backendPathway.fullPaceHoursPerWeek;
const HOURS = new Map(
  backendPathway.phases.flatMap(({ tasks }) => tasks.map(({ id, hours }) => [id, hours])),
);

/** Somebody's line, by the one task that they have done. */
function line(rank: number, name: string, task: string): string {
  return said.row(said.ranks(rank), name, said.work((HOURS.get(task) ?? 0) / WEEK_HOURS, 1));
}

const COHORT_BEGUN = { name: 'Spring' };

async function joinAndDo(person: Person, channelId: string, task: string): Promise<void> {
  await person.type(channelId, '/cohort join cohort:Spring');
  await person.type(channelId, `/done task:${task}`);
}

/** Chooses how others see the person, by the button with this label. */
async function appear(person: Person, channelId: string, label: string): Promise<Outcome> {
  const { message } = await person.type(channelId, '/leaderboard');
  const choices = await person.press(message, buttons.appearance);
  return person.press(choices.message, label);
}

async function goUnder(alias: string, person: Person, channelId: string): Promise<Outcome> {
  const { modal } = await appear(person, channelId, buttons.byAlias);
  return person.submit(modal, { [ALIAS_INPUT]: alias });
}

describe('a cohort’s board', () => {
  test('ranks by work, in weeks, and marks the asker’s own line', async ({ fay, ada, ben, channelId }) => {
    await begin(fay, channelId, COHORT_BEGUN);
    await joinAndDo(ben, channelId, 'gpu-pod');
    await joinAndDo(ada, channelId, 'cka-course');
    await joinAndDo(fay, channelId, 'kubeadm-cluster');
    const board = shownPrivately(await ben.type(channelId, '/leaderboard'));
    expect(board).toContain(`### ${said.title('Spring')}`);
    expect(board).toContain(
      [
        line(1, '**ada**', 'cka-course'),
        line(2, '**fay**', 'kubeadm-cluster'),
        `${line(3, '**ben**', 'gpu-pod')} ${said.you}`,
        `-# ${said.totals(3, 3)}`,
      ].join('\n'),
    );
    expect(board).toContain('3.7 weeks');
    expect(shownPrivately(await ada.type(channelId, '/leaderboard scope:cohort'))).toContain(
      `${line(1, '**ada**', 'cka-course')} ${said.you}`,
    );
  });

  test('gives equals one rank, in the order of their names, and counts on after them', async ({
    server,
    guildId,
    fay,
    channelId,
  }) => {
    await begin(fay, channelId, COHORT_BEGUN);
    for (const [name, task] of [
      ['zoe', 'gpu-pod'],
      ['Ole', 'gpu-instance'],
      ['Élise', 'gpu-pod'],
      ['dan', 'mlflow-tracking'],
      ['kim', 'cka-course'],
    ] as const) {
      await joinAndDo(addPerson(server.emulator, guildId, 'somebody', name), channelId, task);
    }
    expect(shownPrivately(await fay.type(channelId, '/cohort leaderboard'))).toContain(
      [
        line(1, '**kim**', 'cka-course'),
        line(2, '**Élise**', 'gpu-pod'),
        line(2, '**Ole**', 'gpu-instance'),
        line(2, '**zoe**', 'gpu-pod'),
        line(5, '**dan**', 'mlflow-tracking'),
      ].join('\n'),
    );
  });

  test('shows this week, this month or all time, by the day when it was done', async ({
    fay,
    ada,
    ben,
    channelId,
  }) => {
    // It is Monday 2 March.
    await begin(fay, channelId, COHORT_BEGUN);
    await joinAndDo(ada, channelId, 'gpu-pod when:2026-03-01');
    await joinAndDo(ben, channelId, 'cka-course when:2026-02-28');
    await joinAndDo(fay, channelId, 'mlflow-tracking');
    const shown = async (period: string) =>
      shownPrivately(await fay.slash(channelId, 'leaderboard', { period }));
    const week = await shown('week');
    expect(week).toContain(line(1, '**fay**', 'mlflow-tracking'));
    expect(week).toContain(said.totals(1, 1));
    expect(week).not.toMatch(/\*\*(ada|ben)\*\*/);
    const month = await shown('month');
    expect(month).toContain(line(1, '**ada**', 'gpu-pod'));
    expect(month).toContain(line(2, '**fay**', 'mlflow-tracking'));
    expect(month).toContain(said.totals(2, 2));
    const all = await shown('all');
    expect(all).toContain(line(1, '**ben**', 'cka-course'));
    expect(all).toContain(line(3, '**fay**', 'mlflow-tracking'));
    expect(all).toContain(said.totals(3, 3));
  });

  test('takes back what is undone, and counts nothing that is left out', async ({
    fay,
    ada,
    ben,
    channelId,
  }) => {
    await begin(fay, channelId, COHORT_BEGUN);
    await joinAndDo(ada, channelId, 'cka-course');
    await joinAndDo(ben, channelId, 'gpu-pod');
    await ben.type(channelId, '/skip task:kubeadm-cluster');
    await ada.type(channelId, '/undo');
    const board = shownPrivately(await ada.type(channelId, '/leaderboard'));
    expect(board).toContain(line(1, '**ben**', 'gpu-pod'));
    expect(board).not.toContain('**ada**');
    expect(board).toContain(said.nothingYet);
  });

  test('has what all did together as a bar, beside the plan', async ({ fay, ada, channelId }) => {
    await begin(fay, channelId, { ...COHORT_BEGUN, start: '2026-01-05' });
    await joinAndDo(ada, channelId, 'cka-course');
    const board = shownPrivately(await fay.type(channelId, '/cohort leaderboard'));
    // 56 of 420 hours; by the plan, 8 weeks of 10.
    expect(board).toContain(`**${said.together}**`);
    expect(board).toContain('13%');
    expect(board).toContain(said.plan(19));
  });
});

describe('which board', () => {
  test('is that of the cohort joined last, else the server’s', async ({ fay, ada, channelId, server }) => {
    expect(shownPrivately(await ada.type(channelId, '/leaderboard'))).toContain(said.title(undefined));
    await begin(fay, channelId, { name: 'Spring' });
    await begin(fay, channelId, { name: 'Autumn' });
    for (const name of ['Spring', 'Autumn']) {
      server.clock.time += 1;
      await ada.slash(channelId, 'cohort join', { cohort: name });
      expect(shownPrivately(await ada.type(channelId, '/leaderboard'))).toContain(said.title(name));
    }
    expect(shownPrivately(await ada.type(channelId, '/leaderboard scope:server'))).toContain(
      said.title(undefined),
    );
  });

  test('needs a cohort to be asked for one', async ({ fay, ada, channelId }) => {
    expect(shownPrivately(await ada.type(channelId, '/leaderboard scope:cohort'))).toBe(
      refusal({ code: 'no-own-cohort' }),
    );
    await begin(fay, channelId, COHORT_BEGUN);
    expect(shownPrivately(await ada.type(channelId, '/leaderboard scope:cohort'))).toBe(
      refusal({ code: 'no-own-cohort' }),
    );
  });

  test('is not that of a cohort at rest', async ({ fay, ada, channelId }) => {
    await begin(fay, channelId, COHORT_BEGUN);
    await joinAndDo(ada, channelId, 'cka-course');
    await fay.type(channelId, '/cohort archive');
    expect(shownPrivately(await ada.type(channelId, '/leaderboard'))).toContain(said.title(undefined));
  });

  test('is one of a server', async ({ server, ada }) => {
    const dm = server.emulator.dmChannel(ada.user.id).id;
    await expect(ada.type(dm, '/leaderboard')).rejects.toThrow('cannot be used');
    const forged = await ada.slash(dm, 'leaderboard', {}, { unchecked: true });
    expect(shownPrivately(forged)).toBe(refusal({ code: 'server-only' }));
  });

  test.for([{ scope: 'world' }, { period: 'year' }, { period: 'toString' }] as const)(
    'is none of a forged choice: %o',
    async (options, { ada, channelId }) => {
      const forged = await ada.slash(channelId, 'leaderboard', options, { unchecked: true });
      expect(shownPrivately(forged)).toBe(refusal({ code: 'bad-choice' }));
    },
  );
});

describe('the server’s board', () => {
  test('names nobody who did not choose so, and tells them alone where they would stand', async ({
    ada,
    ben,
    channelId,
  }) => {
    await ada.type(channelId, '/done task:cka-course');
    await ben.type(channelId, '/done task:gpu-pod');
    const own = shownPrivately(await ada.type(channelId, '/leaderboard'));
    expect(own).toContain(said.allHidden);
    expect(own).toContain(said.totals(2, 2));
    expect(own).toContain(said.hidden(1, said.work(56 / WEEK_HOURS, 1)));
    expect(own).not.toMatch(/\*\*(ada|ben)\*\*/);
  });

  test('has whoever chose to be named, those of every cohort and of none', async ({
    fay,
    ada,
    ben,
    channelId,
  }) => {
    await begin(fay, channelId, COHORT_BEGUN);
    await joinAndDo(ada, channelId, 'cka-course');
    await ben.type(channelId, '/done task:gpu-pod');
    for (const person of [ada, ben]) await appear(person, channelId, buttons.byName);
    const board = shownPrivately(await ben.type(channelId, '/leaderboard scope:server'));
    expect(board).toContain(
      `${line(1, '**ada**', 'cka-course')}\n${line(2, '**ben**', 'gpu-pod')} ${said.you}`,
    );
  });

  test('shows another period', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course when:2026-01-20');
    await appear(ada, channelId, buttons.byName);
    const week = await ada.type(channelId, '/leaderboard');
    expect(shownPrivately(week)).toContain(said.empty.week);
    const all = await ada.pick(week.message, words.periods.week, ['all']);
    expect(shownInPlace(all)).toContain(line(1, '**ada**', 'cka-course'));
    const month = await ada.pick(all.message, words.periods.all, ['month']);
    expect(shownInPlace(month)).toContain(said.empty.month);
  });
});

describe('how one appears', () => {
  test('is by name inside a cohort and not at all on the server’s board, until it is chosen', async ({
    fay,
    ada,
    channelId,
  }) => {
    await begin(fay, channelId, COHORT_BEGUN);
    await joinAndDo(ada, channelId, 'cka-course');
    expect(shownPrivately(await fay.type(channelId, '/cohort leaderboard'))).toContain('**ada**');
    const server = shownPrivately(await fay.type(channelId, '/leaderboard scope:server'));
    expect(server).not.toContain('**ada**');
    expect(server).toContain(said.totals(1, 1));
    const { message } = await ada.type(channelId, '/leaderboard');
    const choices = await ada.press(message, buttons.appearance);
    expect(shownPrivately(choices)).toContain(appearance.now.unset);
    expect(buttonsOf(choices.message)).toEqual([buttons.byName, buttons.byAlias, buttons.notAtAll]);
  });

  test('is the same on every board, once it is chosen', async ({ fay, ada, channelId }) => {
    await begin(fay, channelId, COHORT_BEGUN);
    await joinAndDo(ada, channelId, 'cka-course');
    const named = await appear(ada, channelId, buttons.byName);
    expect(shownInPlace(named)).toContain(appearance.now.named);
    expect(buttonsOf(named.message)[0]).toBe(`(${buttons.byName})`);
    for (const scope of ['leaderboard scope:server', 'cohort leaderboard']) {
      expect(shownPrivately(await fay.type(channelId, `/${scope}`))).toContain('**ada**');
    }
    const hidden = await ada.press(named.message, buttons.notAtAll);
    expect(shownInPlace(hidden)).toContain(appearance.now.hidden);
    for (const scope of ['leaderboard scope:server', 'cohort leaderboard']) {
      const board = shownPrivately(await fay.type(channelId, `/${scope}`));
      expect(board).not.toContain('**ada**');
      expect(board).toContain(said.totals(1, 1));
    }
    expect(shownPrivately(await ada.type(channelId, '/cohort leaderboard'))).toContain(
      said.hidden(1, said.work(56 / WEEK_HOURS, 1)),
    );
  });

  test('under an alias is marked, so that nobody can pose as somebody else', async ({
    fay,
    ada,
    ben,
    channelId,
  }) => {
    await begin(fay, channelId, COHORT_BEGUN);
    await joinAndDo(ben, channelId, 'gpu-pod');
    await joinAndDo(ada, channelId, 'cka-course');
    const chosen = await goUnder('ben', ada, channelId);
    expect(shownInPlace(chosen)).toContain(appearance.nowAlias('ben'));
    const board = shownPrivately(await fay.type(channelId, '/cohort leaderboard'));
    expect(board).toContain(
      `${line(1, `${said.alias} **ben**`, 'cka-course')}\n${line(2, '**ben**', 'gpu-pod')}`,
    );
    expect(board).toContain(said.aliasMeaning);
    expect(board).not.toContain('ada');
  });

  test('goes back to an alias with one press, and changes it in a form that has it', async ({
    ada,
    channelId,
  }) => {
    await ada.type(channelId, '/done task:cka-course');
    const chosen = await goUnder('Wanderer', ada, channelId);
    const hidden = await ada.press(chosen.message, buttons.notAtAll);
    const back = await ada.press(hidden.message, buttons.byAlias);
    expect(shownInPlace(back)).toContain(appearance.nowAlias('Wanderer'));
    const { modal } = await ada.press(back.message, buttons.changeAlias);
    expect(JSON.stringify(modal.modal)).toContain('"value":"Wanderer"');
    const changed = await ada.submit(modal, { [ALIAS_INPUT]: 'Hiker' });
    expect(shownInPlace(changed)).toContain(appearance.nowAlias('Hiker'));
    expect(shownPrivately(await ada.type(channelId, '/leaderboard'))).toContain(`${said.alias} **Hiker**`);
  });

  test('follows a name that is changed in the server', async ({ server, guildId, fay, ada, channelId }) => {
    await begin(fay, channelId, COHORT_BEGUN);
    await joinAndDo(ada, channelId, 'cka-course');
    server.emulator.addMember(guildId, ada.user.id, { nick: 'Ada L.' });
    await ada.type(channelId, '/next');
    expect(shownPrivately(await fay.type(channelId, '/cohort leaderboard'))).toContain('**Ada L\\.**');
  });

  test.for([' ', 'x', '\u200B\u200B', '...'])('“%s” is no alias', async (typed, { ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    expect(shownPrivately(await goUnder(typed, ada, channelId))).toBe(
      refusal({ code: 'bad-alias', min: 2, max: 32 }),
    );
    expect(shownPrivately(await ada.type(channelId, '/leaderboard'))).toContain(said.allHidden);
  });

  test.for(['@everyone', '<@123456789012345678>', '__bold__ [a](b)', '\u202Egpj.exe', '# zz `x`'])(
    'an alias stays text: %s',
    async (alias, { fay, ada, channelId }) => {
      await begin(fay, channelId, COHORT_BEGUN);
      await joinAndDo(ada, channelId, 'cka-course');
      const chosen = await goUnder(alias, ada, channelId);
      const boards = [
        await fay.type(channelId, '/cohort leaderboard'),
        await fay.type(channelId, '/leaderboard scope:server'),
      ];
      for (const { message } of [chosen, ...boards]) {
        const alive = textOf(message).replace(/\\[!-/:-@[-`{-~]/g, '');
        expect(alive).not.toMatch(/@everyone|<@123|__bold|\]\(b|\u202E|🎭 \*\*# |`x/u);
      }
    },
  );

  test('is for those who walk a pathway', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/leaderboard');
    const notJoined = refusal({ code: 'not-joined' });
    expect(shownPrivately(await ada.press(message, buttons.appearance))).toBe(notJoined);
    for (const to of ['named', 'alias', 'hidden'] as const) {
      const forged = await ada.forge(message, visibilityAction.customId({ to }));
      expect(shownPrivately(forged)).toBe(notJoined);
    }
  });

  test('a forged choice of an alias that there is not is refused', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    const { message } = await ada.type(channelId, '/leaderboard');
    const forged = await ada.forge(message, visibilityAction.customId({ to: 'alias' }));
    expect(shownPrivately(forged)).toBe(refusal({ code: 'bad-alias', min: 2, max: 32 }));
  });
});

describe('a long board', () => {
  /** Thirty, by ten of one task each; and Ada after them. */
  const crowded = test.extend<{ crowd: undefined }>({
    crowd: [
      async ({ server, guildId, fay, ada, channelId }, use) => {
        await begin(fay, channelId, COHORT_BEGUN);
        for (let number = 1; number <= 30; number += 1) {
          const name = `member${String(number).padStart(2, '0')}`;
          const task = number <= 10 ? 'cka-course' : number <= 20 ? 'kubeadm-cluster' : 'gpu-pod';
          await joinAndDo(addPerson(server.emulator, guildId, name), channelId, task);
        }
        await joinAndDo(ada, channelId, 'resume-keywords');
        await use(undefined);
      },
      { auto: true },
    ],
  });
  const own = `${line(31, '**ada**', 'resume-keywords')} ${said.you}`;

  crowded('shows ten, and those around the asker beneath', async ({ ada, channelId }) => {
    const first = await ada.type(channelId, '/leaderboard');
    const text = shownPrivately(first);
    expect(text).toContain(words.page(1, 4));
    expect(text).toContain(line(1, '**member10**', 'cka-course'));
    expect(text).not.toContain('**member11**');
    expect(text).toContain(said.totals(31, 31));
    expect(text).toContain(
      [
        `-# ${said.around}`,
        line(21, '**member29**', 'gpu-pod'),
        line(21, '**member30**', 'gpu-pod'),
        own,
      ].join('\n'),
    );

    const second = await ada.press(first.message, buttons.next);
    expect(shownInPlace(second)).toContain(words.page(2, 4));
    expect(shownInPlace(second)).toContain(line(11, '**member11**', 'kubeadm-cluster'));
    expect(shownInPlace(second)).not.toContain('**member10**');
    const back = await ada.press(second.message, buttons.previous);
    expect(shownInPlace(back)).toBe(text);
    expect(buttonsOf(back.message).slice(0, 2)).toEqual([`(${buttons.previous})`, buttons.next]);

    const again = await ada.press(back.message, buttons.next);
    const third = await ada.press(again.message, buttons.next);
    // Whoever is near is there already.
    expect(shownInPlace(third)).toContain(own);
    const last = await ada.press(third.message, buttons.next);
    expect(shownInPlace(last)).toContain(words.page(4, 4));
    expect(shownInPlace(last)).toContain(own);
    expect(shownInPlace(last)).not.toContain(said.around);
    expect(buttonsOf(last.message).slice(0, 2)).toEqual([buttons.previous, `(${buttons.next})`]);

    const all = await ada.pick(last.message, words.periods.week, ['all']);
    expect(shownInPlace(all)).toContain(words.page(1, 4));
  });

  crowded('tells somebody hidden their place, and shows nobody around', async ({ ada, channelId }) => {
    await appear(ada, channelId, buttons.notAtAll);
    const text = shownPrivately(await ada.type(channelId, '/leaderboard'));
    expect(text).toContain(words.page(1, 3));
    expect(text).toContain(said.hidden(31, said.work(8 / WEEK_HOURS, 1)));
    expect(text).not.toContain(said.around);
  });
});

describe('a forged component', () => {
  test.for(['1:board:year:0', '1:board:week', '1:board:week:-1', '1:board:week:0:0', '1:show:everyone'])(
    '%s is outdated',
    async (customId, { ada, channelId }) => {
      const { message } = await ada.type(channelId, '/leaderboard');
      expect(shownPrivately(await ada.forge(message, customId))).toBe(refusal({ code: 'outdated-button' }));
    },
  );

  test.for(['1:board-period', '1:aliased'])(
    '%s with nothing in it is outdated',
    async (customId, { ada, channelId }) => {
      const { message } = await ada.type(channelId, '/leaderboard');
      const forged = await ada.forge(message, customId, ComponentType.StringSelect);
      expect(shownPrivately(forged)).toBe(refusal({ code: 'outdated-button' }));
    },
  );

  test('for a page that is not there shows the last one', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/leaderboard');
    const forged = await ada.forge(message, serverBoardAction.customId({ period: 'all', page: 2 ** 50 }));
    expect(shownInPlace(forged)).toContain(said.empty.all);
  });

  test('for another server’s cohort is refused', async ({ server, fay, ada, channelId }) => {
    const { id } = await begin(fay, channelId, COHORT_BEGUN);
    await ada.type(channelId, '/cohort join cohort:Spring');
    const elsewhere = server.emulator.createGuild({ name: 'Elsewhere', ownerId: ada.user.id });
    const [channel] = server.emulator.channels(elsewhere.id);
    const { message } = await ada.type(channel?.id ?? '', '/leaderboard');
    const customId = cohortBoardPeriodAction.customId({ cohort: id });
    const forged = await ada.forge(message, customId, ComponentType.StringSelect);
    expect(textOf(forged.message)).not.toContain(said.title('Spring'));
  });
});
