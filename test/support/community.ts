import {
  startEmulator,
  type Emulator,
  type EmulatorOptions,
  type Person,
} from '../../src/playground/emulator/index.ts';

/** A small Discord with one person in it, for a bot that is a process of its own. */
export interface Community extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly ada: Person;
  readonly channelId: string;
  /** What a bot needs to connect, and not to be in another's way. */
  readonly env: Readonly<Record<'DISCORD_TOKEN' | 'DISCORD_API_URL' | 'HTTP_PORT', string>>;
}

export async function openCommunity(options?: EmulatorOptions): Promise<Community> {
  const emulator = await startEmulator({ deadlines: { identifyWindowMs: 0 }, ...options });
  const ada = emulator.person(emulator.createUser({ username: 'ada' }).id);
  const guild = emulator.createGuild({ name: 'Trailhead', ownerId: ada.user.id });
  return {
    emulator,
    ada,
    channelId: emulator.channels(guild.id)[0]?.id ?? '',
    env: { DISCORD_TOKEN: emulator.token, DISCORD_API_URL: emulator.apiUrl, HTTP_PORT: 'off' },
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}
