import { describe, expect, test, vi } from 'vitest';
import { ADMISSION } from '../../src/discord/admission.ts';
import { slashCommand } from '../../src/discord/define-command.ts';
import {
  defineComponent,
  type Answer,
  type Audience,
  type Component,
  type Response,
  type SlashCommand,
} from '../../src/discord/command.ts';
import { defineAction } from '../../src/discord/custom-id.ts';
import { button, container, row, text } from '../../src/discord/views/elements.ts';
import { UserError } from '../../src/domain/errors.ts';
import { openServer } from '../support/server.ts';
import { shownInPlace, shownPrivately, shownPublicly, textOf } from '../support/shown.ts';
import { openStage, type Stage } from '../support/stage.ts';

const LOADING = 1 << 7;
const DEFER_REPLY = 5;
const DEFER_UPDATE = 6;

const pressed = defineAction<Readonly<Record<string, never>>>('pressed', {});

/** A command whose answer has a button. */
function command(
  name: string,
  audience: Audience,
  execute: () => Promise<Answer>,
  extra: Partial<SlashCommand> = {},
): SlashCommand {
  const data = slashCommand(name, () => 'Stands in for a command').addStringOption((option) =>
    option.setName('task').setDescription('Something to type').setAutocomplete(true),
  );
  return { kind: 'slash', data: data.toJSON(), audience: () => audience, execute, ...extra };
}

function onPress(response: Response, execute: () => Promise<Answer>): { components: Component[] } {
  return { components: [defineComponent(pressed, { response, execute })] };
}

function answer(content: string): Answer {
  return { view: [container(text(content), row(button('Press', pressed.customId({}))))] };
}

/** Holds whoever waits for it until it is opened. */
function createGate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

/** Waits until the bot has answered an interaction in this way. */
async function callback(stage: Pick<Stage, 'emulator'>, type: number, status = 204): Promise<void> {
  await vi.waitFor(
    () => {
      expect(stage.emulator.requests).toContainEqual(
        expect.objectContaining({ status, body: expect.objectContaining({ type }) as unknown }),
      );
    },
    { timeout: 5_000 },
  );
}

function errorsIn(logged: readonly string[]): readonly Record<string, unknown>[] {
  return logged
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ level }) => Number(level) >= 50);
}

describe.concurrent('a handler that takes long', () => {
  test.for(['public', 'private'] as const)('is deferred as %s', async (audience) => {
    const gate = createGate();
    await using stage = await openStage([
      command('slow', audience, async () => {
        await gate.passed;
        return answer('Here it is');
      }),
    ]);
    const asked = stage.ada.type(stage.channelId, '/slow');
    await callback(stage, DEFER_REPLY);
    const seenByBen = stage.ben.messages(stage.channelId).map(({ flags }) => Number(flags) & LOADING);
    expect(seenByBen).toEqual(audience === 'public' ? [LOADING] : []);
    gate.open();
    const outcome = await asked;
    expect(outcome.wasDeferred).toBe(true);
    const shown = audience === 'public' ? shownPublicly(outcome) : shownPrivately(outcome);
    expect(shown).toBe('Here it is');
  });

  test.for(['public', 'private'] as const)(
    'and then refuses, after a %s deferral, is seen by the asker alone',
    async (audience) => {
      const gate = createGate();
      await using stage = await openStage([
        command('slow', audience, async () => {
          await gate.passed;
          throw new UserError({ code: 'not-joined' });
        }),
      ]);
      const asked = stage.ada.type(stage.channelId, '/slow');
      await callback(stage, DEFER_REPLY);
      gate.open();
      await stage.settled(await asked);
      const [only, ...others] = stage.ada.messages(stage.channelId);
      expect(only && textOf(only)).toContain('You are not on a pathway yet.');
      expect(others).toEqual([]);
      expect(stage.ben.messages(stage.channelId)).toEqual([]);
    },
  );

  test('and then fails, after a public deferral, is seen by the asker alone', async () => {
    const gate = createGate();
    await using stage = await openStage([
      command('slow', 'public', async () => {
        await gate.passed;
        throw new Error('the disk is full');
      }),
    ]);
    const asked = stage.ada.type(stage.channelId, '/slow');
    await callback(stage, DEFER_REPLY);
    gate.open();
    const outcome = await asked;
    await stage.settled(outcome);
    expect(stage.ada.messages(stage.channelId).map(textOf)).toEqual([
      expect.stringContaining(outcome.interactionId),
    ]);
    expect(stage.ben.messages(stage.channelId)).toEqual([]);
  });

  test('leaves the message it is going to update as it is until then', async () => {
    const gate = createGate();
    await using stage = await openStage([
      command(
        'slow',
        'public',
        () => Promise.resolve(answer('Before')),
        onPress('update', async () => {
          await gate.passed;
          return answer('After');
        }),
      ),
    ]);
    const { message } = await stage.ada.type(stage.channelId, '/slow');
    const press = stage.ada.press(message, 'Press');
    await callback(stage, DEFER_UPDATE);
    expect(stage.ben.messages(stage.channelId).map(textOf)).toEqual(['Before']);
    gate.open();
    expect(shownInPlace(await press)).toBe('After');
  });

  test('and refuses to update tells the presser alone', async () => {
    const gate = createGate();
    await using stage = await openStage([
      command(
        'slow',
        'public',
        () => Promise.resolve(answer('Before')),
        onPress('update', async () => {
          await gate.passed;
          throw new UserError({ code: 'record-changed' });
        }),
      ),
    ]);
    const { message } = await stage.ada.type(stage.channelId, '/slow');
    const press = stage.ada.press(message, 'Press');
    await callback(stage, DEFER_UPDATE);
    gate.open();
    expect(shownPrivately(await press)).toContain('This record was taken back or changed');
    expect(stage.ben.messages(stage.channelId).map(textOf)).toEqual(['Before']);
  });

  test('answers anew when the message was deleted before it could be deferred', async () => {
    const gate = createGate();
    await using stage = await openStage([
      command(
        'slow',
        'private',
        () => Promise.resolve(answer('Before')),
        onPress('update', async () => {
          await gate.passed;
          return answer('After');
        }),
      ),
    ]);
    const { message } = await stage.ada.type(stage.channelId, '/slow');
    const press = stage.ada.press(message, 'Press');
    stage.ada.dismiss(message.id);
    await callback(stage, DEFER_UPDATE, 404);
    gate.open();
    expect(shownPrivately(await press)).toBe('After');
  });

  test('answers anew when the message was deleted after it was deferred', async () => {
    const gate = createGate();
    await using stage = await openStage([
      command(
        'slow',
        'private',
        () => Promise.resolve(answer('Before')),
        onPress('update', async () => {
          await gate.passed;
          return answer('After');
        }),
      ),
    ]);
    const { message } = await stage.ada.type(stage.channelId, '/slow');
    const press = stage.ada.press(message, 'Press');
    await callback(stage, DEFER_UPDATE);
    stage.ada.dismiss(message.id);
    gate.open();
    expect(shownPrivately(await press)).toBe('After');
  });
});

