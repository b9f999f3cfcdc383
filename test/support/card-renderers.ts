import type { BotOptions } from '../../src/bot.ts';
import { createViewDrawer, type DrawView } from '../../src/discord/draw-view.ts';

/** For tests that are about something else: nothing is drawn, and the texts go out alone. */
export const withoutPictures: NonNullable<BotOptions['cardRenderer']> = {
  draw: () => Promise.resolve(undefined),
  pending: () => 0,
  close: () => Promise.resolve(),
};

export const drawNothing: DrawView = createViewDrawer(withoutPictures, () => Promise.resolve(undefined));
