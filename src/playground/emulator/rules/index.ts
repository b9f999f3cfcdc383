import { checkCommand, checkCommandEdit, checkCommandSet } from './commands.ts';
import { Field, type RuleViolation } from './field.ts';
import { checkInteractionResponse } from './interaction-response.ts';
import { checkChannelMessage, checkInteractionMessage, checkMessageEdit } from './message.ts';
import { checkRole } from './roles.ts';
import { checkThread, checkThreadOnMessage } from './threads.ts';

export type { RuleViolation } from './field.ts';
export { tooManyCommandsCode } from './commands.ts';
export { emptyMessageCode } from './message.ts';

interface Rule {
  readonly method: string;
  readonly path: RegExp;
  readonly check: (body: Field, currentFlags: number | undefined) => void;
}

const commandSet = /^\/applications\/[^/]+(?:\/guilds\/[^/]+)?\/commands$/;
const command = /^\/applications\/[^/]+(?:\/guilds\/[^/]+)?\/commands\/[^/]+$/;

const rules: readonly Rule[] = [
  { method: 'POST', path: /^\/channels\/[^/]+\/messages$/, check: checkChannelMessage },
  { method: 'PATCH', path: /^\/channels\/[^/]+\/messages\/[^/]+$/, check: checkMessageEdit },
  { method: 'POST', path: /^\/channels\/[^/]+\/threads$/, check: checkThread },
  { method: 'POST', path: /^\/channels\/[^/]+\/messages\/[^/]+\/threads$/, check: checkThreadOnMessage },
  { method: 'POST', path: /^\/guilds\/[^/]+\/roles$/, check: checkRole },
  { method: 'PATCH', path: /^\/guilds\/[^/]+\/roles\/[^/]+$/, check: checkRole },
  { method: 'POST', path: /^\/webhooks\/[^/]+\/[^/]+$/, check: checkInteractionMessage },
  { method: 'PATCH', path: /^\/webhooks\/[^/]+\/[^/]+\/messages\/[^/]+$/, check: checkMessageEdit },
  { method: 'POST', path: /^\/interactions\/[^/]+\/[^/]+\/callback$/, check: checkInteractionResponse },
  { method: 'PUT', path: commandSet, check: checkCommandSet },
  { method: 'POST', path: commandSet, check: checkCommand },
  { method: 'PATCH', path: command, check: checkCommandEdit },
];

/**
 * What Discord would refuse in a request body; empty when it would accept it, or when the route has no rules.
 *
 * @param request.path - below `/api/v10`, with or without a query.
 * @param request.currentFlags - flags of the message that the request edits, where the caller knows them:
 *   an edit may leave the flags out, and then its components are held to the flags the message has.
 */
export function violations(request: {
  method: string;
  path: string;
  body: unknown;
  currentFlags?: number;
}): readonly RuleViolation[] {
  const path = request.path.replace(/\?.*$/, '');
  const rule = rules.find((candidate) => candidate.method === request.method && candidate.path.test(path));
  const found: RuleViolation[] = [];
  rule?.check(new Field(request.body, found), request.currentFlags);
  return found;
}
