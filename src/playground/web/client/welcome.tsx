import type { ChannelView } from '../protocol.ts';
import { usePlayground } from './playground-context.ts';

const channelExamples = [
  { path: 'roadmap phase', hint: 'see the road ahead' },
  { path: 'join', hint: 'get your own plan' },
  { path: 'done', hint: 'record a step' },
];
const dmExamples = [
  { path: 'next', hint: 'your next step' },
  { path: 'progress', hint: 'how far you are' },
  { path: 'nudge preview', hint: 'next week’s nudge' },
];

/** The beginning of a channel: what this place is, and a first thing to try. */
export function Welcome({ channel }: { channel: ChannelView }) {
  const { world, compose } = usePlayground();
  const isDm = channel.kind === 'dm';
  const parent = world.channels.find(({ id }) => id === channel.parentId);
  const examples = (isDm ? dmExamples : channelExamples).filter(({ path }) =>
    world.commands.slash.some((command) => command.path === path),
  );
  return (
    <section class="welcome" aria-label="Welcome">
      <CairnPicture />
      <h2>
        {isDm
          ? `You and ${world.bot.name}`
          : parent === undefined
            ? `Welcome to #${channel.name}`
            : channel.name}
      </h2>
      <WelcomeWords botName={world.bot.name} isDm={isDm} parent={parent} />
      {examples.length > 0 && (
        <ul class="examples">
          {examples.map(({ path, hint }) => (
            <li key={path}>
              <button
                type="button"
                class="chip"
                onClick={() => {
                  compose(path);
                }}
              >
                <code>/{path}</code>
                <span>{hint}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function WelcomeWords(props: { botName: string; isDm: boolean; parent: ChannelView | undefined }) {
  const { botName, isDm, parent } = props;
  if (isDm) {
    return (
      <p>
        Weekly nudges arrive here, at an hour of your own. Every personal command works here too, just between
        the two of you.
      </p>
    );
  }
  if (parent !== undefined) {
    return (
      <p>
        A thread in #{parent.name}: a place of its own for one group, where every command works as in the
        channel.
      </p>
    );
  }
  return (
    <p>
      <strong>{botName}</strong> walks a learning community along a career pathway: it shows the next step,
      remembers what each member has done, and leaves a stone on the cairn for every one. Nothing here leaves
      this computer, so try anything.
    </p>
  );
}

function CairnPicture() {
  return (
    <svg class="welcome-picture" viewBox="0 0 320 120" aria-hidden="true">
      <circle class="sun" cx="246" cy="40" r="17" />
      <path class="far" d="M0 104 52 52l22 20 38-44 52 58 26-22 52 40 24-14 54 30v20H0Z" />
      <path class="near" d="M0 112c44-20 82-22 128-14s86 4 118-6 52-6 74 2v26H0Z" />
      <path class="trail" d="M22 120c34-16 72-4 96-11s22-13 40-15" />
      <g class="stones">
        <ellipse class="stone-1" cx="176" cy="91" rx="25" ry="9" />
        <ellipse class="stone-2" cx="177" cy="76" rx="18.500" ry="7.500" />
        <ellipse class="stone-3" cx="175" cy="63" rx="13" ry="6" />
        <ellipse class="stone-4" cx="177" cy="53" rx="7" ry="4.500" />
      </g>
    </svg>
  );
}
