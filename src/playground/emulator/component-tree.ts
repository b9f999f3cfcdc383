import type { APIAttachment, APIUnfurledMediaItem, ComponentType } from 'discord-api-types/v10';
import { invalidForm } from './rest-error.ts';

/** Any component: what the walks need, whatever its type. */
export interface ComponentNode {
  readonly type: ComponentType;
  readonly id?: number;
  readonly custom_id?: string;
  readonly content?: string;
  readonly components?: readonly ComponentNode[];
  readonly component?: ComponentNode;
  readonly accessory?: ComponentNode;
  readonly media?: APIUnfurledMediaItem;
  readonly file?: APIUnfurledMediaItem;
  /** Of a file, told back with it. */
  readonly name?: string;
  readonly size?: number;
  readonly items?: readonly { readonly media: APIUnfurledMediaItem }[];
}

/** Every component, those inside others included, in the order Discord numbers them. */
export function* walkComponents(components: readonly ComponentNode[]): Generator<ComponentNode> {
  for (const component of components) {
    yield component;
    yield* walkComponents(childrenOf(component));
  }
}

function childrenOf({ components = [], component, accessory }: ComponentNode): readonly ComponentNode[] {
  return [
    ...components,
    ...(component === undefined ? [] : [component]),
    ...(accessory === undefined ? [] : [accessory]),
  ];
}

const ATTACHMENT_SCHEME = 'attachment://';

/** The components as Discord gives them back: each with a numeric id, each file reference resolved. */
export function placeComponents(
  components: readonly ComponentNode[],
  files: readonly APIAttachment[],
): readonly ComponentNode[] {
  const used = new Set<number>();
  for (const { id } of walkComponents(components)) if (id !== undefined) used.add(id);
  let last = 0;
  const nextId = () => {
    do last += 1;
    while (used.has(last));
    return last;
  };

  const place = (component: ComponentNode, path: readonly (string | number)[]): ComponentNode => {
    const media = (item: APIUnfurledMediaItem, ...keys: (string | number)[]) =>
      unfurl(item, files, [...path, ...keys]);
    // Zero counts as no id.
    const id = component.id === undefined || component.id === 0 ? nextId() : component.id;
    return {
      ...component,
      id,
      ...(component.components && {
        components: component.components.map((child, index) => place(child, [...path, 'components', index])),
      }),
      ...(component.component && { component: place(component.component, [...path, 'component']) }),
      ...(component.accessory && { accessory: place(component.accessory, [...path, 'accessory']) }),
      ...(component.media && { media: media(component.media, 'media') }),
      ...(component.file && shownFile(component.file, files, [...path, 'file'])),
      ...(component.items && {
        items: component.items.map((item, index) => ({
          ...item,
          media: media(item.media, 'items', index, 'media'),
        })),
      }),
    };
  };
  return components.map((component, index) => place(component, ['components', index]));
}

function shownFile(
  item: APIUnfurledMediaItem,
  files: readonly APIAttachment[],
  path: readonly (string | number)[],
): Pick<ComponentNode, 'file' | 'name' | 'size'> {
  const stored = referencedFile(item.url, files, path);
  return {
    file: unfurl(item, files, path),
    ...(stored && { name: stored.filename, size: stored.size }),
  };
}

function unfurl(
  item: APIUnfurledMediaItem,
  files: readonly APIAttachment[],
  path: readonly (string | number)[],
): APIUnfurledMediaItem {
  const file = referencedFile(item.url, files, path);
  if (file === undefined) return { ...item, proxy_url: item.proxy_url ?? item.url };
  return {
    ...item,
    url: file.url,
    proxy_url: file.proxy_url,
    width: file.width ?? null,
    height: file.height ?? null,
    content_type: file.content_type ?? null,
    attachment_id: file.id,
  };
}

/** The file an `attachment://` address means; `undefined` for any other address. */
export function referencedFile(
  url: string,
  files: readonly APIAttachment[],
  path: readonly (string | number)[],
): APIAttachment | undefined {
  if (!url.startsWith(ATTACHMENT_SCHEME)) return undefined;
  const name = url.slice(ATTACHMENT_SCHEME.length);
  const file = files.findLast(({ filename }) => filename === name);
  if (file !== undefined) return file;
  throw invalidForm([
    {
      path: [...path, 'url'],
      code: 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
      message: `Referenced attachment ${name} was not found in the message`,
    },
  ]);
}

/** The ids of the files that components show. */
export function shownFiles(components: readonly ComponentNode[]): ReadonlySet<string> {
  const ids = new Set<string>();
  const note = (item: APIUnfurledMediaItem | undefined) => {
    if (item?.attachment_id !== undefined) ids.add(item.attachment_id);
  };
  for (const { media, file, items = [] } of walkComponents(components)) {
    note(media);
    note(file);
    for (const item of items) note(item.media);
  }
  return ids;
}

/** All text a message with these components shows in text displays. */
export function textOf(components: readonly ComponentNode[]): string {
  const texts: string[] = [];
  for (const { content } of walkComponents(components)) if (content !== undefined) texts.push(content);
  return texts.join('\n');
}
