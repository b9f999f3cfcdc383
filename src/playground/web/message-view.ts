import {
  ButtonStyle,
  ComponentType,
  InteractionType,
  MessageFlags,
  SeparatorSpacingSize,
  TextInputStyle,
  type APIAttachment,
  type APIButtonComponent,
  type APICheckboxGroupComponent,
  type APICheckboxGroupOption,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  type APIMessage,
  type APIMessageComponentEmoji,
  type APIMessageTopLevelComponent,
  type APIRadioGroupComponent,
  type APIRadioGroupOption,
  type APISelectMenuComponent,
  type APISelectMenuOption,
  type APIStringSelectComponent,
  type APITextInputComponent,
  type APIThumbnailComponent,
  type APIUnfurledMediaItem,
  type APIUser,
} from 'discord-api-types/v10';
import type { OpenModal } from '../emulator/contract.ts';
import { channelKinds } from './channel-kinds.ts';
import type {
  Block,
  ButtonView,
  ChannelView,
  Control,
  EmbedView,
  FileBlock,
  MessageView,
  ModalPart,
  ModalView,
  PersonView,
  PictureView,
  RoleView,
  SelectOption,
  SelectView,
} from './protocol.ts';

/** What a message's own fields do not say, and its picture on the page needs. */
export interface ViewContext {
  /** The address on this server of a file the emulator stores; `null` for files from elsewhere. */
  readonly localUrl: (url: string) => string | null;
  /** What user, role and channel selects offer. */
  readonly people: readonly PersonView[];
  readonly roles: readonly RoleView[];
  readonly channels: readonly ChannelView[];
}

export function personView(user: APIUser): PersonView {
  const { id, username, avatar } = user;
  return {
    id,
    name: user.global_name ?? username,
    username,
    // Discord's own address below the CDN, which this server hands on under the same path.
    avatarUrl: avatar === null ? null : `/cdn/avatars/${id}/${avatar}.png`,
  };
}

export function messageView(message: APIMessage, context: ViewContext): MessageView {
  const flags = message.flags ?? 0;
  const blocks = (message.components ?? []).flatMap((component) => blocksOf(component, message, context));
  const shown = namesShownBy(blocks);
  return {
    id: message.id,
    channelId: message.channel_id,
    author: personView(message.author),
    isBot: message.author.bot ?? false,
    sentAt: Date.parse(message.timestamp),
    isEdited: message.edited_timestamp !== null,
    isPrivate: (flags & MessageFlags.Ephemeral) !== 0,
    isThinking: (flags & MessageFlags.Loading) !== 0,
    usedCommand: usedCommand(message),
    content: message.content,
    blocks,
    embeds: message.embeds.map((embed) => embedView(embed, context)),
    files: message.attachments
      .map((attachment) => attachmentBlock(attachment, context))
      .filter((file) => file.url === null || !shown.has(file.url)),
    mentioned: message.mentions.map(personView),
  };
}

function usedCommand(message: APIMessage): MessageView['usedCommand'] {
  const metadata = message.interaction_metadata;
  if (metadata?.type !== InteractionType.ApplicationCommand) return null;
  // The name is only in the older field; Discord still sends both.
  const name = Reflect.get(message, 'interaction') as { name?: unknown } | undefined;
  if (typeof name?.name !== 'string') return null;
  const isMenu = 'target_user' in metadata || 'target_message_id' in metadata;
  return { by: personView(metadata.user), name: name.name, isMenu };
}

function blocksOf(
  component: APIMessageTopLevelComponent,
  message: APIMessage,
  context: ViewContext,
): Block[] {
  switch (component.type) {
    case ComponentType.TextDisplay:
      return [{ kind: 'text', content: component.content }];
    case ComponentType.Section:
      return [
        {
          kind: 'section',
          texts: component.components.map((text) => text.content),
          accessory:
            component.accessory.type === ComponentType.Thumbnail
              ? { kind: 'thumbnail', picture: thumbnailView(component.accessory, message, context) }
              : buttonView(component.accessory),
        },
      ];
    case ComponentType.Separator:
      return [
        {
          kind: 'separator',
          hasLine: component.divider ?? true,
          isLarge: component.spacing === SeparatorSpacingSize.Large,
        },
      ];
    case ComponentType.MediaGallery:
      return [
        {
          kind: 'gallery',
          pictures: component.items.map((item) =>
            mediaView(item.media, item.description ?? '', message, context),
          ),
        },
      ];
    case ComponentType.File: {
      const attachment = attachmentOf(component.file, message);
      if (attachment !== undefined) return [attachmentBlock(attachment, context)];
      return [
        {
          kind: 'file',
          name: component.name ?? 'file',
          url: context.localUrl(component.file.url),
          size: component.size ?? null,
          picture: null,
        },
      ];
    }
    case ComponentType.ActionRow:
      return [
        { kind: 'row', controls: component.components.map((control) => controlView(control, context)) },
      ];
    case ComponentType.Container:
      return [
        {
          kind: 'container',
          accent: colour(component.accent_color),
          blocks: component.components.flatMap((inner) => blocksOf(inner, message, context)),
        },
      ];
    default:
      return [];
  }
}

