import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Action, ActionResult, PersonView, PictureView } from '../protocol.ts';
import type { World } from './world.ts';

/** What any part of the page can see and ask for. */
export interface Playground {
  readonly world: World;
  /** Opens the modal when that is the answer. Throws `Refused` with words for the visitor. */
  readonly perform: (action: Action) => Promise<ActionResult>;
  /** Puts a command in the composer, ready to be filled in and sent. */
  readonly compose: (commandPath: string) => void;
  readonly openChannel: (channelId: string) => void;
  readonly openMenu: (menu: OpenMenu) => void;
  readonly openPersonMenu: (person: PersonView, place: MenuPlace) => void;
  readonly openPicture: (picture: PictureView) => void;
  /** Whether the bot's messages show what went over the wire. */
  readonly isDeveloper: boolean;
}

/** Where a menu opens, in the window's pixels. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
  /** Grows upwards from there. */
  readonly isAbove?: boolean;
}

export interface MenuItem {
  readonly label: string;
  readonly detail?: string;
  readonly isChecked?: boolean;
  readonly run: () => void;
}

export interface OpenMenu {
  readonly label: string;
  /** For items that say little without it. */
  readonly showsLabel?: boolean;
  readonly items: readonly MenuItem[];
  readonly place: MenuPlace;
}

export const PlaygroundContext = createContext<Playground | null>(null);

export function usePlayground(): Playground {
  const playground = useContext(PlaygroundContext);
  if (playground === null) throw new Error('Outside the playground');
  return playground;
}

/** Just above an element, for what stands at the lower edge. */
export function placeAbove(element: Element): MenuPlace {
  const box = element.getBoundingClientRect();
  return { x: box.left, y: box.top - 4, isAbove: true };
}

/** Just below an element: where a menu opens when the keyboard or a tap asks for it. */
export function placeBelow(element: Element): MenuPlace {
  const box = element.getBoundingClientRect();
  return { x: box.left, y: box.bottom + 4 };
}
