import { useId, useLayoutEffect } from 'preact/hooks';
import { Dialog } from './dialog.tsx';

/** What the keyboard does, by where it does it. */
const groups = [
  {
    name: 'Anywhere',
    keys: [
      { keys: ['/'], does: 'Go to the message box' },
      { keys: ['Alt', '↑'], does: 'Previous channel' },
      { keys: ['Alt', '↓'], does: 'Next channel' },
      { keys: ['?'], does: 'These shortcuts' },
    ],
  },
  {
    name: 'Message box',
    keys: [
      { keys: ['/'], does: 'All commands' },
      { keys: ['Tab'], does: 'Take a suggestion' },
      { keys: ['Enter'], does: 'Send' },
      { keys: ['Backspace'], does: 'Take an empty option out' },
      { keys: ['Esc'], does: 'Give up the command' },
    ],
  },
  {
    name: 'Messages, menus and lists',
    keys: [
      { keys: ['↑'], does: 'The one before' },
      { keys: ['↓'], does: 'The one after' },
      { keys: ['Tab'], does: 'Its buttons' },
      { keys: ['Esc'], does: 'Close' },
    ],
  },
] as const;

export function ShortcutHelp(props: { onClose: () => void }) {
  const id = useId();
  return (
    <Dialog class="shortcuts" labelledBy={id} onClose={props.onClose}>
      <header>
        <h2 id={id}>Keyboard shortcuts</h2>
        <button type="button" class="close" aria-label="Close" autofocus onClick={props.onClose}>
          ✕
        </button>
      </header>
      <div class="shortcut-groups">
        {groups.map(({ name, keys }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {keys.map((shortcut) => (
                <div key={shortcut.does}>
                  <dt>
                    {shortcut.keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{shortcut.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

export interface ShortcutActions {
  readonly focusComposer: () => void;
  readonly showHelp: () => void;
  readonly stepChannel: (step: 1 | -1) => void;
}

/** Keys that work wherever the focus is, save where something is being typed. */
export function useShortcuts(actions: ShortcutActions | null): void {
  // Before the next key arrives, so that it starts from the channel that is shown.
  useLayoutEffect(() => {
    if (actions === null) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
      const { target } = event;
      // What lies over the page has keys of its own.
      if (document.querySelector('dialog[open], [role=menu]') !== null) return;
      if (event.altKey) {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        actions.stepChannel(event.key === 'ArrowDown' ? 1 : -1);
        return;
      }
      if (target instanceof Element && target.closest('input, textarea, select') !== null) return;
      // The key itself goes on into the box that has the focus by then.
      if (event.key === '/') actions.focusComposer();
      if (event.key === '?') {
        event.preventDefault();
        actions.showHelp();
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  });
}
