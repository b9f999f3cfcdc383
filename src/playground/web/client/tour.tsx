import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Refused } from './connection.ts';
import { tourSteps, type TourPlace, type TourStep } from './tour-steps.ts';

interface TourProps {
  readonly place: TourPlace;
  /** Where to go from here. */
  readonly onMove: (place: TourPlace) => void;
  /** Does what the step says; throws `Refused` with words for the visitor. */
  readonly perform: (step: TourStep) => Promise<void>;
}

/** Walks a visitor through the bot, one button a step. It stands beside the messages and never over them. */
export function Tour({ place, onMove, perform }: TourProps) {
  const { step } = place;
  const id = useId();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const current = tourSteps[step];
  const before = tourSteps[step - 1];

  const walks = place.state === 'walking';
  const wasWalking = useRef(walks);
  useLayoutEffect(() => {
    // Started from the offer or the toolbar, it is where the visitor goes on.
    if (walks && !wasWalking.current) button.current?.focus();
    wasWalking.current = walks;
  }, [walks]);

  const take = async (taken: TourStep): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await perform(taken);
      onMove({ state: 'walking', step: step + 1 });
    } catch (error) {
      setProblem(error instanceof Refused ? error.message : 'That did not work. Please try again.');
    } finally {
      setBusy(false);
    }
  };
  const leave = (): void => {
    onMove({ state: 'away', step: current === undefined ? 0 : step });
  };

  if (place.state === 'away') return null;
  if (!walks) {
    return (
      <aside class="tour offer" aria-label="Tour">
        <p>
          <strong>New here?</strong> Five clicks show what the bot does.
        </p>
        <div class="tour-buttons">
          <button type="button" class="text-button" onClick={leave}>
            Not now
          </button>
          <button
            type="button"
            class="button primary"
            onClick={() => {
              onMove({ state: 'walking', step: 0 });
            }}
          >
            Start the tour
          </button>
        </div>
      </aside>
    );
  }
  return (
    <aside
      class="tour"
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === 'Escape') leave();
      }}
    >
      <div class="tour-text">
        <h2 id={id}>
          {current === undefined ? 'That was the tour' : current.title}
          <ol class="tour-dots" aria-hidden="true">
            {tourSteps.map(({ title }, index) => (
              <li key={title} class={index < step ? 'past' : index === step ? 'current' : ''} />
            ))}
          </ol>
          <span class="sr-only">
            {current === undefined ? '' : `, step ${step + 1} of ${tourSteps.length} of the tour`}
          </span>
        </h2>
        <p role="status">
          {before !== undefined && current !== undefined && <span class="tour-seen">{current.seen} </span>}
          {current === undefined
            ? 'Those who chose to be seen are on the board. All of this is the real bot: press its buttons, use its commands, move time.'
            : current.next}
        </p>
        {problem !== null && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
      </div>
      <div class="tour-buttons">
        {current !== undefined && (
          <button type="button" class="text-button" onClick={leave}>
            Leave
          </button>
        )}
        <button
          ref={button}
          type="button"
          class={`button primary ${isBusy ? 'busy' : ''}`}
          aria-busy={isBusy}
          onClick={() => {
            if (current === undefined) leave();
            else void take(current);
          }}
        >
          {current === undefined ? 'Finish' : current.button}
        </button>
      </div>
    </aside>
  );
}
