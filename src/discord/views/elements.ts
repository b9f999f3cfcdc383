import {
  ButtonStyle,
  ComponentType,
  SeparatorSpacingSize,
  TextInputStyle,
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  type APILabelComponent,
  type APIMessageTopLevelComponent,
  type APISectionComponent,
  type APISelectMenuOption,
  type APISeparatorComponent,
  type APIStringSelectComponent,
  type APITextDisplayComponent,
} from 'discord.js';
import { ellipsize } from '../escape.ts';

/** A message's components; every message of the bot is Components V2. */
export type View = readonly APIMessageTopLevelComponent[];

/** The green of moss on a cairn's stones; and amber for what asks for care: a problem, a trouble, an erasure. */
const ACCENT_COLOUR = 0x4fb286;
const CARE_COLOUR = 0xd9a441;

type Lines = readonly (string | undefined | false)[];

/** Discord's limits on what the views below are made of. */
const BUTTON_LABEL_MAX_LENGTH = 80;
const SELECT_OPTIONS_MAX = 25;
const SELECT_TEXT_MAX_LENGTH = 100;
const PLACEHOLDER_MAX_LENGTH = 150;
const MODAL_LABEL_MAX_LENGTH = 45;

export function container(...components: readonly APIComponentInContainer[]): APIContainerComponent {
  return { type: ComponentType.Container, accent_color: ACCENT_COLOUR, components: [...components] };
}

/** The same for what went wrong, or cannot be taken back. */
export function careContainer(...components: readonly APIComponentInContainer[]): APIContainerComponent {
  return { ...container(...components), accent_color: CARE_COLOUR };
}

/** One text; lines that are absent are left out. */
export function text(...lines: Lines): APITextDisplayComponent {
  return {
    type: ComponentType.TextDisplay,
    content: lines.filter((line) => typeof line === 'string').join('\n'),
  };
}

export function separator(): APISeparatorComponent {
  return { type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small };
}

export function row(
  ...components: readonly (APIComponentInMessageActionRow | undefined)[]
): APIActionRowComponent<APIComponentInMessageActionRow> {
  return {
    type: ComponentType.ActionRow,
    components: components.filter((component) => component !== undefined),
  };
}

/** As many as keep their labels whole on a phone. */
const BUTTONS_IN_ROW = 3;

/** The buttons under an answer, by what they are for. */
export interface Actions {
  /** What most people do next. */
  readonly next?: APIButtonComponent | undefined;
  readonly others?: readonly (APIButtonComponent | undefined)[];
  /** What shows something to others. */
  readonly share?: APIButtonComponent | undefined;
  /** The way back to where one came from. */
  readonly back?: APIButtonComponent | undefined;
  /** What takes something back, leaves it out, ends or erases it. */
  readonly away?: APIButtonComponent | undefined;
}

/** Buttons in the order that every answer keeps, in rows of about the same length; no rows without any. */
export function actionRows({
  next,
  others = [],
  share,
  back,
  away,
}: Actions): readonly APIActionRowComponent<APIComponentInMessageActionRow>[] {
  const buttons = [next, ...others, share, back, away].filter((each) => each !== undefined);
  const rows = Math.ceil(buttons.length / BUTTONS_IN_ROW);
  const length = Math.ceil(buttons.length / rows);
  return Array.from({ length: rows }, (_, index) =>
    row(...buttons.slice(index * length, (index + 1) * length)),
  );
}

/** A text with a button of its own beside it. */
export function section(accessory: APIButtonComponent, ...lines: Lines): APISectionComponent {
  return { type: ComponentType.Section, components: [text(...lines)], accessory };
}

type Weight = 'primary' | 'secondary' | 'success' | 'danger';

const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const satisfies Record<Weight, ButtonStyle>;

export function button(
  label: string,
  customId: string,
  { weight = 'secondary', disabled = false }: { weight?: Weight; disabled?: boolean } = {},
): APIButtonComponent {
  return {
    type: ComponentType.Button,
    style: STYLES[weight],
    label: ellipsize(label, BUTTON_LABEL_MAX_LENGTH),
    custom_id: customId,
    ...(disabled ? { disabled } : {}),
  };
}

export function linkButton(label: string, url: string): APIButtonComponent {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Link,
    label: ellipsize(label, BUTTON_LABEL_MAX_LENGTH),
    url,
  };
}

interface SelectOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly isChosen?: boolean;
}

/** One of the options is to be chosen. */
export function select(
  placeholder: string,
  customId: string,
  options: readonly SelectOption[],
): APIActionRowComponent<APIStringSelectComponent> {
  return selectWith(placeholder, customId, options, {});
}

/** Any number of the options may be chosen, none included. */
export function multiSelect(
  placeholder: string,
  customId: string,
  options: readonly SelectOption[],
): APIActionRowComponent<APIStringSelectComponent> {
  const range = { min_values: 0, max_values: Math.min(options.length, SELECT_OPTIONS_MAX) };
  return selectWith(placeholder, customId, options, range);
}

function selectWith(
  placeholder: string,
  customId: string,
  options: readonly SelectOption[],
  range: Pick<APIStringSelectComponent, 'min_values' | 'max_values'>,
): APIActionRowComponent<APIStringSelectComponent> {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: customId,
        placeholder: ellipsize(placeholder, PLACEHOLDER_MAX_LENGTH),
        ...range,
        options: options
          .slice(0, SELECT_OPTIONS_MAX)
          .map(({ label, value, description, isChosen = false }): APISelectMenuOption => ({
            label: ellipsize(label, SELECT_TEXT_MAX_LENGTH),
            value,
            ...(description === undefined
              ? {}
              : { description: ellipsize(description, SELECT_TEXT_MAX_LENGTH) }),
            ...(isChosen ? { default: true } : {}),
          })),
      },
    ],
  };
}

export function textInput(
  label: string,
  customId: string,
  input: {
    readonly value: string | null;
    readonly maxLength: number;
    readonly lines: 'one' | 'several';
    readonly isRequired?: boolean;
  },
): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: ellipsize(label, MODAL_LABEL_MAX_LENGTH),
    component: {
      type: ComponentType.TextInput,
      custom_id: customId,
      style: input.lines === 'one' ? TextInputStyle.Short : TextInputStyle.Paragraph,
      max_length: input.maxLength,
      required: input.isRequired ?? false,
      ...(input.value === null ? {} : { value: input.value }),
    },
  };
}

const BAR_CELLS = 10;

/** A bar that reads without colour: `▰▰▰▱▱▱▱▱▱▱ 30 %`. Neither empty nor full before the figure is. */
export function bar(percent: number, figure: string): string {
  const filled =
    percent <= 0
      ? 0
      : percent >= 100
        ? BAR_CELLS
        : Math.min(BAR_CELLS - 1, Math.max(1, Math.round((percent / 100) * BAR_CELLS)));
  return `${'▰'.repeat(filled)}${'▱'.repeat(BAR_CELLS - filled)} ${figure}`;
}

/**
 * Blocks of text gathered into pages that each fit a message with room for what stands around them. A block is
 * never split: one that is longer than a page has a page of its own, and the pathway schema keeps it within a message.
 */
export function paginate(blocks: readonly string[], room: number): readonly (readonly string[])[] {
  const pages: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const block of blocks) {
    if (length + block.length > room) {
      pages.push([]);
      length = 0;
    }
    pages.at(-1)?.push(block);
    length += block.length;
  }
  return pages;
}
