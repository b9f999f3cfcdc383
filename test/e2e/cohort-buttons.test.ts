import { ComponentType, type APIMessage } from 'discord.js';
import { describe, expect } from 'vitest';
import {
  cohortBoardAction,
  cohortBoardPeriodAction,
  cohortCodeAction,
  cohortCodeFormAction,
  cohortExportAction,
  cohortJoinAction,
  cohortSharingAction,
  cohortShowAction,
  cohortSummaryAction,
  cohortUnbreakAction,
  insightsAction,
} from '../../src/discord/actions.ts';
import { CODE_INPUT } from '../../src/discord/views/cohort.ts';
import type { Person } from '../../src/playground/emulator/index.ts';
import { addPerson, begin, codeOf, refusal, test, words } from '../support/cohort-server.ts';
import { firstChannel } from '../support/server.ts';
import {
  addressOfFile,
  buttonsOf,
  customIdOf,
  optionsOf,
  shownInPlace,
  shownPrivately,
  textOf,
} from '../support/shown.ts';

const { buttons, cohort: said, insights } = words;

const FACILITATORS_ONLY = refusal({ code: 'facilitators-only', cohort: 'Spring' });
const NOT_IN_COHORT = refusal({ code: 'not-in-cohort', cohort: 'Spring' });
const GONE = refusal({ code: 'cohort-gone' });
const OUTDATED = refusal({ code: 'outdated-button' });

/** Lets those who look after the cohort see where the member is. */
async function share(person: Person, channelId: string): Promise<void> {
  const { message } = await person.type(channelId, '/cohort show');
  await person.press(message, buttons.shareDetails);
}

/** The table that stands beside a message, as its reader downloads it. */
async function tableOf(message: APIMessage): Promise<string> {
  const response = await fetch(addressOfFile(message) ?? '');
  expect(response.status).toBe(200);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
}

describe('joining with a code', () => {
  test('asks for it in a form, from the announcement or anywhere', async ({ fay, ada, ben, channelId }) => {
    const { message, announcement } = await begin(fay, channelId, { access: 'code' });
    const code = codeOf(message) ?? '';
    const form = await ada.press(announcement, buttons.joinWithCode);
    expect(form.modal.modal.title).toBe(said.codeTitle);
    const joined = await ada.submit(form.modal, { [CODE_INPUT]: code.toLowerCase() });
    expect(shownPrivately(joined)).toContain(said.joined('Spring'));

    const shown = await ben.type(channelId, '/cohort show cohort:Spring');
    const again = await ben.press(shown.message, buttons.joinWithCode);
    expect(shownInPlace(await ben.submit(again.modal, { [CODE_INPUT]: code }))).toContain(
      said.joined('Spring'),
    );
  });

  test.for([' ', 'AAAAAAAA', 'not a code'])('refuses “%s”', async (typed, { fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId, { access: 'code' });
    const form = await ada.press(announcement, buttons.joinWithCode);
    const refused = await ada.submit(form.modal, { [CODE_INPUT]: typed });
    expect(shownPrivately(refused)).toBe(refusal({ code: 'unknown-code' }));
  });

  test('is asked of nobody who presses a button of when it was open', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    await fay.type(channelId, '/cohort edit access:code');
    expect(shownPrivately(await ada.press(announcement, buttons.joinCohort))).toBe(
      refusal({ code: 'cohort-needs-code', cohort: 'Spring' }),
    );
  });

  test('is not needed again by who left one that has none', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    await ada.press(announcement, buttons.joinCohort);
    const left = await ada.type(channelId, '/cohort leave');
    expect(shownInPlace(await ada.press(left.message, buttons.joinAgain))).toContain(said.joined('Spring'));
  });

  test('is needed again by who left one that has one', async ({ fay, ada, channelId }) => {
    const { message } = await begin(fay, channelId, { access: 'code' });
    await ada.slash(channelId, 'cohort join', { code: codeOf(message) ?? '' });
    const left = await ada.type(channelId, '/cohort leave');
    expect((await ada.press(left.message, buttons.joinWithCode)).kind).toBe('modal');
  });
});

