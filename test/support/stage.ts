import { Events, type Client } from 'discord.js';
import { pathwayReader } from '../../src/content/brought-pathway.ts';
import { createAttachmentReader } from '../../src/discord/attachment-reader.ts';
import { createAvatarReader } from '../../src/discord/avatar-reader.ts';
import { createDiscordClient } from '../../src/discord/client.ts';
import type { Command } from '../../src/discord/command.ts';
import { createDirectory } from '../../src/discord/directory.ts';
import { createDispatcher, type Dispatcher, type InteractionReport } from '../../src/discord/dispatcher.ts';
import { createViewDrawer } from '../../src/discord/draw-view.ts';
import { createDiscordNotifier } from '../../src/discord/notifier.ts';
import { registerCommands } from '../../src/discord/register-commands.ts';
import { createRoleGiver } from '../../src/discord/role-giver.ts';
import { createLogger } from '../../src/logger.ts';
import { startEmulator, type Emulator, type Person } from '../../src/playground/emulator/index.ts';
import type { CardRenderer } from '../../src/services/card.ts';
import { openLibrary } from '../../src/services/pathway-changes.ts';
import { createServices } from '../../src/services/services.ts';
import { withoutPictures } from './card-renderers.ts';
import { createChance } from './chance.ts';
import { backendPathway } from './loaded-pathways.ts';
import { mentionAsText } from './mention-as-text.ts';
import { firstChannel, untilSettled } from './server.ts';
import { openTemporaryStore } from './temporary-store.ts';

/** Beyond the dispatcher's deferral, and no longer than a test needs. */
const ATTACHMENT_MS = 1_500;

export interface Stage extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly dispatcher: Dispatcher;
  /** Logged in. */
  readonly client: Client<true>;
  readonly databaseFile: string;
  readonly channelId: string;
  readonly ada: Person;
  readonly ben: Person;
  readonly reports: readonly InteractionReport[];
  readonly logged: readonly string[];
  settled(outcome: { readonly interactionId: string }): Promise<void>;
}

/** The dispatcher with commands of a test's own, behind the bot's Discord client, over the emulator. */
export async function openStage(
  commands: readonly Command[],
  cardRenderer: CardRenderer = withoutPictures,
): Promise<Stage> {
  const emulator = await startEmulator();
  const [ada, ben] = [createPerson('ada'), createPerson('ben')];
  const guild = emulator.createGuild({ name: 'Trailhead', ownerId: ada.user.id });
  emulator.addMember(guild.id, ben.user.id);

  const temporary = await openTemporaryStore();
  const reports: InteractionReport[] = [];
  const logged: string[] = [];
  const logger = createLogger('debug', { write: (line) => void logged.push(line) });
  const clock = { now: () => Date.now() };
  const client = createDiscordClient(emulator.apiUrl, { logger });
  const drawView = createViewDrawer(cardRenderer, createAvatarReader({ apiUrl: emulator.apiUrl }));
  const dispatcher = createDispatcher({
    commands,
    services: createServices({
      store: temporary.store,
      clock,
      library: await openLibrary(temporary.store, [backendPathway], clock.now()),
      notifier: createDiscordNotifier(client, drawView, mentionAsText),
      directory: createDirectory(client),
      roleGiver: createRoleGiver(client),
      chance: createChance(),
      pathwayReader,
    }),
    logger,
    mention: mentionAsText,
    version: '1.2.3',
    readAttachment: createAttachmentReader({ apiUrl: emulator.apiUrl, timeoutMs: ATTACHMENT_MS }),
    drawView,
    report: (report) => void reports.push(report),
  });
  client.on(Events.InteractionCreate, (interaction) => void dispatcher.dispatch(interaction));
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(emulator.token);
  const readyClient = await ready;
  await registerCommands(
    readyClient,
    commands.map(({ data }) => data),
    { guildId: undefined, isRegistrar: true, logger },
  );

  return {
    emulator,
    dispatcher,
    client: readyClient,
    get databaseFile() {
      return temporary.path;
    },
    channelId: firstChannel(emulator, guild.id),
    ada,
    ben,
    reports,
    logged,
    settled: ({ interactionId }) => untilSettled(logged, interactionId),
    async [Symbol.asyncDispose]() {
      await client.destroy();
      await emulator.close();
      await temporary[Symbol.asyncDispose]();
    },
  };

  function createPerson(username: string): Person {
    return emulator.person(emulator.createUser({ username }).id);
  }
}
