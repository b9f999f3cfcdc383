/** One thing wrong with a request body, at the path that leads to it. */
export interface BodyProblem {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

interface ProblemTree {
  [key: string]: ProblemTree | { code: string; message: string }[];
}

/** A refusal in Discord's shape: HTTP status, Discord's own code, and where in the body it went wrong. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;
  readonly code: number;
  readonly problems: readonly BodyProblem[];

  constructor(status: number, code: number, message: string, problems: readonly BodyProblem[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.problems = problems;
  }

  toJSON(): { message: string; code: number; errors?: ProblemTree } {
    const shape = { message: this.message, code: this.code };
    return this.problems.length === 0 ? shape : { ...shape, errors: problemTree(this.problems) };
  }
}

/** Discord nests problems under the body's own keys, each leaf a list called `_errors`. */
function problemTree(problems: readonly BodyProblem[]): ProblemTree {
  const root: ProblemTree = {};
  for (const { path, code, message } of problems) {
    let node = root;
    for (const key of path) {
      const next = node[key];
      if (next === undefined || Array.isArray(next)) node = node[key] = {};
      else node = next;
    }
    const errors = node['_errors'];
    if (Array.isArray(errors)) errors.push({ code, message });
    else node['_errors'] = [{ code, message }];
  }
  return root;
}

export function invalidForm(problems: readonly BodyProblem[], message = 'Invalid Form Body'): RestError {
  return new RestError(400, 50035, message, problems);
}

export const refusals = {
  unauthorized: () => new RestError(401, 0, '401: Unauthorized'),
  notFound: () => new RestError(404, 0, '404: Not Found'),
  internal: () => new RestError(500, 0, '500: Internal Server Error'),
  unknownChannel: () => new RestError(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new RestError(404, 10004, 'Unknown Guild'),
  unknownMember: () => new RestError(404, 10007, 'Unknown Member'),
  unknownMessage: () => new RestError(404, 10008, 'Unknown Message'),
  unknownRole: () => new RestError(404, 10011, 'Unknown Role'),
  unknownUser: () => new RestError(404, 10013, 'Unknown User'),
  unknownWebhook: () => new RestError(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new RestError(404, 10062, 'Unknown interaction'),
  unknownCommand: () => new RestError(404, 10063, 'Unknown application command'),
  tooManyCommands: () => new RestError(400, 30032, 'Maximum number of application commands reached'),
  tooManyAttachments: () =>
    new RestError(400, 30015, 'Maximum number of attachments in a message reached (10)'),
  tooManyRoles: () => new RestError(400, 30005, 'Maximum number of guild roles reached (250)'),
  entityTooLarge: () => new RestError(413, 40005, 'Request entity too large'),
  alreadyAcknowledged: () => new RestError(400, 40060, 'Interaction has already been acknowledged.'),
  threadExists: () => new RestError(400, 160004, 'A thread has already been created for this message'),
  tooManyFollowUps: () =>
    new RestError(400, 40094, 'This interaction reached the maximum number of follow up messages'),
  missingAccess: () => new RestError(403, 50001, 'Missing Access'),
  notInDm: () => new RestError(403, 50003, 'Cannot execute action on a DM channel'),
  anothersMessage: () => new RestError(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new RestError(400, 50006, 'Cannot send an empty message'),
  dmsClosed: () => new RestError(403, 50007, 'Cannot send messages to this user'),
  noMutualGuild: () =>
    new RestError(403, 50278, 'Cannot send messages to this user due to having no mutual guilds'),
  missingPermissions: () => new RestError(403, 50013, 'Missing Permissions'),
  wrongChannelType: () => new RestError(400, 50024, 'Cannot execute action on this channel type'),
  invalidWebhookToken: () => new RestError(401, 50027, 'Invalid Webhook Token'),
  invalidRole: () => new RestError(400, 50028, 'Invalid Role'),
  invalidRecipient: () => new RestError(400, 50033, 'Invalid Recipient(s)'),
  invalidJson: () => new RestError(400, 50109, 'The request body contains invalid JSON.'),
} as const;
