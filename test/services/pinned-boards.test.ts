import { describe, expect, test } from 'vitest';
import { DeliveryError } from '../../src/services/ports.ts';
import { createPathwayLibrary } from '../../src/services/pathway-library.ts';
import { createPinnedBoardService, type PinnedBoardService } from '../../src/services/pinned-boards.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { CrashError, makeMortal, type Step } from '../support/mortal.ts';
import {
  askerOf,
  CHANNEL,
  createCohort,
  createSetting,
  expectProblem,
  finish,
  FRIDA,
  joinCohort,
  MAX,
  MINUTE,
  MIRA,
  MONDAY_NOON,
  TOMAS,
  type Setting,
} from './setting.ts';

const frida = askerOf(FRIDA);
/** Manages the server. */
const max = askerOf(MAX);

/** A cohort of two with a board in its channel. */
async function createPinned(setting: Setting): Promise<string> {
  const cohort = await createCohort(setting);
  for (const userId of [MIRA, TOMAS]) await joinCohort(setting, userId, cohort);
  await setting.pinnedBoards.pin(frida, undefined);
  return cohort.id;
}

/** The next minute's tick. */
async function tick(
  { clock, pinnedBoards }: Setting,
  service: PinnedBoardService = pinnedBoards,
): Promise<void> {
  clock.advance(MINUTE);
  await service.refreshDue();
}

/** What the message shows: that of the last edit, or as it was posted. */
function shown({ notifier }: Setting): { hours: number; tasks: number; members: number } | undefined {
  const post = (notifier.edits.at(-1) ?? notifier.messages.at(-1))?.post;
  return post?.kind === 'cohort-board' ? post.board.totals : undefined;
}

function boardOf({ store }: Setting, cohortId: string) {
  return store.pinnedBoards.find(cohortId);
}

/** Edits wait until `release`; `arrived` resolves when the first of them does. */
function holdEdits({ notifier }: Setting): { arrived: Promise<void>; release: () => void } {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const arrived = new Promise<void>((resolve) => {
    notifier.road = () => {
      notifier.road = () => Promise.resolve();
      resolve();
      return held;
    };
  });
  return { arrived, release };
}

/** A process of its own, which dies at a step. */
function createDoomed(setting: Setting, name: string, moment: Step['moment']): PinnedBoardService {
  const { store, notifier, clock } = setting;
  return createPinnedBoardService({
    ...makeMortal({ store, notifier }, (step) => step.name === name && step.moment === moment),
    clock,
    library: createPathwayLibrary([backendPathway]),
  });
}

