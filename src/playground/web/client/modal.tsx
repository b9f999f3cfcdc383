import { useId, useState } from 'preact/hooks';
import type { ModalPart, ModalView } from '../protocol.ts';
import { withEmoji } from './emoji.tsx';
import { Refused } from './connection.ts';
import { Dialog } from './dialog.tsx';
import { usePlayground } from './playground-context.ts';
import { RichText } from './rich-text.tsx';

type Value = string | readonly string[];
type FieldPart = Exclude<ModalPart, { kind: 'text' }>;

export function Modal(props: { modal: ModalView; onClose: () => void }) {
  const { modal, onClose } = props;
  const { perform, world } = usePlayground();
  const id = useId();
  const [values, setValues] = useState<Readonly<Record<string, Value>>>(() => startValues(modal));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const firstField = fieldsOf(modal)[0];

  const send = async (): Promise<void> => {
    const found = problems(modal, values);
    setErrors(found);
    const first = Object.keys(found)[0];
    if (first !== undefined) {
      document.getElementById(`${id}-${first}`)?.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      // What was emptied is sent, too: what is left out would keep its prefilled value.
      const sent = Object.fromEntries(
        fieldsOf(modal).map((part) => [part.customId, valueToSend(part, values)]),
      );
      const result = await perform({ type: 'submit', interactionId: modal.interactionId, values: sent });
      if (result.kind === 'failed') setFailure('Something went wrong. Please try again.');
      else onClose();
    } catch (error) {
      setFailure(error instanceof Refused ? error.message : 'Something went wrong. Please try again.');
    } finally {
      setBusy(false);
    }
  };

  const set = (customId: string, value: Value): void => {
    setValues({ ...values, [customId]: value });
    setErrors(Object.fromEntries(Object.entries(errors).filter(([name]) => name !== customId)));
  };

  return (
    <Dialog class="modal" labelledBy={`${id}-title`} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <header>
          <img src="/static/cairn.svg" alt="" width="32" height="32" />
          <h2 id={`${id}-title`}>{modal.title}</h2>
          <button type="button" class="close" aria-label="Close" onClick={onClose}>
            ✕
          </button>
        </header>
        <p class="modal-note">This form is sent to {world.bot.name}.</p>
        <div class="modal-fields">
          {modal.parts.map((part) =>
            part.kind === 'text' ? (
              <RichText source={part.content} />
            ) : (
              <ModalField
                key={part.customId}
                isFirst={part === firstField}
                id={`${id}-${part.customId}`}
                part={part}
                value={values[part.customId] ?? ''}
                error={errors[part.customId]}
                onChange={(value) => {
                  set(part.customId, value);
                }}
              />
            ),
          )}
        </div>
        {failure !== null && (
          <p class="problem" role="alert">
            {failure}
          </p>
        )}
        <footer>
          <button type="button" class="button secondary" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class={`button primary ${isBusy ? 'busy' : ''}`} disabled={isBusy}>
            Submit
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function ModalField(props: {
  id: string;
  part: FieldPart;
  isFirst: boolean;
  value: Value;
  error: string | undefined;
  onChange: (value: Value) => void;
}) {
  const { id, part, error, onChange } = props;
  const chosen = listOf(props.value);
  const value = chosen[0] ?? '';
  const takesSeveral = part.kind === 'choice' && part.max > 1;
  const Name = takesSeveral ? 'p' : 'label';
  const described = [
    part.description === null ? '' : `${id}-description`,
    error === undefined ? '' : `${id}-error`,
  ].filter((name) => name !== '');
  const common = {
    id,
    value,
    autofocus: props.isFirst,
    'aria-required': part.isRequired,
    'aria-invalid': error !== undefined,
    ...(described.length === 0 ? {} : { 'aria-describedby': described.join(' ') }),
  };
  return (
    <div class={`modal-field ${error === undefined ? '' : 'wrong'}`}>
      <Name id={`${id}-label`} class="field-label" {...(takesSeveral ? {} : { for: id })}>
        {part.label}
        {part.isRequired ? (
          <span class="required" aria-hidden="true">
            {' *'}
          </span>
        ) : (
          <span class="optional"> optional</span>
        )}
      </Name>
      {part.description !== null && (
        <p id={`${id}-description`} class="field-description">
          {part.description}
        </p>
      )}
      {takesSeveral ? (
        <div
          class="boxes"
          role="group"
          aria-labelledby={`${id}-label`}
          aria-describedby={common['aria-describedby']}
        >
          {part.options.map((option, index) => (
            <label key={option.value}>
              <input
                type="checkbox"
                id={index === 0 ? id : undefined}
                autofocus={props.isFirst && index === 0}
                checked={chosen.includes(option.value)}
                onChange={(event) => {
                  const others = chosen.filter((other) => other !== option.value);
                  onChange(event.currentTarget.checked ? [...others, option.value] : others);
                }}
              />
              <span>
                {option.emoji !== null && <span class="emoji">{withEmoji(option.emoji)} </span>}
                {option.label}
                {option.description !== null && <small>{option.description}</small>}
              </span>
            </label>
          ))}
        </div>
      ) : part.kind === 'choice' ? (
        <select
          {...common}
          onChange={(event) => {
            onChange(listOf(event.currentTarget.value));
          }}
        >
          <option value="">{part.placeholder}</option>
          {part.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : part.isParagraph ? (
        <textarea
          {...common}
          rows={4}
          maxLength={part.maxLength}
          placeholder={part.placeholder}
          onInput={(event) => {
            onChange(event.currentTarget.value);
          }}
        />
      ) : (
        <input
          {...common}
          type="text"
          autoComplete="off"
          maxLength={part.maxLength}
          placeholder={part.placeholder}
          onInput={(event) => {
            onChange(event.currentTarget.value);
          }}
        />
      )}
      <div class="field-foot">
        {error !== undefined && (
          <p id={`${id}-error`} class="field-error">
            {error}
          </p>
        )}
        {part.kind === 'input' && value.length > part.maxLength * 0.8 && (
          <small>
            {value.length} / {part.maxLength}
          </small>
        )}
      </div>
    </div>
  );
}

function listOf(value: Value): readonly string[] {
  if (typeof value !== 'string') return value;
  return value === '' ? [] : [value];
}

function fieldsOf(modal: ModalView): FieldPart[] {
  return modal.parts.filter((part) => part.kind !== 'text');
}

function startValues(modal: ModalView): Record<string, Value> {
  return Object.fromEntries(
    fieldsOf(modal).map((part) => [
      part.customId,
      part.kind === 'input'
        ? part.value
        : part.options.filter(({ isChosen }) => isChosen).map(({ value }) => value),
    ]),
  );
}

function valueToSend(part: FieldPart, values: Readonly<Record<string, Value>>): string | string[] {
  const chosen = listOf(values[part.customId] ?? '');
  return part.kind === 'input' ? (chosen[0] ?? '') : [...chosen];
}

function problems(modal: ModalView, values: Readonly<Record<string, Value>>): Record<string, string> {
  return Object.fromEntries(
    fieldsOf(modal).flatMap((part) => {
      const chosen = listOf(values[part.customId] ?? '');
      const problem =
        part.kind === 'choice' ? choiceProblem(part, chosen) : inputProblem(part, chosen[0] ?? '');
      return problem === null ? [] : [[part.customId, problem]];
    }),
  );
}

function inputProblem(part: Extract<FieldPart, { kind: 'input' }>, text: string): string | null {
  if (text.trim() === '') return part.isRequired ? 'Please fill this in.' : null;
  return text.length < part.minLength ? `Please write at least ${part.minLength} characters.` : null;
}

function choiceProblem(
  { isRequired, min, max }: Extract<FieldPart, { kind: 'choice' }>,
  chosen: readonly string[],
): string | null {
  if (chosen.length === 0 && !isRequired) return null;
  if (chosen.length < min) return min === 1 ? 'Please pick one.' : `Please pick at least ${min}.`;
  return chosen.length > max ? `Please pick at most ${max}.` : null;
}