describe('the answer to who joined', () => {
  test('leads on to the next step, the cohort, its board and how one appears', async ({
    fay,
    ada,
    channelId,
  }) => {
    const { announcement } = await begin(fay, channelId);
    const { message } = await ada.press(announcement, buttons.joinCohort);
    expect(buttonsOf(message)).toEqual([
      buttons.nextStep,
      buttons.lookAtCohort,
      buttons.board,
      buttons.appearance,
    ]);
    expect(shownPrivately(await ada.press(message, buttons.appearance))).toContain(words.appearance.title);
    expect(shownInPlace(await ada.press(message, buttons.lookAtCohort))).toContain('### Spring');
    const { message: next } = await ada.press(announcement, buttons.joinCohort);
    expect(shownInPlace(await ada.press(next, buttons.board))).toContain(words.board.title('Spring'));
  });
});

describe('the buttons of a cohort', () => {
  test('open its board in place, and its summary beside it', async ({ fay, channelId }) => {
    const { message } = await begin(fay, channelId);
    expect(shownPrivately(await fay.press(message, buttons.summary))).toContain(
      words.summary.title('Spring'),
    );
    expect(shownInPlace(await fay.press(message, buttons.board))).toContain(words.board.title('Spring'));
  });

  test('its board shows another period', async ({ fay, ada, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    await ada.press(announcement, buttons.joinCohort);
    await ada.type(channelId, '/done task:cka-course when:2026-01-20');
    const week = await ada.type(channelId, '/cohort leaderboard');
    expect(shownPrivately(week)).toContain(words.board.empty.week);
    const all = await ada.pick(week.message, words.periods.week, ['all']);
    expect(shownInPlace(all)).toContain('**ada**');
    const month = await ada.pick(all.message, words.periods.all, ['month']);
    expect(shownInPlace(month)).toContain(words.board.empty.month);
    const typed = await ada.type(channelId, '/cohort leaderboard period:all');
    expect(shownPrivately(typed)).toContain('**ada**');
  });

  test('list each break that can be taken away', async ({ fay, channelId }) => {
    await begin(fay, channelId);
    await fay.type(channelId, '/cohort break from:2026-03-09 until:2026-03-15');
    const { message } = await fay.type(channelId, '/cohort break from:2026-04-03 until:2026-04-03');
    expect(optionsOf(message, buttons.takeBreakAway)).toEqual([
      said.span('Monday 9 March', 'Sunday 15 March'),
      'Friday 3 April',
    ]);
    const fewer = await fay.pick(message, buttons.takeBreakAway, ['2026-03-09']);
    expect(optionsOf(fewer.message, buttons.takeBreakAway)).toEqual(['Friday 3 April']);
    const twice = await fay.pick(message, buttons.takeBreakAway, ['2026-04-03']);
    expect(optionsOf(twice.message, buttons.takeBreakAway)).toEqual([]);
  });

  test('lead from the list to what is one’s own', async ({ fay, channelId }) => {
    await begin(fay, channelId);
    const { message } = await fay.type(channelId, '/cohort list');
    expect(shownInPlace(await fay.press(message, 'Spring'))).toContain('### Spring');
  });
});

describe('where people are', () => {
  test('is numbers only, until a member lets it be seen', async ({ fay, ada, ben, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    for (const person of [ada, ben]) await person.press(announcement, buttons.joinCohort);
    await ada.type(channelId, '/done task:cka-course');

    const before = await fay.type(channelId, '/cohort insights');
    expect(shownPrivately(before)).toContain(insights.nobodyConsents);
    expect(shownPrivately(before)).toContain(insights.notShown(2));
    expect(shownPrivately(before)).not.toMatch(/\bada\b|\bben\b/);
    expect(buttonsOf(before.message)).not.toContain(buttons.exportCsv);

    const { message } = await ada.type(channelId, '/cohort show');
    const on = await ada.press(message, buttons.shareDetails);
    expect(shownInPlace(on)).toContain(said.sharingOn);
    expect(shownInPlace(on)).toContain(said.sharing);
    const shared = shownPrivately(await fay.type(channelId, '/cohort insights'));
    // 56 of the first phase's 120 hours.
    expect(shared).toMatch(/ada\s+47\s+·\s+·\s+·\s+·/);
    expect(shared).not.toMatch(/\bben\b/);
    expect(shared).toContain(insights.notShown(1));

    const off = await ada.press(on.message, buttons.keepDetails);
    expect(shownInPlace(off)).toContain(said.sharingOff);
    expect(shownPrivately(await fay.type(channelId, '/cohort insights'))).not.toMatch(/\bada\b/);
  });

  test('opens from the cohort, for those who look after it', async ({ fay, ada, channelId }) => {
    const { message, announcement } = await begin(fay, channelId);
    await ada.press(announcement, buttons.joinCohort);
    await share(ada, channelId);
    const opened = shownInPlace(await fay.press(message, buttons.insights));
    expect(opened).toContain(insights.title('Spring'));
    expect(opened).toMatch(/ada\s+·/);
  });

  test('names those who have been quiet for a fortnight, and the task on which several are', async ({
    server,
    fay,
    ada,
    ben,
    channelId,
  }) => {
    const { announcement } = await begin(fay, channelId);
    for (const person of [ada, ben]) await person.press(announcement, buttons.joinCohort);
    await share(ada, channelId);
    const before = server.clock.time;
    server.clock.time += 14 * 24 * 60 * 60 * 1000;
    const text = shownPrivately(await fay.type(channelId, '/cohort insights'));
    server.clock.time = before;
    expect(text).toContain(insights.quiet(2));
    expect(text).toContain(insights.quietNames(['ada']));
    expect(text).toContain(insights.stuck);
    expect(text).toContain('**Take a CKA prep course');
  });

  test('turns its pages', async ({ server, guildId, fay, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    for (let number = 10; number < 26; number += 1) {
      const person = addPerson(server.emulator, guildId, `member${number}`);
      await person.press(announcement, buttons.joinCohort);
      await share(person, channelId);
    }
    const first = await fay.type(channelId, '/cohort insights');
    expect(shownPrivately(first)).toContain(words.page(1, 2));
    expect(shownPrivately(first)).toContain('member24');
    expect(shownPrivately(first)).not.toContain('member25');
    expect(buttonsOf(first.message)).toEqual([
      `(${buttons.previous})`,
      buttons.next,
      buttons.exportCsv,
      buttons.lookAtCohort,
    ]);
    const last = await fay.press(first.message, buttons.next);
    expect(shownInPlace(last)).toContain(words.page(2, 2));
    expect(shownInPlace(last)).toContain('member25');
    expect(shownInPlace(await fay.press(last.message, buttons.previous))).toContain('member24');
  });
});

describe('the export', () => {
  test('is a file with those who let it be seen, and nobody else', async ({ fay, ada, ben, channelId }) => {
    const { announcement } = await begin(fay, channelId);
    for (const person of [ada, ben]) await person.press(announcement, buttons.joinCohort);
    await ada.type(channelId, '/done task:cka-course');
    await share(ada, channelId);
    const { message } = await fay.type(channelId, '/cohort insights');
    const exported = await fay.press(message, buttons.exportCsv);
    expect(shownPrivately(exported)).toContain(insights.exported('Spring'));
    expect(shownPrivately(exported)).toContain(insights.exportedRows(1, 2));
    const table = await tableOf(exported.message);
    expect(table.split('\n')).toEqual([
      '\uFEFFname,user_id,joined,last_active,tasks_done,hours_done,percent,phase,next_task',
      `ada,${ada.user.id},2026-03-02,2026-03-02,1,56,13,Foundations: Kubernetes and Python in depth,Build a multi-node cluster with kubeadm on cloud VMs`,
      '',
    ]);
    expect(table).not.toContain(ben.user.id);
  });

  test.for(["=cmd|' /C calc'!A0", '+1+1', '-2+3', '@SUM(A1)', '＝1+1'])(
    'makes no formula of somebody who is called %s',
    async (nick, { server, guildId, fay, channelId }) => {
      const { announcement } = await begin(fay, channelId);
      const person = addPerson(server.emulator, guildId, 'somebody', nick);
      await person.press(announcement, buttons.joinCohort);
      await share(person, channelId);
      const { message } = await fay.type(channelId, '/cohort insights');
      const table = await tableOf((await fay.press(message, buttons.exportCsv)).message);
      expect(table.split('\n')[1]).toMatch(/^"?'/);
      expect(table).toContain(nick);
    },
  );

  test('keeps quotes, commas and lines of a name within its cell', async ({
    server,
    guildId,
    fay,
    channelId,
  }) => {
    const { announcement } = await begin(fay, channelId);
    const person = addPerson(server.emulator, guildId, 'somebody', 'a "b", c');
    await person.press(announcement, buttons.joinCohort);
    await share(person, channelId);
    const { message } = await fay.type(channelId, '/cohort insights');
    const table = await tableOf((await fay.press(message, buttons.exportCsv)).message);
    expect(table.split('\n')[1]).toMatch(/^"a ""b"", c",\d+,/);
  });
});

/** What only those may who look after the cohort. */
const FACILITATOR_LINES = [
  'edit name:Mine',
  'goal tasks:3',
  'break from:2026-03-09 until:2026-03-15',
  'board',
  'board off:true',
  'insights',
  'facilitator member:@ada',
  'facilitator member:@fay remove:true',
  'transfer member:@ada',
  'remove member:@ben',
  'archive',
  'restore',
];

describe('who may', () => {
  test.for(FACILITATOR_LINES)(
    '/cohort %s is refused to anybody else',
    async (line, { fay, ada, ben, channelId }) => {
      const { announcement } = await begin(fay, channelId);
      for (const person of [ada, ben]) await person.press(announcement, buttons.joinCohort);
      const before = textOf((await fay.type(channelId, '/cohort show')).message);
      const refused = await ada.type(channelId, `/cohort ${line} cohort:Spring`);
      expect(shownPrivately(refused)).toBe(FACILITATORS_ONLY);
      expect(textOf((await fay.type(channelId, '/cohort show')).message)).toBe(before);
    },
  );

  test.for(FACILITATOR_LINES)(
    '/cohort %s is refused to who looks after another',
    async (line, { fay, ada, ben, channelId }) => {
      const { announcement } = await begin(fay, channelId);
      await ben.press(announcement, buttons.joinCohort);
      await begin(ada, channelId, { name: 'Autumn' });
      const refused = await ada.type(channelId, `/cohort ${line} cohort:Spring`);
      expect(shownPrivately(refused)).toBe(FACILITATORS_ONLY);
    },
  );

  test.for([
    ['edit name:Summer', said.changed],
    ['goal tasks:3', said.goalSet],
    ['break from:2026-03-09 until:2026-03-15', said.breakAdded],
    ['insights', insights.title('Spring')],
    ['facilitator member:@ben', 'looks after it as well'],
    ['remove member:@ben', 'Spring'],
    ['archive', said.archived],
  ] as const)(
    '/cohort %s obeys whoever manages the server',
    async ([line, shown], { owner, fay, ben, channelId }) => {
      const { announcement } = await begin(fay, channelId);
      await ben.press(announcement, buttons.joinCohort);
      const obeyed = shownPrivately(await owner.type(channelId, `/cohort ${line} cohort:Spring`));
      expect(obeyed).toContain(shown);
      expect(obeyed).not.toBe(FACILITATORS_ONLY);
    },
  );

  test('what the members show each other is for who is inside', async ({
    owner,
    fay,
    ada,
    ben,
    channelId,
  }) => {
    const { id, announcement } = await begin(fay, channelId);
    await ben.press(announcement, buttons.joinCohort);
    const { message } = await ada.type(channelId, '/cohort list');
    for (const outcome of [
      await ada.type(channelId, '/cohort summary cohort:Spring'),
      await ada.type(channelId, '/cohort leaderboard cohort:Spring'),
      await ada.forge(message, cohortSummaryAction.customId({ cohort: id })),
      await ada.forge(message, cohortBoardAction.customId({ cohort: id, period: 'all', page: 0 })),
      await ada.forge(message, cohortSharingAction.customId({ cohort: id, to: 'on' })),
    ]) {
      expect(shownPrivately(outcome)).toBe(NOT_IN_COHORT);
    }
    for (const insider of [owner, fay, ben]) {
      const summary = await insider.type(channelId, '/cohort summary cohort:Spring');
      expect(shownPrivately(summary)).toContain(words.summary.title('Spring'));
    }
  });

  test('a forged button of those who look after it is not obeyed', async ({ fay, ada, channelId }) => {
    const { id, announcement } = await begin(fay, channelId);
    const { message } = await ada.press(announcement, buttons.joinCohort);
    const shown = await fay.type(channelId, '/cohort break from:2026-03-09 until:2026-03-15');
    for (const customId of [
      insightsAction.customId({ cohort: id, page: 0 }),
      cohortExportAction.customId({ cohort: id }),
    ]) {
      expect(shownPrivately(await ada.forge(message, customId))).toBe(FACILITATORS_ONLY);
    }
    const unbreak = await ada.forge(
      message,
      cohortUnbreakAction.customId({ cohort: id }),
      ComponentType.StringSelect,
    );
    expect(shownPrivately(unbreak)).not.toContain(said.breakTakenAway);
    expect(customIdOf(shown.message, buttons.takeBreakAway)).toBe(
      cohortUnbreakAction.customId({ cohort: id }),
    );
    expect(
      optionsOf((await fay.type(channelId, '/cohort show')).message, buttons.takeBreakAway),
    ).toHaveLength(1);
  });

  test('somebody who no longer looks after it is not obeyed by buttons from then', async ({
    fay,
    ben,
    channelId,
  }) => {
    await begin(fay, channelId);
    const { message } = await fay.type(channelId, '/cohort break from:2026-03-09 until:2026-03-15');
    await fay.type(channelId, `/cohort transfer member:@ben`);
    expect(shownPrivately(await fay.press(message, buttons.insights))).toBe(FACILITATORS_ONLY);
    const kept = await fay.pick(message, buttons.takeBreakAway, ['2026-03-09']);
    expect(shownPrivately(kept)).toBe(FACILITATORS_ONLY);
    expect(shownPrivately(await ben.type(channelId, '/cohort show'))).toContain(
      said.facilitators([ben.user.id], 0),
    );
  });

  test('a cohort of another server is out of reach, even of its own facilitator', async ({
    server,
    fay,
    channelId,
  }) => {
    const { emulator } = server;
    const { id } = await begin(fay, channelId);
    const elsewhere = emulator.createGuild({ name: 'Elsewhere', ownerId: fay.user.id });
    const channel = firstChannel(emulator, elsewhere.id);
    const { message } = await begin(fay, channel, { name: 'Autumn' });
    for (const customId of [
      cohortShowAction.customId({ cohort: id }),
      cohortJoinAction.customId({ cohort: id }),
      cohortCodeAction.customId({ cohort: id }),
      cohortSummaryAction.customId({ cohort: id }),
      cohortSharingAction.customId({ cohort: id, to: 'on' }),
      cohortBoardAction.customId({ cohort: id, period: 'week', page: 0 }),
      insightsAction.customId({ cohort: id, page: 0 }),
      cohortExportAction.customId({ cohort: id }),
    ]) {
      expect(shownPrivately(await fay.forge(message, customId))).toBe(GONE);
    }
    for (const line of ['show', 'join', 'edit hours:3', 'archive']) {
      const refused = await fay.type(channel, `/cohort ${line} cohort:${id}`);
      expect(shownPrivately(refused)).toBe(GONE);
    }
  });
});

describe('a forged component', () => {
  test.for([
    '1:cohort:12',
    '1:cohort:garbage',
    '1:cohort-join:99999999999999999999999',
    '1:cohort-sharing:123456789012345678:perhaps',
    '1:cohort-board:123456789012345678:year:0',
    '1:cohort-board:123456789012345678:week:-1',
    '1:insights:123456789012345678',
    '1:insights:123456789012345678:1.5',
    '1:cohort-export:123456789012345678:more',
    '1:cohort-coded:123456789012345678',
    '1:cohort-unbreak:123456789012345678',
    '1:cohort-board-period:123456789012345678',
  ])('%s is answered privately and does nothing', async (customId, { ada, channelId }) => {
    const { message } = await ada.type(channelId, '/cohort list');
    expect([OUTDATED, GONE]).toContain(shownPrivately(await ada.forge(message, customId)));
  });

  test('for a page that is not there shows the last', async ({ fay, channelId }) => {
    const { id, message } = await begin(fay, channelId);
    const far = await fay.forge(message, insightsAction.customId({ cohort: id, page: 2 ** 40 }));
    expect(shownInPlace(far)).toContain(insights.title('Spring'));
    const board = await fay.forge(
      far.message,
      cohortBoardAction.customId({ cohort: id, period: 'all', page: 2 ** 40 }),
    );
    expect(shownInPlace(board)).toContain(words.board.empty.all);
  });

  test('for nothing picked, or a form that is a button, is outdated', async ({ fay, channelId }) => {
    const { id, message } = await begin(fay, channelId);
    for (const [customId, type] of [
      [cohortBoardPeriodAction.customId({ cohort: id }), ComponentType.StringSelect],
      [cohortUnbreakAction.customId({ cohort: id }), ComponentType.StringSelect],
      [cohortBoardPeriodAction.customId({ cohort: id }), ComponentType.UserSelect],
      [cohortCodeFormAction.customId({ cohort: id }), ComponentType.Button],
    ] as const) {
      expect(shownPrivately(await fay.forge(message, customId, type))).toBe(OUTDATED);
    }
  });
});
