import type { SessionStarts } from '../gateway/session-starts.ts';
import { answer, type RestApi } from './pipeline.ts';

interface GatewayRoutes {
  readonly url: () => string;
  readonly recommendedShards: () => number;
  readonly sessionStarts: SessionStarts;
}

export function addGatewayRoutes(
  api: RestApi,
  { url, recommendedShards, sessionStarts }: GatewayRoutes,
): void {
  api.get('/gateway', (c) => answer(c, { url: url() }));
  api.get('/gateway/bot', (c) =>
    answer(c, { url: url(), shards: recommendedShards(), session_start_limit: sessionStarts.limit }),
  );
}
