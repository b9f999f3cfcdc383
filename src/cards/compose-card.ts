import type { Card } from '../services/card.ts';
import { layOutLeaderboard } from './layouts/leaderboard.ts';
import { layOutPhaseFinished } from './layouts/phase-finished.ts';
import { layOutPlan } from './layouts/plan.ts';
import { layOutProgress } from './layouts/progress.ts';
import { layOutSummary } from './layouts/summary.ts';
import type { Scene } from './scene.ts';
import type { Typesetter } from './typesetter.ts';

/** Where everything on a card stands. */
export function composeCard(card: Card, typesetter: Typesetter): Promise<Scene> {
  switch (card.kind) {
    case 'progress':
      return layOutProgress(card, typesetter);
    case 'leaderboard':
      return layOutLeaderboard(card, typesetter);
    case 'summary':
      return layOutSummary(card, typesetter);
    case 'plan':
      return layOutPlan(card, typesetter);
    case 'phase-finished':
      return layOutPhaseFinished(card, typesetter);
  }
}
