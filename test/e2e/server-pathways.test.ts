import { readFile } from 'node:fs/promises';
import { PermissionFlagsBits } from 'discord.js';
import { describe, expect } from 'vitest';
import type { GivenFile, Person } from '../../src/playground/emulator/index.ts';
import { firstChannel } from '../support/server.ts';
import { test as shared } from '../support/shared-server.ts';
import { buttonsOf, customIdOf, shownInPlace, shownPrivately, shownPublicly } from '../support/shown.ts';

const written = await readFile(
  new URL('../support/pathways/frontend-to-accessibility.json', import.meta.url),
  'utf8',
);
const TITLE = 'Gardener → Moss keeper';

/** A real file, of another way. */
const moss = written
  .replace('"frontend-to-accessibility"', '"moss-gardening"')
  .replace(/"from": "[^"]*"/, '"from": "Gardener"')
  .replace(/"to": "[^"]*"/, '"to": "Moss keeper"');
const [FIRST, SECOND] = (
  JSON.parse(moss) as { phases: { tasks: { id: string; title: string }[] }[] }
).phases.flatMap(({ tasks }) => tasks);
if (FIRST === undefined || SECOND === undefined) throw new Error('too short a pathway');

function file(content: string): { file: GivenFile } {
  return { file: { name: 'my pathway.json', content, contentType: 'application/json' } };
}

interface Place {
  readonly guildId: string;
  readonly channelId: string;
}

/** A server of the test's own: what it brings belongs to it. */
const test = shared.extend<{ owner: Person; place: Place; elsewhere: Place }>({
  owner: ({ server }, use) => use(server.newcomer()),
  place: async ({ server, owner }, use) => {
    const { id } = server.emulator.createGuild({ name: 'Garden', ownerId: owner.user.id });
    await use({ guildId: id, channelId: firstChannel(server.emulator, id) });
  },
  elsewhere: async ({ server, owner }, use) => {
    const { id } = server.emulator.createGuild({ name: 'Orchard', ownerId: owner.user.id });
    await use({ guildId: id, channelId: firstChannel(server.emulator, id) });
  },
});

async function offer(owner: Person, { channelId }: Place, content = moss) {
  const draft = await owner.type(channelId, '/setup pathway', file(content));
  return owner.press(draft.message, 'Offer it here');
}

