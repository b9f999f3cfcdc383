import type { InteractionRecord, RequestRecord } from '../emulator/contract.ts';
import type { ExchangeView, RequestView } from './protocol.ts';

/** More than a visitor looks through; a message that is turned over often has many. */
const EXCHANGES_SHOWN = 10;

/**
 * What lies behind a message, oldest first: each interaction and the requests that the bot answered it with.
 *
 * Whoever sees the message may see the requests that made it what it is. An interaction holds what its user typed, and
 * the message they pressed a button on, and its other answers may be private: those are for that user alone.
 */
export function exchangesBehind(
  messageId: string,
  viewerId: string,
  log: { readonly requests: readonly RequestRecord[]; readonly interactions: readonly InteractionRecord[] },
): readonly ExchangeView[] {
  const made = log.requests.filter((request) => request.messageId === messageId);
  const ids = [...new Set(made.map(({ interactionId }) => interactionId))].slice(-EXCHANGES_SHOWN);
  return ids.map((id) => {
    const interaction = id === null ? undefined : log.interactions.find((candidate) => candidate.id === id);
    const isOwn = interaction?.userId === viewerId;
    const requests = isOwn ? log.requests : made;
    return {
      origin: id === null ? 'bot' : isOwn ? 'own' : 'other',
      interaction: isOwn ? { at: interaction.at, payload: interaction.payload } : null,
      requests: requests.filter(({ interactionId }) => interactionId === id).map(requestView),
    };
  });

  function requestView({ at, method, path, body, status, response }: RequestRecord): RequestView {
    return { at, method, path, body: body ?? null, status, response };
  }
}
