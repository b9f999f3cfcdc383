import { ComponentType, SeparatorSpacingSize } from 'discord-api-types/v10';
import { checkButton } from './buttons.ts';
import { createComponentCensus, type ComponentCensus } from './component-census.ts';
import type { Field } from './field.ts';
import { checkSelect, isSelectKind, selectKinds } from './selects.ts';

/** `legacy`: action rows beside content and embeds; `v2`: the flag IS_COMPONENTS_V2 is set. */
export type Layout = 'legacy' | 'v2';

const maxLegacyRows = 5;
const maxComponents = 40;
const maxTextLength = 4000;
const maxButtonsInRow = 5;

const rowKinds = [ComponentType.Button, ...selectKinds] as const;
const accessoryKinds = [ComponentType.Button, ComponentType.Thumbnail] as const;
const containerKinds = [
  ComponentType.ActionRow,
  ComponentType.Section,
  ComponentType.TextDisplay,
  ComponentType.MediaGallery,
  ComponentType.File,
  ComponentType.Separator,
] as const;
const topLevelKinds = [...containerKinds, ComponentType.Container] as const;

export function checkMessageComponents(list: Field, layout: Layout): void {
  const census = createComponentCensus();
  if (layout === 'legacy') {
    for (const row of list.list({ max: maxLegacyRows })) {
      if (row.kind([ComponentType.ActionRow]) !== undefined) checkActionRow(row, census);
    }
    return;
  }
  for (const component of list.list()) checkLayoutComponent(component, topLevelKinds, census);
  if (census.components > maxComponents) {
    list.refuse(
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The maximum number of total components is ${maxComponents}`,
    );
  }
  if (census.textLength > maxTextLength) {
    list.refuse(
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `Components displayable text size exceeds maximum size of ${maxTextLength}`,
    );
  }
}

/** Whether a component works only in a message with the flag IS_COMPONENTS_V2. */
export function needsV2(component: Field): boolean {
  return topLevelKinds.some(
    (kind) => kind !== ComponentType.ActionRow && kind === component.at('type').value,
  );
}

export function checkTextDisplay(display: Field, census: ComponentCensus): void {
  census.enter(display);
  const text = display.at('content').text({ min: 1, max: maxTextLength, required: true });
  if (text !== undefined) census.addText(text);
}

function checkLayoutComponent(
  component: Field,
  allowed: readonly (typeof topLevelKinds)[number][],
  census: ComponentCensus,
): void {
  const kind = component.kind(allowed);
  switch (kind) {
    case undefined:
      return;
    case ComponentType.ActionRow:
      checkActionRow(component, census);
      return;
    case ComponentType.Section:
      checkSection(component, census);
      return;
    case ComponentType.TextDisplay:
      checkTextDisplay(component, census);
      return;
    case ComponentType.MediaGallery:
      checkMediaGallery(component, census);
      return;
    case ComponentType.File:
      checkFile(component, census);
      return;
    case ComponentType.Separator:
      checkSeparator(component, census);
      return;
    case ComponentType.Container:
      checkContainer(component, census);
      return;
  }
}

function checkActionRow(row: Field, census: ComponentCensus): void {
  census.enter(row);
  const children = row.at('components').list({ min: 1, max: maxButtonsInRow, required: true });
  for (const child of children) {
    const kind = child.kind(rowKinds);
    if (kind === undefined) continue;
    if (!isSelectKind(kind)) {
      checkButton(child, census);
      continue;
    }
    checkSelect(child, kind, census);
    if (children.length > 1) {
      child.refuse('COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'A select menu takes a row of its own');
    }
  }
}

function checkSection(section: Field, census: ComponentCensus): void {
  census.enter(section);
  for (const child of section.at('components').list({ min: 1, max: 3, required: true })) {
    if (child.kind([ComponentType.TextDisplay]) !== undefined) checkTextDisplay(child, census);
  }
  const accessory = section.at('accessory');
  const kind = accessory.kind(accessoryKinds);
  if (kind === ComponentType.Button) checkButton(accessory, census);
  if (kind === ComponentType.Thumbnail) checkThumbnail(accessory, census);
}

function checkThumbnail(thumbnail: Field, census: ComponentCensus): void {
  census.enter(thumbnail);
  checkMedia(thumbnail);
}

function checkMediaGallery(gallery: Field, census: ComponentCensus): void {
  census.enter(gallery);
  for (const item of gallery.at('items').list({ min: 1, max: 10, required: true })) {
    if (item.require() && item.record()) checkMedia(item);
  }
}

function checkMedia(item: Field): void {
  item.at('description').text({ min: 1, max: 1024 });
  item.at('spoiler').boolean();
  checkMediaUrl(item.at('media'), ['http', 'https', 'attachment']);
}

function checkFile(file: Field, census: ComponentCensus): void {
  census.enter(file);
  file.at('spoiler').boolean();
  checkMediaUrl(file.at('file'), ['attachment']);
}

function checkMediaUrl(media: Field, schemes: readonly string[]): void {
  if (media.require() && media.record()) media.at('url').url(schemes, { min: 1, max: 2048, required: true });
}

function checkSeparator(separator: Field, census: ComponentCensus): void {
  census.enter(separator);
  separator.at('divider').boolean();
  separator.at('spacing').oneOf([SeparatorSpacingSize.Small, SeparatorSpacingSize.Large]);
}

function checkContainer(container: Field, census: ComponentCensus): void {
  census.enter(container);
  container.at('accent_color').integer({ min: 0, max: 0xffffff });
  container.at('spoiler').boolean();
  for (const child of container.at('components').list({ min: 1, required: true })) {
    checkLayoutComponent(child, containerKinds, census);
  }
}
