import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { isOnBreak, type Break } from '../../src/domain/breaks.ts';
import { addDays, daysBetween, type LocalDate } from '../../src/domain/local-time.ts';
import { newEnrolment, newMember } from '../../src/domain/member.ts';
import type { Pathway } from '../../src/domain/pathway.ts';
import { planCalendar } from '../../src/domain/plan-calendar.ts';
import { HOURS_PER_WEEK, planWalk } from '../../src/domain/plan.ts';
import { measureProgress } from '../../src/domain/progress.ts';
import { planToIcs } from '../../src/discord/plan-calendar.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { backendPathway } from '../support/loaded-pathways.ts';

const USER = '80351110224678912345';
/** A Monday. */
const TODAY = '2026-11-23';
const NOW = Date.parse('2026-11-23T12:00Z');
const MONDAY_MORNING = { weekday: 1, hour: 9 };

interface Drawn {
  readonly pathway?: Pathway;
  readonly hoursPerWeek?: number;
  readonly breaks?: readonly Break[];
  readonly slot?: { readonly weekday: number; readonly hour: number };
  readonly userId?: string;
}

function drawnCalendar({
  pathway = backendPathway,
  hoursPerWeek = 15,
  breaks = [],
  slot,
  userId = USER,
}: Drawn) {
  const enrolment = {
    ...newEnrolment({ userId, pathwayId: pathway.id, hoursPerWeek, startsOn: TODAY, joinedAt: 0 }),
    breaks,
  };
  const plan = planWalk(measureProgress(pathway, []), enrolment, TODAY);
  const calendar = planCalendar(plan, breaks, slot ?? MONDAY_MORNING);
  const walk = { member: newMember(userId, pathway.id, 0), enrolment, pathway };
  return { plan, calendar, file: planToIcs(words, walk, calendar, NOW) };
}

function eventsIn(file: string): readonly ICAL.Event[] {
  return ICAL.Component.fromString(file)
    .getAllSubcomponents('vevent')
    .map((event) => new ICAL.Event(event));
}

/** The days on which a calendar shows the weekly hour. */
function sessionDays(event: ICAL.Event | undefined): readonly LocalDate[] {
  const days: LocalDate[] = [];
  const iterator = event?.iterator();
  for (let next = iterator?.next(); next; next = iterator?.next()) days.push(next.toString().slice(0, 10));
  return days;
}

const breakLists: fc.Arbitrary<readonly Break[]> = fc.array(
  fc.tuple(fc.integer({ min: -20, max: 250 }), fc.nat({ max: 60 })).map(([offset, length]) => ({
    startsOn: addDays(TODAY, offset),
    endsOn: addDays(TODAY, offset + length),
  })),
  { maxLength: 4 },
);

const slots = fc.record({ weekday: fc.integer({ min: 1, max: 7 }), hour: fc.integer({ min: 0, max: 23 }) });

