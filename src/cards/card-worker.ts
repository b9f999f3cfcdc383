import { constants, setPriority } from 'node:os';
import type { Card } from '../services/card.ts';
import { composeCard } from './compose-card.ts';
import { renderPng } from './draw-scene.ts';
import { createTypesetter } from './typesetter.ts';

// Answers come before pictures, yet on a busy machine there shall be pictures too. Only Linux has priorities of single
// threads; elsewhere this would be the whole bot's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const typesetter = createTypesetter();

/** Runs on the thread of the card renderer. */
export default async function drawCard(card: Card): Promise<Uint8Array> {
  return renderPng(await composeCard(card, typesetter));
}
