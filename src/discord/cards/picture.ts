import { ComponentType, type APIMediaGalleryComponent } from 'discord.js';
import type { Card } from '../../services/card.ts';
import type { Words } from '../../words/words.ts';
import { ellipsize } from '../escape.ts';

/** Discord's limit on what a picture is described with. */
const DESCRIPTION_MAX_LENGTH = 1024;

/** The place of a picture in a view, with what it is drawn from just before the view is sent. */
export interface Picture extends APIMediaGalleryComponent {
  readonly drawnFrom: {
    readonly card: Card;
    /** Of the person whom the card shows. */
    readonly avatarUrl: string | undefined;
    readonly fileName: string;
  };
}

export function picture(words: Words, card: Card, avatarUrl?: string): Picture {
  const fileName = `${card.kind}.png`;
  return {
    type: ComponentType.MediaGallery,
    items: [
      {
        media: { url: `attachment://${fileName}` },
        description: ellipsize(words.cards.described(card), DESCRIPTION_MAX_LENGTH),
      },
    ],
    drawnFrom: { card, avatarUrl, fileName },
  };
}

export function isPicture(component: object): component is Picture {
  return 'drawnFrom' in component;
}