describe('a board', () => {
  test('is posted to the cohort’s channel, with everybody’s week', async () => {
    await using setting = await createSetting(backendPathway);
    const cohortId = await createPinned(setting);
    expect(setting.notifier.messages).toMatchObject([
      {
        channelId: CHANNEL,
        post: {
          kind: 'cohort-board',
          locale: 'en-GB',
          board: { period: 'week', page: 0, rows: [], own: undefined, scope: { kind: 'cohort', members: 2 } },
        },
      },
    ]);
    expect(await boardOf(setting, cohortId)).toEqual({
      cohortId,
      channelId: CHANNEL,
      messageId: setting.notifier.messages[0]?.id,
      dueAt: Date.parse('2026-11-30T00:00Z'),
    });
  });

  test('is brought up to date at the next tick, and not again until something happens', async () => {
    await using setting = await createSetting(backendPathway);
    await createPinned(setting);
    await finish(setting, MIRA, 'cka-course');
    for (let minute = 0; minute < 5; minute += 1) await tick(setting);
    expect(setting.notifier.edits).toMatchObject([
      {
        messageId: setting.notifier.messages[0]?.id,
        at: MONDAY_NOON + MINUTE,
        post: { board: { totals: { hours: 56, tasks: 1, members: 1 } } },
      },
    ]);
    await setting.progress.undo(MIRA);
    await tick(setting);
    expect(shown(setting)).toMatchObject({ members: 0 });
  });

  test('is edited once a minute, however much happens', async () => {
    await using setting = await createSetting(backendPathway);
    await createPinned(setting);
    for (const task of ['cka-course', 'kubeadm-cluster', 'gpu-pod']) {
      for (const userId of [MIRA, TOMAS]) await finish(setting, userId, task);
      await tick(setting);
    }
    expect(setting.notifier.edits.map(({ at }) => at)).toEqual(
      [1, 2, 3].map((minute) => MONDAY_NOON + minute * MINUTE),
    );
    expect(shown(setting)).toMatchObject({ tasks: 6 });
  });

  test.each([
    [
      'somebody joins',
      (setting: Setting, id: string) =>
        setting.cohorts.join({ asker: askerOf(FRIDA), name: 'Frida', cohort: id }),
    ],
    ['somebody leaves', (setting: Setting) => setting.cohorts.leave(askerOf(MIRA), undefined)],
    ['somebody hides', (setting: Setting) => setting.membership.setVisibility(MIRA, 'hidden')],
    ['a goal is set', (setting: Setting) => setting.cohorts.settings.setGoal(frida, undefined, 5)],
    [
      'the name changes',
      (setting: Setting) => setting.cohorts.settings.edit(frida, undefined, { name: 'Autumn' }),
    ],
  ])('is brought up to date when %s', async (_, happens) => {
    await using setting = await createSetting(backendPathway);
    const cohortId = await createPinned(setting);
    await finish(setting, MIRA, 'cka-course');
    await tick(setting);
    await happens(setting, cohortId);
    await tick(setting);
    expect(setting.notifier.edits).toHaveLength(2);
  });

  test.each([
    ['is archived', (setting: Setting, other: string) => setting.cohorts.settings.archive(max, other)],
    [
      'moves to another zone',
      (setting: Setting, other: string) =>
        setting.cohorts.settings.edit(max, other, { timeZone: 'Asia/Tokyo' }),
    ],
    ['loses a member', (setting: Setting, other: string) => setting.cohorts.remove(max, other, MIRA)],
  ])('stays as it is when another cohort of its members %s', async (_, happens) => {
    await using setting = await createSetting(backendPathway);
    const cohortId = await createPinned(setting);
    const other = await createCohort(setting, { asker: max, name: 'Autumn' });
    await joinCohort(setting, MIRA, other);
    await finish(setting, MIRA, 'cka-course');
    await tick(setting);
    const before = await boardOf(setting, cohortId);
    await happens(setting, other.id);
    expect(await boardOf(setting, cohortId)).toEqual(before);
  });

  test('begins the new week by itself', async () => {
    await using setting = await createSetting(backendPathway);
    await createPinned(setting);
    await finish(setting, MIRA, 'cka-course');
    await tick(setting);
    expect(shown(setting)).toMatchObject({ tasks: 1 });
    setting.clock.set('2026-11-29T23:59Z');
    await setting.pinnedBoards.refreshDue();
    expect(setting.notifier.edits).toHaveLength(1);
    await tick(setting);
    expect(shown(setting)).toMatchObject({ tasks: 0 });
  });

  test('that was brought up to date as the week ended begins the new one all the same', async () => {
    await using setting = await createSetting(backendPathway);
    await createPinned(setting);
    setting.clock.set('2026-11-29T23:59Z');
    await finish(setting, MIRA, 'cka-course');
    setting.notifier.road = () => {
      setting.clock.set('2026-11-30T00:00:01Z');
      return Promise.resolve();
    };
    await setting.pinnedBoards.refreshDue();
    expect(shown(setting)).toMatchObject({ tasks: 1 });
    setting.notifier.road = () => Promise.resolve();
    await tick(setting);
    expect(shown(setting)).toMatchObject({ tasks: 0 });
  });

  test('loses no record that comes while it is being edited', async () => {
    await using setting = await createSetting(backendPathway);
    await createPinned(setting);
    await finish(setting, MIRA, 'cka-course');
    const { arrived, release } = holdEdits(setting);
    const editing = tick(setting);
    await arrived;
    await finish(setting, TOMAS, 'cka-course');
    release();
    await editing;
    expect(shown(setting)).toMatchObject({ tasks: 1 });
    await tick(setting);
    expect(shown(setting)).toMatchObject({ tasks: 2 });
  });

  test('is edited by one of two processes', async () => {
    await using setting = await createSetting(backendPathway);
    await createPinned(setting);
    await finish(setting, MIRA, 'cka-course');
    setting.clock.advance(MINUTE);
    const other = setting.withPathways(backendPathway);
    await Promise.all([setting.pinnedBoards.refreshDue(), other.pinnedBoards.refreshDue()]);
    expect(setting.notifier.edits).toHaveLength(1);
  });

  test('that is one of many waits its turn', async () => {
    await using setting = await createSetting(backendPathway);
    for (let index = 0; index < 25; index += 1) {
      const cohort = await createCohort(setting, { asker: max, name: `Cohort ${index}` });
      await setting.pinnedBoards.pin(max, cohort.id);
      await setting.cohorts.settings.setGoal(max, cohort.id, 5);
    }
    await tick(setting);
    expect(setting.notifier.edits).toHaveLength(20);
    await tick(setting);
    expect(new Set(setting.notifier.edits.map(({ messageId }) => messageId)).size).toBe(25);
    expect(setting.notifier.edits).toHaveLength(25);
  });
});

