import { ComponentType, type APIMediaGalleryComponent } from 'discord.js';
import type { Card, CardRenderer } from '../services/card.ts';
import type { ReadAvatar } from './avatar-reader.ts';
import { isPicture, type Picture } from './cards/picture.ts';
import type { AnswerFile } from './command.ts';
import type { View } from './views/elements.ts';

/** What Discord is sent. */
export interface DrawnView {
  readonly components: View;
  /** What the components' `attachment://` addresses stand for. */
  readonly files: readonly AnswerFile[];
}

/** Draws the pictures of a view. Those that cannot be had are left out: never rejects. */
export type DrawView = (view: View, files?: readonly AnswerFile[]) => Promise<DrawnView>;

export function createViewDrawer(renderer: CardRenderer, readAvatar: ReadAvatar): DrawView {
  const draw = async ({ drawnFrom: { card, avatarUrl } }: Picture): Promise<Uint8Array | undefined> => {
    const avatar = avatarUrl === undefined ? undefined : await readAvatar(avatarUrl);
    return renderer.draw(avatar === undefined ? card : withAvatar(card, avatar));
  };

  return async (view, files = []) => {
    const drawn = new Map<Picture, Uint8Array>();
    for (const picture of picturesOf(view)) {
      const png = await draw(picture);
      if (png !== undefined) drawn.set(picture, png);
    }
    return {
      components: replacePictures(view, (picture) => drawn.has(picture)),
      files: [
        ...files,
        ...[...drawn].map(([{ drawnFrom }, content]) => ({ name: drawnFrom.fileName, content })),
      ],
    };
  };
}

/** The view as it is where no picture is to be had. */
export function withoutPictures(view: View): View {
  return replacePictures(view, () => false);
}

function withAvatar(card: Card, avatar: Uint8Array): Card {
  return 'person' in card ? { ...card, person: { ...card.person, avatar } } : card;
}

function picturesOf(view: View): readonly Picture[] {
  return view.flatMap((component) =>
    component.type === ComponentType.Container ? component.components.filter(isPicture) : [],
  );
}

/** Pictures stand in containers, beside the text that says the same. */
function replacePictures(view: View, isThere: (picture: Picture) => boolean): View {
  return view.map((component) =>
    component.type === ComponentType.Container
      ? {
          ...component,
          components: component.components.flatMap((child) => {
            if (!isPicture(child)) return [child];
            return isThere(child) ? [galleryOf(child)] : [];
          }),
        }
      : component,
  );
}

function galleryOf({ type, items }: Picture): APIMediaGalleryComponent {
  return { type, items };
}
