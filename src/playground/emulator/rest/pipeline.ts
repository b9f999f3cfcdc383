import { setTimeout as sleep } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import type { UploadedFile } from '../attachments.ts';
import type { BoundedLog } from '../bounded-log.ts';
import type { Fault, RequestCheck, RequestRecord } from '../contract.ts';
import type { FaultRules } from '../faults.ts';
import type { UploadedFiles } from '../messages.ts';
import { invalidForm, refusals, RestError } from '../rest-error.ts';
import { emptyMessageCode, tooManyCommandsCode, violations, type RuleViolation } from '../rules/index.ts';

export interface RestEnv {
  Bindings: HttpBindings;
  Variables: {
    body: unknown;
    files: UploadedFiles;
    /** The answer's body before it became text. */
    answer: unknown;
    interactionId: string | undefined;
    messageId: string | undefined;
  };
}

export type RestContext = Context<RestEnv>;
export type RestApi = Hono<RestEnv>;

export interface PipelineOptions {
  readonly token: string;
  readonly faults: FaultRules;
  readonly log: BoundedLog<RequestRecord>;
  readonly now: () => number;
  /** The flags of the message that a request to this path would edit. */
  readonly currentFlags: (path: string) => number | undefined;
  readonly checkRequest: RequestCheck | undefined;
}

const TOKEN_IN_PATH = /^\/(webhooks|interactions)\/(\d+)\/[^/]+/;
/** Never used up, so that ordinary answers do not slow the client. */
const RATE_LIMIT = 50;

/** Answers with JSON, and remembers the value for the log. */
export function answer(c: RestContext, body: unknown, status: 200 | 201 = 200): Response {
  c.set('answer', body);
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/json' });
}

/** 204. It must carry no content type: clients would try to parse the nothing that follows. */
export function noContent(c: RestContext): Response {
  return c.body(null, 204);
}

/** A segment of the path that the route names, so that it is always there. */
export function param(c: RestContext, name: string): string {
  const value = c.req.param(name);
  if (value === undefined) throw new Error(`The route has no :${name}`);
  return value;
}

/** The API below `/api/v10`: what happens to each request before and after its route. */
export function createRestApi(options: PipelineOptions): RestApi {
  const { faults, log } = options;
  const api = new Hono<RestEnv>();

  api.use(async (c, next) => {
    const { method } = c.req;
    const rawPath = c.req.path.replace(/^\/api\/v10/, '');
    const path = rawPath.replace(TOKEN_IN_PATH, '/$1/$2/:token');
    const at = options.now();
    const note = (status: number, response: unknown) => {
      log.add({
        at,
        method,
        path,
        body: c.get('body'),
        status,
        response,
        interactionId: c.get('interactionId') ?? null,
        messageId: c.get('messageId') ?? null,
      });
    };
    const refuse = (error: RestError) => {
      c.res = refusal(c, error);
    };

    const malformed = await readBody(c);
    const fault = faults.strike(method, path);
    if (fault?.kind === 'hang') {
      note(0, null);
      await new Promise(() => undefined);
    }
    if (fault?.kind === 'delay') await sleep(fault.milliseconds, undefined, { ref: false });

    const struck = fault === undefined ? undefined : faultAnswer(c, fault);
    if (struck !== undefined) c.res = struck;
    else if (malformed !== undefined) refuse(malformed);
    else {
      const problem = admit(c, method, rawPath);
      if (problem === undefined) await next();
      else refuse(problem);
      setRateLimitHeaders(c, method, path, options.now());
    }

    if (fault?.kind === 'lose-answer') {
      note(0, null);
      c.env.incoming.socket.destroy();
      return;
    }
    note(c.res.status, c.get('answer') ?? null);
  });

  api.onError((error, c) => {
    if (error instanceof RestError) return refusal(c, error);
    return refusal(c, refusals.internal(), String(error));
  });
  api.notFound((c) => refusal(c, refusals.notFound()));
  return api;

  function admit(c: RestContext, method: string, path: string): RestError | undefined {
    const isOpen = TOKEN_IN_PATH.test(path) || path === '/gateway';
    if (!isOpen && c.req.header('Authorization') !== `Bot ${options.token}`) return refusals.unauthorized();
    const body = c.get('body');
    if (body === undefined) return undefined;
    const request = { method, path, body };
    const currentFlags = options.currentFlags(path);
    const broken = violations({ ...request, ...(currentFlags !== undefined && { currentFlags }) }).filter(
      // The rules see the JSON only, and a message may consist of a file.
      ({ code }) => code !== emptyMessageCode || c.get('files').size === 0,
    );
    if (broken.length > 0) return ruleRefusal(broken);
    const findings = options.checkRequest?.(request) ?? [];
    if (findings.length === 0) return undefined;
    return invalidForm([], `Invalid Form Body: ${findings.join('; ')}`);
  }
}