describe('a message that somebody deleted', () => {
  test('is posted again, and kept up from then on', async () => {
    await using setting = await createSetting(backendPathway);
    const cohortId = await createPinned(setting);
    const [first] = setting.notifier.messages;
    setting.notifier.deleted.add(first?.id ?? '');
    await finish(setting, MIRA, 'cka-course');
    await tick(setting);
    const [, second] = setting.notifier.messages;
    expect(second).toMatchObject({ channelId: CHANNEL, post: { board: { totals: { tasks: 1 } } } });
    expect((await boardOf(setting, cohortId))?.messageId).toBe(second?.id);
    await finish(setting, TOMAS, 'cka-course');
    await tick(setting);
    expect(setting.notifier.edits).toMatchObject([{ messageId: second?.id }]);
    expect(setting.notifier.messages).toHaveLength(2);
  });

  test('and the one in its place too, is posted each time', async () => {
    await using setting = await createSetting(backendPathway);
    await createPinned(setting);
    for (let time = 1; time <= 3; time += 1) {
      setting.notifier.deleted.add(setting.notifier.messages.at(-1)?.id ?? '');
      await setting.cohorts.settings.setGoal(frida, undefined, time);
      await tick(setting);
      expect(setting.notifier.messages).toHaveLength(1 + time);
    }
  });

  test.each([
    ['notifier.send', 'before'],
    ['notifier.send', 'after'],
    ['pinnedBoards.settle', 'before'],
    ['pinnedBoards.settle', 'after'],
  ] as const)('is posted again once by a process that dies at %s (%s) and the next', async (name, moment) => {
    await using setting = await createSetting(backendPathway);
    const cohortId = await createPinned(setting);
    setting.notifier.deleted.add(setting.notifier.messages[0]?.id ?? '');
    await finish(setting, MIRA, 'cka-course');
    await expect(tick(setting, createDoomed(setting, name, moment))).rejects.toThrow(CrashError);
    for (let minute = 0; minute < 3; minute += 1) await tick(setting);
    expect(setting.notifier.messages).toHaveLength(2);
    expect((await boardOf(setting, cohortId))?.messageId).toBe(setting.notifier.messages[1]?.id);
  });
});

describe('a process that dies while it edits', () => {
  test.each([
    ['pinnedBoards.save', 'before'],
    ['pinnedBoards.save', 'after'],
    ['notifier.edit', 'before'],
    ['notifier.edit', 'after'],
    ['pinnedBoards.settle', 'before'],
  ] as const)('at %s (%s) leaves it to the next one', async (name, moment) => {
    await using setting = await createSetting(backendPathway);
    const cohortId = await createPinned(setting);
    await finish(setting, MIRA, 'cka-course');
    await expect(tick(setting, createDoomed(setting, name, moment))).rejects.toThrow(CrashError);
    for (let minute = 0; minute < 3; minute += 1) await tick(setting);
    expect(shown(setting)).toMatchObject({ tasks: 1 });
    expect(setting.notifier.messages).toHaveLength(1);
    expect((await boardOf(setting, cohortId))?.dueAt).toBe(Date.parse('2026-11-30T00:00Z'));
  });
});

describe('Discord', () => {
  test.each([
    ['gone', '10003'],
    ['forbidden', '50001'],
  ] as const)('says the channel is %s: the board is not kept up any more', async (reason, code) => {
    await using setting = await createSetting(backendPathway);
    const cohortId = await createPinned(setting);
    setting.notifier.fault = () => ({ refuse: new DeliveryError(reason, code) });
    await finish(setting, MIRA, 'cka-course');
    await tick(setting);
    expect(await boardOf(setting, cohortId)).toBeUndefined();
    expect((await setting.cohorts.show(frida, undefined)).board).toBeUndefined();
  });

  test.each([
    ['slow-down', 90_000, 2],
    ['unreachable', undefined, 5],
  ] as const)('says %s: the board waits as long', async (reason, retryAfterMs, minutes) => {
    await using setting = await createSetting(backendPathway);
    await createPinned(setting);
    let tries = 0;
    setting.notifier.fault = () => {
      tries += 1;
      return { refuse: new DeliveryError(reason, '429', retryAfterMs === undefined ? {} : { retryAfterMs }) };
    };
    await finish(setting, MIRA, 'cka-course');
    for (let minute = 0; minute < minutes; minute += 1) await tick(setting);
    expect(tries).toBe(1);
    setting.notifier.fault = () => undefined;
    await tick(setting);
    expect(shown(setting)).toMatchObject({ tasks: 1 });
  });

  test('refuses the post: nothing is pinned', async () => {
    await using setting = await createSetting(backendPathway);
    const { id } = await createCohort(setting);
    setting.notifier.fault = () => ({ refuse: new DeliveryError('forbidden', '50013') });
    await expectProblem(setting.pinnedBoards.pin(frida, undefined), {
      code: 'channel-unusable',
      channelId: CHANNEL,
    });
    setting.notifier.fault = () => ({ refuse: new DeliveryError('unreachable', '503') });
    await expectProblem(setting.pinnedBoards.pin(frida, undefined), { code: 'channel-unavailable' });
    expect(await boardOf(setting, id)).toBeUndefined();
  });
});

