import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { StoreError } from '../../src/store/store-error.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';
import { runByHand } from '../support/by-hand.ts';
import { COMPLETION, ENROLMENT, MEMBER, saveMemberAndEnrolment, UNUSUAL_TEXTS } from './records.ts';

let temporary: TemporaryStore;
beforeEach(async () => {
  temporary = await openTemporaryStore();
});
afterEach(() => temporary[Symbol.asyncDispose]());

describe('members', () => {
  it('finds nobody at first', async () => {
    expect(await temporary.store.members.find(MEMBER.userId)).toBeUndefined();
  });

  it('gives back what was saved', async () => {
    const { members } = temporary.store;
    const other = {
      ...MEMBER,
      userId: '18446744073709551615',
      timeZone: null,
      visibility: null,
      alias: 'Quiet Fox',
    };
    await members.save(MEMBER);
    await members.save(other);
    expect(await members.find(MEMBER.userId)).toEqual(MEMBER);
    expect(await members.find(other.userId)).toEqual(other);
  });

  it.each(UNUSUAL_TEXTS)('keeps the alias %j to the letter', async (alias) => {
    const { members } = temporary.store;
    await members.save({ ...MEMBER, alias });
    expect(await members.find(MEMBER.userId)).toEqual({ ...MEMBER, alias });
  });

  it('keeps createdAt and replaces the rest when saved again', async () => {
    const { members } = temporary.store;
    await members.save(MEMBER);
    const changed = {
      ...MEMBER,
      timeZone: null,
      visibility: 'hidden',
      alias: 'Quiet Fox',
      currentPathwayId: 'other',
      createdAt: 5,
    } as const;
    await members.save(changed);
    await members.save(changed);
    expect(await members.find(MEMBER.userId)).toEqual({ ...changed, createdAt: MEMBER.createdAt });
  });

  it('takes an id that looks like a number as text', async () => {
    const { members } = temporary.store;
    await members.save({ ...MEMBER, userId: '007' });
    expect(await members.find('7')).toBeUndefined();
    expect(await members.find('007')).toMatchObject({ userId: '007' });
  });
});

describe('enrolments', () => {
  beforeEach(() => temporary.store.members.save(MEMBER));

  it('gives back what was saved, for each pathway apart', async () => {
    const { enrolments } = temporary.store;
    const second = { ...ENROLMENT, pathwayId: 'second', hoursPerWeek: 12 };
    await enrolments.save(ENROLMENT);
    await enrolments.save(second);
    expect(await enrolments.find(MEMBER.userId, ENROLMENT.pathwayId)).toEqual(ENROLMENT);
    expect(await enrolments.find(MEMBER.userId, 'second')).toEqual(second);
    expect(await enrolments.find(MEMBER.userId, 'third')).toBeUndefined();
    expect(await enrolments.find('1', ENROLMENT.pathwayId)).toBeUndefined();
  });

  it('keeps joinedAt and replaces the rest when saved again', async () => {
    const { enrolments } = temporary.store;
    await enrolments.save(ENROLMENT);
    const changed = { ...ENROLMENT, hoursPerWeek: 3, startsOn: '2027-01-01', joinedAt: 5 };
    await enrolments.save(changed);
    await enrolments.save(changed);
    expect(await enrolments.find(MEMBER.userId, ENROLMENT.pathwayId)).toEqual({
      ...changed,
      joinedAt: ENROLMENT.joinedAt,
    });
  });

  it('are listed on one pathway, in the order of user ids, so many after one of them', async () => {
    const { members, enrolments } = temporary.store;
    for (const userId of ['30', '4', '100']) {
      await members.save({ ...MEMBER, userId });
      await enrolments.save({ ...ENROLMENT, userId });
      await enrolments.save({ ...ENROLMENT, userId, pathwayId: 'second' });
    }
    const idsOn = async (...page: Parameters<typeof enrolments.listOn>) =>
      (await enrolments.listOn(...page)).map(({ userId }) => userId);
    expect(await enrolments.listOn(ENROLMENT.pathwayId, '', 1)).toEqual([{ ...ENROLMENT, userId: '100' }]);
    expect(await idsOn(ENROLMENT.pathwayId, '', 9)).toEqual(['100', '30', '4']);
    expect(await idsOn(ENROLMENT.pathwayId, '100', 1)).toEqual(['30']);
    expect(await idsOn(ENROLMENT.pathwayId, '4', 9)).toEqual([]);
    expect(await idsOn('third', '', 9)).toEqual([]);
  });

  it('lists the walks of one member, the first joined first', async () => {
    const { members, enrolments } = temporary.store;
    for (const userId of ['4', '30']) await members.save({ ...MEMBER, userId });
    const walk = (userId: string, pathwayId: string, joinedAt: number) => ({
      ...ENROLMENT,
      userId,
      pathwayId,
      joinedAt,
    });
    const [later, earlier, other] = [walk('4', 'first', 2), walk('4', 'second', 1), walk('30', 'first', 1)];
    for (const enrolment of [later, earlier, other]) await enrolments.save(enrolment);
    expect(await enrolments.listOf('4')).toEqual([earlier, later]);
    expect(await enrolments.listOf('5')).toEqual([]);
  });

  it('refuses an enrolment of nobody, or one that no plan can divide by', async () => {
    const { enrolments } = temporary.store;
    await expect(enrolments.save({ ...ENROLMENT, userId: '1' })).rejects.toThrow(/FOREIGN KEY/i);
    await expect(enrolments.save({ ...ENROLMENT, hoursPerWeek: 0 })).rejects.toThrow(/CHECK/i);
  });
});

