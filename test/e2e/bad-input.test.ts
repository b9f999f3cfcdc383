import { describe, expect } from 'vitest';
import { ComponentType } from 'discord.js';
import type { Outcome, Person } from '../../src/playground/emulator/index.ts';
import { firstChannel } from '../support/server.ts';
import { test } from '../support/shared-server.ts';
import { addressOf, customIdOf, shownInPlace, shownPrivately, shownPublicly } from '../support/shown.ts';

const OUTDATED = 'This button is from an earlier version of me. Type the command again for a fresh one.';
const CHANGED = 'This record was taken back or changed since.';

/** What is left of a text that a reader's client would turn into markup, a mention or a link. */
function aliveIn(text: string): readonly string[] {
  return text.replace(/\\[!-/:-@[-`{-~]/g, '').match(/[*_~`|<>#@:[\]()/]|\p{Cf}|\p{M}{5}/gu) ?? [];
}

const tricks = {
  'a ping of everyone': 'zz @everyone and @here',
  'mentions by id': 'zz <@123456789012345678> <@&123456789012345678> <#123456789012345678>',
  'a masked link': 'zz [free Nitro](https://example.org/phish)',
  'a bare link': 'zz https://example.org/phish',
  markdown: 'zz **bold** __line__ ~~gone~~ ||hidden|| `code` ```block```',
  'a heading': '# zz',
  'escapes that are escaped': 'zz \\**bold** \\\\<@123456789012345678>',
  'a clickable command': 'zz </done:123456789012345678> <t:0:R> <:emoji:123456789012345678>',
  'zero-width characters': 'zz @\u200Bevery\u2060one\uFEFF',
  'a reversed direction': 'zz \u202Egpj.exe\u2066x',
  'marks without end': `zz z${'\u0301'.repeat(200)}`,
};

describe('what a member typed', () => {
  test.for(Object.entries(tricks))('%s stays text in a note', async ([, note], { ada, channelId }) => {
    const done = await ada.slash(channelId, 'done', { task: 'cka-course', note });
    const quote = shownPrivately(done)
      .split('\n')
      .find((line) => line.startsWith('> '));
    expect(quote).toMatch(/zz/);
    expect(aliveIn(quote?.slice(2) ?? '')).toEqual([]);
  });

  test.for(Object.entries(tricks))(
    '%s stays text where it is not understood',
    async ([, typed], { ada, channelId }) => {
      const asked = [
        ada.slash(channelId, 'done', { task: typed }),
        ada.slash(channelId, 'skip', { task: typed }),
        ada.slash(channelId, 'undo', { task: typed }),
        ada.slash(channelId, 'done', { task: 'cka-course', when: typed }),
        ada.slash(channelId, 'roadmap phase', { phase: typed }),
        ada.slash(channelId, 'roadmap task', { task: typed }),
        ada.slash(channelId, 'roadmap overview', { pathway: typed }),
        ada.slash(channelId, 'join', { pathway: typed }),
        ada.slash(channelId, 'join', { timezone: typed }),
        ada.slash(channelId, 'join', { start: typed }),
      ];
      for (const outcome of await Promise.all(asked)) {
        const quoted = /“(.*)”/.exec(shownPrivately(outcome))?.[1];
        if (quoted !== undefined) expect(aliveIn(quoted)).toEqual([]);
        expect(shownPrivately(outcome)).not.toMatch(/(?<!\\)(@(everyone|here)|<@)/);
      }
    },
  );

  test('is shown as it was typed', async ({ ada, channelId }) => {
    const refused = await ada.slash(channelId, 'done', { task: '@everyone [a](b) 50%' });
    expect(shownPrivately(refused)).toContain('“\\@everyone \\[a\\]\\(b\\) 50%”');
  });

  test('is cut where it is long', async ({ ada, channelId }) => {
    const refused = await ada.slash(channelId, 'done', { task: 'zz'.repeat(3000) });
    expect(shownPrivately(refused)).toMatch(/^I know no task like “z{59}…”\./);
  });

  test('and is nothing at all is answered like anything else', async ({ ada, channelId }) => {
    const refused = await ada.slash(channelId, 'done', { task: '\u200B \u200B' });
    expect(shownPrivately(refused)).toContain('Start typing in the `task` field');
  });
});

describe('a link that is none', () => {
  test.for([
    'javascript:alert(1)',
    'data:text/html,hello',
    'file:///etc/passwd',
    'ftp://example.org/cka',
    'https://ada:secret@example.org/',
    'https://ada@example.org/',
    'example.org',
    '//example.org',
    'https://',
    '@everyone',
  ])('%s is refused, and nothing is recorded', async (link, { ada, channelId }) => {
    const refused = shownPrivately(await ada.slash(channelId, 'done', { task: 'cka-course', link }));
    expect(refused).toBe(
      'That is not a web address I can keep. It should begin with `https://` (or `http://`).',
    );
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('not on a pathway yet');
  });

  test('is one too long for a button, as typed or once it is encoded', async ({ ada, channelId }) => {
    const typed = { task: 'cka-course', link: `https://example.org/${'x'.repeat(600)}` };
    await expect(ada.slash(channelId, 'done', typed)).rejects.toThrow('takes at most 512');
    const forged = await ada.slash(channelId, 'done', typed, { unchecked: true });
    expect(shownPrivately(forged)).toContain('That link has 620 characters; up to 512 fit.');

    const grows = { task: 'cka-course', link: `https://example.org/${'é'.repeat(120)}` };
    expect(shownPrivately(await ada.slash(channelId, 'done', grows))).toContain(
      'That link has 740 characters',
    );
  });

  test('is not one with odd but honest letters', async ({ ada, channelId }) => {
    const done = await ada.slash(channelId, 'done', {
      task: 'cka-course',
      link: 'https://bücher.example/ß?q=a b',
    });
    expect(shownPrivately(done)).toContain('### ✅');
    expect(addressOf(done.message, 'Open your link')).toBe('https://xn--bcher-kva.example/%C3%9F?q=a%20b');
  });
});

describe('a phase that is none', () => {
  test.for(['0', '99', '6', '1e3', '999999999999999999999'])('%s', async (phase, { ada, channelId }) => {
    const refused = shownPrivately(await ada.slash(channelId, 'roadmap phase', { phase }));
    expect(refused).toContain('Try a number from 1 to 5, or a name:');
  });

  test('is one of several that a text fits', async ({ ada, channelId }) => {
    const refused = shownPrivately(await ada.type(channelId, '/roadmap phase phase:and'));
    expect(refused).toContain('“and” fits several phases:');
    expect(refused).toContain('Type a little more of the name, or its number.');
  });
});

describe('a forged component', () => {
  const pathway = 'backend-to-ai-infrastructure';

  test.for([
    'garbage',
    '1',
    '1:',
    ':::::',
    '1:nonsense:a:b',
    '1:__proto__',
    '1:constructor:x',
    '1:done',
    `1:done:${pathway}`,
    `1:done:${pathway}:cka-course:more`,
    `1:done:${pathway}:../../etc`,
    `1:done:${pathway}:CKA-COURSE`,
    `2:done:${pathway}:cka-course`,
    `0:done:${pathway}:cka-course`,
    `done:${pathway}:cka-course`,
    `1:undo:${pathway}:cka-course:-1`,
    `1:undo:${pathway}:cka-course:zzzzzzzzzzzz`,
    `1:map:phase:${pathway}:foundations:1.5`,
    `1:map:secrets:${pathway}:foundations:0`,
    '1:show:everyone',
    '1:end:first',
    `1:which-done:${pathway}`,
    `1:proof:${pathway}:12:34`,
    `1:noted:${pathway}:cka-course`,
    'x'.repeat(100),
    '💥'.repeat(25),
  ])('%s is answered privately and does nothing', async (customId, { ada, ben, channelId }) => {
    const { message } = await ada.type(channelId, '/roadmap phase');
    expect(shownPrivately(await ben.forge(message, customId))).toBe(OUTDATED);
    expect(ben.messages(channelId).find(({ id }) => id === message.id)).toEqual(message);
    expect(shownPrivately(await ben.type(channelId, '/progress'))).toContain('not on a pathway yet');
  });

  test('that opens a form is answered when a form was sent with it', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/done task:cka-course');
    const { modal } = await ada.press(message, 'Add a note');
    Object.assign(modal.modal, { custom_id: customIdOf(message, 'Add a note') });
    expect(shownPrivately(await ada.submit(modal, {}))).toBe(OUTDATED);
  });

  test.for([
    ['which-done', ComponentType.UserSelect],
    ['which-skip', ComponentType.RoleSelect],
    ['which-undo', ComponentType.ChannelSelect],
    ['which-done', ComponentType.MentionableSelect],
    ['which-done', ComponentType.StringSelect],
  ] as const)('%s from a component of type %d', async ([action, type], { ada, channelId }) => {
    const { message } = await ada.type(channelId, '/roadmap phase');
    expect(shownPrivately(await ada.forge(message, `1:${action}:${pathway}`, type))).toBe(OUTDATED);
  });

  test.for([
    [`1:done:nowhere:cka-course`, 'I have no pathway “nowhere”.'],
    [`1:done:${pathway}:no-such-task`, 'I know no task like “no\\-such\\-task”.'],
    [`1:skip:${pathway}:no-such-task`, 'I know no task like'],
    [`1:map:phase:nowhere:foundations:0`, 'I have no pathway “nowhere”.'],
    [`1:ticks:nowhere:foundations`, 'I have no pathway “nowhere”.'],
    [`1:note:${pathway}:no-such-task`, CHANGED],
    [`1:note:${pathway}:cka-course`, CHANGED],
    [`1:undo:${pathway}:cka-course:1`, CHANGED],
    [`1:share:${pathway}:cka-course:1`, CHANGED],
    [`1:boast`, 'You are not on a pathway yet.'],
    [`1:progress`, 'You are not on a pathway yet.'],
    [`1:show:named`, 'You are not on a pathway yet.'],
  ] as const)('%s, well formed but about nothing', async ([customId, problem], { ada, channelId }) => {
    const { message } = await ada.type(channelId, '/roadmap phase');
    expect(shownPrivately(await ada.forge(message, customId))).toContain(problem);
  });

  test('whose place has gone shows the overview instead', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/roadmap phase');
    for (const id of [`1:map:task:${pathway}:no-such-task:0`, `1:map:faq:${pathway}:${pathway}:zz`]) {
      expect((await ada.forge(message, id)).kind).toBe('update');
    }
  });
});

describe('somebody else’s record', () => {
  test('is out of reach of a forged Undo, Share or note', async ({ ada, ben, channelId }) => {
    const done = await ada.type(channelId, '/done task:cka-course note:"mine alone"');
    const { message } = await ben.type(channelId, '/roadmap phase');
    for (const label of ['Undo', 'Add a note', 'Share']) {
      const refused = shownPrivately(await ben.forge(message, customIdOf(done.message, label)));
      expect(refused).toContain(CHANGED);
      expect(refused).not.toContain('mine alone');
    }
    expect(shownPrivately(await ada.type(channelId, '/done task:cka-course'))).toContain('mine alone');
  });

  test('is not what a public button is about: each member records for themselves', async ({
    ada,
    ben,
    channelId,
  }) => {
    const task = await ada.type(channelId, '/roadmap task task:gpu-pod');
    const done = await ben.press(task.message, 'I have done this');
    expect(shownPrivately(done)).toContain('### ✅ Install the NVIDIA device plugin');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('not on a pathway yet');
  });
});

describe('a message deleted while its button was pressed', () => {
  test('is answered by a new one', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/next');
    const pressed = ada.press(message, 'Done');
    ada.dismiss(message.id);
    expect(shownPrivately(await pressed)).toContain('### ✅ Take a CKA prep course');
  });

  test('is answered by a new one when the press is refused, too', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/undo');
    const pressed = ada.press(message, 'Undo');
    ada.dismiss(message.id);
    expect(shownPrivately(await pressed)).toContain(CHANGED);
  });
});

