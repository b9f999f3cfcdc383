export type FieldPath = readonly (string | number)[];

export interface RuleViolation {
  /** Where in the body; empty: the body as a whole. */
  readonly path: FieldPath;
  /** Discord's own code for the refusal where it is publicly known, otherwise one in its manner. */
  readonly code: string;
  readonly message: string;
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly required?: boolean;
}

/** Discord counts characters (code points), where JavaScript's `length` counts UTF-16 units. */
export function characters(text: string): number {
  return Array.from(text).length;
}

/**
 * A value at its place in a request body. Its checks hand back the value when it has the right shape, so that
 * a rule can build on it, and otherwise note the violation and hand back `undefined`. `null` counts as absent,
 * as it does for Discord.
 */
export class Field {
  readonly value: unknown;
  readonly path: FieldPath;
  readonly #violations: RuleViolation[];

  constructor(value: unknown, violations: RuleViolation[], path: FieldPath = []) {
    this.value = value;
    this.path = path;
    this.#violations = violations;
  }

  get isPresent(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  at(key: string): Field {
    const value = isRecord(this.value) ? this.value[key] : undefined;
    return new Field(value, this.#violations, [...this.path, key]);
  }

  refuse(code: string, message: string): void {
    this.#violations.push({ path: this.path, code, message });
  }

  require(): boolean {
    if (!this.isPresent) this.refuse('BASE_TYPE_REQUIRED', 'This field is required');
    return this.isPresent;
  }

  forbid(code: string, message: string): void {
    if (this.isPresent) this.refuse(code, message);
  }

  text(bounds: Bounds = {}): string | undefined {
    if (this.#isAbsent(bounds)) return undefined;
    if (typeof this.value !== 'string') {
      this.refuse('STRING_TYPE_CONVERT', 'Could not interpret the value as string.');
      return undefined;
    }
    if (this.value === '' && bounds.required === true && (bounds.min ?? 0) > 0) {
      this.refuse('BASE_TYPE_REQUIRED', 'This field is required');
      return undefined;
    }
    return this.#hasLength(characters(this.value), bounds) ? this.value : undefined;
  }

  list(bounds: Bounds = {}): readonly Field[] {
    if (this.#isAbsent(bounds)) return [];
    if (!Array.isArray(this.value)) {
      this.refuse('LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return [];
    }
    this.#hasLength(this.value.length, bounds);
    return this.value.map((item: unknown, index) => new Field(item, this.#violations, [...this.path, index]));
  }

  entries(): readonly (readonly [string, Field])[] {
    return isRecord(this.value) ? Object.keys(this.value).map((key) => [key, this.at(key)]) : [];
  }

  record(): boolean {
    if (!this.isPresent) return false;
    if (!isRecord(this.value)) {
      this.refuse('MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      return false;
    }
    return true;
  }

  integer(bounds: Bounds = {}): number | undefined {
    return this.#number(bounds, 'int', Number.isSafeInteger);
  }

  number(bounds: Bounds = {}): number | undefined {
    return this.#number(bounds, 'float', Number.isFinite);
  }

  boolean(): boolean | undefined {
    if (!this.isPresent) return undefined;
    if (typeof this.value === 'boolean') return this.value;
    this.refuse('BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
    return undefined;
  }

  oneOf<T extends string | number>(choices: readonly T[], bounds: Bounds = {}): T | undefined {
    if (this.#isAbsent(bounds)) return undefined;
    const choice = choices.find((candidate) => candidate === this.value);
    if (choice === undefined) {
      this.refuse('BASE_TYPE_CHOICES', `Value must be one of {${choices.join(', ')}}.`);
    }
    return choice;
  }

  /** Reads the `type` of an object that may be one of several kinds. */
  kind<T extends number>(kinds: readonly T[]): T | undefined {
    if (!this.require() || !this.record()) return undefined;
    const type = this.at('type');
    if (!type.require()) return undefined;
    const kind = kinds.find((candidate) => candidate === type.value);
    if (kind === undefined) {
      type.refuse('UNION_TYPE_CHOICES', `Value of field "type" must be one of (${kinds.join(', ')}).`);
    }
    return kind;
  }

  snowflake(bounds: Bounds = {}): string | undefined {
    if (this.#isAbsent(bounds)) return undefined;
    if (typeof this.value === 'string' && /^\d{1,20}$/.test(this.value)) return this.value;
    this.refuse('NUMBER_TYPE_COERCE', 'Value is not snowflake.');
    return undefined;
  }

  url(schemes: readonly string[], bounds: Bounds): void {
    const text = this.text(bounds);
    if (text === undefined || text === '') return;
    if (!URL.canParse(text)) {
      this.refuse('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
      return;
    }
    const scheme = new URL(text).protocol.slice(0, -1);
    if (!schemes.includes(scheme)) {
      this.refuse(
        'URL_TYPE_INVALID_SCHEME',
        `Scheme "${scheme}" is not supported. Scheme must be one of (${schemes.join(', ')}).`,
      );
    }
  }

  #number(bounds: Bounds, name: string, accepts: (value: unknown) => boolean): number | undefined {
    if (this.#isAbsent(bounds)) return undefined;
    const value = this.value;
    if (typeof value !== 'number' || !accepts(value)) {
      this.refuse('NUMBER_TYPE_COERCE', `Value is not ${name}.`);
      return undefined;
    }
    if (bounds.min !== undefined && value < bounds.min) {
      this.refuse('NUMBER_TYPE_MIN', `${name} value should be greater than or equal to ${bounds.min}.`);
      return undefined;
    }
    if (bounds.max !== undefined && value > bounds.max) {
      this.refuse('NUMBER_TYPE_MAX', `${name} value should be less than or equal to ${bounds.max}.`);
      return undefined;
    }
    return value;
  }

  #isAbsent(bounds: Bounds): boolean {
    if (bounds.required === true) this.require();
    return !this.isPresent;
  }

  #hasLength(length: number, { min = 0, max = Infinity }: Bounds): boolean {
    if (length >= min && length <= max) return true;
    if (min === 0) this.refuse('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
    else this.refuse('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
    return false;
  }
}

/** Refuses the later of two items with the same key. */
export function refuseDuplicates(
  fields: readonly Field[],
  key: (field: Field) => unknown,
  code: string,
  message: string,
): void {
  const seen = new Set<unknown>();
  for (const field of fields) {
    const value = key(field);
    if (value === undefined || value === null) continue;
    if (seen.has(value)) field.refuse(code, message);
    seen.add(value);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
