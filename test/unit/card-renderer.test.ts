import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createCardRenderer,
  type CardOutcome,
  type CardRendererLimits,
  type ThreadedCardRenderer,
} from '../../src/cards/card-renderer.ts';
import { projectRoot } from '../../src/project-root.ts';
import type { Card } from '../../src/services/card.ts';
import { startBotProcess } from '../support/bot-process.ts';
import { sampleCards } from '../support/sample-cards.ts';

const FAULTY = fileURLToPath(new URL('../support/faulty-card-worker.js', import.meta.url));
const BUILT = join(projectRoot(), 'dist', 'src', 'cards', 'card-renderer.js');
/** The thread gives way to everything else, and a loaded machine has much of that. */
const PATIENCE_MS = 60_000;
const PATIENT = { timeout: PATIENCE_MS };

const open: ThreadedCardRenderer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((renderer) => renderer.close()));
});

function stage({ worker, ...limits }: Partial<CardRendererLimits> & { readonly worker?: string } = {}) {
  const faults: unknown[] = [];
  const outcomes: CardOutcome[] = [];
  const renderer = createCardRenderer({
    onFault: (fault) => faults.push(fault),
    report: ({ outcome }) => outcomes.push(outcome),
    limits: { waitMs: PATIENCE_MS, drawMs: PATIENCE_MS, ...limits },
    ...(worker !== undefined && { worker }),
  });
  open.push(renderer);
  return { renderer, faults, outcomes };
}

function titled(title: string): Card {
  return { kind: 'leaderboard', title, subtitle: '', rows: [], footer: '' };
}

