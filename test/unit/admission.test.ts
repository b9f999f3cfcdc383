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

  test('lets one in for each turn of the event loop, the newest first', async () => {
    const admission = createAdmission({ longestWaitMs: 1_000 });
    const entered: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      void admission.enter().then((isInTime) => entered.push(`${name}: ${isInTime}`));
    }
    expect(entered).toEqual([]);
    await nextTurn();
    expect(entered).toEqual(['third: true']);
    void admission.enter().then((isInTime) => entered.push(`fourth: ${isInTime}`));
    await nextTurn();
    expect(entered).toEqual(['third: true', 'fourth: true']);
    await nextTurn();
    await nextTurn();
    expect(entered).toEqual(['third: true', 'fourth: true', 'second: true', 'first: true']);
  });

  test('turns away whoever has waited too long, and lets in who has not', async () => {
    const admission = createAdmission({ longestWaitMs: 1_000 });
    const early = [admission.enter(), admission.enter()];
    time += 1;
    const late = admission.enter();
    time += 1_000;
    expect(await Promise.all([...early, late])).toEqual([false, false, true]);
  });

  test('turns everybody away when all have waited too long, and lets in the next', async () => {
    const admission = createAdmission({ longestWaitMs: 1_000 });
    const early = [admission.enter(), admission.enter()];
    time += 1_001;
    expect(await Promise.all(early)).toEqual([false, false]);
    expect(await admission.enter()).toBe(true);
  });

  test('is behind while somebody waits for longer than a moment', async () => {
    const admission = createAdmission({ longestWaitMs: 1_000 });
    expect(admission.isBehind()).toBe(false);
    const [first, second] = [admission.enter(), admission.enter()];
    time += 50;
    expect(admission.isBehind()).toBe(false);
    time += 1;
    expect(admission.isBehind()).toBe(true);
    await second;
    expect(admission.isBehind()).toBe(true);
    await first;
    expect(admission.isBehind()).toBe(false);
  });
});
