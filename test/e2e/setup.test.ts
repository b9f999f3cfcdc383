import { MessageFlags, PermissionFlagsBits } from 'discord.js';
import { describe, expect, test as base } from 'vitest';
import { nextTurn } from '../../src/domain/nudge.ts';
import type { Person } from '../../src/playground/emulator/index.ts';
import { firstChannel, MONDAY, openServer, type TestServer } from '../support/server.ts';
import { test as shared } from '../support/shared-server.ts';
import { buttonsOf, shownInPlace, shownPrivately, textOf } from '../support/shown.ts';

const MINUTE = 60 * 1000;
const WEEK = 7 * 24 * 60 * MINUTE;
const { ManageGuild, SendMessages, ViewChannel } = PermissionFlagsBits;

function moment(instant: number): string {
  const seconds = Math.floor(instant / 1000);
  return `<t:${seconds}:F> (<t:${seconds}:R>)`;
}

function firstPost(guildId: string, timeZone = 'Etc/UTC', weekday = 1, hour = 9): number {
  return nextTurn({ weekday, hour, timeZone }, guildId, MONDAY).at;
}

interface Place {
  readonly guildId: string;
  readonly general: string;
  readonly paths: string;
}

/** A server of the test's own on the shared bot: what is set up belongs to a server. */
const test = shared.extend<{ owner: Person; place: Place }>({
  owner: ({ server }, use) => use(server.newcomer()),
  place: async ({ server, owner }, use) => {
    const { emulator } = server;
    const guild = emulator.createGuild({ name: 'Base *camp*', ownerId: owner.user.id });
    const paths = emulator.createChannel(guild.id, { name: 'paths' });
    await use({ guildId: guild.id, general: firstChannel(emulator, guild.id), paths: paths.id });
  },
});

describe('without options', () => {
  test('says how to begin', async ({ owner, place }) => {
    const text = shownPrivately(await owner.type(place.general, '/setup server'));
    expect(text).toContain('Nothing is set up yet. `/setup server channel:`');
  });

  test('shows what is set up, and changes nothing', async ({ owner, place }) => {
    await owner.type(
      place.general,
      '/setup server channel:#paths announcements:#general summaries:#paths day:Wednesday hour:18:00 timezone:Europe/Berlin',
    );
    const state = await owner.type(place.general, '/setup server');
    expect(shownPrivately(state).split('\n')).toEqual([
      '### How I am set up here',
      `**Weekly post** — <#${place.paths}>, Wednesdays at 18:00, Berlin time`,
      `**Next post** — ${moment(firstPost(place.guildId, 'Europe/Berlin', 3, 18))}`,
      '**Pathway** — Backend Developer → AI Infrastructure Engineer',
      `**Announcements** — <#${place.general}>`,
      `**Summaries** — <#${place.paths}>`,
      '**Time zone** — Berlin',
      '**Phase roles** — off',
    ]);
    expect(buttonsOf(state.message)).toEqual(['Phase roles']);
  });
});

