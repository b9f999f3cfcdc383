import {
  Client,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  Partials,
  REST,
  Routes,
  type APIMessage,
  type ClientOptions,
  type Interaction,
} from 'discord.js';
import { onTestFinished } from 'vitest';
import {
  startEmulator,
  type EmulatedChannel,
  type Emulator,
  type EmulatorOptions,
  type Person,
} from '../../src/playground/emulator/index.ts';

/**
 * An emulator with one guild, its channel and one person in it; closed when the test is over. A client may connect
 * again at once, unless `options` say otherwise.
 */
export async function startWorld({ deadlines, ...options }: EmulatorOptions = {}) {
  const emulator = await startEmulator({ ...options, deadlines: { identifyWindowMs: 0, ...deadlines } });
  onTestFinished(() => emulator.close());
  const owner = emulator.createUser({ username: 'owner' });
  const guild = emulator.createGuild({ name: 'Learners', ownerId: owner.id });
  const ada = join(emulator, guild.id, 'ada');
  return { emulator, guild, channel: generalOf(emulator, guild.id), ada };
}

/** The same, with the bot's REST requests alone. */
export async function startRest(options?: EmulatorOptions) {
  const world = await startWorld(options);
  const rest = new REST({ api: world.emulator.apiUrl }).setToken(world.emulator.token);
  const send = (channelId: string, body: unknown) =>
    rest.post(Routes.channelMessages(channelId), { body }) as Promise<APIMessage>;
  return { ...world, rest, send };
}

/** Discord's code for the refusal. */
export async function codeOf(request: Promise<unknown>): Promise<unknown> {
  const error: unknown = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiscordAPIError)) throw new Error(`Not refused: ${String(error)}`);
  return error.code;
}

export function join(emulator: Emulator, guildId: string, username: string, permissions?: bigint): Person {
  const user = emulator.createUser({ username });
  emulator.addMember(guildId, user.id, permissions === undefined ? {} : { permissions });
  return emulator.person(user.id);
}

export function generalOf(emulator: Emulator, guildId: string): EmulatedChannel {
  const [general] = emulator.channels(guildId);
  if (general === undefined) throw new Error('A new guild has a channel');
  return general;
}

export function createClient(emulator: Emulator, options: Partial<ClientOptions> = {}): Client {
  const { rest, ...others } = options;
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    partials: [Partials.Channel],
    ...others,
    rest: { ...rest, api: emulator.apiUrl },
  });
  onTestFinished(() => client.destroy());
  return client;
}

/** A discord.js client, logged in and ready. */
export async function connect(emulator: Emulator, options?: Partial<ClientOptions>): Promise<Client<true>> {
  const client = createClient(emulator, options);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(emulator.token);
  return ready;
}

/**
 * Has the client answer each interaction with `handle`. What it throws is kept, for the test to look at:
 * an event listener has nobody to throw to.
 */
export function answerWith(
  client: Client,
  handle: (interaction: Interaction) => Promise<unknown>,
): unknown[] {
  const errors: unknown[] = [];
  client.on(Events.InteractionCreate, (interaction) => {
    handle(interaction).catch((error: unknown) => errors.push(error));
  });
  return errors;
}
