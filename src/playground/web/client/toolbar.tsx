import type { ComponentChildren } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { placeAbove, usePlayground } from './playground-context.ts';
import { usePreference } from './preferences.ts';

const themes = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

interface ToolbarProps {
  readonly isDeveloper: boolean;
  readonly onDeveloper: (isOn: boolean) => void;
  readonly onHelp: () => void;
  /** `null` where the bot has not what a tour shows. */
  readonly onTour: (() => void) | null;
}

/** How the page looks and what it tells, for whoever sits before it. */
export function Toolbar({ isDeveloper, onDeveloper, onHelp, onTour }: ToolbarProps) {
  const { openMenu } = usePlayground();
  const [theme, setTheme] = usePreference('theme');
  const current = themes.find(({ value }) => value === theme) ?? themes[0];

  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = current.value;
    paintBrowser();
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', paintBrowser);
    return () => {
      system.removeEventListener('change', paintBrowser);
    };
  }, [current]);

  return (
    <div class="toolbar" role="group" aria-label="The page">
      <button
        type="button"
        aria-haspopup="menu"
        aria-label={`Theme: ${current.label}`}
        onClick={(event) => {
          openMenu({
            label: 'Theme',
            showsLabel: true,
            place: placeAbove(event.currentTarget),
            items: themes.map(({ value, label }) => ({
              label,
              isChecked: value === current.value,
              run: () => {
                setTheme(value);
              },
            })),
          });
        }}
      >
        <Icon>
          <circle cx="10" cy="10" r="7" />
          <path d="M10 3a7 7 0 0 1 0 14Z" fill="currentColor" stroke="none" />
        </Icon>
        <span aria-hidden="true">Theme</span>
      </button>
      <button
        type="button"
        aria-pressed={isDeveloper}
        aria-label="Raw requests"
        title="Show what went over the wire, below each message of the bot"
        onClick={() => {
          onDeveloper(!isDeveloper);
        }}
      >
        <Icon>
          <path d="M6.500 6 3 10l3.500 4M13.500 6 17 10l-3.500 4M11 4.500l-2 11" />
        </Icon>
        <span aria-hidden="true">Raw</span>
      </button>
      <button type="button" aria-label="Keys: keyboard shortcuts" aria-haspopup="dialog" onClick={onHelp}>
        <Icon>
          <rect x="2.500" y="5" width="15" height="10" rx="2" />
          <path d="M5.500 8h.01M8.500 8h.01M11.500 8h.01M14.500 8h.01M6.500 12h7" />
        </Icon>
        <span aria-hidden="true">Keys</span>
      </button>
      {onTour !== null && (
        <button type="button" aria-label="Tour" onClick={onTour}>
          <Icon>
            <path d="M5 17.500V3l10 3-10 3.500M2.500 17.500H9" />
          </Icon>
          <span aria-hidden="true">Tour</span>
        </button>
      )}
    </div>
  );
}

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="1.600"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {children}
    </svg>
  );
}

/** The browser's own bars follow the page's ground, whichever theme it comes from. */
function paintBrowser(): void {
  const ground = getComputedStyle(document.body).backgroundColor;
  for (const meta of document.querySelectorAll('meta[name=theme-color]'))
    meta.setAttribute('content', ground);
}
