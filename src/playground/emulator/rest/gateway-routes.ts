import type { Gateway } from '../gateway/gateway.ts';
import { answer, type RestApi } from './pipeline.ts';

const IDENTIFIES_PER_DAY = 1_000;
const DAY_MS = 24 * 60 * 60 * 1000;

export function addGatewayRoutes(api: RestApi, context: { url: () => string; gateway: Gateway }): void {
  api.get('/gateway', (c) => answer(c, { url: context.url() }));
  api.get('/gateway/bot', (c) =>
    answer(c, {
      url: context.url(),
      shards: 1,
      session_start_limit: {
        total: IDENTIFIES_PER_DAY,
        remaining: Math.max(1, IDENTIFIES_PER_DAY - context.gateway.identifies),
        reset_after: DAY_MS,
        max_concurrency: 1,
      },
    }),
  );
}
