import { z } from 'zod';
import type { RequestCheck } from '../../src/playground/emulator/contract.ts';

/**
 * Discord's official API description, as schemas. The package ships them as untyped JavaScript: joining the
 * specifier keeps the compiler from looking there for types, and each schema is recognised before it is used.
 */
const specification = ['discord-api-spec', 'zod'].join('/');
const schemas = z.record(z.string(), z.unknown()).parse({ ...(await import(specification)) });

type Issue = z.core.$ZodIssue;

interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** The body must fit one of them. */
  readonly bodies: readonly z.core.$ZodType[];
}

const routes: readonly Route[] = [
  route('POST', '/channels/*/messages', 'MessageCreateRequest'),
  route('PATCH', '/channels/*/messages/*', 'MessageEditRequestPartial'),
  route('POST', '/channels/*/messages/*/threads', 'CreateTextThreadWithMessageRequest'),
  route('POST', '/channels/*/threads', 'CreateTextThreadWithoutMessageRequest', 'CreateForumThreadRequest'),
  route('POST', '/users/@me/channels', 'CreatePrivateChannelRequest'),
  route('POST', '/guilds/*/roles', 'CreateRoleRequest'),
  route('PATCH', '/guilds/*/roles/*', 'UpdateRoleRequestPartial'),
  route(
    'POST',
    '/interactions/*/*/callback',
    'ApplicationCommandAutocompleteCallbackRequest',
    'CreateMessageInteractionCallbackRequest',
    'LaunchActivityInteractionCallbackRequest',
    'ModalInteractionCallbackRequest',
    'PongInteractionCallbackRequest',
    'UpdateMessageInteractionCallbackRequest',
  ),
  route('POST', '/webhooks/*/*', 'IncomingWebhookRequestPartial'),
  route('PATCH', '/webhooks/*/*/messages/*', 'IncomingWebhookUpdateRequestPartial'),
  ...['/applications/*/commands', '/applications/*/guilds/*/commands'].flatMap((path) => [
    listRoute('PUT', path, 'ApplicationCommandUpdateRequest'),
    route('POST', path, 'ApplicationCommandCreateRequest'),
    route('PATCH', `${path}/*`, 'ApplicationCommandPatchRequestPartial'),
  ]),
];

/** Holds a request body against Discord's own description of the route. Routes it does not know pass. */
export const officialSpecCheck: RequestCheck = ({ method, path, body }) => {
  const plainPath = path.replace(/\?.*$/, '');
  const found = routes.find((candidate) => candidate.method === method && candidate.path.test(plainPath));
  if (found === undefined) return [];
  const corrected = withNumericPermissions(body);
  const attempts = found.bodies.map((schema) => z.core.safeParse(schema, corrected));
  if (attempts.some((attempt) => attempt.success)) return [];
  return closest(attempts.map((attempt) => attempt.error?.issues ?? [])).flatMap((issue) => describe(issue));
};

/** Holds a file in an interaction's data against the description. */
export function officialAttachmentCheck(attachment: unknown): readonly string[] {
  const { error } = z.core.safeParse(schemaNamed('AttachmentResponse'), attachment);
  return (error?.issues ?? []).flatMap((issue) => describe(issue));
}

function route(method: string, path: string, ...names: readonly string[]): Route {
  return { method, path: pathPattern(path), bodies: names.map(schemaNamed) };
}

function listRoute(method: string, path: string, name: string): Route {
  return { method, path: pathPattern(path), bodies: [z.array(schemaNamed(name))] };
}

function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('*', '[^/]+')}$`);
}

function schemaNamed(name: string): z.core.$ZodType {
  const schema = schemas[`${name}Schema`];
  if (!(schema instanceof z.core.$ZodType)) throw new Error(`the specification has no schema ${name}`);
  return schema;
}

/**
 * The description calls permission bit sets numbers. Discord's reference and discord.js write them as a string
 * of digits, because they outgrow what a JSON number holds exactly, and Discord accepts that. So digits are
 * read as the number they stand for; any other string is left for the schema to refuse.
 */
function withNumericPermissions(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withNumericPermissions);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]: [string, unknown]) => {
      const isBitSet = key === 'default_member_permissions' || key === 'permissions';
      return [key, isBitSet && typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value];
    }),
  );
}

/** Of the ways to read a body, the one it was most likely meant as: of the right kind, with the fewest issues. */
function closest(readings: readonly (readonly Issue[])[]): readonly Issue[] {
  const isOfKind = (issues: readonly Issue[]): boolean =>
    !issues.some((issue) => issue.path.length === 0 || issue.path.join('.') === 'type');
  const ofKind = readings.filter(isOfKind);
  return (ofKind.length > 0 ? ofKind : readings).reduce((best, reading) =>
    reading.length < best.length ? reading : best,
  );
}

function describe(issue: Issue, parent: readonly PropertyKey[] = []): readonly string[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return closest(issue.errors).flatMap((inner) => describe(inner, path));
  }
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return [`${place.replace(/^\./, '') || 'body'}: ${issue.message}`];
}
