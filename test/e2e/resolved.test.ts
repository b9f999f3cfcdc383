import { GatewayDispatchEvents, type APIMessage } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { Outcome } from '../../src/playground/emulator/index.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { shownPrivately } from '../support/shown.ts';
import { openStage, type Stage } from '../support/stage.ts';

interface Data {
  resolved?: Record<string, Record<string, Record<string, unknown>>>;
}

let stage: Stage;
beforeEach(async () => {
  stage = await openStage(commands);
});
afterEach(() => stage[Symbol.asyncDispose]());

/** Changes the next interaction on its way from the gateway to the client. */
async function forged(change: (data: Data) => void, act: () => Promise<Outcome>): Promise<Outcome> {
  stage.client.ws.prependOnceListener(
    GatewayDispatchEvents.InteractionCreate,
    ({ data }: { readonly data: Data }) => {
      change(data);
    },
  );
  const outcome = await act();
  await stage.settled(outcome);
  return outcome;
}

/** Takes a field from everything of a kind; without one, all of the kind. */
function without(kind: string, field?: string) {
  return ({ resolved = {} }: Data): void => {
    if (field === undefined) Reflect.deleteProperty(resolved, kind);
    for (const entry of Object.values(resolved[kind] ?? {})) Reflect.deleteProperty(entry, field ?? '');
  };
}

function withoutAll(data: Data): void {
  delete data.resolved;
}

const setUp = (options: Record<string, string>) =>
  stage.ada.slash(stage.channelId, 'setup server', options, { unchecked: true });

/** The bot can still look at every role of the server. */
async function expectRolesMade(): Promise<void> {
  expect(shownPrivately(await setUp({ roles: 'create' }))).toContain('There is a role for each phase now.');
}

describe('what Discord did not resolve', () => {
  test('is found under no name that every object has', async () => {
    const outcome = await forged(
      (data) => {
        data.resolved = { users: {}, members: {}, roles: {}, channels: {}, attachments: {} };
      },
      () => setUp({ timezone: 'constructor' }),
    );
    expect(shownPrivately(outcome)).toContain('I know no time zone “constructor”');
    await expectRolesMade();
  });

  test.each([without('roles'), without('roles', 'permissions'), without('roles', 'position')])(
    'is no role for a phase (%#)',
    async (change) => {
      const role = stage.emulator.createRole(guildId(), { name: 'Walkers' });
      const setup = await setUp({ pathway: backendPathway.id });
      const view = await stage.ada.press(messageOf(setup), 'Phase roles');
      const [phase] = backendPathway.phases;
      const picker = await stage.ada.pick(messageOf(view), 'Choose a phase', [phase?.id ?? '']);
      const outcome = await forged(
        (data) => {
          change(data);
          putInPlaceOf(data, role.id, UNKNOWN);
        },
        () => stage.ada.pick(messageOf(picker), 'Choose its role', [role.id]),
      );
      expect(shownPrivately(outcome)).toContain('That role is gone.');
      await expectRolesMade();
    },
  );

  test.each([without('users'), without('users', 'username'), withoutAll])(
    'is nobody whose progress could be shown (%#)',
    async (change) => {
      const outcome = await forged(change, () =>
        stage.ada.userMenu(stage.channelId, 'Progress', stage.ben.user.id),
      );
      expect(shownPrivately(outcome)).toContain('Please type the command again.');
    },
  );

  test.each([without('members'), without('members', 'roles')])(
    'is no member who could look after a cohort (%#)',
    async (change) => {
      const outcome = await forged(change, () =>
        stage.ada.slash(stage.channelId, 'cohort create', { name: 'Spring', facilitator: stage.ben.user.id }),
      );
      expect(shownPrivately(outcome)).toContain(`<@${stage.ben.user.id}> is not in this server`);
    },
  );

  test('is a message of which no more is needed than which one it is', async () => {
    const help = messageOf(await stage.ada.slash(stage.channelId, 'roadmap overview'));
    const outcome = await forged(withoutAll, () =>
      stage.ada.messageMenu(stage.channelId, 'Record as done', help.id),
    );
    expect(outcome.kind).toBe('message');
  });

  afterEach(() => {
    expect(stage.reports.map(({ outcome }) => outcome)).not.toContain('failed');
  });
});

const UNKNOWN = '999999999999999999';

function putInPlaceOf(data: Data, id: string, other: string): void {
  Object.assign(data, JSON.parse(JSON.stringify(data).replaceAll(id, other)));
}

function guildId(): string {
  return stage.emulator.guilds()[0]?.id ?? '';
}

function messageOf(outcome: Outcome): APIMessage {
  if (outcome.kind === 'modal') throw new Error('A form has no message');
  return outcome.message;
}