describe('the calendar of a plan', () => {
  test('has each phase from its earliest day to its latest', () => {
    const { plan, file } = drawnCalendar({});
    const phases = eventsIn(file).slice(0, -1);
    expect(phases.map(({ startDate, endDate }) => [startDate.toString(), endDate.toString()])).toEqual(
      plan.phases.map((phase) => (phase.isWalked ? [] : [phase.startsOn.from, phase.endsOn.to])),
    );
    expect(phases.every(({ startDate }) => startDate.isDate)).toBe(true);
  });

  test('keeps an hour each week until the earliest end, on the clock of wherever the member is', () => {
    const { file } = drawnCalendar({});
    const session = eventsIn(file).at(-1);
    expect(sessionDays(session)).toEqual(Array.from({ length: 28 }, (_, week) => addDays(TODAY, week * 7)));
    expect(file).toContain('DTSTART:20261123T090000\r\n');
    expect(file).toContain('UNTIL=20270531T090000\r\n');
    expect(file).toContain('DTEND:20261123T100000\r\n');
  });

  test('of an hour before midnight ends at midnight', () => {
    const { file } = drawnCalendar({ slot: { weekday: 2, hour: 23 } });
    expect(file).toContain('DTSTART:20261124T230000\r\n');
    expect(file).toContain('DTEND:20261125T000000\r\n');
  });

  test('has no hour where a break takes the whole of it, and nothing once all is done', () => {
    const breaks = [{ startsOn: TODAY, endsOn: addDays(TODAY, 100) }];
    const completions = backendPathway.phases.flatMap(({ tasks }) => tasks).slice(1);
    const course = { hoursPerWeek: 80, startsOn: TODAY, breaks };
    const progress = measureProgress(
      backendPathway,
      completions.map(({ id }) => ({
        userId: USER,
        pathwayId: backendPathway.id,
        taskId: id,
        status: 'skipped',
        at: 0,
        recordedAt: 0,
        note: null,
        link: null,
        replaced: null,
      })),
    );
    const plan = planWalk(progress, course, TODAY);
    // The day after the break begins is a Thursday; what is left is over before the next Wednesday.
    expect(planCalendar(plan, breaks, { weekday: 3, hour: 9 }).session).toBeUndefined();
    const over = planWalk({ ...progress, phases: [] }, course, TODAY);
    expect(planCalendar(over, [], MONDAY_MORNING)).toEqual({ phases: [], session: undefined });
  });

  test('shows the hour on each of its weekdays in the plan but those of breaks', () => {
    fc.assert(
      fc.property(breakLists, slots, fc.integer(HOURS_PER_WEEK), (breaks, slot, pace) => {
        const hoursPerWeek = Math.max(5, pace);
        const { plan, calendar, file } = drawnCalendar({ breaks, slot, hoursPerWeek });
        const days = Array.from({ length: daysBetween(TODAY, plan.endsOn.from) }, (_, day) =>
          addDays(TODAY, day),
        );
        const expected = days.filter(
          (day, index) => (index % 7) + 1 === slot.weekday && !isOnBreak(breaks, day),
        );
        const session = calendar.session === undefined ? undefined : eventsIn(file).at(-1);
        expect(sessionDays(session)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  test('has the same ids whenever it is made, and other ones for others', () => {
    const uids = (drawn: Drawn) => eventsIn(drawnCalendar(drawn).file).map(({ uid }) => uid);
    const first = uids({});
    expect(new Set(first).size).toBe(backendPathway.phases.length + 1);
    expect(uids({ hoursPerWeek: 3, slot: { weekday: 5, hour: 1 } })).toEqual(first);
    const others = [
      ...uids({ userId: '80351110224678912346' }),
      ...uids({ pathway: { ...backendPathway, id: 'another' } }),
    ];
    expect(first.filter((uid) => others.includes(uid))).toEqual([]);
    expect(drawnCalendar({}).file).not.toContain(USER);
  });

  test('brings any title through whole, in lines that every calendar can read', () => {
    const unit = fc.oneof(
      fc.constantFrom(',', ';', '\\', ':', '"', '\n', '\r\nBEGIN:VEVENT\r\n', '\\n', '🧗', '字', 'é'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    const title = fc.array(unit, { maxLength: 40 }).map((units) => `x${units.join('')}x`);
    fc.assert(
      fc.property(title, title, (to, phaseTitle) => {
        const phases = backendPathway.phases.map((phase) => ({ ...phase, title: phaseTitle }));
        const { file } = drawnCalendar({ pathway: { ...backendPathway, to, phases } });
        expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        const events = eventsIn(file);
        expect(events).toHaveLength(phases.length + 1);
        const shown = (text: string) => text.replace(/\s+/g, ' ').trim();
        // The parser knows no type for this property, and leaves what is escaped as it is.
        const name = String(ICAL.Component.fromString(file).getFirstPropertyValue('x-wr-calname'));
        const summary = events.at(-1)?.summary ?? '';
        expect(name.replace(/\\(.)/g, '$1')).toBe(
          summary.replace(words.plan.calendarHour(''), words.plan.calendarName('')),
        );
        if (/^[ -~]*$/.test(to)) {
          expect(summary).toBe(words.plan.calendarHour(shown(`${backendPathway.from} → ${to}`)));
        }
        if (/^[ -~]*$/.test(phaseTitle)) {
          expect(events[0]?.summary).toBe(words.plan.calendarPhase(1, shown(phaseTitle)));
        }
      }),
      { numRuns: 100 },
    );
  });
});
