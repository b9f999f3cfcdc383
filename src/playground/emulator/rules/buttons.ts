import { ButtonStyle } from 'discord-api-types/v10';
import type { ComponentCensus } from './component-census.ts';
import { checkEmoji } from './emoji.ts';
import type { Field } from './field.ts';

const styles = [
  ButtonStyle.Primary,
  ButtonStyle.Secondary,
  ButtonStyle.Success,
  ButtonStyle.Danger,
  ButtonStyle.Link,
  ButtonStyle.Premium,
];

export function checkButton(button: Field, census: ComponentCensus): void {
  census.enter(button);
  const style = button.at('style').oneOf(styles, { required: true });
  button.at('label').text({ max: 80 });
  button.at('disabled').boolean();
  checkEmoji(button.at('emoji'));
  if (style === ButtonStyle.Premium) {
    button.at('sku_id').snowflake({ required: true });
    for (const key of ['custom_id', 'url', 'label', 'emoji']) {
      button.at(key).forbid('BUTTON_COMPONENT_PREMIUM_INVALID', `A premium button cannot have a ${key}`);
    }
    return;
  }
  button.at('sku_id').forbid('BUTTON_COMPONENT_SKU_INVALID', 'Only a premium button can have a sku_id');
  if (isBlank(button.at('label')) && !button.at('emoji').isPresent) {
    button.refuse('BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or an emoji is required');
  }
  if (style === ButtonStyle.Link) {
    button.at('url').url(['http', 'https', 'discord'], { min: 1, max: 512, required: true });
    button
      .at('custom_id')
      .forbid('BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE', 'A custom id and url cannot both be specified');
    return;
  }
  // Without a style that can be read there is no telling which of the two the button needs.
  if (style === undefined) return;
  button
    .at('url')
    .forbid('BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE', 'A custom id and url cannot both be specified');
  if (button.at('custom_id').isPresent) census.identify(button);
  else button.at('custom_id').refuse('BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required');
}

function isBlank(label: Field): boolean {
  return !label.isPresent || label.value === '';
}
