import { characters, type Field } from './field.ts';

const maxEmbeds = 10;
/** Over all embeds of a message: titles, descriptions, field names and values, footers and authors. */
const maxTotalLength = 6000;

const webSchemes = ['http', 'https'];
const imageSchemes = [...webSchemes, 'attachment'];

export function checkEmbeds(list: Field): void {
  let total = 0;
  for (const embed of list.list({ max: maxEmbeds })) {
    if (embed.require() && embed.record()) total += checkEmbed(embed);
  }
  if (total > maxTotalLength) {
    list.refuse('MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${maxTotalLength}`);
  }
}

/** Returns how many characters of the total the embed takes. */
function checkEmbed(embed: Field): number {
  const author = embed.at('author');
  const footer = embed.at('footer');
  const fields = embed.at('fields').list({ max: 25 });
  let length =
    textLength(embed.at('title'), { max: 256 }) +
    textLength(embed.at('description'), { max: 4096 }) +
    textLength(author.at('name'), { max: 256, required: author.isPresent }) +
    textLength(footer.at('text'), { max: 2048, required: footer.isPresent });
  for (const field of fields) {
    if (!field.require() || !field.record()) continue;
    length +=
      textLength(field.at('name'), { min: 1, max: 256, required: true }) +
      textLength(field.at('value'), { min: 1, max: 1024, required: true });
    field.at('inline').boolean();
  }
  embed.at('color').integer({ min: 0, max: 0xffffff });
  checkTimestamp(embed.at('timestamp'));
  embed.at('url').url(webSchemes, { max: 2048 });
  author.at('url').url(webSchemes, { max: 2048 });
  for (const icon of [author.at('icon_url'), footer.at('icon_url')]) icon.url(imageSchemes, { max: 2048 });
  const images = [embed.at('image'), embed.at('thumbnail')].filter((image) => image.isPresent);
  for (const image of images) image.at('url').url(imageSchemes, { min: 1, max: 2048, required: true });
  if (length === 0 && images.length === 0) {
    embed.at('description').refuse('BASE_TYPE_REQUIRED', 'This field is required');
  }
  return length;
}

function textLength(field: Field, bounds: { min?: number; max: number; required?: boolean }): number {
  field.text(bounds);
  // Counted even when the text is too long for its own field: the total is a rule of its own.
  return typeof field.value === 'string' ? characters(field.value) : 0;
}

function checkTimestamp(timestamp: Field): void {
  const text = timestamp.text();
  if (text !== undefined && Number.isNaN(Date.parse(text))) {
    timestamp.refuse('DATE_TIME_TYPE_PARSE', 'Could not parse the value. Should be ISO8601.');
  }
}
