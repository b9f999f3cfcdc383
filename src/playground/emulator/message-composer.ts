import {
  EmbedType,
  MessageFlags,
  type APIAllowedMentions,
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type RESTAPIMessageReference,
  type APIMessageTopLevelComponent,
} from 'discord-api-types/v10';
import { placeComponents, referencedFile, shownFiles, textOf, type ComponentNode } from './component-tree.ts';
import { flagSet, onlyFlags, withoutFlags } from './flags.ts';
import type { Mentions } from './mentions.ts';
import { invalidForm, refusals, type BodyProblem } from './rest-error.ts';

/** What a request may say about a message; when editing, what is absent stays. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly APIEmbed[] | null;
  readonly components?: readonly ComponentNode[] | null;
  readonly allowed_mentions?: APIAllowedMentions | null;
  readonly attachments?: readonly DescribedFile[] | null;
  readonly flags?: MessageFlags | null;
  readonly tts?: boolean;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean;
  readonly message_reference?: RESTAPIMessageReference;
  readonly poll?: unknown;
}

/** An entry of `attachments`: a new file by its number in the form, or one the message already has by its id. */
export interface DescribedFile {
  readonly id: string | number;
  readonly filename?: string;
  readonly description?: string;
  readonly title?: string;
}

/** The flags a bot may set itself; Ephemeral only where an interaction is answered. */
const SETTABLE_FLAGS =
  MessageFlags.SuppressEmbeds |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsVoiceMessage |
  MessageFlags.IsComponentsV2;

/** The content of a message: the parts that sending and editing share. */
export type MessageContent = Pick<
  APIMessage,
  'content' | 'embeds' | 'components' | 'attachments' | 'mentions' | 'mention_roles' | 'mention_everyone'
> & { readonly flags: MessageFlags };

/**
 * What the message holds once `body` is applied to what it held `before` (nothing, for a new one).
 * @throws RestError where Discord refuses the combination: empty, or components V2 beside what they replace.
 */
export function composeContent(
  before: MessageContent,
  body: MessageBody,
  files: readonly APIAttachment[],
  resolveMentions: (text: string) => Pick<APIMessage, 'mentions'> & Omit<Mentions, 'userIds'>,
): MessageContent {
  const flags = composeFlags(before.flags, body);
  const content = body.content === undefined ? before.content : (body.content ?? '');
  const embeds = body.embeds === undefined ? before.embeds : placeEmbeds(body.embeds ?? [], files);
  // What comes back from Discord has the shape of what was sent, with ids and addresses filled in.
  const components =
    body.components === undefined
      ? (before.components ?? [])
      : (placeComponents(body.components ?? [], files) as APIMessageTopLevelComponent[]);

  if ((flags & MessageFlags.IsComponentsV2) !== 0) {
    const legacy = { content: content !== '', embeds: embeds.length > 0, poll: body.poll !== undefined };
    const problems = Object.entries(legacy).flatMap(([field, present]): BodyProblem[] =>
      present
        ? [
            {
              path: [field],
              code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
              message: `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
            },
          ]
        : [],
    );
    if (problems.length > 0) throw invalidForm(problems);
  }
  const isEmpty =
    content === '' &&
    embeds.length === 0 &&
    components.length === 0 &&
    files.length === 0 &&
    body.poll === undefined;
  if (isEmpty) throw refusals.emptyMessage();

  const { mentions, roleIds, everyone } = resolveMentions(`${content}\n${textOf(components)}`);
  // Files that components or embeds show are told there, and not again in `attachments`.
  const shown = shownFiles(components);
  const inEmbeds = new Set(embeds.flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]));
  return {
    content,
    embeds,
    components,
    flags,
    attachments: files.filter(({ id, url }) => !shown.has(id) && !inEmbeds.has(url)),
    mentions,
    mention_roles: [...roleIds],
    mention_everyone: everyone,
  };
}

function composeFlags(before: MessageFlags, body: MessageBody): MessageFlags {
  const hadV2 = (before & MessageFlags.IsComponentsV2) !== 0;
  const wanted = onlyFlags(body.flags ?? before, SETTABLE_FLAGS);
  const isSilent = body.flags === undefined || body.flags === null;
  const usesLegacy = (body.content ?? '') !== '' || (body.embeds ?? []).length > 0;
  if (hadV2 && ((wanted & MessageFlags.IsComponentsV2) === 0 || (isSilent && usesLegacy))) {
    throw invalidForm([
      {
        path: ['flags'],
        code: 'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
        message: 'MessageFlags.IS_COMPONENTS_V2 cannot be removed from a message',
      },
    ]);
  }
  return flagSet(withoutFlags(before, SETTABLE_FLAGS | MessageFlags.Loading), wanted);
}

function placeEmbeds(embeds: readonly APIEmbed[], files: readonly APIAttachment[]): APIEmbed[] {
  return embeds.map((embed, index) => {
    const picture = (key: 'image' | 'thumbnail') => {
      const given = embed[key];
      if (given === undefined) return {};
      const file = referencedFile(given.url, files, ['embeds', index, key]);
      const size = file?.width && file.height ? { width: file.width, height: file.height } : {};
      const url = file?.url ?? given.url;
      return { [key]: { ...given, url, proxy_url: url, ...size } };
    };
    return { ...embed, type: EmbedType.Rich, ...picture('image'), ...picture('thumbnail') };
  });
}