describe('every command', () => {
  async function useEverything(person: Person, channelId: string): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const line of [
      '/roadmap overview',
      '/roadmap phase',
      '/roadmap task task:gpu-pod',
      '/roadmap skills',
      '/roadmap resources',
      '/roadmap reality',
      '/roadmap start',
      '/roadmap faq private:true',
      '/join',
      '/done task:cka-course note:hello',
      '/skip task:gpu-pod',
      '/undo',
      '/next',
      '/progress',
      '/help',
    ]) {
      outcomes.push(await person.type(channelId, line));
    }
    const post = person.say(channelId, 'look');
    outcomes.push(await person.messageMenu(channelId, 'Record as done', post.id));
    outcomes.push(await person.userMenu(channelId, 'Progress', person.user.id));
    return outcomes;
  }

  test('answers in a direct message', async ({ server, ada }) => {
    const dm = server.emulator.dmChannel(ada.user.id).id;
    const outcomes = await useEverything(ada, dm);
    expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'message'));
    const overview = outcomes[0];
    if (overview === undefined) throw new Error('there was no answer');
    expect(shownInPlace(await ada.press(overview.message, 'FAQ'))).toContain('salary');
  });

  test('answers in a server that the bot is not in, for somebody who installed it', async ({ server }) => {
    const { emulator } = server;
    const cleo = emulator.person(emulator.createUser({ username: 'cleo', installedApp: true }).id);
    const elsewhere = emulator.createGuild({ name: 'Elsewhere', ownerId: cleo.user.id, withBot: false });
    const channelId = firstChannel(emulator, elsewhere.id);

    const outcomes = await useEverything(cleo, channelId);

    expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'message'));
    const [overview] = outcomes;
    const done = await cleo.type(channelId, '/done task:nccl-tests');
    expect(shownPublicly(await cleo.press(done.message, 'Share'))).toContain('has done **Learn NCCL');
    expect(overview && shownInPlace(await cleo.press(overview.message, 'Skills'))).toContain('### Skills');
    expect(await cleo.autocomplete(channelId, 'done', { name: 'task', value: 'mlflow' })).toHaveLength(1);
  });

  test('that does not exist is answered', async ({ ada, channelId }) => {
    const forged = await ada.slash(channelId, 'nonsense', {}, { unchecked: true });
    expect(shownPrivately(forged)).toBe('I do not know this command any more. `/help` lists what I can do.');
  });

  test('without what it needs is answered, and the bot goes on', async ({ ada, channelId }) => {
    const forged = await ada.slash(channelId, 'done', {}, { unchecked: true });
    expect(shownPrivately(forged)).toBe(
      'This is from an earlier version of me. Please type the command again.',
    );
    expect(shownPrivately(await ada.type(channelId, '/next'))).toContain('Your next step');
  });
});