describe('pinning', () => {
  test('needs a channel', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting, { channelHere: null });
    await expectProblem(setting.pinnedBoards.pin(frida, undefined), { code: 'no-cohort-channel' });
  });

  test('twice in a moment posts one message, and later another in its place', async () => {
    await using setting = await createSetting(backendPathway);
    const { id } = await createCohort(setting);
    await Promise.all([
      setting.pinnedBoards.pin(frida, undefined),
      setting.pinnedBoards.pin(frida, undefined),
    ]);
    expect(setting.notifier.messages).toHaveLength(1);
    setting.clock.advance(MINUTE);
    await setting.pinnedBoards.pin(frida, undefined);
    expect(setting.notifier.messages).toHaveLength(2);
    await setting.cohorts.settings.setGoal(frida, undefined, 5);
    await tick(setting);
    expect(setting.notifier.edits).toMatchObject([{ messageId: setting.notifier.messages[1]?.id }]);
    expect((await boardOf(setting, id))?.messageId).toBe(setting.notifier.messages[1]?.id);
  });

  test.each([
    ['in the same channel', CHANNEL],
    ['in another channel', '777'],
  ])('anew %s while the old one is being edited keeps the new one', async (_, channelId) => {
    await using setting = await createSetting(backendPathway);
    const cohortId = await createPinned(setting);
    await finish(setting, MIRA, 'cka-course');
    const { arrived, release } = holdEdits(setting);
    const editing = tick(setting);
    await arrived;
    await setting.cohorts.settings.edit(frida, undefined, { channelId });
    const { board } = await setting.pinnedBoards.pin(frida, undefined);
    release();
    await editing;
    expect(await boardOf(setting, cohortId)).toMatchObject({ channelId, messageId: board.messageId });
  });

  test('anew while the old channel turns out to be gone keeps the new one', async () => {
    await using setting = await createSetting(backendPathway);
    const cohortId = await createPinned(setting);
    await finish(setting, MIRA, 'cka-course');
    const { arrived, release } = holdEdits(setting);
    const editing = tick(setting);
    await arrived;
    await setting.cohorts.settings.edit(frida, undefined, { channelId: '777' });
    await setting.pinnedBoards.pin(frida, undefined);
    setting.notifier.fault = () => ({ refuse: new DeliveryError('gone', '10003') });
    release();
    await editing;
    expect(await boardOf(setting, cohortId)).toMatchObject({ channelId: '777' });
  });

  test.each([
    ['unpinned', (setting: Setting) => setting.pinnedBoards.unpin(frida, undefined)],
    ['archived', (setting: Setting) => setting.cohorts.settings.archive(frida, undefined)],
  ])('is over once it is %s, even while it is being edited', async (_, end) => {
    await using setting = await createSetting(backendPathway);
    const cohortId = await createPinned(setting);
    await finish(setting, MIRA, 'cka-course');
    const { arrived, release } = holdEdits(setting);
    const editing = tick(setting);
    await arrived;
    await end(setting);
    release();
    await editing;
    expect(await boardOf(setting, cohortId)).toBeUndefined();
    const edits = setting.notifier.edits.length;
    await finish(setting, TOMAS, 'cka-course');
    await tick(setting);
    expect(setting.notifier.edits).toHaveLength(edits);
  });

  test('is over for a board that waits behind another one while that is being edited', async () => {
    await using setting = await createSetting(backendPathway);
    const first = await createPinned(setting);
    const second = await createCohort(setting, { name: 'Autumn' });
    await setting.pinnedBoards.pin(frida, second.id);
    await setting.cohorts.settings.setGoal(frida, first, 5);
    setting.clock.advance(1);
    await setting.cohorts.settings.setGoal(frida, second.id, 5);
    const { arrived, release } = holdEdits(setting);
    const editing = tick(setting);
    await arrived;
    await setting.pinnedBoards.unpin(frida, second.id);
    release();
    await editing;
    expect(setting.notifier.edits).toHaveLength(1);
    expect(await boardOf(setting, second.id)).toBeUndefined();
  });
});
