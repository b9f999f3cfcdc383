import type { APIMessage } from 'discord.js';
import ICAL from 'ical.js';
import { describe, expect } from 'vitest';
import { addDays, noonOf, type LocalDate } from '../../src/domain/local-time.ts';
import { defaultWords } from '../../src/words/words.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { MONDAY } from '../support/server.ts';
import { test } from '../support/shared-server.ts';
import {
  addressOfFile,
  buttonsOf,
  customIdOf,
  optionsOf,
  shownInPlace,
  shownPrivately,
} from '../support/shown.ts';

const words = defaultWords.plan;
const { buttons, cohort } = defaultWords;

const TODAY = '2026-03-02';
/** A day as it is shown to somebody whose zone is not known. */
const day = (date: LocalDate) => `<t:${noonOf(date, 'Etc/UTC') / 1000}:D>`;
/** The end of the whole way, so many days of walking from now. */
const end = (from: number, to: number, today = TODAY) =>
  words.end(day(addDays(today, from)), day(addDays(today, to)));

/** The file that stands beside a message, as its reader's calendar reads it. */
async function calendarOf(message: APIMessage): Promise<ICAL.Component> {
  const response = await fetch(addressOfFile(message) ?? '');
  expect(response.status).toBe(200);
  return ICAL.Component.fromString(await response.text());
}

function eventsOf(calendar: ICAL.Component): readonly ICAL.Event[] {
  return calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
}

describe('the plan', () => {
  test('asks who has not joined to join', async ({ ada, channelId }) => {
    for (const subcommand of ['show', 'edit hours:5', 'break from:today until:tomorrow', 'calendar']) {
      const text = shownPrivately(await ada.type(channelId, `/plan ${subcommand}`));
      expect(text).toContain(defaultWords.problems['not-joined']({ code: 'not-joined' }));
    }
  });

  test('has the phase that is under way in sight, a line for each, and the way on', async ({
    ada,
    channelId,
  }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const shown = await ada.type(channelId, '/plan show');
    const { message } = shown;
    const text = shownPrivately(shown);
    const [first] = backendPathway.phases;
    expect(text).toContain(words.current(1, 5, first?.title ?? ''));
    expect(text).toContain(words.currentEnd(day('2026-05-25'), day('2026-06-11')));
    expect(text).toContain(words.pace(10, 42, 51));
    expect(text).toContain(end(42 * 7, 353));
    for (const { title } of backendPathway.phases) expect(text).toContain(`· ${title}**\n-# Done between`);
    expect(text).not.toContain(words.moved(day('2027-02-18')));
    expect(buttonsOf(message)).toEqual([
      buttons.nextStep,
      words.tryPace(8),
      words.tryPace(12),
      words.calendar,
    ]);
    expect(shownInPlace(await ada.press(message, buttons.nextStep))).toContain('### Take a CKA prep course');
  });

  test('says when a phase was finished, and congratulates at the end', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const [first, ...others] = backendPathway.phases;
    for (const { id } of first?.tasks ?? []) await ada.type(channelId, `/done task:${id} when:2026-02-20`);
    const text = shownPrivately(await ada.type(channelId, '/plan show'));
    expect(text).toContain(words.finished(1, first?.title ?? '', day('2026-02-20')));
    expect(text).toContain(words.current(2, 5, others[0]?.title ?? ''));
    for (const { id } of others.flatMap(({ tasks }) => tasks)) await ada.type(channelId, `/skip task:${id}`);
    const walked = await ada.type(channelId, '/plan show');
    const title = defaultWords.pathwayTitle(backendPathway.from, backendPathway.to);
    expect(shownPrivately(walked)).toContain(words.allWalked(title));
    expect(buttonsOf(walked.message)).toEqual([buttons.progress]);
    expect(shownPrivately(await ada.type(channelId, '/plan calendar'))).toContain(words.allWalked(title));
  });

  test('changes with its hours and its start', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const edited = shownPrivately(await ada.type(channelId, '/plan edit hours:15 start:2026-03-09'));
    expect(edited).toContain(words.changed);
    expect(edited).toContain(words.begins(day('2026-03-09')));
    expect(edited).toContain(end(28 * 7, 236, '2026-03-09'));
    const refused = shownPrivately(await ada.type(channelId, '/plan edit start:2031-01-01'));
    expect(refused).toContain('out of reach');
    const shown = shownPrivately(await ada.type(channelId, '/plan edit'));
    expect(shown).not.toContain(words.changed);
    expect(shown).toContain(words.pace(15, 28, 34));
  });
});

