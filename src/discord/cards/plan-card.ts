import { breaksFrom } from '../../domain/breaks.ts';
import { addDays, daysBetween, localDateOf, monthsBetween, type LocalDate } from '../../domain/local-time.ts';
import type { PhasePlan } from '../../domain/plan.ts';
import type { PhaseState, PlanCard, PlanCardPhase } from '../../services/card.ts';
import { timeZoneOf } from '../../services/membership.ts';
import type { Planned } from '../../services/plans.ts';
import type { Words } from '../../words/words.ts';

/** So many names of months stand beside each other. */
const TICKS_MAX = 7;

/** Within so many days there is one of each name. */
const YEAR_DAYS = 365;

/** The line goes from today to the latest end; what has been finished has no place on it. */
export function planCard(words: Words, { walk, plan, today, progress }: Planned): PlanCard {
  const { enrolment, member } = walk;
  const days = daysBetween(today, plan.endsOn.to);
  const placeOf = (date: LocalDate) => Math.min(1, Math.max(0, daysBetween(today, date) / days));
  const year = days > YEAR_DAYS ? 'with-year' : 'without-year';
  const cardPhase = (phase: PhasePlan): PlanCardPhase => {
    const named = { number: phase.number, title: phase.phase.title };
    if (phase.isWalked) {
      const { finishedAt } = phase;
      return {
        ...named,
        state: finishedAt === undefined ? 'ahead' : 'finished',
        dates:
          finishedAt === undefined
            ? words.cards.leftOut
            : words.cards.finishedOn(localDateOf(finishedAt, timeZoneOf(member)), year),
      };
    }
    const { startsOn, endsOn } = phase;
    const state: PhaseState = phase.number === progress.currentPhase?.number ? 'current' : 'ahead';
    return {
      ...named,
      state,
      span: { from: placeOf(startsOn.from), to: placeOf(endsOn.from), latest: placeOf(endsOn.to) },
      dates: words.cards.doneBetween(endsOn.from, endsOn.to, year),
    };
  };
  return {
    kind: 'plan',
    title: words.cards.plan,
    subtitle: words.cards.planPace(enrolment.hoursPerWeek, plan.weeks.from, plan.weeks.to),
    phases: plan.phases.map(cardPhase),
    breaks: breaksFrom(today, enrolment.breaks)
      .map(({ startsOn, endsOn }) => ({ from: placeOf(startsOn), to: placeOf(addDays(endsOn, 1)) }))
      .filter(({ from, to }) => from < to),
    breaksLabel: words.cards.planBreaks,
    today: { at: 0, label: words.cards.today },
    ticks: ticks(words, today, plan.endsOn.to).map(({ date, label }) => ({ at: placeOf(date), label })),
    footer: words.cards.planEnd(plan.endsOn.from, plan.endsOn.to),
  };
}

/** The year stands with the first month of it. */
function ticks(words: Words, from: LocalDate, to: LocalDate) {
  const months = monthsBetween(from, to);
  const step = Math.max(1, Math.ceil(months.length / TICKS_MAX));
  const yearOf = (date: LocalDate) => date.slice(0, 4);
  return months
    .filter((_, index) => index % step === 0)
    .map((date, index, shown) => ({
      date,
      label: words.cards.month(
        date,
        yearOf(date) === yearOf(shown[index - 1] ?? from) ? 'without-year' : 'with-year',
      ),
    }));
}