describe('completions', () => {
  beforeEach(() => saveMemberAndEnrolment(temporary.store));

  it('gives back what was saved', async () => {
    const { completions } = temporary.store;
    const bare = { ...COMPLETION, taskId: 'bare', note: null, link: null, replaced: null };
    await completions.save(COMPLETION);
    await completions.save(bare);
    expect(await completions.find(MEMBER.userId, ENROLMENT.pathwayId, COMPLETION.taskId)).toEqual(COMPLETION);
    expect(await completions.find(MEMBER.userId, ENROLMENT.pathwayId, 'bare')).toEqual(bare);
    expect(await completions.find(MEMBER.userId, 'other', 'bare')).toBeUndefined();
  });

  it.each(UNUSUAL_TEXTS)('keeps the text %j to the letter', async (text) => {
    const { completions } = temporary.store;
    const completion = {
      ...COMPLETION,
      note: text,
      link: text,
      replaced: { ...COMPLETION, note: text, link: text },
    };
    await completions.save(completion);
    const { status, at, recordedAt } = COMPLETION;
    expect(await completions.find(MEMBER.userId, ENROLMENT.pathwayId, COMPLETION.taskId)).toEqual({
      ...completion,
      replaced: { status, at, recordedAt, note: text, link: text },
    });
  });

  it('leaves out the one character that PostgreSQL cannot keep, wherever it stands', async () => {
    const { completions } = temporary.store;
    await completions.save({ ...COMPLETION, note: '\0before\0after\0' });
    expect(await completions.find(MEMBER.userId, ENROLMENT.pathwayId, `${COMPLETION.taskId}\0`)).toEqual({
      ...COMPLETION,
      note: 'beforeafter',
    });
  });

  it('remembers one replaced record, not the one that it replaced in turn', async () => {
    const { completions } = temporary.store;
    const { status, at, recordedAt, note, link } = COMPLETION;
    await completions.save({ ...COMPLETION, replaced: COMPLETION });
    const found = await completions.find(MEMBER.userId, ENROLMENT.pathwayId, COMPLETION.taskId);
    expect(found?.replaced).toEqual({ status, at, recordedAt, note, link });
  });

  it('replaces the whole record when saved again, and saving the same twice changes nothing', async () => {
    const { completions } = temporary.store;
    await completions.save(COMPLETION);
    const changed = {
      ...COMPLETION,
      status: 'skipped',
      at: 7,
      recordedAt: 8,
      note: null,
      link: null,
      replaced: null,
    } as const;
    await completions.save(changed);
    await completions.save(changed);
    expect(await completions.list(MEMBER.userId, ENROLMENT.pathwayId)).toEqual([changed]);
  });

  it('lists the oldest recordedAt first, whenever the work was done', async () => {
    const { completions } = temporary.store;
    for (const [taskId, recordedAt, at] of [
      ['c', 30, 1],
      ['z', 10, 3],
      ['b', 20, 2],
      ['a', 20, 9],
    ] as const) {
      await completions.save({ ...COMPLETION, taskId, recordedAt, at });
    }
    const list = await completions.list(MEMBER.userId, ENROLMENT.pathwayId);
    expect(list.map(({ taskId }) => taskId)).toEqual(['z', 'a', 'b', 'c']);
  });

  it('lists one member on one pathway only', async () => {
    const { members, enrolments, completions } = temporary.store;
    await members.save({ ...MEMBER, userId: '2' });
    await enrolments.save({ ...ENROLMENT, userId: '2' });
    await enrolments.save({ ...ENROLMENT, pathwayId: 'second' });
    await completions.save(COMPLETION);
    await completions.save({ ...COMPLETION, userId: '2' });
    await completions.save({ ...COMPLETION, pathwayId: 'second' });
    expect(await completions.list(MEMBER.userId, ENROLMENT.pathwayId)).toEqual([COMPLETION]);
  });

  it('lists all of one member, on whichever pathway', async () => {
    const { members, enrolments, completions } = temporary.store;
    await members.save({ ...MEMBER, userId: '2' });
    await enrolments.save({ ...ENROLMENT, userId: '2' });
    await enrolments.save({ ...ENROLMENT, pathwayId: 'second' });
    const second = { ...COMPLETION, pathwayId: 'second', taskId: 'other' };
    await completions.save(COMPLETION);
    await completions.save({ ...COMPLETION, userId: '2' });
    await completions.save(second);
    const all = await completions.listAll(MEMBER.userId);
    expect(all).toHaveLength(2);
    expect(all).toEqual(expect.arrayContaining([COMPLETION, second]));
    expect(await completions.listAll('3')).toEqual([]);
  });

  it('removes one record, and removing it twice is harmless', async () => {
    const { completions } = temporary.store;
    const kept = { ...COMPLETION, taskId: 'kept' };
    await completions.save(COMPLETION);
    await completions.save(kept);
    await completions.remove(MEMBER.userId, ENROLMENT.pathwayId, COMPLETION.taskId);
    await completions.remove(MEMBER.userId, ENROLMENT.pathwayId, COMPLETION.taskId);
    expect(await completions.list(MEMBER.userId, ENROLMENT.pathwayId)).toEqual([kept]);
  });

  it('refuses a record on a pathway that the member is not on', async () => {
    const { completions } = temporary.store;
    await expect(completions.save({ ...COMPLETION, pathwayId: 'other' })).rejects.toThrow(/FOREIGN KEY/i);
  });

  it.each(['{', '{"status":"lost"}', 'null'])(
    'says where a spoilt replaced record stands: %s',
    async (json) => {
      const { completions } = temporary.store;
      await completions.save(COMPLETION);
      await runByHand(temporary.url, 'UPDATE completion SET replaced = ?', json);
      const reading = completions.list(MEMBER.userId, ENROLMENT.pathwayId);
      await expect(reading).rejects.toThrow(StoreError);
      await expect(reading).rejects.toThrow(/first-query.*Set it to NULL/);
    },
  );
});

describe('a member who is erased', () => {
  it('takes enrolments and completions along, and leaves others alone', async () => {
    const { store } = temporary;
    await saveMemberAndEnrolment(store);
    await store.completions.save(COMPLETION);
    await store.members.save({ ...MEMBER, userId: '2' });
    await store.enrolments.save({ ...ENROLMENT, userId: '2' });
    await store.completions.save({ ...COMPLETION, userId: '2' });

    await runByHand(temporary.url, 'DELETE FROM member WHERE user_id = ?', MEMBER.userId);

    expect(await store.enrolments.find(MEMBER.userId, ENROLMENT.pathwayId)).toBeUndefined();
    expect(await store.completions.list(MEMBER.userId, ENROLMENT.pathwayId)).toEqual([]);
    expect(await store.completions.list('2', ENROLMENT.pathwayId)).toHaveLength(1);
  });
});