describe('what if', () => {
  test('shows another pace in place, and leaves all as it is until it is taken', async ({
    ada,
    channelId,
  }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const { message } = await ada.type(channelId, '/plan show');
    const more = await ada.press(message, words.tryPace(12));
    const text = shownInPlace(more);
    expect(text).toContain(words.considered(day(addDays(TODAY, 245)), day(addDays(TODAY, 294))));
    expect(text).toContain(words.insteadOf(10, day(addDays(TODAY, 294)), day(addDays(TODAY, 353))));
    expect(buttonsOf(more.message)).toEqual([words.take, words.tryPace(10), words.tryPace(14), buttons.back]);
    const same = await ada.press(more.message, words.tryPace(10));
    expect(shownInPlace(same)).toContain(words.asNow);
    expect(buttonsOf(same.message)).not.toContain(words.take);
    expect(shownInPlace(await ada.press(same.message, buttons.back))).toContain(end(294, 353));
  });

  test('takes it once, however often it is pressed', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const { message } = await ada.type(channelId, '/plan show');
    const less = await ada.press(message, words.tryPace(8));
    const take = customIdOf(less.message, words.take);
    for (const taken of [await ada.press(less.message, words.take), await ada.forge(less.message, take)]) {
      expect(shownInPlace(taken)).toContain(words.paceTaken(8));
      expect(shownInPlace(taken)).toContain(end(368, 441));
    }
  });

  test('goes no further than hours go', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure hours:1');
    const { message } = await ada.type(channelId, '/plan show');
    expect(buttonsOf(message)).toEqual([buttons.nextStep, words.tryPace(3), words.calendar]);
    const most = await ada.forge(message, customIdOf(message, words.tryPace(3)).replace(/:3$/, ':zz'));
    expect(shownInPlace(most)).toContain(words.whatIf(80));
  });

  test('is for the pathway that it stood by', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const { message } = await ada.type(channelId, '/plan show');
    const considered = await ada.press(message, words.tryPace(12));
    await ada.type(channelId, '/join pathway:backend-to-ai-platform');
    const outdated = defaultWords.problems['outdated-button']({ code: 'outdated-button' });
    expect(shownPrivately(await ada.forge(message, customIdOf(message, words.tryPace(8))))).toContain(
      outdated,
    );
    const taken = await ada.forge(considered.message, customIdOf(considered.message, words.take));
    expect(shownPrivately(taken)).toContain(outdated);
    await ada.type(channelId, '/join pathway:backend-to-ai-infrastructure');
    expect(shownPrivately(await ada.type(channelId, '/plan show'))).toContain(words.pace(10, 42, 51));
  });
});

test('a break moves what comes after it, until it is taken away', async ({ ada, channelId }) => {
  await ada.type(channelId, '/join pathway:infrastructure');
  const added = await ada.type(channelId, '/plan break from:2026-03-09 until:2026-03-15');
  const text = shownPrivately(added);
  expect(text).toContain(words.breakAdded);
  expect(text).toContain(cohort.breaks([cohort.span(day('2026-03-09'), day('2026-03-15'))]));
  expect(text).toContain(end(301, 360));
  expect(optionsOf(added.message, buttons.takeBreakAway)).toEqual(['Monday 9 March – Sunday 15 March']);
  for (const days of ['from:2026-03-15 until:2026-03-09', 'from:2026-02-20 until:2026-03-01']) {
    expect(shownPrivately(await ada.type(channelId, `/plan break ${days}`))).not.toContain(words.breakAdded);
  }
  const { message } = await ada.type(channelId, '/plan show');
  const away = await ada.pick(message, buttons.takeBreakAway, ['2026-03-09']);
  expect(shownInPlace(away)).toContain(words.breakTakenAway);
  expect(shownInPlace(away)).toContain(end(294, 353));
  expect(optionsOf(away.message, buttons.takeBreakAway)).toEqual([]);
});

