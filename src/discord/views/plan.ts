import { ComponentType, type APIFileComponent } from 'discord.js';
import { breaksFrom, type Break } from '../../domain/breaks.ts';
import type { LocalDate } from '../../domain/local-time.ts';
import type { WeeklySession } from '../../domain/plan-calendar.ts';
import {
  agreedEnd,
  clampHours,
  lowerPace,
  type PhaseAhead,
  type PhasePlan,
  type Range,
} from '../../domain/plan.ts';
import { timeZoneOf } from '../../services/membership.ts';
import type { Considered, Planned } from '../../services/plans.ts';
import type { Words } from '../../words/words.ts';
import {
  nextStepAction,
  planAction,
  planCalendarAction,
  planIfAction,
  planShiftAction,
  planTakeAction,
  planUnbreakAction,
} from '../actions.ts';
import { picture } from '../cards/picture.ts';
import { planCard } from '../cards/plan-card.ts';
import { dateStamp, localDateStamp } from '../timestamps.ts';
import { actionRows, button, container, paginate, select, separator, text, type View } from './elements.ts';
import { othersTook } from './roadmap.ts';
import { ownProgressButton } from './way-on.ts';

/** Hours a week by which *What if* goes up and down. */
const STEP_HOURS = 2;

/** Characters of the phases' lines, and skills that are named, so that breaks and what has moved fit beside them. */
const PHASES_ROOM = 1700;
const SAVINGS_LISTED = 4;

/** What stands beside a plan. */
interface PlanCircumstances {
  /** What has just been done. */
  readonly notice?: string | undefined;
  /** How long others took over the current phase, as far as there are enough of them. */
  readonly othersWeeks?: Range<number> | undefined;
}

/** A member's plan, for their eyes alone. */
export function planView(
  words: Words,
  planned: Planned,
  { notice, othersWeeks }: PlanCircumstances = {},
): View {
  if (planned.plan.hoursLeft === 0) return walkedView(words, planned, notice);
  const { walk, plan, today } = planned;
  const { pathway, enrolment, member } = walk;
  const stamp = stampOf(planned);
  const breaks = breaksFrom(today, enrolment.breaks);
  const current = currentPhase(planned);
  return [
    container(
      text(
        `### ${words.plan.title}`,
        notice,
        `*${words.pathwayTitle(pathway.from, pathway.to)}*`,
        current && words.plan.current(current.number, pathway.phases.length, current.phase.title),
        current && words.plan.currentEnd(...ends(current.endsOn, stamp)),
        ...othersTook(words, othersWeeks),
      ),
      picture(words, planCard(words, planned)),
      text(
        words.plan.end(...ends(plan.endsOn, stamp)),
        words.plan.pace(enrolment.hoursPerWeek, plan.weeks.from, plan.weeks.to),
        plan.startsOn > today && words.plan.begins(stamp(plan.startsOn)),
        breaks.length > 0 &&
          words.cohort.breaks(
            breaks.map(({ startsOn, endsOn }) => words.cohort.span(stamp(startsOn), stamp(endsOn))),
          ),
      ),
      ...(planned.hasMoved ? [text(words.plan.moved(stamp(agreedEnd(pathway, enrolment))))] : []),
      separator(),
      phaseList(words, planned),
      ...savingLines(words, planned),
      ...(member.timeZone === null ? [text(`-# ${words.join.assumedZone}`)] : []),
      ...planButtons(words, planned),
      ...(breaks.length === 0 ? [] : [breakSelect(words, pathway.id, breaks)]),
    ),
  ];
}

function walkedView(words: Words, planned: Planned, notice?: string): View {
  const { from, to } = planned.walk.pathway;
  return [
    container(
      text(words.plan.allWalked(words.pathwayTitle(from, to)), notice),
      separator(),
      phaseList(words, planned),
      ...actionRows({
        next: ownProgressButton(words),
      }),
    ),
  ];
}

/** What another pace would lead to, in place of the plan. */
export function whatIfView(words: Words, considered: Considered): View {
  const { walk, plan, whatIf, hoursPerWeek } = considered;
  const { pathway, enrolment } = walk;
  const stamp = stampOf(considered);
  const isOther = hoursPerWeek !== enrolment.hoursPerWeek;
  return [
    container(
      text(
        `### ${words.plan.whatIf(hoursPerWeek)}`,
        words.plan.considered(...ends(whatIf.endsOn, stamp)),
        isOther
          ? words.plan.insteadOf(enrolment.hoursPerWeek, ...ends(plan.endsOn, stamp))
          : words.plan.asNow,
        isOther && `-# ${words.plan.notTaken}`,
      ),
      ...actionRows({
        next: isOther
          ? button(words.plan.take, planTakeAction.customId({ pathway: pathway.id, hours: hoursPerWeek }), {
              weight: 'success',
            })
          : undefined,
        others: whatIfButtons(words, pathway.id, hoursPerWeek),
        back: button(words.buttons.back, planAction.customId({})),
      }),
    ),
  ];
}

