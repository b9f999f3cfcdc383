import type { Choice, CommandOption, OptionValues, SlashCommand } from '../protocol.ts';

/** What stands in the message box: text, or a command being filled in. */
export type Draft = TextDraft | CommandDraft;

export interface TextDraft {
  readonly kind: 'text';
  readonly text: string;
}

export interface CommandDraft {
  readonly kind: 'command';
  readonly command: SlashCommand;
  /** The options shown, required ones first. */
  readonly fields: readonly Field[];
  /** What is typed after the last option, to find another one. */
  readonly tail: string;
}

export interface Field {
  readonly option: CommandOption;
  readonly text: string;
  /** The offered value the text stands for, once one was picked. */
  readonly choice: Choice | null;
}

export const emptyDraft: TextDraft = { kind: 'text', text: '' };

/** The key of the input that adds options; no option can have this name. */
export const tailKey = ' tail';

export function startCommand(command: SlashCommand): CommandDraft {
  const fields = command.options
    .filter(({ required }) => required)
    .map((option) => ({ option, text: '', choice: null }));
  return { kind: 'command', command, fields, tail: '' };
}

export function addField(draft: CommandDraft, option: CommandOption): CommandDraft {
  return { ...draft, fields: [...draft.fields, { option, text: '', choice: null }], tail: '' };
}

export function removeField(draft: CommandDraft, name: string): CommandDraft {
  return { ...draft, fields: draft.fields.filter(({ option }) => option.name !== name) };
}

export function setField(
  draft: CommandDraft,
  name: string,
  text: string,
  choice: Choice | null,
): CommandDraft {
  return {
    ...draft,
    fields: draft.fields.map((field) => (field.option.name === name ? { ...field, text, choice } : field)),
  };
}

/** The input to fill in next: the first required one that is empty, else the tail. */
export function nextKey(draft: CommandDraft): string {
  const missing = draft.fields.find(({ option, text }) => option.required && text === '');
  return missing?.option.name ?? tailKey;
}

export function remainingOptions(draft: CommandDraft): readonly CommandOption[] {
  const shown = new Set(draft.fields.map(({ option }) => option.name));
  return draft.command.options.filter(({ name, kind }) => !shown.has(name) && kind !== 'unsupported');
}

/** Options that take one of the things offered, and no text. */
const pickedKinds: readonly CommandOption['kind'][] = ['user', 'role', 'mentionable', 'channel'];

export interface Problem {
  /** The option that is not right. */
  readonly name: string;
  readonly words: string;
}

/** The values to send, or the first thing in the way. */
export function readValues(draft: CommandDraft): { values: OptionValues } | { problem: Problem } {
  const values: OptionValues = {};
  for (const field of draft.fields) {
    const { option } = field;
    if (field.text.trim() === '' && field.choice === null) {
      if (option.required) return { problem: { name: option.name, words: 'This option is required.' } };
      continue;
    }
    const read = readField(field);
    if ('words' in read) return { problem: { name: option.name, words: read.words } };
    values[option.name] = read.value;
  }
  return { values };
}

function readField({
  option,
  text,
  choice,
}: Field): { value: string | number | boolean } | { words: string } {
  if (option.kind === 'boolean') {
    if (choice !== null) return { value: choice.value === 'true' };
    return { words: 'Pick True or False.' };
  }
  if (choice !== null) return { value: choice.value };
  const exact = option.choices.find(({ name }) => name.toLowerCase() === text.trim().toLowerCase());
  if (exact !== undefined) return { value: exact.value };
  if (option.choices.length > 0 || pickedKinds.includes(option.kind)) {
    return { words: 'Pick one from the list.' };
  }
  return option.kind === 'text' ? readText(option, text.trim()) : readNumber(option, text.trim());
}

function readText(option: CommandOption, text: string): { value: string } | { words: string } {
  if (option.minLength !== null && text.length < option.minLength) {
    return { words: `This needs at least ${option.minLength} characters.` };
  }
  if (option.maxLength !== null && text.length > option.maxLength) {
    return { words: `This can have at most ${option.maxLength} characters; it has ${text.length}.` };
  }
  return { value: text };
}

function readNumber(option: CommandOption, text: string): { value: number } | { words: string } {
  const value = Number(text);
  if (!Number.isFinite(value) || (option.kind === 'integer' && !Number.isSafeInteger(value))) {
    return { words: option.kind === 'integer' ? 'This needs a whole number.' : 'This needs a number.' };
  }
  if (option.min !== null && value < option.min)
    return { words: `The smallest number here is ${option.min}.` };
  if (option.max !== null && value > option.max)
    return { words: `The largest number here is ${option.max}.` };
  return { value };
}

/** The same command as a line of text, as the chat shows it. */
export function commandLine(draft: CommandDraft): string {
  const options = draft.fields
    .filter(({ text }) => text !== '')
    .map(({ option, text }) => `${option.name}: ${text}`);
  return [`/${draft.command.path}`, ...options].join(' ');
}

/** Commands for what was typed after `/`: by start, then by word, then anywhere in name or description. */
export function rankCommands(commands: readonly SlashCommand[], typed: string): readonly SlashCommand[] {
  const query = typed.trimStart().toLowerCase();
  const rank = ({ path, description }: SlashCommand): number => {
    if (path.startsWith(query)) return 0;
    if (path.split(' ').some((word) => word.startsWith(query))) return 1;
    if (path.includes(query)) return 2;
    return description.toLowerCase().includes(query) ? 3 : 4;
  };
  return commands
    .map((command) => ({ command, rank: rank(command) }))
    .filter((ranked) => ranked.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .map(({ command }) => command);
}

/** The command a text has named completely, so that the space behind it opens its options. */
export function completedCommand(commands: readonly SlashCommand[], text: string): SlashCommand | undefined {
  if (!text.startsWith('/') || !text.endsWith(' ')) return undefined;
  const path = text.slice(1).trim().replace(/ +/g, ' ').toLowerCase();
  return commands.find((command) => command.path === path);
}