describe('setting up', () => {
  test('a channel is enough', async ({ owner, place }) => {
    const text = shownPrivately(await owner.type(place.general, '/setup server channel:#paths'));
    expect(text).toContain('### ✅ Set up');
    expect(text).toContain(`<#${place.paths}>, Mondays at 09:00, UTC time`);
    expect(text).toContain(moment(firstPost(place.guildId)));
    expect(text).toContain('**Announcements** — no channel yet');
    expect(text).toContain('**Summaries** — no channel yet');
  });

  test('keeps what is not named', async ({ owner, place }) => {
    await owner.type(place.general, '/setup server channel:#paths day:Friday timezone:Asia/Tokyo');
    await owner.type(place.general, '/setup server summaries:#paths');
    const text = shownPrivately(await owner.type(place.general, '/setup server announcements:#general'));
    expect(text).toContain(`<#${place.paths}>, Fridays at 09:00, Tokyo time`);
    expect(text).toContain(`**Summaries** — <#${place.paths}>`);
    expect(text).toContain(`**Announcements** — <#${place.general}>`);
  });

  test('without a channel for it, there is no weekly post', async ({ owner, place }) => {
    const text = shownPrivately(await owner.type(place.general, '/setup server timezone:Europe/Berlin'));
    expect(text).toContain('**Weekly post** — off');
    expect(text).not.toContain('**Next post**');
  });

  test('off ends the weekly post and keeps the rest', async ({ owner, place }) => {
    await owner.type(place.general, '/setup server channel:#paths announcements:#general day:Friday');
    const off = shownPrivately(await owner.type(place.general, '/setup server off:true'));
    expect(off).toContain('**Weekly post** — off');
    expect(off).toContain(`**Announcements** — <#${place.general}>`);
    expect(shownPrivately(await owner.type(place.general, '/setup server channel:#paths'))).toContain(
      'Fridays',
    );
  });

  test('off is harmless where nothing is set up', async ({ owner, place }) => {
    expect(shownPrivately(await owner.type(place.general, '/setup server off:true'))).toContain(
      'Nothing is set up',
    );
  });

  test('offers zones with their clocks, and pathways', async ({ owner, place }) => {
    const zones = await owner.autocomplete(place.general, 'setup server', {
      name: 'timezone',
      value: 'tokyo',
    });
    expect(zones[0]).toEqual({ name: 'Tokyo — now 19:00', value: 'Asia/Tokyo' });
    const pathways = await owner.autocomplete(place.general, 'setup server', {
      name: 'pathway',
      value: 'infra',
    });
    expect(pathways.map(({ value }) => value)).toEqual(['backend-to-ai-infrastructure']);
  });

  test.for([
    [{ timezone: 'Atlantis' }, 'I know no time zone “Atlantis”.'],
    [{ pathway: 'astronaut' }, 'I have no pathway “astronaut”.'],
    [{ day: 0 }, 'not one of the choices'],
    [{ hour: 99 }, 'not one of the choices'],
    [{ roles: 'everybody' }, 'not one of the choices'],
  ] as const)('%o is refused, and nothing is set up', async ([options, problem], { owner, place }) => {
    const refused = await owner.slash(place.general, 'setup server', options, { unchecked: true });
    expect(shownPrivately(refused)).toContain(problem);
    expect(shownPrivately(await owner.type(place.general, '/setup server'))).toContain(
      'Nothing is set up yet',
    );
  });
});

describe('the bot’s own permissions', () => {
  test('each one that is missing is named, with its channel', async ({ server, owner, place }) => {
    server.emulator.setBotPermissions(place.paths, ViewChannel);
    server.emulator.setBotPermissions(place.general, 0n);
    const summaries = server.emulator.createChannel(place.guildId, { name: 'summaries' }).id;
    server.emulator.setBotPermissions(summaries, ViewChannel);
    const text = shownPrivately(
      await owner.type(
        place.general,
        '/setup server channel:#paths announcements:#general summaries:#summaries',
      ),
    );
    expect(text).toContain(`⚠️ In <#${place.paths}> I lack *Send Messages*.`);
    expect(text).toContain(`⚠️ In <#${place.general}> I lack *View Channel* and *Send Messages*.`);
    expect(text).toContain(`⚠️ In <#${summaries}> I lack *Send Messages*.`);
  });

  test('are looked at anew each time', async ({ server, owner, place }) => {
    server.emulator.setBotPermissions(place.paths, ViewChannel);
    await owner.type(place.general, '/setup server channel:#paths');
    server.emulator.setBotPermissions(place.paths, ViewChannel | SendMessages);
    expect(shownPrivately(await owner.type(place.general, '/setup server'))).not.toContain('I lack');
  });

  test('a channel deleted since is named as gone', async ({ server, owner, place }) => {
    await owner.type(place.general, '/setup server channel:#paths');
    server.emulator.deleteChannel(place.paths);
    expect(shownPrivately(await owner.type(place.general, '/setup server'))).toContain(
      `⚠️ I cannot find <#${place.paths}> any more.`,
    );
  });
});

