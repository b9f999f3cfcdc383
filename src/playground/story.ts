import type { MovableClock } from './clock.ts';
import type { Emulator, Outcome, Person } from './emulator/index.ts';
import { RESIDENTS, type Deed, type Moment, type Resident } from './residents.ts';

const DAY_MS = 86_400_000;
const SPREAD_MS = 10 * 60_000;

/** How far back the clock has to begin for a story. */
export function lengthOf(story: readonly Moment[]): number {
  return Math.max(...story.map(({ daysAgo }) => daysAgo)) * DAY_MS;
}

export interface Stage {
  readonly emulator: Emulator;
  readonly clock: MovableClock;
  /** Where the residents are, all of it. */
  readonly channelId: string;
  /** Has the bot do what has come due. */
  readonly wake: () => Promise<void>;
  /** Resolves when the bot has said all it has to say to what it was asked. */
  readonly quiet: () => Promise<void>;
  /** Told of what somebody could not do, where the bot was too busy to answer; the others' lives go on. */
  readonly onMissed: (error: unknown) => void;
  /** Ends the story early. */
  readonly signal: AbortSignal;
}

/**
 * Has the residents live through the story with the bot's own commands, up to the instant at which it ends.
 * @throws what `signal` was aborted with.
 */
export async function playStory(story: readonly Moment[], end: number, stage: Stage): Promise<void> {
  const { clock, wake, quiet, signal } = stage;
  const moveTo = async (instant: number): Promise<void> => {
    signal.throwIfAborted();
    if (instant > clock.now()) clock.moveTo(instant);
    await wake();
  };
  for (const { daysAgo, deeds } of story) {
    const instant = end - daysAgo * DAY_MS;
    // A cohort's summary is dated by the hour at which it is due, not by the next thing that somebody does.
    for (let at = summaryAfter(clock.now()); at < instant; at += 7 * DAY_MS) await moveTo(at);
    await moveTo(instant);
    const all = Object.entries(deeds) as [Resident, readonly Deed[]][];
    await Promise.all(all.map(([name, done]) => live(stage, name, done).catch(stage.onMissed)));
    await quiet();
  }
}

/** The end of the minutes after the next Monday, 09:00 UTC, over which the bot spreads what is due then. */
function summaryAfter(instant: number): number {
  // The epoch's first Monday was its fifth day.
  const first = 4 * DAY_MS + 9 * 3_600_000 + SPREAD_MS;
  return first + Math.ceil((instant - first) / (7 * DAY_MS)) * 7 * DAY_MS;
}

async function live({ emulator, channelId }: Stage, name: Resident, deeds: readonly Deed[]): Promise<void> {
  const person = emulator.person(RESIDENTS[name].id);
  let last: Outcome | undefined;
  for (const deed of deeds) last = (await act(person, channelId, deed, last)) ?? last;
}

async function act(
  person: Person,
  channelId: string,
  deed: Deed,
  last: Outcome | undefined,
): Promise<Outcome | undefined> {
  if (typeof deed === 'string' && !deed.startsWith('/')) {
    person.say(channelId, deed);
    return undefined;
  }
  const outcome = await (typeof deed === 'string'
    ? person.type(channelId, deed)
    : person.press(answerOf(last), deed.press));
  if (outcome.kind !== 'failed') return outcome;
  throw new Error(`The bot gave no answer to ${JSON.stringify(deed)}`);
}

function answerOf(last: Outcome | undefined) {
  if (last === undefined) throw new Error('There is no answer yet to press a button on');
  return last.message;
}