describe('a file', () => {
  test('is looked at before it is offered, and the look outlives a restart', async ({
    server,
    owner,
    place: { channelId },
  }) => {
    const draft = await owner.type(channelId, '/setup pathway', file(moss));
    const preview = shownPrivately(draft);
    expect(preview).toContain(`### A look before you offer it: ${TITLE}`);
    expect(preview).toContain('2 phases · 4 tasks · 5 weeks at full pace');
    expect(preview).toContain('It is new here.');
    expect(buttonsOf(draft.message)).toEqual(['Offer it here', 'Discard']);
    expect(shownPrivately(await owner.type(channelId, '/setup pathway'))).toContain('none of its own yet');
    await server.restartBot();

    const offered = await owner.press(draft.message, 'Offer it here');
    expect(shownInPlace(offered)).toContain(`✅ **${TITLE}** is offered here.`);
    expect(buttonsOf(offered.message)).toEqual(['Withdraw']);
    expect(
      shownPrivately(await owner.forge(draft.message, customIdOf(draft.message, 'Offer it here'))),
    ).toContain('I do not have this draft any more');
  });

  test('is discarded without a trace', async ({ owner, place: { channelId } }) => {
    const draft = await owner.type(channelId, '/setup pathway', file(moss));
    expect(shownInPlace(await owner.press(draft.message, 'Discard'))).toContain('Discarded.');
    expect(shownPrivately(await owner.type(channelId, '/setup pathway'))).toContain('none of its own yet');
  });

  test.for([
    ['no JSON', 'Dear bot, …', 'line 1, column 1: expected a value, got "Dear"'],
    ['of another shape', '{"id":1}', 'id: expected text, got 1'],
    ['that pings', moss.replace('"Moss keeper"', '"@everyone"'), 'to: expected plain text'],
  ] as const)(
    '%s is answered with where and what, and nothing of it lives',
    async ([, content, fault], { owner, place: { channelId } }) => {
      const answer = await owner.type(channelId, '/setup pathway', file(content));
      const shown = shownPrivately(answer);
      expect(shown.replaceAll('\\', '')).toContain(fault);
      expect(shown).not.toContain('"@everyone');
      expect(buttonsOf(answer.message)).toEqual([]);
    },
  );

  test('too large is not read', async ({ owner, place: { channelId } }) => {
    const large = file(moss.padEnd(256 * 1024 + 1));
    expect(shownPrivately(await owner.type(channelId, '/setup pathway', large))).toContain(
      'too large for me',
    );
    const fits = file(moss.padEnd(200 * 1024));
    expect(shownPrivately(await owner.type(channelId, '/setup pathway', fits))).toContain('A look before');
  });

  test('is taken from those alone who manage the server, and so is every button', async ({
    server,
    owner,
    ada,
    place,
  }) => {
    const { channelId } = place;
    server.emulator.addMember(place.guildId, ada.user.id);
    const forged = await ada.slash(channelId, 'setup pathway', {}, { unchecked: true });
    expect(shownPrivately(forged)).toContain('*Manage Server*');
    await expect(ada.type(channelId, '/setup pathway', file(moss))).rejects.toThrow('may not use');

    const draft = await owner.type(channelId, '/setup pathway', file(moss));
    const help = await ada.type(channelId, '/help');
    for (const label of ['Offer it here', 'Discard']) {
      const pressed = await ada.forge(help.message, customIdOf(draft.message, label));
      expect(shownPrivately(pressed), label).toContain('*Manage Server*');
    }
    const offered = await owner.press(draft.message, 'Offer it here');
    const withdraw = customIdOf(offered.message, 'Withdraw');
    expect(shownPrivately(await ada.forge(help.message, withdraw))).toContain('*Manage Server*');

    const ben = server.newcomer();
    server.emulator.addMember(place.guildId, ben.user.id, { permissions: PermissionFlagsBits.ManageGuild });
    expect(shownPrivately(await ben.type(channelId, '/setup pathway'))).toContain(TITLE);
  });
});

