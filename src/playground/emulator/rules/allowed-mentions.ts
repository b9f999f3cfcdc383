import { AllowedMentionsTypes } from 'discord-api-types/v10';
import { refuseDuplicates, type Field } from './field.ts';

const { Everyone, Role, User } = AllowedMentionsTypes;

export function checkAllowedMentions(mentions: Field): void {
  if (!mentions.record()) return;
  const parsed = mentions
    .at('parse')
    .list()
    .map((type) => type.oneOf([Everyone, Role, User], { required: true }));
  mentions.at('replied_user').boolean();
  for (const type of [User, Role]) {
    const ids = mentions.at(type).list({ max: 100 });
    for (const id of ids) id.snowflake({ required: true });
    refuseDuplicates(
      ids,
      (id) => id.value,
      'SET_TYPE_CONTAINS_DUPLICATES',
      'The set already contains this value',
    );
    if (ids.length > 0 && parsed.includes(type)) {
      mentions.refuse(
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${type}"] and ${type}: [ids...] are mutually exclusive.`,
      );
    }
  }
}
