import type { Field } from './field.ts';

/** A partial emoji: a unicode character by `name`, or a custom one by `id`. */
export function checkEmoji(emoji: Field): void {
  if (!emoji.record()) return;
  emoji.at('id').snowflake();
  emoji.at('name').text({ max: 32 });
  if (!emoji.at('id').isPresent && !emoji.at('name').isPresent) {
    emoji.at('name').refuse('BASE_TYPE_REQUIRED', 'This field is required');
  }
}
