import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAdmission } from '../../src/discord/admission.ts';

describe('admission', () => {
  let time = 0;
  beforeEach(() => {
    vi.spyOn(performance, 'now').mockImplementation(() => time);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  function watch() {
    const admission = createAdmission({ atWork: 10, waitMs: 1_000 });
    const entered: string[] = [];
    return {
      entered,
      enter: (name: string) => void admission.enter().then(() => entered.push(name)),
    };
  }

  test('lets one in for each turn of the event loop, as they came', async () => {
    const { entered, enter } = watch();
    for (const name of ['first', 'second', 'third']) enter(name);
    expect(entered).toEqual([]);
    await nextTurn();
    expect(entered).toEqual(['first']);
    enter('fourth');
    await nextTurn();
    expect(entered).toEqual(['first', 'second']);
    await nextTurn();
    await nextTurn();
    expect(entered).toEqual(['first', 'second', 'third', 'fourth']);
  });

  test('lets the newest in first once somebody has waited for long', async () => {
    const { entered, enter } = watch();
    for (const name of ['first', 'second', 'third']) enter(name);
    time += 501;
    enter('fourth');
    await nextTurn();
    expect(entered).toEqual(['fourth']);
    await nextTurn();
    await nextTurn();
    expect(entered).toEqual(['fourth', 'third', 'second']);
    enter('fifth');
    await nextTurn();
    await nextTurn();
    expect(entered).toEqual(['fourth', 'third', 'second', 'fifth', 'first']);
  });

  test('turns away whoever has waited too long, and lets in who has not', async () => {
    const admission = createAdmission({ atWork: 10, waitMs: 1_000 });
    const early = [admission.enter(), admission.enter()];
    time += 1;
    const late = admission.enter();
    time += 1_000;
    expect(await Promise.all(early)).toEqual([undefined, undefined]);
    expect(await late).toBeDefined();
  });

  test('turns everybody away when all have waited too long, and lets in the next', async () => {
    const admission = createAdmission({ atWork: 10, waitMs: 1_000 });
    const early = [admission.enter(), admission.enter()];
    time += 1_001;
    expect(await Promise.all(early)).toEqual([undefined, undefined]);
    expect(await admission.enter()).toBeDefined();
  });

  test('lets in no more than may be at work at once', async () => {
    const admission = createAdmission({ atWork: 2, waitMs: 1_000 });
    const [first, second] = [await admission.enter(), await admission.enter()];
    let isInside = false;
    const third = admission.enter().then((admitted) => {
      isInside = true;
      return admitted;
    });
    await nextTurn();
    await nextTurn();
    expect(isInside).toBe(false);
    first?.leave();
    expect(await third).toBeDefined();

    // Leaving twice makes room for one.
    first?.leave();
    const fourth = admission.enter();
    time += 1_001;
    const fifth = admission.enter();
    await nextTurn();
    await nextTurn();
    second?.leave();
    expect(await fourth).toBeUndefined();
    expect(await fifth).toBeDefined();
  });

  test('is behind while many wait, and until it has been calm for a while', async () => {
    const admission = createAdmission({ atWork: 100, waitMs: 1_000 });
    const few = Array.from({ length: 16 }, () => admission.enter());
    time += 900;
    expect(admission.isBehind()).toBe(false);
    const oneMore = admission.enter();
    expect(admission.isBehind()).toBe(true);
    await Promise.all([...few, oneMore]);
    expect(admission.isBehind()).toBe(true);
    time += 999;
    expect(admission.isBehind()).toBe(true);
    time += 1;
    expect(admission.isBehind()).toBe(false);
  });
});
