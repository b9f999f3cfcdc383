import { join } from 'node:path';
import { pino } from 'pino';
import { startBot } from '../../src/bot.ts';
import { createCardRenderer } from '../../src/cards/card-renderer.ts';
import { startEmulator, type Emulator, type Person } from '../../src/playground/emulator/index.ts';
import { createPlaygroundServer } from '../../src/playground/web/server.ts';
import { makeTemporaryFolder } from '../support/temporary-store.ts';

/** A Monday, 10:00 in UTC: the moment at which every gallery begins. */
const MONDAY = Date.UTC(2026, 2, 2, 10);

/** Mira owns the server, and so manages it. */
const NAMES = ['Mira', 'Tomás', 'Aiko', 'Noor', 'Levi', 'Ines'] as const;
type Name = (typeof NAMES)[number];

/** The bot, a server with people in it, and the page that shows what each of them sees. */
export interface GalleryWorld extends AsyncDisposable {
  readonly emulator: Emulator;
  /** Where a browser finds the page. */
  readonly url: string;
  readonly guildId: string;
  readonly channelId: string;
  /** A channel beside the first. */
  readonly den: string;
  readonly people: Readonly<Record<Name, Person>>;
  /** UTC epoch milliseconds. */
  readonly now: () => number;
  /** Moves the clock, in UTC epoch milliseconds, and lets the bot do what is due by then. */
  readonly moveTo: (time: number) => Promise<void>;
}

/** The same people at the same time of the same day, whenever it is opened. */
export async function openGalleryWorld(): Promise<GalleryWorld> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne();
  };
  try {
    return await build(closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(closers: (() => Promise<unknown>)[], close: () => Promise<void>): Promise<GalleryWorld> {
  let time = MONDAY;
  const now = () => time;
  const folder = await makeTemporaryFolder();
  closers.push(async () => folder[Symbol.asyncDispose]());
  const emulator = await startEmulator({ now });
  closers.push(() => emulator.close());
  const people = createPeople(emulator);
  const guild = emulator.createGuild({ name: 'Trailhead', ownerId: people.Mira.user.id });
  for (const { user } of Object.values(people)) {
    if (user.id !== guild.ownerId) emulator.addMember(guild.id, user.id);
  }
  const den = emulator.createChannel(guild.id, { name: 'den' });
  const page = await createPlaygroundServer({
    emulator,
    port: 0,
    people: Object.values(people).map(({ user }) => ({ userId: user.id })),
    guildId: guild.id,
    // The browser's own clock is set to the world's, so nothing is skipped on the page.
    clock: { now, leaps: () => [] },
    moveTime: () => Promise.reject(new Error('Time moves by the scenes alone')),
  });
  closers.push(() => page.close());
  const bot = await startBot({
    discord: { token: emulator.token, apiUrl: emulator.apiUrl, guildId: undefined },
    databaseUrl: `sqlite:${join(folder.path, 'gallery.db')}`,
    pathwaysDirectory: undefined,
    clock: { now },
    cardRenderer: createCardRenderer({
      onFault: (fault) => {
        throw fault;
      },
      // No picture is missing because this machine is busy.
      limits: { waitMs: 60_000 },
    }),
    logger: pino({ level: 'silent' }),
  });
  closers.push(() => bot.stop());
  const [general] = emulator.channels(guild.id);
  if (general === undefined) throw new Error('A new server has a channel');
  return {
    emulator,
    url: page.url,
    guildId: guild.id,
    channelId: general.id,
    den: den.id,
    people,
    now,
    async moveTo(to) {
      time = to;
      await bot.wake();
    },
    [Symbol.asyncDispose]: close,
  };
}

/** With ids that never change: a turn's minute depends on whose it is. */
function createPeople(emulator: Emulator): Readonly<Record<Name, Person>> {
  const create = (name: Name): Person => {
    const id = `100000000000000000${NAMES.indexOf(name) + 1}`;
    emulator.createUser({ id, username: name.toLowerCase(), displayName: name });
    return emulator.person(id);
  };
  return {
    Mira: create('Mira'),
    Tomás: create('Tomás'),
    Aiko: create('Aiko'),
    Noor: create('Noor'),
    Levi: create('Levi'),
    Ines: create('Ines'),
  };
}