describe('offered', () => {
  test('it is walked, changed, walked on and withdrawn', async ({ server, owner, ada, place }) => {
    const { channelId } = place;
    server.emulator.addMember(place.guildId, ada.user.id);
    await offer(owner, place);
    expect(shownPrivately(await ada.type(channelId, '/join pathway:"moss keeper"'))).toContain(TITLE);
    expect(shownPrivately(await ada.type(channelId, `/done task:${FIRST.id}`))).toContain(
      `### ✅ ${FIRST.title}`,
    );
    expect(shownPublicly(await ada.type(channelId, '/roadmap overview'))).toContain(`## ${TITLE}`);

    const draft = await owner.type(
      channelId,
      '/setup pathway',
      file(moss.replace(`"${SECOND.id}"`, '"look-closely"')),
    );
    const preview = shownPrivately(draft).replaceAll('\\', '');
    expect(preview).toContain('for 1 member on it');
    expect(preview).toContain(`- task "${SECOND.id}" has left`);
    expect(preview).toContain('- task "look-closely" is new');
    await owner.press(draft.message, 'Offer it here');
    await server.restartBot();
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('1 of 4 tasks');
    expect(shownPrivately(await ada.type(channelId, '/done task:look-closely'))).toContain('2 of ');

    const list = await owner.type(channelId, '/setup pathway');
    expect(shownPrivately(list)).toContain('Offered here · 1 member on it');
    const withdrawn = await owner.press(list.message, 'Withdraw');
    expect(shownInPlace(withdrawn)).toContain('✅ Withdrawn. Nobody can join it any more');
    const ben = server.newcomer();
    server.emulator.addMember(place.guildId, ben.user.id);
    expect(shownPrivately(await ben.type(channelId, '/join pathway:moss'))).toContain(
      'I have no pathway “moss”',
    );
    await server.restartBot();
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('2 of 4 tasks');

    await owner.press(withdrawn.message, 'Offer again');
    expect(shownPrivately(await ben.type(channelId, '/join pathway:moss'))).toContain(TITLE);
  });

  test('it is offered in that server alone, and no forged id lets anybody in', async ({
    server,
    owner,
    ada,
    place,
    elsewhere,
  }) => {
    const offered = await offer(owner, place);
    const id = customIdOf(offered.message, 'Withdraw').split(':').at(-1) ?? '';
    server.emulator.addMember(elsewhere.guildId, ada.user.id);
    const choices = async ({ channelId }: Place, command: string) =>
      (await owner.autocomplete(channelId, command, { name: 'pathway', value: 'moss' })).map(
        ({ name }) => name,
      );
    for (const command of ['join', 'roadmap overview', 'cohort create', 'setup server']) {
      expect(await choices(place, command), command).toEqual([TITLE]);
      expect(await choices(elsewhere, command), command).toEqual([]);
    }

    const { channelId } = elsewhere;
    for (const pathway of ['moss', id]) {
      for (const command of ['join', 'roadmap overview']) {
        const refused = await ada.slash(channelId, command, { pathway }, { unchecked: true });
        expect(shownPrivately(refused), command).toContain('I have no pathway');
      }
    }
    const help = await ada.type(channelId, '/help');
    for (const forged of [`1:done:${id}:${FIRST.id}`, `1:map:overview:${id}:${id}:0`, `1:which-done:${id}`]) {
      expect(shownPrivately(await ada.forge(help.message, forged)), forged).not.toContain('Moss');
    }
    const own = await owner.type(channelId, '/help');
    expect(shownPrivately(await owner.slash(channelId, 'setup server', { pathway: id }))).toContain(
      'I have no pathway',
    );
    expect(shownPrivately(await owner.forge(own.message, `1:own-withdraw:${id}`))).toContain(
      'I do not have that pathway',
    );
    expect(shownPrivately(await owner.type(place.channelId, '/setup pathway'))).toContain('Offered here');
  });

  test('its members do not show it in other servers by accident', async ({
    server,
    owner,
    ada,
    ben,
    place,
    elsewhere,
  }) => {
    await offer(owner, place);
    for (const { guildId } of [place, elsewhere]) server.emulator.addMember(guildId, ada.user.id);
    await ada.type(place.channelId, '/join pathway:moss');
    const { channelId } = elsewhere;
    const refused = 'This pathway belongs to another server';
    expect(shownPrivately(await ada.type(channelId, '/roadmap overview'))).toContain(refused);
    expect(shownPrivately(await ada.type(channelId, '/roadmap overview private:true'))).toContain(TITLE);
    const dm = server.emulator.dmChannel(ada.user.id).id;
    expect((await ada.type(dm, '/roadmap overview')).kind).toBe('message');

    const progress = await ada.type(channelId, '/progress');
    await ada.press((await ada.press(progress.message, 'How I appear')).message, 'By name');
    expect(shownPrivately(await ada.press(progress.message, 'Share'))).toContain(refused);
    const done = await ada.type(channelId, `/done task:${FIRST.id}`);
    expect(shownPrivately(await ada.press(done.message, 'Share'))).toContain(refused);
    expect(
      shownPublicly(await ada.press((await ada.type(place.channelId, '/progress')).message, 'Share')),
    ).toContain(TITLE);

    for (const task of tasksOfFirstPhase()) {
      await server.settled(await ada.type(channelId, `/done task:${task}`));
    }
    expect(JSON.stringify(owner.messages(channelId))).not.toContain('has finished phase');
    server.emulator.addMember(elsewhere.guildId, ben.user.id);
    const lookedUp = await ben.slash(channelId, 'progress', { member: ada.user.id });
    expect(shownPrivately(lookedUp)).toContain('keeps their progress to themselves');
  });
});

function tasksOfFirstPhase(): readonly string[] {
  const { phases } = JSON.parse(moss) as { phases: { tasks: { id: string }[] }[] };
  return phases[0]?.tasks.map(({ id }) => id) ?? [];
}