describe.concurrent('a handler that fails', () => {
  test('is answered with one sentence and the interaction’s id, logged once, and the bot goes on', async () => {
    await using stage = await openStage([
      command('broken', 'public', () => Promise.reject(new Error('no such table: completion'))),
      command('sound', 'public', () => Promise.resolve(answer('All is well'))),
    ]);
    const outcome = await stage.ada.type(stage.channelId, '/broken');
    expect(shownPrivately(outcome)).toBe(
      `Something went wrong on my side, and it is not your fault. Please try again; if it stays so, give this number to whoever runs me: \`${outcome.interactionId}\``,
    );
    await stage.settled(outcome);
    expect(errorsIn(stage.logged)).toEqual([
      expect.objectContaining({
        interaction: outcome.interactionId,
        err: expect.objectContaining({ message: 'no such table: completion' }) as unknown,
      }),
    ]);
    expect(shownPublicly(await stage.ada.type(stage.channelId, '/sound'))).toBe('All is well');
  });

  test('before its work began is answered as well', async () => {
    await using stage = await openStage([
      command('broken', 'public', () => Promise.resolve(answer('never')), {
        audience: () => {
          throw new Error('an option of the wrong kind');
        },
      }),
    ]);
    const outcome = await stage.ada.type(stage.channelId, '/broken');
    expect(shownPrivately(outcome)).toContain(outcome.interactionId);
  });

  test.for([
    ['a fault', new Error('no such table'), 'failed', 1],
    ['a refusal', new UserError({ code: 'not-joined' }), 'refused', 0],
  ] as const)('with %s while typing offers nothing', async ([, error, outcome, errors]) => {
    await using stage = await openStage([
      command('broken', 'public', () => Promise.resolve(answer('never')), {
        autocomplete: () => Promise.reject(error),
      }),
    ]);
    const choices = await stage.ada.autocomplete(stage.channelId, 'broken', { name: 'task', value: 'x' });
    expect(choices).toEqual([]);
    await vi.waitFor(
      () => {
        expect(stage.reports).toMatchObject([{ name: 'broken autocomplete', outcome }]);
      },
      { timeout: 5_000 },
    );
    expect(errorsIn(stage.logged)).toHaveLength(errors);
  });
});