describe('a plan that has moved along', () => {
  test('says so kindly, and can be agreed to or taken slower', async ({ server, ada, ben, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    await ben.type(channelId, '/join pathway:infrastructure hours:1');
    const later = addDays(TODAY, 60);
    try {
      server.clock.time = noonOf(later, 'Etc/UTC');
      const moved = await ada.type(channelId, '/plan show');
      expect(shownPrivately(moved)).toContain(words.moved(day(addDays(TODAY, 353))));
      expect(shownPrivately(moved)).toContain(end(294, 353, later));
      expect(buttonsOf(moved.message).slice(0, 2)).toEqual([words.shift, buttons.slowDown]);
      const shifted = await ada.press(moved.message, words.shift);
      expect(shownInPlace(shifted)).toContain(words.shifted);
      expect(buttonsOf(shifted.message)).not.toContain(words.shift);
      const slower = await ada.forge(shifted.message, customIdOf(moved.message, buttons.slowDown));
      expect(shownInPlace(slower)).toContain(words.paceTaken(6));
      expect(shownInPlace(slower)).toContain(end(490, 588, later));
      expect(buttonsOf(slower.message)).not.toContain(words.shift);
      server.clock.time = noonOf(addDays(TODAY, 600), 'Etc/UTC');
      const slowest = await ben.type(channelId, '/plan show');
      expect(buttonsOf(slowest.message)).toContain(words.shift);
      expect(buttonsOf(slowest.message)).not.toContain(buttons.slowDown);
    } finally {
      server.clock.time = MONDAY;
    }
  });
});

describe('the calendar', () => {
  test('has a day-long event for each phase and an hour for every week but those of a break', async ({
    ada,
    channelId,
  }) => {
    await ada.type(channelId, '/join pathway:infrastructure hours:40');
    await ada.type(channelId, '/plan break from:2026-03-09 until:2026-03-22');
    const { message } = await ada.type(channelId, '/plan show');
    const pressed = await ada.press(message, words.calendar);
    expect(shownPrivately(pressed)).toContain(words.calendarSession('Monday', '09:00'));
    const calendar = await calendarOf(pressed.message);
    const title = defaultWords.pathwayTitle(backendPathway.from, backendPathway.to);
    expect(calendar.getFirstPropertyValue('name')).toBe(words.calendarName(title));
    const events = eventsOf(calendar);
    expect(events.map(({ summary }) => summary)).toEqual([
      ...backendPathway.phases.map((phase, index) => words.calendarPhase(index + 1, phase.title)),
      words.calendarHour(title),
    ]);
    expect(events[0]?.startDate.toString()).toBe(TODAY);
    expect(events.at(-2)?.endDate.toString()).toBe(addDays(TODAY, 89 + 14));
    const session = events.at(-1);
    const hours = session?.iterator();
    const starts = Array.from({ length: 20 }, () => String(hours?.next() ?? '')).filter(
      (start) => start !== '',
    );
    const weeks = [0, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84];
    expect(starts).toEqual(weeks.map((days) => `${addDays(TODAY, days)}T09:00:00`));
    expect(session?.duration.toString()).toBe('PT1H');

    const again = eventsOf(await calendarOf((await ada.type(channelId, '/plan calendar')).message));
    expect(again.map(({ uid }) => uid)).toEqual(events.map(({ uid }) => uid));
    expect(events.map(({ uid }) => uid).join()).not.toContain(ada.user.id);
  });

  test('keeps to the hour of the weekly reminder', async ({ ada, channelId }) => {
    await ada.type(channelId, '/nudge on');
    await ada.type(channelId, '/nudge when day:Thursday hour:18:00 timezone:Asia/Tokyo');
    const { message } = await ada.type(channelId, '/plan calendar');
    const session = eventsOf(await calendarOf(message)).at(-1);
    expect(session?.startDate.toString()).toBe('2026-03-05T18:00:00');
    expect(session?.startDate.zone).toBe(ICAL.Timezone.localTimezone);
  });
});

test('tells how long others took over the current phase, once they are five, and names nobody', async ({
  server,
  ada,
  channelId,
}) => {
  const [first] = backendPathway.phases;
  const walkThrough = async (weeks: number) => {
    const other = server.newcomer();
    await other.type(channelId, '/join pathway:infrastructure start:2026-01-05');
    for (const [index, { id }] of (first?.tasks ?? []).entries()) {
      const when = addDays('2026-01-05', index === 0 ? 1 : weeks * 7);
      await other.type(channelId, `/done task:${id} when:${when}`);
    }
    return other;
  };
  const plan = async () => shownPrivately(await ada.type(channelId, '/plan show'));

  await ada.type(channelId, '/join pathway:infrastructure');
  for (const weeks of [1, 2, 3]) await walkThrough(weeks);
  const hidden = await walkThrough(4);
  expect(await plan()).not.toContain('Others');
  await walkThrough(8);
  const text = await plan();
  expect(text).toContain(defaultWords.next.othersTook(2, 4));
  expect(text).not.toContain(hidden.user.id);

  // Who takes a record of the phase back has no measure of it any more.
  await hidden.type(channelId, '/undo');
  expect(await plan()).not.toContain('Others');
});
