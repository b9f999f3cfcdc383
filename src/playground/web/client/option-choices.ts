import { useEffect, useRef, useState } from 'preact/hooks';
import type { Choice, CommandOption } from '../protocol.ts';
import type { CommandDraft, Field } from './draft.ts';
import { readValues } from './draft.ts';
import type { Playground } from './playground-context.ts';
import { everybody, type World } from './world.ts';

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
  return { choices: fixedChoices(field, world), isLoading: false };
}

function fixedChoices({ option, text }: Field, world: World): readonly Choice[] {
  const typed = text.trim().toLowerCase().replace(/^[@#]/, '');
  return offered(option, world).filter(({ name }) => name.toLowerCase().includes(typed));
}

function offered(option: CommandOption, world: World): readonly Choice[] {
  const { bot, roles, channels } = world;
  const mention = ({ id, name }: { id: string; name: string }): Choice => ({
    name: `@${name.replace(/^@/, '')}`,
    value: id,
  });
  switch (option.kind) {
    case 'boolean':
      return [
        { name: 'True', value: 'true' },
        { name: 'False', value: 'false' },
      ];
    case 'user':
      return [...everybody(world), bot].map(mention);
    case 'role':
      return roles.map(mention);
    case 'mentionable':
      return [...everybody(world), bot, ...roles].map(mention);
    case 'channel':
      return channels
        .filter(({ kind }) => option.channelKinds.includes(kind))
        .map(({ id, name }) => ({ name: `#${name}`, value: id }));
    default:
      return option.choices;
  }
}
