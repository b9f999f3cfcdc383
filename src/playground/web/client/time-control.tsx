import { useState } from 'preact/hooks';
import { dayAfter, formatMessageTime, formatMoment, formatShortDay, nextMonday } from './clock.ts';
import { placeBelow, usePlayground } from './playground-context.ts';
import { nowAfter, useNow } from './use-now.ts';

/** Where a visitor can go, in their own zone and calendar. */
const destinations = [
  { label: 'A day', from: (now: number) => dayAfter(now, 1) },
  { label: 'A week', from: (now: number) => dayAfter(now, 7) },
  { label: 'To next Monday, 09:00', from: nextMonday },
];

/** The playground's date and time, and the way forward in it. */
export function TimeControl(props: { onMove: (to: number) => void }) {
  const { world, openMenu } = usePlayground();
  const now = useNow();
  const [leapsBefore] = useState(world.leaps.length);
  const arrival = world.leaps.slice(leapsBefore).at(-1)?.to;

  return (
    <div class="time-control">
      <button
        type="button"
        aria-haspopup="menu"
        title="Move time forward"
        onClick={(event) => {
          const opened = nowAfter(world.leaps);
          openMenu({
            label: 'Move time forward',
            showsLabel: true,
            place: placeBelow(event.currentTarget),
            items: destinations.map(({ label, from }) => ({
              label,
              detail: formatShortDay(from(opened)),
              run: () => {
                props.onMove(from(nowAfter(world.leaps)));
              },
            })),
          });
        }}
      >
        <span class="sr-only">Move time forward. It is </span>
        <time dateTime={new Date(now).toISOString()}>
          <span class="date">{formatShortDay(now)}</span> <strong>{formatMessageTime(now)}</strong>
        </time>
        <ForwardIcon />
      </button>
      <p class="sr-only" role="status">
        {arrival === undefined ? '' : `It is now ${formatMoment(arrival)}`}
      </p>
    </div>
  );
}

function ForwardIcon() {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path
        fill="currentColor"
        stroke="currentColor"
        stroke-linejoin="round"
        d="M2 3.500 7.500 8 2 12.500Zm6.500 0L14 8l-5.500 4.500Z"
      />
    </svg>
  );
}