describe('who may', () => {
  test('is whoever manages the server, owner or not', async ({ server, place }) => {
    const manager = server.newcomer();
    server.emulator.addMember(place.guildId, manager.user.id, { permissions: ManageGuild });
    expect(shownPrivately(await manager.type(place.general, '/setup server channel:#paths'))).toContain(
      '✅ Set up',
    );
  });

  test('nobody else is shown the command, and nobody else is obeyed', async ({ server, ada, place }) => {
    server.emulator.addMember(place.guildId, ada.user.id);
    await expect(ada.type(place.general, '/setup server channel:#paths')).rejects.toThrow(
      'may not use /setup',
    );
    const forged = await ada.slash(
      place.general,
      'setup server',
      { channel: place.paths },
      { unchecked: true },
    );
    expect(shownPrivately(forged)).toBe(
      'Only people with the permission *Manage Server* can set me up here. Ask one of them; `/help` shows what you can do.',
    );
    const off = await ada.slash(place.general, 'setup server', { off: true }, { unchecked: true });
    expect(shownPrivately(off)).toContain('*Manage Server*');
    const state = await ada.slash(place.general, 'setup server', {}, { unchecked: true });
    expect(shownPrivately(state)).toContain('*Manage Server*');
  });

  test('a forged button is not obeyed either', async ({ server, ada, owner, place }) => {
    server.emulator.addMember(place.guildId, ada.user.id);
    await owner.type(place.general, '/setup server channel:#paths');
    const help = await ada.type(place.general, '/help');
    expect(shownPrivately(await ada.forge(help.message, '1:resume-posts'))).toContain('*Manage Server*');
  });

  test('there is no such command in direct messages', async ({ server, owner }) => {
    const dm = server.emulator.dmChannel(owner.user.id).id;
    await expect(owner.type(dm, '/setup server')).rejects.toThrow('cannot be used in a direct message');
    const forged = await owner.slash(dm, 'setup server', {}, { unchecked: true });
    expect(shownPrivately(forged)).toContain('This command is for servers');
  });
});

/** One bot and server for each test, because they move its clock. */
const timed = base.extend<{ server: TestServer; ada: Person; ben: Person; paths: string }>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from this pattern which fixtures are needed
  server: async ({}, use) => {
    await using server = await openServer();
    await use(server);
    expect(server.pings).toEqual([]);
  },
  ada: ({ server }, use) => use(server.ada),
  ben: ({ server }, use) => use(server.ben),
  paths: ({ server }, use) => use(server.emulator.createChannel(server.guildId, { name: 'paths' }).id),
});

/** Long enough for every attempt that a lost channel is given. */
async function letItGiveUp(server: TestServer, from: number): Promise<void> {
  for (let minute = 0; minute <= 15; minute += 1) await server.moveTo(from + minute * MINUTE);
}

