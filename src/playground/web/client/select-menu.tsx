import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SelectOption } from '../protocol.ts';
import { withEmoji } from './emoji.tsx';

interface SelectMenuProps {
  readonly label: string;
  readonly options: readonly SelectOption[];
  readonly min: number;
  readonly max: number;
  readonly isDisabled: boolean;
  readonly onPick: (values: string[]) => Promise<void>;
}

/** A listbox that opens below its button. One choice is sent at once; several are sent with «Confirm». */
export function SelectMenu(props: SelectMenuProps) {
  const { options, max } = props;
  const id = useId();
  const defaults = options.filter(({ isChosen }) => isChosen).map(({ value }) => value);
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [active, setActive] = useState(0);
  const [picked, setPicked] = useState<readonly string[]>(defaults);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLUListElement>(null);

  /** The bot's answer may have changed them by the time a choice was sent. */
  const latestDefaults = useRef(defaults);
  latestDefaults.current = defaults;

  const chosenNow = defaults.join(' ');
  useEffect(() => {
    setPicked(defaults);
  }, [chosenNow]);

  // Before the next key arrives, so that it goes where the focus is meant to be.
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    list.current?.focus();
    list.current?.scrollIntoView({ block: 'nearest' });
    const closeOutside = (event: PointerEvent): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) abandon();
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
    };
  }, [isOpen]);

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };

  /** Nothing was sent, so nothing is picked. */
  const abandon = (): void => {
    setOpen(false);
    setPicked(defaults);
  };

  const send = (values: readonly string[]): void => {
    close();
    setBusy(true);
    void props.onPick([...values]).finally(() => {
      setBusy(false);
      setPicked(latestDefaults.current);
    });
  };

  const choose = (option: SelectOption | undefined): void => {
    if (option === undefined) return;
    if (max === 1) {
      const values = props.min === 0 && picked.includes(option.value) ? [] : [option.value];
      setPicked(values);
      send(values);
      return;
    }
    if (picked.includes(option.value)) setPicked(picked.filter((value) => value !== option.value));
    else if (picked.length < max) setPicked([...picked, option.value]);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = {
      ArrowDown: Math.min(active + 1, options.length - 1),
      ArrowUp: Math.max(active - 1, 0),
      Home: 0,
      End: options.length - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) setActive(next);
    else if (event.key === 'Enter' || event.key === ' ') choose(options[active]);
    else if (event.key === 'Escape') {
      abandon();
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = options.filter(({ value }) => picked.includes(value)).map(({ label }) => label);
  return (
    <div class="select" ref={root}>
      <button
        ref={button}
        type="button"
        class={`select-button ${isBusy ? 'busy' : ''}`}
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-label={shown.length === 0 ? props.label : `${props.label}: ${shown.join(', ')}`}
        disabled={props.isDisabled}
        onClick={() => {
          setActive(
            Math.max(
              0,
              options.findIndex(({ value }) => picked.includes(value)),
            ),
          );
          setOpen(!isOpen);
        }}
      >
        <span class={shown.length === 0 ? 'placeholder' : ''}>
          {shown.length === 0 ? props.label : shown.join(', ')}
        </span>
        <span class="chevron" aria-hidden="true" />
      </button>
      {isOpen && (
        <div class="select-popup">
          <ul
            ref={list}
            id={`${id}-list`}
            role="listbox"
            tabIndex={0}
            aria-label={props.label}
            aria-multiselectable={max > 1}
            aria-activedescendant={options.length === 0 ? undefined : `${id}-${active}`}
            onKeyDown={onKeyDown}
          >
            {options.map((option, index) => (
              <li
                id={`${id}-${index}`}
                key={option.value}
                role="option"
                aria-selected={picked.includes(option.value)}
                class={index === active ? 'active' : ''}
                onPointerMove={() => {
                  setActive(index);
                }}
                onClick={() => {
                  choose(option);
                }}
              >
                {option.emoji !== null && <span class="emoji">{withEmoji(option.emoji)}</span>}
                <span class="option-text">
                  <span>{withEmoji(option.label)}</span>
                  {option.description !== null && <small>{option.description}</small>}
                </span>
              </li>
            ))}
          </ul>
          {options.length === 0 && <p class="empty">There is nothing to choose from here.</p>}
          {max > 1 && (
            <button
              type="button"
              class="button primary"
              disabled={picked.length < props.min}
              onClick={() => {
                send(picked);
              }}
            >
              Confirm {picked.length > 0 && `(${picked.length})`}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
