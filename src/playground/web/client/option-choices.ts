import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChannelView, Choice, PersonView } from '../protocol.ts';
import type { CommandDraft, Field } from './draft.ts';
import { readValues } from './draft.ts';
import type { Playground } from './playground-context.ts';

/** Long enough that a quick typist asks once a word, short enough to feel live. */
const debounceMs = 150;

export interface OfferedChoices {
  readonly choices: readonly Choice[];
  /** The bot has been asked and has not answered yet. */
  readonly isLoading: boolean;
}

interface Answer extends OfferedChoices {
  readonly question: string;
}

/** What the focused field offers: its fixed choices, or the bot's live answer to what is typed. */
export function useOptionChoices(
  draft: CommandDraft | null,
  focusedName: string | null,
  channelId: string,
  playground: Playground,
): OfferedChoices {
  const { perform, world } = playground;
  const [answer, setAnswer] = useState<Answer>({ question: '', choices: [], isLoading: false });
  const field = draft?.fields.find(({ option }) => option.name === focusedName);
  const isAsking = draft !== null && field?.option.autocomplete === true && field.choice === null;
  const question = isAsking ? `${channelId} ${draft.command.path} ${field.option.name} ${field.text}` : '';
  const latest = useRef(question);
  latest.current = question;

  useEffect(() => {
    if (!isAsking) return undefined;
    const timer = setTimeout(() => {
      const others = readValues({
        ...draft,
        fields: draft.fields.filter((other) => other !== field && other.text !== ''),
      });
      const { name } = field.option;
      void perform({
        type: 'autocomplete',
        channelId,
        command: draft.command.path,
        focused: { name, value: field.text },
        options: 'values' in others ? others.values : {},
      })
        .then((result) => (result.kind === 'choices' ? result.choices : []))
        .catch((): Choice[] => [])
        .then((choices) => {
          // A slower answer to an older question must not replace the newer one.
          if (latest.current === question) setAnswer({ question, choices, isLoading: false });
        });
    }, debounceMs);
    return () => {
      clearTimeout(timer);
    };
  }, [question]);

  if (field?.choice !== null) return { choices: [], isLoading: false };
  if (isAsking) return answer.question === question ? answer : { choices: answer.choices, isLoading: true };
  return { choices: fixedChoices(field, [...world.people, world.bot], world.channels), isLoading: false };
}

function fixedChoices(
  { option, text }: Field,
  people: readonly PersonView[],
  channels: readonly ChannelView[],
): readonly Choice[] {
  const typed = text.trim().toLowerCase().replace(/^[@#]/, '');
  const offered: readonly Choice[] =
    option.kind === 'boolean'
      ? [
          { name: 'True', value: 'true' },
          { name: 'False', value: 'false' },
        ]
      : option.kind === 'user'
        ? people.map(({ id, name }) => ({ name: `@${name}`, value: id }))
        : option.kind === 'channel'
          ? channels
              .filter(({ kind }) => kind === 'text')
              .map(({ id, name }) => ({ name: `#${name}`, value: id }))
          : option.choices;
  return offered.filter(({ name }) => name.toLowerCase().includes(typed));
}