/** @param session the weekly hour that the file holds, if it holds one. */
export function planCalendarView(words: Words, fileName: string, session: WeeklySession | undefined): View {
  const file: APIFileComponent = { type: ComponentType.File, file: { url: `attachment://${fileName}` } };
  return [
    container(
      text(
        `### ${words.plan.calendarReady}`,
        words.plan.calendarHint,
        session &&
          words.plan.calendarSession(
            words.weekdays[session.weekday - 1] ?? words.nothing,
            words.clock(session.hour),
          ),
      ),
      file,
      ...actionRows({ back: button(words.buttons.myPlan, planAction.customId({})) }),
    ),
  ];
}

type Stamp = (date: LocalDate) => string;

function stampOf({ walk }: Planned): Stamp {
  return (date) => localDateStamp(date, timeZoneOf(walk.member));
}

function ends({ from, to }: Range<LocalDate>, stamp: Stamp): [from: string, to: string] {
  return [stamp(from), stamp(to)];
}

function currentPhase({ plan }: Planned): PhaseAhead | undefined {
  return plan.phases.find((phase) => !phase.isWalked);
}

function phaseList(words: Words, planned: Planned) {
  const { phases } = planned.plan;
  const current = currentPhase(planned);
  const lines = phases.map((phase) => phaseLine(words, phase, phase === current, stampOf(planned)));
  const [shown = []] = paginate(lines, PHASES_ROOM);
  const more = lines.length - shown.length;
  return text(`**${words.plan.phases}**`, ...shown, more > 0 && words.plan.phasesMore(more));
}

function phaseLine(words: Words, plan: PhasePlan, isCurrent: boolean, stamp: Stamp): string {
  const { phase, number } = plan;
  if (plan.isWalked) {
    return plan.finishedAt === undefined
      ? words.plan.leftOut(number, phase.title)
      : words.plan.finished(number, phase.title, dateStamp(plan.finishedAt));
  }
  const say = isCurrent ? words.plan.currentInList : words.plan.ahead;
  const line = say(number, phase.title, ...ends(plan.endsOn, stamp));
  return plan.savedHours > 0 ? words.plan.saved(line, plan.savedHours) : line;
}

function savingLines(words: Words, { plan }: Planned) {
  if (plan.savings.length === 0) return [];
  const listed = plan.savings.slice(0, SAVINGS_LISTED);
  const others = plan.savings.slice(SAVINGS_LISTED);
  return [
    text(
      `**${words.plan.savings}**`,
      ...listed.map(({ skill, hours }) => words.plan.saving(skill.name, hours)),
      others.length > 0 &&
        words.plan.savingsMore(
          others.length,
          others.reduce((sum, { hours }) => sum + hours, 0),
        ),
      `-# ${words.plan.savingsMeaning}`,
    ),
  ];
}

/** Dates that have moved are agreed to first; otherwise there is a step to take. */
function planButtons(words: Words, { walk, hasMoved }: Planned) {
  const pathway = walk.pathway.id;
  const { hoursPerWeek } = walk.enrolment;
  const lower = lowerPace(hoursPerWeek);
  const nextStep = button(words.buttons.nextStep, nextStepAction.customId({}), {
    weight: hasMoved ? 'secondary' : 'primary',
  });
  const shift = button(words.plan.shift, planShiftAction.customId({ pathway }), { weight: 'primary' });
  return actionRows({
    next: hasMoved ? shift : nextStep,
    others: [
      hasMoved && lower < hoursPerWeek
        ? button(words.buttons.slowDown, planTakeAction.customId({ pathway, hours: lower }))
        : undefined,
      hasMoved ? nextStep : undefined,
      ...whatIfButtons(words, pathway, hoursPerWeek),
      button(words.plan.calendar, planCalendarAction.customId({})),
    ],
  });
}

/** A little less and a little more, as far as each is allowed. */
function whatIfButtons(words: Words, pathway: string, hoursPerWeek: number) {
  return [-STEP_HOURS, STEP_HOURS]
    .map((step) => clampHours(hoursPerWeek + step))
    .filter((hours) => hours !== hoursPerWeek)
    .map((hours) => button(words.plan.tryPace(hours), planIfAction.customId({ pathway, hours })));
}

function breakSelect(words: Words, pathway: string, breaks: readonly Break[]) {
  return select(
    words.buttons.takeBreakAway,
    planUnbreakAction.customId({ pathway }),
    breaks.map(({ startsOn, endsOn }) => ({
      label: words.cohort.span(words.days.named(startsOn), words.days.named(endsOn)),
      value: startsOn,
    })),
  );
}
