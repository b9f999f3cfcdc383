import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { CALM_MS } from '../../src/discord/admission.ts';
import type { Answer, SlashCommand } from '../../src/discord/command.ts';
import { defineComponent } from '../../src/discord/command.ts';
import { defineAction } from '../../src/discord/custom-id.ts';
import { picture } from '../../src/discord/cards/picture.ts';
import { slashCommand } from '../../src/discord/define-command.ts';
import { button, container, row, text } from '../../src/discord/views/elements.ts';
import type { Card, CardRenderer } from '../../src/services/card.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { PIXEL } from '../support/pixel.ts';
import { pictureOf, shownInPlace, shownPrivately, shownPublicly, textOf } from '../support/shown.ts';
import { openStage } from '../support/stage.ts';

const card: Card = { kind: 'leaderboard', title: 'Board', subtitle: 'Now', rows: [], footer: 'Nobody' };
const pressed = defineAction<Readonly<Record<string, never>>>('pressed', {});

function answer(content: string, hasPicture = true): Answer {
  const again = row(button('Again', pressed.customId({})));
  return { view: [container(text(content), ...(hasPicture ? [picture(words, card)] : []), again)] };
}

function command(name: string, given: Answer, onPress = given): SlashCommand {
  return {
    kind: 'slash',
    data: slashCommand(name, () => 'Stands in for a command').toJSON(),
    audience: () => 'private',
    execute: () => Promise.resolve(given),
    components: [defineComponent(pressed, { response: 'update', execute: () => Promise.resolve(onPress) })],
  };
}

/** Draws when it is told to, and what it is told. */
function slowRenderer() {
  let finish: (png: Uint8Array | undefined) => void = () => undefined;
  const drawn = new Promise<Uint8Array | undefined>((resolve) => {
    finish = resolve;
  });
  const renderer: CardRenderer = { draw: () => drawn };
  return { renderer, finish };
}

const failing: CardRenderer = { draw: () => Promise.resolve(undefined) };

describe.concurrent('a picture that', () => {
  test('cannot be drawn is left out, and nothing of it remains', async () => {
    await using stage = await openStage([command('board', answer('All of it'))], failing);
    const outcome = await stage.ada.type(stage.channelId, '/board');
    expect(outcome.wasDeferred).toBe(false);
    expect(shownPrivately(outcome)).toBe('All of it');
    expect(pictureOf(outcome.message)).toBeUndefined();
    expect(shownInPlace(await stage.ada.press(outcome.message, 'Again'))).toBe('All of it');
  });

  test.for([PIXEL, undefined])('takes long is waited for behind a deferral: %#', async (png) => {
    const { renderer, finish } = slowRenderer();
    await using stage = await openStage([command('board', answer('All of it'))], renderer);
    const asked = stage.ada.type(stage.channelId, '/board');
    await vi.waitFor(
      () => {
        expect(stage.emulator.requests).toContainEqual(
          expect.objectContaining({ body: expect.objectContaining({ type: 5 }) as unknown }),
        );
      },
      { timeout: 5_000 },
    );
    finish(png);
    const outcome = await asked;
    expect(outcome.wasDeferred).toBe(true);
    expect(shownPrivately(outcome)).toBe('All of it');
    expect(pictureOf(outcome.message) !== undefined).toBe(png !== undefined);
    expect(stage.reports).toEqual([]);
    await stage.settled(outcome);
    expect(stage.reports.map(({ outcome: came }) => came)).toEqual(['ok']);
  });

  test('takes long holds up nobody whose answer has none', async () => {
    const { renderer, finish } = slowRenderer();
    await using stage = await openStage([command('plain', answer('Text', false))], renderer);
    expect(shownPrivately(await stage.ada.type(stage.channelId, '/plain'))).toBe('Text');
    finish(undefined);
  });

  test('belongs to an announcement is waited for after the answer', async () => {
    const { renderer, finish } = slowRenderer();
    const given = { ...answer('Yours', false), announcement: answer('For all').view };
    await using stage = await openStage([command('tell', given)], renderer);
    const outcome = await stage.ada.type(stage.channelId, '/tell');
    expect(shownPrivately(outcome)).toBe('Yours');
    expect(stage.ben.messages(stage.channelId)).toEqual([]);
    finish(PIXEL);
    const [announcement] = await outcome.followUps();
    expect(announcement && textOf(announcement)).toBe('For all');
    expect(announcement && pictureOf(announcement)?.description).toBe('Board: Now. Nobody.');
  });
});

test('an answer in the place of a deleted message brings its picture along', async () => {
  const { renderer, finish } = slowRenderer();
  const shown = {
    ...command('board', answer('Before', false), answer('After')),
    audience: () => 'public' as const,
  };
  await using stage = await openStage([shown], renderer);
  const outcome = await stage.ada.type(stage.channelId, '/board');
  expect(shownPublicly(outcome)).toBe('Before');
  const press = stage.ada.press(outcome.message, 'Again');
  await vi.waitFor(
    () => {
      expect(stage.emulator.requests).toContainEqual(
        expect.objectContaining({ body: expect.objectContaining({ type: 6 }) as unknown }),
      );
    },
    { timeout: 5_000 },
  );
  stage.emulator.deleteMessage(outcome.message.id);
  finish(PIXEL);
  const after = await press;
  expect(textOf(after.message)).toBe('After');
  expect(pictureOf(after.message)).toBeDefined();
});

test('a picture is left out while many wait for their answers, until it is calm again', async () => {
  const quick = command('board', answer('All of it'));
  const heavy: SlashCommand = {
    ...quick,
    execute: (...asked) => {
      const until = performance.now() + 10;
      while (performance.now() < until);
      return quick.execute(...asked);
    },
  };
  await using stage = await openStage([heavy], { draw: () => Promise.resolve(PIXEL) });
  const asked = Array.from({ length: 20 }, () => stage.ada.type(stage.channelId, '/board'));
  const [first] = await Promise.all(asked);
  expect(first && shownPrivately(first)).toBe('All of it');
  expect(first && pictureOf(first.message)).toBeUndefined();

  await delay(CALM_MS);
  const { message } = await stage.ada.type(stage.channelId, '/board');
  expect(pictureOf(message)).toBeDefined();
});