describe.concurrent('draining', () => {
  test('waits for what is under way, and turns away what comes later with a kind word', async () => {
    const gate = createGate();
    const begun = createGate();
    await using stage = await openStage([
      command('slow', 'private', async () => {
        begun.open();
        await gate.passed;
        return answer('Here it is');
      }),
      command('quick', 'private', () => Promise.resolve(answer('never')), {
        autocomplete: () => Promise.resolve([{ name: 'never', value: 'never' }]),
      }),
    ]);
    const underWay = stage.ada.type(stage.channelId, '/slow');
    await begun.passed;
    let isDrained = false;
    const drained = stage.dispatcher.drain().then(() => {
      isDrained = true;
    });

    expect(shownPrivately(await stage.ben.type(stage.channelId, '/quick'))).toBe(
      'I am just restarting. Please try again in a minute; nothing of yours is lost.',
    );
    expect(await stage.ben.autocomplete(stage.channelId, 'quick', { name: 'task', value: '' })).toEqual([]);
    expect(isDrained).toBe(false);

    gate.open();
    expect(shownPrivately(await underWay)).toBe('Here it is');
    await drained;
  });

  test('is over at once when nothing is under way', async () => {
    await using stage = await openStage([command('quick', 'private', () => Promise.resolve(answer('Done')))]);
    await stage.settled(await stage.ada.type(stage.channelId, '/quick'));
    await stage.dispatcher.drain();
  });
});

test('what comes while there is more than can be done is left alone once it is too old to be answered', async () => {
  let begun = 0;
  await using stage = await openStage([
    command('heavy', 'private', () => {
      begun += 1;
      const until = performance.now() + ADMISSION.waitMs + 100;
      while (performance.now() < until);
      return Promise.resolve(answer('Done'));
    }),
  ]);
  const outcomes = await Promise.all([1, 2, 3].map(() => stage.ada.type(stage.channelId, '/heavy')));
  expect(outcomes.map(({ kind }) => kind)).toEqual(['message', 'failed', 'failed']);
  expect(begun).toBe(1);
  expect(stage.reports.map(({ outcome }) => outcome).sort()).toEqual(['ok', 'shed', 'shed']);
  expect(errorsIn(stage.logged)).toEqual([]);

  expect(shownPrivately(await stage.ada.type(stage.channelId, '/heavy'))).toBe('Done');
});

test('each interaction is reported once, with what became of it', async () => {
  await using server = await openServer();
  const { ada, channelId } = server;
  const { message } = await ada.type(channelId, '/next');
  await ada.press(message, 'Done');
  await ada.forge(message, 'garbage');
  await ada.type(channelId, '/done task:xyzzy');
  await ada.autocomplete(channelId, 'done', { name: 'task', value: '' });
  await ada.userMenu(channelId, 'Progress', ada.user.id);
  await server.settled(await ada.slash(channelId, 'nonsense', {}, { unchecked: true }));
  expect(server.reports.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([
    'next: ok',
    'done: ok',
    'unknown: refused',
    'done: refused',
    'done autocomplete: ok',
    'Progress: ok',
    'unknown: refused',
  ]);
  expect(server.reports.every(({ milliseconds }) => milliseconds > 0)).toBe(true);
});

describe.concurrent('what Discord does not take', () => {
  test.for([
    ['errors of the server', { kind: 'status', status: 500 }],
    ['refusals of the form', { kind: 'status', status: 400, code: 50035, message: 'Invalid Form Body' }],
    [
      'refusals of the interaction',
      { kind: 'status', status: 404, code: 10062, message: 'Unknown interaction' },
    ],
  ] as const)('%s are logged without tokens and without what members wrote', async ([, fault]) => {
    await using server = await openServer({ deadlines: { firstResponseMs: 1_500 } });
    const { ada, channelId, emulator, logged } = server;
    emulator.faults.inject({ method: 'POST', path: '/interactions/*/:token/callback', fault });
    const outcome = await ada.slash(channelId, 'done', { task: 'cka-course', note: 'a private matter' });
    expect(outcome.kind).toBe('failed');
    await server.settled(outcome);
    emulator.faults.clear();

    expect(errorsIn(logged).length).toBeGreaterThan(0);
    expect(server.reports).toMatchObject([{ name: 'done', outcome: 'failed' }]);
    const everything = logged.join('');
    expect(everything).toContain(outcome.interactionId);
    expect(everything).not.toContain('a private matter');
    expect(everything).not.toContain(outcome.interactionToken);
    expect(everything).not.toContain(emulator.token);
    expect(shownPrivately(await ada.type(channelId, '/done task:cka-course'))).toContain(
      '> a private matter',
    );
  });
});

test('an answer that Discord refuses once is followed by words that it takes', async () => {
  await using server = await openServer();
  const { ada, channelId, emulator } = server;
  emulator.faults.inject({
    method: 'POST',
    path: '/interactions/*/:token/callback',
    times: 1,
    fault: { kind: 'status', status: 400, code: 50035, message: 'Invalid Form Body' },
  });
  const outcome = await ada.type(channelId, '/roadmap phase');
  expect(shownPrivately(outcome)).toContain(outcome.interactionId);
});

test('an answer is sent again when Discord is out of order for a moment', async () => {
  await using server = await openServer();
  const { ada, channelId, emulator } = server;
  emulator.faults.inject({
    path: '/interactions/*/:token/callback',
    times: 2,
    fault: { kind: 'status', status: 502 },
  });
  const outcome = await ada.type(channelId, '/done task:cka-course');
  expect(shownPrivately(outcome)).toContain('### ✅');
  await server.settled(outcome);
  expect(server.reports).toMatchObject([{ name: 'done', outcome: 'ok' }]);
});