test('cards of every kind are PNGs at two pixels a unit', PATIENT, async () => {
  const { renderer, faults } = stage();
  const cards = Object.values(sampleCards);
  const pngs = await Promise.all(cards.map((card) => renderer.draw(card)));
  expect(faults).toEqual([]);
  for (const png of pngs) {
    if (png === undefined) throw new Error('A card was not drawn');
    const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
    expect(bytes.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1A\n', 'latin1'));
    expect(bytes.readUInt32BE(16)).toBeGreaterThanOrEqual(1_000);
    expect(bytes.readUInt32BE(16) % 2).toBe(0);
  }
  expect(new Set(pngs.map((png) => Buffer.from(png ?? []).toString('base64'))).size).toBe(cards.length);
});

test('equal cards are one picture, and another face makes another', PATIENT, async () => {
  const { renderer, outcomes } = stage();
  const faceless = sampleCards.progress;
  const face = await renderer.draw(faceless);
  const faced = { ...faceless, person: { ...faceless.person, avatar: face } };
  const withFace = await renderer.draw(faced);
  expect(withFace).not.toEqual(face);
  expect(await renderer.draw(structuredClone(faced))).toBe(withFace);
  expect(await renderer.draw(structuredClone(faceless))).toBe(face);
  expect(outcomes).toEqual(['drawn', 'drawn', 'shared', 'shared']);
});

describe('a card', () => {
  test('that is under way is drawn once for all who ask', async () => {
    const { renderer, outcomes } = stage({ worker: FAULTY });
    const cards = [titled('a'), titled('a'), titled('b')];
    const [first, second, other] = await Promise.all(cards.map((card) => renderer.draw(card)));
    expect(first).toEqual(new Uint8Array([1]));
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(outcomes.toSorted()).toEqual(['drawn', 'drawn', 'shared']);
  });

  test('is forgotten when others need the room', async () => {
    const { renderer, outcomes } = stage({ worker: FAULTY, cacheBytes: 2 });
    for (const title of ['a', 'b', 'c', 'c', 'a']) await renderer.draw(titled(title));
    expect(outcomes).toEqual(['drawn', 'drawn', 'drawn', 'shared', 'drawn']);
  });

  test('beyond the queue is refused at once', async () => {
    const { renderer, outcomes } = stage({ worker: FAULTY, cards: 2 });
    const first = ['a', 'b'].map((title) => renderer.draw(titled(title)));
    expect(renderer.pending()).toBe(2);
    expect(await renderer.draw(titled('c'))).toBeUndefined();
    // One that is in the queue already is no more work.
    const shared = renderer.draw(titled('b'));
    await Promise.all([...first, shared]);
    expect(renderer.pending()).toBe(0);
    expect(await renderer.draw(titled('c'))).toBeDefined();
    expect(outcomes[0]).toBe('refused');
    expect(outcomes.toSorted()).toEqual(['drawn', 'drawn', 'drawn', 'refused', 'shared']);
  });
});

describe('the thread', () => {
  test('is replaced when it hangs, and who waited does not any more', PATIENT, async () => {
    const { renderer, faults, outcomes } = stage({ worker: FAULTY, waitMs: 500, drawMs: 2_000 });
    // The queue stands still meanwhile: the second card is given up before its turn, and not drawn for nobody.
    expect(await Promise.all([renderer.draw(titled('hang')), renderer.draw(titled('late'))])).toEqual([
      undefined,
      undefined,
    ]);
    expect(outcomes).toEqual(['late', 'late']);
    await expect.poll(() => renderer.pending(), PATIENT).toBe(0);
    expect(faults).toHaveLength(1);
    await expect.poll(() => renderer.draw(titled('late')), PATIENT).toEqual(new Uint8Array([1]));
  });

  test.each(['throw', 'die', 'hoard'])(
    'fails a card that makes it %s, and draws the next',
    PATIENT,
    async (title) => {
      const { renderer, faults, outcomes } = stage({ worker: FAULTY });
      expect(await Promise.all(['a', title, 'b'].map((each) => renderer.draw(titled(each))))).toEqual([
        new Uint8Array([1]),
        undefined,
        new Uint8Array([1]),
      ]);
      expect(outcomes).toEqual(['drawn', 'failed', 'drawn']);
      expect(faults).toHaveLength(1);
    },
  );

  test('may die between two cards', async () => {
    const { renderer, faults } = stage({ worker: FAULTY });
    await renderer.draw(titled('die afterwards'));
    await expect.poll(() => faults, PATIENT).toHaveLength(1);
    expect(await renderer.draw(titled('b'))).toBeDefined();
  });

  test('may exit', async () => {
    const { renderer, outcomes } = stage({ worker: FAULTY, drawMs: 2_000 });
    await renderer.draw(titled('a'));
    expect(await renderer.draw(titled('exit'))).toBeUndefined();
    expect(await renderer.draw(titled('b'))).toBeDefined();
    expect(outcomes).toEqual(['drawn', 'failed', 'drawn']);
  });

  test('may be missing', async () => {
    const { renderer, faults, outcomes } = stage({ worker: '/nowhere/worker.js', drawMs: 500 });
    expect(await renderer.draw(titled('a'))).toBeUndefined();
    expect(outcomes).toEqual(['failed']);
    expect(faults.length).toBeGreaterThan(0);
  });

  test('ends with the renderer, whatever it is at', async () => {
    const { renderer, faults, outcomes } = stage({ worker: FAULTY });
    await renderer.draw(titled('a'));
    const [hanging, waiting] = ['hang', 'b'].map((title) => renderer.draw(titled(title)));
    await renderer.close();
    expect(await Promise.all([hanging, waiting, renderer.draw(titled('a'))])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(outcomes.at(0)).toBe('drawn');
    expect(outcomes).not.toContain('shared');
    expect(faults).toEqual([]);
  });

  test('keeps no process alive', PATIENT, async () => {
    expect(existsSync(BUILT)).toBe(true);
    const script = `
      const { createCardRenderer } = await import(${JSON.stringify(pathToFileURL(BUILT).href)});
      const renderer = createCardRenderer({ onFault: console.error, limits: { waitMs: ${PATIENCE_MS}, drawMs: ${PATIENCE_MS} } });
      const png = await renderer.draw(${JSON.stringify(sampleCards.progress)});
      console.log('drawn', png?.byteLength > 1_000);
    `;
    await using process = startBotProcess({
      nodeArguments: ['--input-type=module', '--eval', script],
      workingDirectory: projectRoot(),
      env: {},
    });
    expect(await process.ended).toMatchObject({ code: 0, complaints: '' });
    expect(process.output()).toBe('drawn true');
  });
});
