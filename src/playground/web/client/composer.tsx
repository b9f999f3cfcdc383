import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChannelView, Choice, CommandOption, SlashCommand } from '../protocol.ts';
import {
  addField,
  commandLine,
  completedCommand,
  emptyDraft,
  nextKey,
  rankCommands,
  readValues,
  remainingOptions,
  removeField,
  setField,
  setFile,
  startCommand,
  tailKey,
  type CommandDraft,
  type Draft,
  type Field,
  type Problem,
} from './draft.ts';
import { Refused } from './connection.ts';
import { useOptionChoices } from './option-choices.ts';
import type { ComposerAction } from './pending-commands.ts';
import { usePlayground } from './playground-context.ts';

export interface ComposerHandle {
  readonly compose: (commandPath: string) => void;
  readonly focus: () => void;
  /**
   * Types a command before the visitor's eyes and sends it; of what is offered for an option, takes the first.
   * Resolves when the bot has answered. Throws `Refused`.
   */
  readonly play: (commandPath: string, options: Readonly<Record<string, string>>) => Promise<void>;
}

/** By the options they are for. */
type Files = Readonly<Record<string, File>>;

interface ComposerProps {
  readonly channel: ChannelView;
  readonly handle: RefObject<ComposerHandle | null>;
  /** Whether the bot answered. Throws `Refused`; `shownAs` is the line that stands for the command on its way. */
  readonly send: (action: ComposerAction, shownAs: string, files: Files) => Promise<boolean>;
}

interface Suggestion {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly pick: () => void;
}

const textKey = ' text';

/** As fast as the eye follows, while a command is played. */
const keystrokeMs = 30;
const glanceMs = 400;

