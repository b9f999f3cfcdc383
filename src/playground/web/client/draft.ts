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
  /** What was chosen for an option that takes a file, and no text. */
  readonly file: File | null;
}

export const emptyDraft: TextDraft = { kind: 'text', text: '' };

/** The key of the input that adds options; no option can have this name. */
export const tailKey = ' tail';

export function startCommand(command: SlashCommand): CommandDraft {
  const fields = command.options.filter(({ required }) => required).map(emptyField);
  return { kind: 'command', command, fields, tail: '' };
}

function emptyField(option: CommandOption): Field {
  return { option, text: '', choice: null, file: null };
}

export function addField(draft: CommandDraft, option: CommandOption): CommandDraft {
  return { ...draft, fields: [...draft.fields, emptyField(option)], tail: '' };
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

export function setFile(draft: CommandDraft, name: string, file: File | null): CommandDraft {
  return {
    ...draft,
    fields: draft.fields.map((field) => (field.option.name === name ? { ...field, file } : field)),
  };
}

/** The input to fill in next: the first required one that is empty, else the tail. */
export function nextKey(draft: CommandDraft): string {
  const missing = draft.fields.find((field) => field.option.required && isEmpty(field));
  return missing?.option.name ?? tailKey;
}

function isEmpty({ text, choice, file }: Field): boolean {
  return text.trim() === '' && choice === null && file === null;
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

export interface ReadValues {
  readonly values: OptionValues;
  readonly files: Readonly<Record<string, File>>;
}

/** The values to send, or the first thing in the way. */
export function readValues(draft: CommandDraft): ReadValues | { problem: Problem } {
  const values: OptionValues = {};
  const files: Record<string, File> = {};
  for (const field of draft.fields) {
    const { option } = field;
    if (isEmpty(field)) {
      if (option.required) return { problem: { name: option.name, words: 'This option is required.' } };
      continue;
    }
    const read = readField(field);
    if ('words' in read) return { problem: { name: option.name, words: read.words } };
    if ('file' in read) files[option.name] = read.file;
    else values[option.name] = read.value;
  }
  return { values, files };
}

function readField({
  option,
  text,
  choice,
  file,
}: Field): { value: string | number | boolean } | { file: File } | { words: string } {
  if (file !== null) return readFile(option, file);
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

function readFile({ max }: CommandOption, file: File): { file: File } | { words: string } {
  if (max === null || file.size <= max) return { file };
  return { words: `A file can have ${max / 1024 / 1024} MiB at most; ${file.name} has more.` };
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
    .filter(({ text, file }) => text !== '' || file !== null)
    .map(({ option, text, file }) => `${option.name}: ${file?.name ?? text}`);
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