function namesShownBy(blocks: readonly Block[]): Set<string> {
  const shown = new Set<string>();
  const visit = (block: Block): void => {
    const pictures =
      block.kind === 'gallery'
        ? block.pictures
        : block.kind === 'section' && block.accessory.kind === 'thumbnail'
          ? [block.accessory.picture]
          : [];
    for (const { url } of pictures) if (url !== null) shown.add(url);
    if (block.kind === 'file' && block.url !== null) shown.add(block.url);
    if (block.kind === 'container') block.blocks.forEach(visit);
  };
  blocks.forEach(visit);
  return shown;
}

function controlView(control: APIComponentInMessageActionRow, context: ViewContext): Control {
  return control.type === ComponentType.Button ? buttonView(control) : selectView(control, context);
}

const buttonStyles = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Secondary]: 'secondary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'danger',
  [ButtonStyle.Link]: 'link',
  [ButtonStyle.Premium]: 'primary',
} as const satisfies Record<ButtonStyle, ButtonView['style']>;

function buttonView(button: APIButtonComponent): ButtonView {
  return {
    kind: 'button',
    style: buttonStyles[button.style],
    label: 'label' in button ? (button.label ?? '') : '',
    emoji: 'emoji' in button ? emojiText(button.emoji) : null,
    customId: 'custom_id' in button ? button.custom_id : null,
    href: 'url' in button ? webAddress(button.url) : null,
    isDisabled: button.disabled ?? false,
  };
}

function selectView(select: APISelectMenuComponent, context: ViewContext): SelectView {
  return {
    kind: 'select',
    customId: select.custom_id,
    placeholder: select.placeholder ?? 'Make a selection',
    min: select.min_values ?? 1,
    max: select.max_values ?? 1,
    isDisabled: select.disabled ?? false,
    options: selectOptions(select, context),
  };
}

function selectOptions(select: APISelectMenuComponent, context: ViewContext): SelectOption[] {
  if (select.type === ComponentType.StringSelect) return select.options.map(stringOption);
  const chosen = new Set(select.default_values?.map((value) => value.id));
  return offered(select, context).map(({ id, name }) => ({
    label: select.type === ComponentType.ChannelSelect ? `#${name}` : name,
    value: id,
    description: null,
    emoji: null,
    isChosen: chosen.has(id),
  }));
}

function offered(
  select: Exclude<APISelectMenuComponent, APIStringSelectComponent>,
  { people, roles, channels }: ViewContext,
): readonly { readonly id: string; readonly name: string }[] {
  switch (select.type) {
    case ComponentType.UserSelect:
      return people;
    case ComponentType.RoleSelect:
      return roles;
    case ComponentType.MentionableSelect:
      return [...people, ...roles];
    case ComponentType.ChannelSelect: {
      const kinds = channelKinds(select.channel_types);
      return channels.filter(({ kind }) => kinds.includes(kind));
    }
  }
}

function stringOption(
  option: APISelectMenuOption | APIRadioGroupOption | APICheckboxGroupOption,
): SelectOption {
  return {
    label: option.label,
    value: option.value,
    description: option.description ?? null,
    emoji: 'emoji' in option ? emojiText(option.emoji) : null,
    isChosen: option.default ?? false,
  };
}

function emojiText(emoji: APIMessageComponentEmoji | undefined): string | null {
  if (emoji?.name === undefined) return null;
  return emoji.id === undefined ? emoji.name : `:${emoji.name}:`;
}

function thumbnailView(
  thumbnail: APIThumbnailComponent,
  message: APIMessage,
  context: ViewContext,
): PictureView {
  return mediaView(thumbnail.media, thumbnail.description ?? '', message, context);
}

function mediaView(
  media: APIUnfurledMediaItem,
  description: string,
  message: APIMessage,
  context: ViewContext,
): PictureView {
  const attachment = attachmentOf(media, message);
  return {
    url: context.localUrl(attachment?.url ?? media.url),
    description: description === '' ? (attachment?.description ?? '') : description,
    width: attachment?.width ?? media.width ?? null,
    height: attachment?.height ?? media.height ?? null,
  };
}