describe('the weekly post', () => {
  timed(
    'says what the phase asks, a resource, a word of encouragement, and how many are there',
    async ({ server, ada, ben, paths }) => {
      await ada.type(server.channelId, '/setup server channel:#paths');
      await server.moveTo(firstPost(server.guildId));
      const [post] = ben.messages(paths);
      if (post === undefined) throw new Error('there was no post');
      const lines = textOf(post).split('\n');
      expect(lines[0]).toBe('### 🧭 Phase 1 of 5 · Foundations: Kubernetes and Python in depth');
      expect(lines[1]).toMatch(/^\*\*What this phase asks:\*\* Regular hours/);
      expect(lines[2]).toMatch(/^\*\*Worth opening this week:\*\* \[.+\]\(https:/);
      expect(lines[3]).toBe('👣 Nobody here is in this phase yet. Somebody has to be the first.');
      expect(lines[4]).toMatch(/^\*.+\*$/);
      expect(buttonsOf(post)).toEqual(['Next step', 'Look at the phase']);

      const next = await ben.press(post, 'Next step');
      expect(shownPrivately(next)).toContain('### Take a CKA prep course');
      expect(shownPrivately(await ben.press(post, 'Look at the phase'))).toContain('Phase 1 of 5');
    },
  );

  timed(
    'counts those who joined here, one of them or more, each once',
    async ({ server, ada, ben, paths }) => {
      const { emulator, channelId, guildId } = server;
      await ada.type(channelId, '/setup server channel:#paths');
      await ben.type(channelId, '/done task:cka-course');
      await ben.type(channelId, '/join pathway:infrastructure hours:5');
      await ada.type(emulator.dmChannel(ada.user.id).id, '/join pathway:infrastructure');
      await server.moveTo(firstPost(guildId));
      await ada.type(channelId, '/nudge on');
      await server.moveTo(firstPost(guildId) + WEEK);
      const texts = ben.messages(paths).map(textOf);
      expect(texts[0]).toContain('👣 One of you is here right now.');
      expect(texts[1]).toContain('👣 2 of you are here right now.');
    },
  );

  timed('encourages with other words each week, and comes once a week', async ({ server, ada, paths }) => {
    await ada.type(server.channelId, '/setup server channel:#paths');
    for (const week of [0, 1, 2]) {
      await server.moveTo(firstPost(server.guildId) + week * WEEK);
      await server.moveTo(firstPost(server.guildId) + week * WEEK + MINUTE);
    }
    const lastLines = ada.messages(paths).map((post) => textOf(post).split('\n').at(-1));
    expect(lastLines).toHaveLength(3);
    expect(new Set(lastLines).size).toBe(3);
  });

  timed('moved within a week that had its post, it comes in the next', async ({ server, ada, paths }) => {
    await ada.type(server.channelId, '/setup server channel:#paths');
    await server.moveTo(firstPost(server.guildId));
    const moved = shownPrivately(await ada.type(server.channelId, '/setup server day:Friday'));
    const friday = firstPost(server.guildId, 'Etc/UTC', 5) + 2 * WEEK;
    expect(moved).toContain(moment(friday));
    await server.moveTo(friday - WEEK);
    expect(ada.messages(paths)).toHaveLength(1);
  });

  timed('ends with /setup server off', async ({ server, ada, paths }) => {
    await ada.type(server.channelId, '/setup server channel:#paths');
    await ada.type(server.channelId, '/setup server off:true');
    await server.moveTo(firstPost(server.guildId));
    expect(ada.messages(paths)).toEqual([]);
  });
});

describe('trouble', () => {
  timed(
    'a deleted channel is told once to who set it up and shown in /setup server until that is mended',
    async ({ server, ada, paths }) => {
      const { emulator, channelId, guildId } = server;
      const dm = emulator.dmChannel(ada.user.id).id;
      await ada.type(channelId, '/setup server channel:#paths');
      emulator.deleteChannel(paths);
      await letItGiveUp(server, firstPost(guildId));
      await server.moveTo(firstPost(guildId) + WEEK);
      const told = ada.messages(dm);
      expect(told.map(textOf)).toEqual([
        '### ⚠️ My weekly post in **Trailhead** is paused\nIts channel is gone. Choose another with `/setup server channel:`.',
      ]);

      const state = shownPrivately(await ada.type(channelId, '/setup server'));
      expect(state).toContain('**⚠️ My weekly post is paused**');
      expect(state).toContain('Its channel is gone.');
      expect(state).not.toContain('**Next post**');

      const mended = shownPrivately(await ada.type(channelId, '/setup server channel:#general'));
      expect(mended).not.toContain('paused');
      expect(mended).toContain('**Next post**');
      await server.moveTo(firstPost(guildId) + 2 * WEEK);
      expect(
        ada.messages(channelId).filter(({ flags = 0 }) => (flags & MessageFlags.Ephemeral) === 0),
      ).toHaveLength(1);
      expect(ada.messages(dm)).toHaveLength(1);
    },
  );

  timed('a lost permission too; once it is back, a button goes on', async ({ server, ada, paths }) => {
    const { emulator, channelId, guildId } = server;
    await ada.type(channelId, '/setup server channel:#paths');
    emulator.setBotPermissions(paths, ViewChannel);
    await letItGiveUp(server, firstPost(guildId));
    expect(textOf(await ada.waitForDm())).toContain('I may not post in its channel any more.');

    const state = await ada.type(channelId, '/setup server');
    expect(shownPrivately(state)).toContain('I lack *Send Messages*');
    expect(buttonsOf(state.message)).toEqual(['Go on', 'Phase roles']);
    emulator.setBotPermissions(paths, null);
    const mended = await ada.press(state.message, 'Go on');
    expect(shownInPlace(mended)).not.toContain('paused');
    expect(shownInPlace(mended)).not.toContain('I lack');
    await server.moveTo(firstPost(guildId) + WEEK);
    expect(ada.messages(paths)).toHaveLength(1);
  });
});
