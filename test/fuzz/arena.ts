import type { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  GatewayDispatchEvents,
  MessageFlags,
  PermissionFlagsBits,
  type APIMessage,
  type APIUser,
  type Client,
} from 'discord.js';
import { commands } from '../../commands/index.ts';
import type { Emulator, Outcome, Person } from '../../src/playground/emulator/index.ts';
import { firstChannel } from '../support/server.ts';
import { openStage } from '../support/stage.ts';
import { openEdge, type Edge } from './edge.ts';
import { watchTables, type Actor, type TableWatch } from './trespass.ts';

/** What Discord itself vouches for: who acts, where, and with which rights. The rest of a payload may be forged. */
export interface Standpoint {
  readonly person: Person;
  /** `null`: in the bot's DM. */
  readonly guildId: string | null;
  readonly channelId: string;
  readonly managesServer: boolean;
  /** All of an interaction but its kind, its data and the message it hangs on. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** A message that somebody may press something on. */
export interface Spot {
  readonly message: APIMessage;
  /** The only one who sees it. */
  readonly ownerId: string | null;
}

export interface Arena extends AsyncDisposable {
  readonly standpoints: readonly Standpoint[];
  readonly spots: readonly Spot[];
  readonly people: readonly APIUser[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  /** Every `custom_id` that any answer brought so far, somebody else's among them. */
  readonly customIds: readonly string[];
  readonly values: readonly string[];
  readonly commandIds: ReadonlyMap<string, string>;
  readonly apiUrl: string;
  readonly client: Client<true>;
  /** Hands the client an interaction as the gateway does. Resolves with what is wrong with what came of it. */
  act(standpoint: Standpoint, interaction: Readonly<Record<string, unknown>>): Promise<Judgement>;
}

export interface Judgement {
  readonly outcome: string;
  readonly faults: readonly string[];
}

/** What nobody but its owner may ever read. */
export const secretOf = (userId: string): string => `secret-of-${userId}`;

const PATIENCE_MS = 60_000;

/**
 * Two servers with cohorts, people who manage, look after, belong and look on, each with something private, behind
 * the real client and dispatcher on a database of its own. Answers to what the fuzzer makes up end at the edge of the
 * network; everything else of Discord is the emulator's.
 */
export async function openArena(): Promise<Arena> {
  const stage = await openStage(commands);
  try {
    const { emulator, client, channelId, ada: owner, ben: fay } = stage;
    const contexts = new Map<string, Record<string, unknown>>();
    client.ws.on(GatewayDispatchEvents.InteractionCreate, (packet: unknown) => {
      const context = { ...(packet as Packet) };
      for (const part of ['data', 'message', 'type']) Reflect.deleteProperty(context, part);
      contexts.set(`${actorOf(context)} ${context.channel_id}`, context);
    });
    const [guild] = emulator.guilds();
    if (guild === undefined) throw new Error('The stage has a server');
    const newcomer = (username: string) => {
      const person = emulator.person(emulator.createUser({ username }).id);
      emulator.addMember(guild.id, person.user.id);
      return person;
    };
    const [ada, ben, hidden, outsider] = ['walker', 'runner', 'shy', 'outsider'].map(newcomer) as [
      Person,
      Person,
      Person,
      Person,
    ];
    const elsewhere = emulator.createGuild({ name: 'Elsewhere', ownerId: outsider.user.id });
    emulator.addMember(elsewhere.id, ada.user.id);
    const otherChannel = firstChannel(emulator, elsewhere.id);
    const roles = ['Walkers', 'Finished'].map((name) => emulator.createRole(guild.id, { name }));

    /** Waits for the dispatcher's last word, after which nothing more comes of the interaction. */
    const reported = async <T>(work: () => Promise<T> | T): Promise<T> => {
      const before = stage.reports.length;
      const result = await work();
      const deadline = Date.now() + PATIENCE_MS;
      while (stage.reports.length === before && Date.now() < deadline) await nextTurn();
      return result;
    };
    const spots: Spot[] = [];
    const see = (
      person: Person,
      { kind, isPrivate, message }: Pick<Outcome, 'kind' | 'isPrivate' | 'message'>,
    ) => {
      if (kind === 'message' || kind === 'update') {
        spots.push({ message, ownerId: isPrivate ? person.user.id : null });
      }
    };
    const run = async (
      person: Person,
      place: string,
      command: string,
      options: Record<string, string | number | boolean> = {},
    ): Promise<Outcome> => {
      const outcome = await reported(() => person.slash(place, command, options, { unchecked: true }));
      if (outcome.kind !== 'modal') see(person, outcome);
      return outcome;
    };
    await run(owner, channelId, 'setup server', { channel: channelId, day: 1, hour: 9, timezone: 'Etc/UTC' });
    await run(outsider, otherChannel, 'setup server', { channel: otherChannel, day: 2, hour: 9 });
    await run(fay, channelId, 'cohort create', { name: 'Spring' });
    await run(owner, channelId, 'cohort create', { name: 'Locked', access: 'code' });
    await run(outsider, otherChannel, 'cohort create', { name: 'Far away' });
    for (const [index, person] of [ada, ben, hidden, fay, outsider, owner].entries()) {
      const note = secretOf(person.user.id);
      await run(person, channelId, 'done', { task: TASKS[index % TASKS.length] ?? '', note });
      if (index < 3) await run(person, channelId, 'cohort join', { cohort: 'Spring' });
      await run(person, channelId, 'nudge on');
    }
    await run(ben, channelId, 'profile edit', { visibility: 'named' });
    await run(hidden, channelId, 'profile edit', { visibility: 'hidden' });
    await run(ada, otherChannel, 'cohort join', { cohort: 'Far away' });
    for (const command of ['roadmap phase', 'next', 'plan show', 'progress', 'leaderboard', 'profile show']) {
      await run(ada, channelId, command);
      await run(outsider, otherChannel, command);
    }
    for (const command of ['privacy delete', 'cohort show', 'cohort insights']) {
      await run(owner, channelId, command);
      await run(fay, channelId, command);
    }
    const everyone = [owner, fay, ada, ben, hidden, outsider];
    const standpoints: Standpoint[] = [];
    for (const person of everyone) {
      const places = [channelId, emulator.dmChannel(person.user.id).id];
      if (emulator.isMember(elsewhere.id, person.user.id)) places.push(otherChannel);
      for (const place of places) {
        await run(person, place, 'help');
        standpoints.push(standpointOf(person, place, contexts));
      }
    }

    const tables = watchTables(stage.databaseFile);
    const edge = openEdge(client, emulator.botUser);
    for (const { message } of spots) edge.harvest(message);
    const ids = commandIdsOf(emulator);
    let sequence = 0n;
    return {
      standpoints,
      spots,
      people: [...everyone.map(({ user }) => user), emulator.botUser],
      roles,
      customIds: edge.customIds,
      values: valuesOf(tables, [guild.id, elsewhere.id, channelId, otherChannel]),
      commandIds: ids,
      apiUrl: emulator.apiUrl,
      client,
      async act(standpoint, interaction) {
        sequence += 1n;
        const id = (FIRST_ID + sequence).toString();
        const before = stage.reports.length;
        const logged = stage.logged.length;
        edge.open(id);
        await reported(() => {
          inject(client, { ...standpoint.context, ...interaction, id, token: `token-${id}` });
        });
        const report = stage.reports[before];
        const actor: Actor = {
          userId: standpoint.person.user.id,
          guildId: standpoint.guildId,
          managesServer: standpoint.managesServer,
        };
        const faults = [...edge.judge(id, interaction), ...tables.trespasses(actor)];
        if (report === undefined) faults.push('it never came to an end');
        if (report?.outcome === 'failed')
          faults.push(`a fault of ours: ${stage.logged.slice(logged).join(' ')}`);
        faults.push(...leaks(edge, id, standpoint, interaction, everyone));
        edge.close(id);
        return { outcome: report?.outcome ?? 'endless', faults };
      },
      async [Symbol.asyncDispose]() {
        edge.restore();
        tables.close();
        await stage[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await stage[Symbol.asyncDispose]();
    throw error;
  }
}

/** Of the first pathway. */
const TASKS = ['cka-course', 'kubeadm-cluster', 'gpu-pod'];

/** After all that the emulator gives out. */
const FIRST_ID = 9_000_000_000_000_000_000n;

interface Packet extends Record<string, unknown> {
  readonly channel_id: string;
}

function actorOf(context: Readonly<Record<string, unknown>>): string {
  const { user, member } = context as { user?: APIUser; member?: { user: APIUser } };
  return (member?.user ?? user)?.id ?? '';
}

function standpointOf(
  person: Person,
  channelId: string,
  contexts: ReadonlyMap<string, Record<string, unknown>>,
): Standpoint {
  const context = contexts.get(`${person.user.id} ${channelId}`);
  if (context === undefined) throw new Error(`${person.user.username} did nothing in ${channelId}`);
  const { guild_id: guildId = null, member } = context as {
    guild_id?: string;
    member?: { permissions: string };
  };
  const permissions = BigInt(member?.permissions ?? '0');
  return {
    person,
    guildId,
    channelId,
    managesServer: (permissions & PermissionFlagsBits.ManageGuild) !== 0n,
    context,
  };
}

function commandIdsOf(emulator: Emulator): ReadonlyMap<string, string> {
  return new Map(emulator.commands().map(({ name, id }) => [name, id]));
}

/** Everything short in the database but the secrets: ids, names and codes, whoever they belong to. */
function valuesOf(tables: TableWatch, others: readonly string[]): readonly string[] {
  const found = tables.rows().flatMap(({ columns }) => Object.values(columns).map(String));
  return [...new Set([...found, ...others])].filter(
    // What somebody types themselves is no secret that was given away.
    (value) => value.length > 0 && value.length <= 100 && !value.startsWith(secretOf('')),
  );
}

/** discord.js has no public door for a packet; this is the one that its own gateway connections use. */
function inject(client: Client, interaction: Readonly<Record<string, unknown>>): void {
  const connections = Reflect.get(client.ws, '_ws') as EventEmitter;
  const packet = { op: 0, s: null, t: GatewayDispatchEvents.InteractionCreate, d: interaction };
  const data: unknown = JSON.parse(JSON.stringify(packet));
  connections.emit('dispatch', { data, shardId: client.ws.shards.firstKey() });
}

/** Who could read what was written on, or in place of, the message that was pressed. */
function leaks(
  edge: Edge,
  id: string,
  { person, guildId }: Standpoint,
  { message }: Readonly<Record<string, unknown>>,
  everyone: readonly Person[],
): readonly string[] {
  const pressed = message as APIMessage | undefined;
  const isPressedPublic = ((pressed?.flags ?? 0) & MessageFlags.Ephemeral) === 0;
  return edge.shown(id).flatMap(({ text, isPrivate, isUpdate }) => {
    const isPublic = guildId !== null && (isUpdate ? isPressedPublic : !isPrivate);
    return everyone
      .filter(({ user }) => (isPublic || user.id !== person.user.id) && text.includes(secretOf(user.id)))
      .map(({ user }) => `${user.username}'s secret was shown ${isPublic ? 'to everybody' : 'to another'}`);
  });
}