function attachmentOf(media: APIUnfurledMediaItem, message: APIMessage): APIAttachment | undefined {
  return message.attachments.find(
    ({ id, url, filename }) =>
      id === media.attachment_id || url === media.url || media.url === `attachment://${filename}`,
  );
}

function attachmentBlock(attachment: APIAttachment, context: ViewContext): FileBlock {
  const url = context.localUrl(attachment.url);
  const isPicture = attachment.content_type?.startsWith('image/') ?? false;
  return {
    kind: 'file',
    name: attachment.filename,
    url,
    size: attachment.size,
    picture: isPicture
      ? {
          url,
          description: attachment.description ?? '',
          width: attachment.width ?? null,
          height: attachment.height ?? null,
        }
      : null,
  };
}

function embedView(embed: APIEmbed, context: ViewContext): EmbedView {
  const image = embed.image ?? embed.thumbnail;
  return {
    accent: colour(embed.color),
    author: embed.author?.name ?? null,
    title: embed.title ?? null,
    href: embed.url === undefined ? null : webAddress(embed.url),
    description: embed.description ?? null,
    fields: (embed.fields ?? []).map(({ name, value, inline }) => ({
      name,
      value,
      isInline: inline ?? false,
    })),
    picture:
      image === undefined
        ? null
        : {
            url: context.localUrl(image.url),
            description: '',
            width: image.width ?? null,
            height: image.height ?? null,
          },
    footer: embed.footer?.text ?? null,
  };
}

export function modalView({ interactionId, modal }: OpenModal, context: ViewContext): ModalView {
  return {
    interactionId,
    title: modal.title,
    parts: modal.components.flatMap((component): ModalPart[] => {
      switch (component.type) {
        case ComponentType.TextDisplay:
          return [{ kind: 'text', content: component.content }];
        case ComponentType.ActionRow:
          return component.components.map((input) => inputPart(input, input.label ?? '', null));
        case ComponentType.Label: {
          const { component: input, label, description = null } = component;
          switch (input.type) {
            case ComponentType.TextInput:
              return [inputPart(input, label, description)];
            case ComponentType.StringSelect:
            case ComponentType.UserSelect:
            case ComponentType.RoleSelect:
            case ComponentType.MentionableSelect:
            case ComponentType.ChannelSelect:
              return [selectPart(input, label, description, context)];
            case ComponentType.RadioGroup:
            case ComponentType.CheckboxGroup:
              return [groupPart(input, label, description)];
            default:
              return [];
          }
        }
        default:
          return [];
      }
    }),
  };
}

function inputPart(input: APITextInputComponent, label: string, description: string | null): ModalPart {
  return {
    kind: 'input',
    customId: input.custom_id,
    label,
    description,
    isParagraph: input.style === TextInputStyle.Paragraph,
    isRequired: input.required ?? true,
    minLength: input.min_length ?? 0,
    maxLength: input.max_length ?? 4000,
    placeholder: input.placeholder ?? '',
    value: input.value ?? '',
  };
}

function selectPart(
  select: APISelectMenuComponent,
  label: string,
  description: string | null,
  context: ViewContext,
): ModalPart {
  return {
    kind: 'choice',
    customId: select.custom_id,
    label,
    description,
    isRequired: select.required ?? true,
    min: select.min_values ?? 1,
    max: select.max_values ?? 1,
    placeholder: select.placeholder ?? 'Make a selection',
    options: selectOptions(select, context),
  };
}

function groupPart(
  group: APIRadioGroupComponent | APICheckboxGroupComponent,
  label: string,
  description: string | null,
): ModalPart {
  const isRadio = group.type === ComponentType.RadioGroup;
  return {
    kind: 'choice',
    customId: group.custom_id,
    label,
    description,
    isRequired: group.required ?? true,
    min: isRadio ? 1 : (group.min_values ?? 1),
    max: isRadio ? 1 : (group.max_values ?? group.options.length),
    placeholder: 'Make a selection',
    options: group.options.map(stringOption),
  };
}

function colour(rgb: number | null | undefined): string | null {
  return rgb === null || rgb === undefined ? null : `#${rgb.toString(16).padStart(6, '0')}`;
}

/** `null` for anything a click must not follow, such as `javascript:`. */
function webAddress(url: string): string | null {
  return /^https?:\/\//i.test(url) ? url : null;
}