export function Composer({ channel, handle, send }: ComposerProps) {
  const playground = usePlayground();
  const { world } = playground;
  const id = useId();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [focused, setFocused] = useState<string | null>(null);
  const [active, setActive] = useState(-1);
  const [isListShut, setListShut] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const inputs = useRef(new Map<string, HTMLInputElement>());
  /** The input that gets the focus once it is on the page. */
  const wanted = useRef<string | null>(null);
  const root = useRef<HTMLFormElement>(null);

  const isDm = channel.kind === 'dm';
  const commands = world.commands.slash.filter((command) => (isDm ? command.inDm : command.inGuild));
  const command = draft.kind === 'command' ? draft : null;
  const offered = useOptionChoices(command, focused, channel.id, playground);
  const suggestions = isListShut ? [] : suggest();
  const focusedField = command?.fields.find(({ option }) => option.name === focused);
  const isListOpen = focused !== null && suggestions.length > 0;
  /** What Enter takes: what the arrows chose, or the best match for something typed or required. */
  const activeIndex = active >= 0 ? Math.min(active, suggestions.length - 1) : isFirstObvious() ? 0 : -1;

  useLayoutEffect(() => {
    if (wanted.current === null) return;
    inputs.current.get(wanted.current)?.focus();
    wanted.current = null;
  });

  useEffect(() => {
    document.getElementById(`${id}-${activeIndex}`)?.scrollIntoView({ block: 'nearest' });
  }, [activeIndex]);

  useImperativeHandle(handle, () => ({
    focus() {
      inputs.current.get(draft.kind === 'text' ? textKey : tailKey)?.focus();
    },
    compose(commandPath) {
      const found =
        commands.find(({ path }) => path === commandPath) ??
        world.commands.slash.find(({ path }) => path === commandPath);
      if (found === undefined) change({ kind: 'text', text: `/${commandPath} ` }, textKey);
      else pickCommand(found);
    },
    play,
  }));

  async function play(commandPath: string, options: Readonly<Record<string, string>>): Promise<void> {
    const found = commands.find(({ path }) => path === commandPath);
    if (found === undefined) throw new Refused(`There is no /${commandPath} here.`);
    const line = `/${commandPath}`;
    for (let end = 1; end <= line.length; end += 1) {
      change({ kind: 'text', text: line.slice(0, end) });
      await pause(keystrokeMs);
    }
    let played = startCommand(found);
    for (const [name, typed] of Object.entries(options)) {
      const option = found.options.find((candidate) => candidate.name === name);
      if (option === undefined) continue;
      if (!option.required) played = addField(played, option);
      change(setField(played, name, typed, null));
      const choice = await firstChoice(commandPath, option, typed);
      await pause(glanceMs);
      played = choice === undefined ? removeField(played, name) : setField(played, name, choice.name, choice);
      change(played);
    }
    change(played);
    await pause(glanceMs);
    const prepared = prepare(played);
    if (prepared === null) throw new Refused('The command could not be filled in.');
    change(emptyDraft);
    if (!(await send(prepared.action, commandLine(played), prepared.files)))
      throw new Refused('The bot gave no answer. Please try again.');
  }

  async function firstChoice(
    commandPath: string,
    option: CommandOption,
    typed: string,
  ): Promise<Choice | undefined> {
    if (!option.autocomplete) return option.choices.find(({ name }) => name.startsWith(typed));
    const result = await playground.perform({
      type: 'autocomplete',
      channelId: channel.id,
      command: commandPath,
      focused: { name: option.name, value: typed },
      options: {},
    });
    return result.kind === 'choices' ? result.choices[0] : undefined;
  }

  function change(next: Draft, focus?: string): void {
    setDraft(next);
    setActive(-1);
    setListShut(false);
    setProblem(null);
    if (focus !== undefined) wanted.current = focus;
  }

  function pickCommand(picked: SlashCommand): void {
    const next = startCommand(picked);
    change(next, nextKey(next));
  }

  function pickOption(on: CommandDraft, option: CommandOption): void {
    change(addField(on, option), option.name);
  }

  function pickChoice(on: CommandDraft, field: Field, choice: Choice): void {
    const next = setField(on, field.option.name, choice.name, choice);
    change(next, nextKey(next));
  }

  function suggest(): Suggestion[] {
    if (draft.kind === 'text') {
      if (!draft.text.startsWith('/')) return [];
      return rankCommands(commands, draft.text.slice(1)).map((match) => ({
        key: match.path,
        label: `/${match.path}`,
        detail: match.description,
        pick: () => {
          pickCommand(match);
        },
      }));
    }
    if (focused === tailKey) {
      const typed = draft.tail.trim().toLowerCase();
      return remainingOptions(draft)
        .filter(({ name }) => name.startsWith(typed))
        .map((option) => ({
          key: option.name,
          label: option.name,
          detail: option.description,
          pick: () => {
            pickOption(draft, option);
          },
        }));
    }
    const field = draft.fields.find(({ option }) => option.name === focused);
    if (field === undefined) return [];
    return offered.choices.map((choice) => ({
      key: String(choice.value),
      label: choice.name,
      detail: '',
      pick: () => {
        pickChoice(draft, field, choice);
      },
    }));
  }

  function isFirstObvious(): boolean {
    if (offered.isLoading) return false;
    if (draft.kind === 'text') return true;
    if (focused === tailKey) return draft.tail !== '';
    return focusedField !== undefined && (focusedField.text !== '' || focusedField.option.required);
  }

  async function submit(): Promise<void> {
    const sent = draft;
    const prepared = prepare(sent);
    if (prepared === null) return;
    change(emptyDraft, textKey);
    try {
      await send(prepared.action, sent.kind === 'command' ? commandLine(sent) : sent.text, prepared.files);
    } catch (error) {
      // Nothing the visitor typed is lost, unless something new stands there already.
      setDraft((now) => (now.kind === 'text' && now.text === '' ? sent : now));
      setProblem({ name: '', words: error instanceof Error ? error.message : 'That did not work.' });
    }
  }

  function prepare(sent: Draft): { action: ComposerAction; files: Files } | null {
    if (sent.kind === 'text') {
      const text = sent.text.trim();
      if (text === '' || text === '/') return null;
      const action: ComposerAction = text.startsWith('/')
        ? { type: 'type', channelId: channel.id, text }
        : { type: 'say', channelId: channel.id, content: text };
      return { action, files: {} };
    }
    const read = readValues(sent);
    if ('problem' in read) {
      setProblem(read.problem);
      inputs.current.get(read.problem.name)?.focus();
      return null;
    }
    const { values: options, files } = read;
    return { action: { type: 'slash', channelId: channel.id, command: sent.command.path, options }, files };
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    // A button does on Enter what it says.
    if (event.key === 'Enter' && event.target instanceof HTMLButtonElement) return;
    const fileField = command?.fields.find(
      ({ option }) => option.kind === 'file' && inputs.current.get(option.name) === event.target,
    );
    const count = suggestions.length;
    const current = suggestions[activeIndex];
    if (event.key === 'ArrowDown' && count > 0) setActive((activeIndex + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) setActive((activeIndex <= 0 ? count : activeIndex) - 1);
    else if (
      event.key === 'Tab' &&
      !event.shiftKey &&
      isListOpen &&
      (current ?? suggestions[0]) !== undefined
    ) {
      if (!isTabToPick()) return;
      (current ?? suggestions[0])?.pick();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      if (isListOpen && current !== undefined) current.pick();
      else if (fileField?.file === null) inputs.current.get(fileField.option.name)?.click();
      else void submit();
    } else if (event.key === 'Escape' && (isListOpen || draft.kind === 'command')) {
      if (isListOpen && draft.kind === 'text') setListShut(true);
      else change(emptyDraft, textKey);
    } else if (
      event.key === 'Backspace' &&
      command !== null &&
      fileField !== undefined &&
      fileField.file !== null
    ) {
      change(setFile(command, fileField.option.name, null), fileField.option.name);
    } else if (event.key === 'Backspace' && draft.kind === 'command' && isInputEmpty(event)) {
      stepBack(draft);
    } else return;
    event.preventDefault();
  }

  /** Tab takes a suggestion only where something is being looked for; else it moves on, as on any page. */
  function isTabToPick(): boolean {
    return draft.kind === 'text' || activeIndex >= 0;
  }

  function stepBack(on: CommandDraft): void {
    if (focused !== tailKey && focused !== null && focusedField?.option.required === false) {
      change(removeField(on, focused), tailKey);
      return;
    }
    const last = on.fields.at(-1);
    if (focused === tailKey && last !== undefined) {
      setFocused(last.option.name);
      inputs.current.get(last.option.name)?.focus();
      return;
    }
    change({ kind: 'text', text: `/${on.command.path}` }, textKey);
  }

  function register(key: string): (element: HTMLInputElement | null) => void {
    return (element) => {
      if (element === null) inputs.current.delete(key);
      else inputs.current.set(key, element);
    };
  }

  const combobox = (key: string) => ({
    role: 'combobox' as const,
    'aria-autocomplete': 'list' as const,
    'aria-expanded': isListOpen && focused === key,
    'aria-controls': `${id}-list`,
    'aria-activedescendant': focused === key && activeIndex >= 0 ? `${id}-${activeIndex}` : undefined,
    'aria-busy': focused === key && offered.isLoading,
    autoComplete: 'off',
    spellcheck: false,
    ref: register(key),
    onFocus: () => {
      setFocused(key);
      setActive(-1);
    },
  });

  return (
    <form
      ref={root}
      class={`composer ${command === null ? '' : 'with-command'}`}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={onKeyDown}
      onFocusOut={(event) => {
        const isInside = event.relatedTarget instanceof Node && root.current?.contains(event.relatedTarget);
        if (isInside !== true) setFocused(null);
      }}
    >
      {problem !== null && (
        <p class="composer-problem" role="alert">
          {problem.words}
        </p>
      )}
      {focused !== null && (isListOpen || command !== null) && (
        <div class="suggestions">
          <SuggestionTitle command={command} field={focusedField} isLoading={offered.isLoading} />
          <ul id={`${id}-list`} role="listbox" aria-label="Suggestions" hidden={!isListOpen}>
            {suggestions.map((suggestion, index) => (
              <li
                key={suggestion.key}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === activeIndex}
                class={index === activeIndex ? 'active' : ''}
                onPointerMove={() => {
                  if (active !== index) setActive(index);
                }}
                onPointerDown={(event) => {
                  // The input keeps the focus.
                  event.preventDefault();
                }}
                onClick={suggestion.pick}
              >
                <span class="suggestion-label">{suggestion.label}</span>
                {suggestion.detail !== '' && <span class="suggestion-detail">{suggestion.detail}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div class="composer-box">
        {draft.kind === 'text' ? (
          <input
            {...combobox(textKey)}
            type="text"
            class="plain"
            maxLength={2000}
            aria-label={`Message ${channel.kind === 'dm' ? channel.name : `#${channel.name}`}`}
            placeholder={`Message ${channel.kind === 'dm' ? channel.name : `#${channel.name}`} — type / for commands`}
            value={draft.text}
            onInput={(event) => {
              const text = event.currentTarget.value;
              const completed = completedCommand(commands, text);
              if (completed === undefined) change({ kind: 'text', text });
              else pickCommand(completed);
            }}
          />
        ) : (
          <div class="command-line">
            <span class="command-name">/{draft.command.path}</span>
            {draft.fields.map((field) =>
              field.option.kind === 'file' ? (
                <FilePill
                  key={field.option.name}
                  field={field}
                  isWrong={problem?.name === field.option.name}
                  inputRef={register(field.option.name)}
                  onFocus={() => {
                    setFocused(field.option.name);
                    setActive(-1);
                  }}
                  onChoose={(file) => {
                    const next = setFile(draft, field.option.name, file);
                    change(next, file === null ? field.option.name : nextKey(next));
                  }}
                />
              ) : (
                <OptionPill
                  key={field.option.name}
                  field={field}
                  isWrong={problem?.name === field.option.name}
                >
                  <input
                    {...combobox(field.option.name)}
                    type="text"
                    size={Math.max(field.text.length, 3)}
                    inputMode={field.option.kind === 'integer' ? 'numeric' : 'text'}
                    aria-label={`${field.option.name}: ${field.option.description}`}
                    aria-required={field.option.required}
                    aria-invalid={problem?.name === field.option.name}
                    value={field.text}
                    onInput={(event) => {
                      change(setField(draft, field.option.name, event.currentTarget.value, null));
                    }}
                  />
                </OptionPill>
              ),
            )}
            <input
              {...combobox(tailKey)}
              type="text"
              class="tail"
              aria-label="Add an option, or press Enter to send"
              placeholder={
                remainingOptions(draft).length > 0 ? `+${remainingOptions(draft).length} more` : ''
              }
              value={draft.tail}
              onInput={(event) => {
                const tail = event.currentTarget.value;
                const named = remainingOptions(draft).find(({ name }) => `${name}:` === tail.trim());
                if (named === undefined) change({ ...draft, tail });
                else pickOption(draft, named);
              }}
            />
          </div>
        )}
        <button
          type="submit"
          class="send"
          aria-label="Send"
          disabled={draft.kind === 'text' && draft.text.trim() === ''}
        >
          <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
            <path fill="currentColor" d="M2.500 3.200 18 10 2.500 16.800l2-5.800L11 10 4.500 9l-2-5.800Z" />
          </svg>
        </button>
      </div>
      <p class="keys" aria-hidden="true">
        {command === null ? (
          <>
            <kbd>/</kbd> commands <kbd>↑</kbd>
            <kbd>↓</kbd> choose <kbd>Tab</kbd> take
          </>
        ) : (
          <>
            <kbd>Enter</kbd> send <kbd>Tab</kbd> next option <kbd>Esc</kbd> cancel
          </>
        )}
      </p>
    </form>
  );
}

function SuggestionTitle(props: {
  command: CommandDraft | null;
  field: Field | undefined;
  isLoading: boolean;
}) {
  const { command, field, isLoading } = props;
  if (command === null) return <p class="suggestions-title">Commands</p>;
  if (field === undefined) {
    return (
      <p class="suggestions-title">
        <strong>/{command.command.path}</strong> {command.command.description}
      </p>
    );
  }
  return (
    <p class="suggestions-title">
      <strong>{field.option.name}</strong> {field.option.description}
      {!field.option.required && <span class="tag">optional</span>}
      {isLoading && (
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      )}
    </p>
  );
}

function OptionPill(props: { field: Field; isWrong: boolean; children: ComponentChildren }) {
  const { field, isWrong, children } = props;
  return (
    <label class={`pill ${isWrong ? 'wrong' : ''} ${field.choice === null ? '' : 'chosen'}`}>
      <span aria-hidden="true">{field.option.name}</span>
      {children}
    </label>
  );
}

/** The browser's own file chooser, in the looks of the other options. */
function FilePill(props: {
  field: Field;
  isWrong: boolean;
  inputRef: (element: HTMLInputElement | null) => void;
  onFocus: () => void;
  onChoose: (file: File | null) => void;
}) {
  const { option, file } = props.field;
  const name = `${option.name}: ${option.description}`;
  return (
    <span class={`pill file-pill ${props.isWrong ? 'wrong' : ''} ${file === null ? '' : 'chosen'}`}>
      <label>
        <span aria-hidden="true">{option.name}</span>
        <input
          ref={props.inputRef}
          type="file"
          class="sr-only"
          aria-label={file === null ? name : `${name}. Chosen: ${file.name}`}
          aria-required={option.required}
          aria-invalid={props.isWrong}
          onFocus={props.onFocus}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            // The draft keeps the file; the same one can be chosen again after it was removed.
            event.currentTarget.value = '';
            if (chosen !== undefined) props.onChoose(chosen);
          }}
        />
        <span class="file-name" aria-hidden="true">
          {file?.name ?? 'Choose a file'}
        </span>
      </label>
      {file !== null && (
        <button
          type="button"
          class="remove-file"
          aria-label={`Remove ${file.name}`}
          onClick={() => {
            props.onChoose(null);
          }}
        >
          ✕
        </button>
      )}
    </span>
  );
}

function isInputEmpty(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLInputElement && event.target.value === '';
}

/** Whoever wants no motion waits for none. */
function pause(milliseconds: number): Promise<void> {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return Promise.resolve();
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
