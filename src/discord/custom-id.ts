import { parseLocalDate, type LocalDate } from '../domain/local-time.ts';

/**
 * A component carries its whole state in its `custom_id`, so that a button works after a restart and on any
 * process. The form is `1:<action>:<field>:<field>…`; the first part is the form's version.
 *
 * Whatever arrives may be forged or years old: a field that does not read back to a valid value makes the whole id
 * unreadable, and nothing in an id is a permission. Who may do what is checked against the store at every press.
 */
const VERSION = '1';
const SEPARATOR = ':';

/** Discord's limit. */
export const CUSTOM_ID_MAX_LENGTH = 100;

/** One value in a `custom_id`. */
export interface Field<T> {
  encode(value: T): string;
  /** `undefined` for text that `encode` does not produce. */
  decode(text: string): T | undefined;
}

export const slugField: Field<string> = {
  encode: (slug) => slug,
  decode: (text) => (/^[a-z0-9-]{1,40}$/.test(text) ? text : undefined),
};

export const snowflakeField: Field<string> = {
  encode: (id) => id,
  decode: (text) => (/^\d{17,20}$/.test(text) ? text : undefined),
};

/** A whole number from 0 to 2^53 - 1, in base 36 to save room. */
export const numberField: Field<number> = {
  encode: (value) => value.toString(36),
  decode(text) {
    if (!/^[0-9a-z]{1,11}$/.test(text)) return undefined;
    const value = Number.parseInt(text, 36);
    return Number.isSafeInteger(value) && value.toString(36) === text ? value : undefined;
  },
};

/** A local day, `YYYY-MM-DD`. */
export const dateField: Field<LocalDate> = { encode: (date) => date, decode: parseLocalDate };

/** The name of a time zone, of which the longest has 32 characters; whether there is such a zone is not asked here. */
export const timeZoneField: Field<string> = {
  encode: (zone) => zone,
  decode: (text) => (/^[A-Za-z][A-Za-z0-9_+/-]{1,39}$/.test(text) ? text : undefined),
};

export function optionalField<T>(field: Field<T>): Field<T | null> {
  return {
    encode: (value) => (value === null ? '' : field.encode(value)),
    decode: (text) => (text === '' ? null : field.decode(text)),
  };
}

export function choiceField<const T extends string>(...choices: readonly T[]): Field<T> {
  return { encode: (choice) => choice, decode: (text) => choices.find((choice) => choice === text) };
}

/** What a component does when it is used, and the form of its `custom_id`. */
export interface Action<T> {
  readonly name: string;
  /** @throws {RangeError} when the id would exceed Discord's limit: a fault in the action's design. */
  customId(values: T): string;
  parse(fields: readonly string[]): T | undefined;
}

export function defineAction<T extends object>(
  name: string,
  fields: { readonly [K in keyof T]: Field<T[K]> },
): Action<T> {
  const keys = Object.keys(fields) as (keyof T & string)[];
  return {
    name,
    customId(values) {
      const parts = keys.map((key) => fields[key].encode(values[key]));
      const customId = [VERSION, name, ...parts].join(SEPARATOR);
      if (customId.length > CUSTOM_ID_MAX_LENGTH) {
        throw new RangeError(`A custom_id of "${name}" has ${customId.length} characters`);
      }
      return customId;
    },
    parse(parts) {
      if (parts.length !== keys.length) return undefined;
      const values: Partial<T> = {};
      for (const [index, key] of keys.entries()) {
        const value = fields[key].decode(parts[index] ?? '');
        if (value === undefined) return undefined;
        values[key] = value;
      }
      return values as T;
    },
  };
}

export interface ParsedCustomId {
  readonly action: string;
  readonly fields: readonly string[];
}

/** `undefined` for an id that this version did not write. */
export function parseCustomId(customId: string): ParsedCustomId | undefined {
  const [version, action, ...fields] = customId.split(SEPARATOR);
  return version === VERSION && action !== undefined ? { action, fields } : undefined;
}
