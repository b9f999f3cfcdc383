import type { Field } from './field.ts';

/** A permission bit set: JSON numbers are too small for it, so it travels as digits. */
export function checkPermissions(field: Field): void {
  if (field.isPresent && !(typeof field.value === 'string' && /^\d+$/.test(field.value))) {
    field.refuse('NUMBER_TYPE_COERCE', 'Value is not int.');
  }
}