/** Some rules have error codes of their own; the rest are an invalid form body. */
function ruleRefusal(broken: readonly RuleViolation[]): RestError {
  switch (broken[0]?.code) {
    case emptyMessageCode:
      return refusals.emptyMessage();
    case tooManyCommandsCode:
      return refusals.tooManyCommands();
    default:
      return invalidForm(broken);
  }
}

function refusal(c: RestContext, error: RestError, detail?: string): Response {
  const body = detail === undefined ? error.toJSON() : { ...error.toJSON(), detail };
  c.set('answer', body);
  return new Response(JSON.stringify(body), {
    status: error.status,
    headers: { 'Content-Type': 'application/json' },
  });
}

/** The answer a fault puts in place of the route's; `undefined` where the request is to be served. */
function faultAnswer(c: RestContext, fault: Fault): Response | undefined {
  switch (fault.kind) {
    case 'status':
      return refusal(
        c,
        new RestError(fault.status, fault.code ?? 0, fault.message ?? `${fault.status}: Injected fault`),
      );
    case 'rate-limit': {
      const { retryAfterSeconds, global = false } = fault;
      const scope = fault.scope ?? (global ? 'global' : 'user');
      const body = { message: 'You are being rate limited.', retry_after: retryAfterSeconds, global };
      c.set('answer', body);
      return new Response(JSON.stringify(body), {
        status: 429,
        headers: {
          'Content-Type': 'application/json',
          'Retry-After': String(Math.ceil(retryAfterSeconds)),
          'X-RateLimit-Scope': scope,
          ...(global
            ? { 'X-RateLimit-Global': 'true' }
            : {
                'X-RateLimit-Limit': '5',
                'X-RateLimit-Remaining': '0',
                'X-RateLimit-Reset-After': String(retryAfterSeconds),
              }),
        },
      });
    }
    case 'hang':
    case 'delay':
    case 'lose-answer':
      return undefined;
  }
}

function setRateLimitHeaders(c: RestContext, method: string, path: string, now: number): void {
  const route = path.replace(/\d{16,}/g, ':id');
  const bucket = createHash('md5').update(`${method} ${route}`).digest('hex');
  c.header('X-RateLimit-Limit', String(RATE_LIMIT));
  c.header('X-RateLimit-Remaining', String(RATE_LIMIT - 1));
  c.header('X-RateLimit-Reset', String(now / 1000 + 1));
  c.header('X-RateLimit-Reset-After', '1');
  c.header('X-RateLimit-Bucket', bucket);
}

const FILE_FIELD = /^files\[(\d+)\]$/;

async function readBody(c: RestContext): Promise<RestError | undefined> {
  c.set('files', new Map());
  const contentType = c.req.header('Content-Type') ?? '';
  try {
    if (contentType.startsWith('multipart/form-data')) {
      const form = await c.req.formData();
      const files = new Map<number, UploadedFile>();
      for (const [field, value] of form) {
        const number = FILE_FIELD.exec(field)?.[1];
        if (typeof value === 'string') {
          if (field === 'payload_json') c.set('body', JSON.parse(value));
        } else if (number !== undefined) {
          const bytes = new Uint8Array(await value.arrayBuffer());
          files.set(Number(number), { name: value.name, contentType: value.type, bytes });
        }
      }
      c.set('files', files);
      if (c.get('body') === undefined) c.set('body', {});
    } else if (contentType.startsWith('application/json')) {
      const text = await c.req.text();
      if (text !== '') c.set('body', JSON.parse(text));
    }
    return undefined;
  } catch {
    return refusals.invalidJson();
  }
}
