import {
  DiscordjsErrorCodes,
  DiscordjsTypeError,
  type AutocompleteInteraction,
  type Interaction,
} from 'discord.js';
import type { Logger } from 'pino';
import { UserError, type Problem } from '../domain/errors.ts';
import type { Return } from '../services/nudges.ts';
import type { Services } from '../services/services.ts';
import { wordsFor } from '../words/words.ts';
import { ADMISSION, createAdmission } from './admission.ts';
import type { ReadAttachment } from './attachment-reader.ts';
import { clickableCommands } from './clickable-commands.ts';
import type {
  Answer,
  Choice,
  Command,
  Component,
  Context,
  Mention,
  ModalAnswer,
  Response,
} from './command.ts';
import { parseCustomId } from './custom-id.ts';
import { withoutPictures, type DrawnView, type DrawView } from './draw-view.ts';
import { sightingOf } from './join-server.ts';
import { createResponder, type RespondableInteraction, type Responder } from './responder.ts';
import type { View } from './views/elements.ts';
import { newsView } from './views/nudge.ts';
import { pathwayNewsView } from './views/pathway-news.ts';
import { problemView, unexpectedView } from './views/problem.ts';

/** From an interaction's turn: with the wait for it well before Discord's 3 seconds, yet after most answers. */
const DEFER_AFTER_MS = 1000;

export type Outcome =
  | 'ok'
  /** Answered with a problem of the member's. */
  | 'refused'
  /** Neither begun nor answered: there was too much else to do. */
  | 'shed'
  /** By a fault of ours. */
  | 'failed';

export interface InteractionReport {
  /** The command's name, or the component's action; `unknown` for any that there is none of. */
  readonly name: string;
  readonly outcome: Outcome;
  /** From its arrival. */
  readonly milliseconds: number;
}

export interface DispatcherOptions {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly logger: Logger;
  readonly mention: Mention;
  readonly readAttachment: ReadAttachment;
  readonly drawView: DrawView;
  /** The bot's own. */
  readonly version: string;
  /** Called once for every interaction, when it is over. */
  readonly report: (report: InteractionReport) => void;
}

export interface Dispatcher {
  /** Never rejects: a fault in one interaction is logged, told to the member and ends there. */
  dispatch(interaction: Interaction): Promise<void>;
  /** Resolves when what is under way at this moment has been answered, in full. */
  quiet(): Promise<void>;
  /** Refuses what comes from now on and resolves when what is under way has been answered. */
  drain(): Promise<void>;
}

/** What is to be done about an interaction, and who sees the answer. */
interface Handling {
  readonly response: Response | 'modal';
  readonly execute: (context: Context) => Promise<Answer | ModalAnswer>;
}

/**
 * The one place that defers, draws, replies, times, counts, logs and catches, so that a handler is no more than a function
 * from an interaction to an answer.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { commands, services, logger, mention, readAttachment, drawView, version, report } = options;
  const components = new Map<string, Component>(
    commands.flatMap((command) => command.components ?? []).map((component) => [component.action, component]),
  );
  /** What interactions go by in reports: a button of a former version, or a forged one, must not add to it. */
  const names = new Set([
    ...commands.flatMap(({ data }) => [data.name, `${data.name} autocomplete`]),
    ...components.keys(),
  ]);
  const admission = createAdmission(ADMISSION);
  const underWay = new Set<Promise<void>>();
  let isDraining = false;

  const contextFor = ({ locale }: Pick<Interaction, 'locale'>): Context => ({
    services,
    commands,
    mention,
    readAttachment,
    version,
    words: wordsFor(locale),
  });

  const clickable = (view: View): View => clickableCommands(view, mention);

  /** A picture costs as much as ten answers: while others wait for theirs, the words have to do. */
  const draw = ({ view, files }: Answer): Promise<DrawnView> =>
    drawView(clickable(admission.isBehind() ? withoutPictures(view) : view), files);

  const logFault = (error: unknown, { id }: Pick<Interaction, 'id'>): void => {
    logger.error({ err: error, interaction: id }, 'a handler failed');
  };

  const settle = async (
    interaction: Interaction,
    name: string,
    work: () => Promise<Outcome>,
  ): Promise<void> => {
    const started = performance.now();
    const log = logger.child({ interaction: interaction.id, name });
    let outcome: Outcome;
    try {
      outcome = await work();
    } catch (error) {
      log.error({ err: error }, 'the interaction could not be answered');
      outcome = 'failed';
    }
    const milliseconds = performance.now() - started;
    log.debug({ outcome, milliseconds }, 'interaction over');
    report({ name: names.has(name) ? name : 'unknown', outcome, milliseconds });
  };

  /** What happened to the member's reminder and pathways while they were away: told beside the answer, whatever became of that. */
  const tellNews = async (
    interaction: RespondableInteraction,
    responder: Responder,
    present: Return | undefined,
  ): Promise<void> => {
    try {
      const words = wordsFor(interaction.locale);
      const news = present && (await services.nudges.takeNews(interaction.user.id, present));
      if (news !== undefined) await responder.sendPrivately(newsView(words, news, mention));
      for (const edit of await services.pathwayNews.take(interaction.user.id)) {
        await responder.sendPrivately(pathwayNewsView(words, edit));
      }
    } catch (error) {
      logFault(error, interaction);
    }
  };

  const answer = async (interaction: RespondableInteraction, bind: () => Handling): Promise<Outcome> => {
    const admitted = await admission.enter();
    if (admitted === undefined) return 'shed';
    const context = contextFor(interaction);
    let responder = createResponder(interaction, 'private');
    let deferral: NodeJS.Timeout | undefined;
    let present: Return | undefined;
    let hasRoomForNews = false;
    try {
      if (isDraining) throw new UserError({ code: 'stopping' });
      const { response, execute } = bind();
      responder = createResponder(interaction, response);
      if (response !== 'modal') deferral = setTimeout(() => void responder.defer(), DEFER_AFTER_MS);
      await services.pathwayFollower.catchUp();
      const { locale, user } = interaction;
      present = await services.nudges.memberReturned({ userId: user.id, locale });
      const sighting = sightingOf(interaction);
      if (sighting !== undefined) await services.presence.seen(sighting);
      // While a modal is open there is no answer to add to: the news waits for the next one.
      hasRoomForNews = response !== 'modal';
      const result = await execute(context);
      admitted.leave();
      const drawn = 'modal' in result ? result : await draw(result);
      clearTimeout(deferral);
      await responder.send(drawn);
      if ('announcement' in result && result.announcement !== undefined) {
        const announcement = await draw({ view: result.announcement });
        // The member has their answer: they are not troubled with what became of the announcement.
        await responder.announce(announcement).catch((error: unknown) => {
          logFault(error, interaction);
        });
      }
      return 'ok';
    } catch (error) {
      clearTimeout(deferral);
      const problem = problemOf(error);
      if (problem !== undefined) {
        await responder.sendPrivately(clickable(problemView(context.words, problem)));
        return 'refused';
      }
      logFault(error, interaction);
      await responder.sendPrivately(unexpectedView(context.words, interaction.id));
      return 'failed';
    } finally {
      admitted.leave();
      if (hasRoomForNews) await tellNews(interaction, responder, present);
    }
  };

  const complete = async (interaction: AutocompleteInteraction): Promise<Outcome> => {
    const admitted = await admission.enter();
    if (admitted === undefined) return 'shed';
    const command = commands.find(
      ({ kind, data }) => kind === 'slash' && data.name === interaction.commandName,
    );
    // While typing there is nobody to tell: an empty list is the kindest answer, and the server checks again.
    let outcome: Outcome = 'ok';
    let choices: readonly Choice[] = [];
    try {
      if (isDraining) throw new UserError({ code: 'stopping' });
      await services.pathwayFollower.catchUp();
      choices = (await command?.autocomplete?.(interaction, contextFor(interaction))) ?? [];
    } catch (error) {
      outcome = problemOf(error) === undefined ? 'failed' : 'refused';
      if (outcome === 'failed') logFault(error, interaction);
    }
    admitted.leave();
    await interaction.respond(choices);
    return outcome;
  };

  const route = (interaction: Interaction): Promise<void> => {
    if (interaction.isAutocomplete()) {
      return settle(interaction, `${interaction.commandName} autocomplete`, () => complete(interaction));
    }
    if (interaction.isMessageComponent() || interaction.isModalSubmit()) {
      const parsed = parseCustomId(interaction.customId);
      const component = parsed && components.get(parsed.action);
      return settle(interaction, component?.action ?? 'unknown', () =>
        answer(interaction, () => {
          const bound = parsed && component?.bind(parsed.fields, interaction);
          // A form cannot be answered with a form: only a forged one opens another.
          const isFormOnForm = bound?.response === 'modal' && interaction.isModalSubmit();
          if (bound === undefined || isFormOnForm) throw new UserError({ code: 'outdated-button' });
          return bound;
        }),
      );
    }
    if (interaction.isCommand()) {
      const name = interaction.commandName;
      const find = <K extends Command['kind']>(kind: K) =>
        commands.find(
          (command): command is Extract<Command, { kind: K }> =>
            command.kind === kind && command.data.name === name,
        );
      return settle(interaction, name, () => {
        if (interaction.isChatInputCommand()) return run(find('slash'), interaction);
        if (interaction.isUserContextMenuCommand()) return run(find('user-menu'), interaction);
        if (interaction.isMessageContextMenuCommand()) return run(find('message-menu'), interaction);
        return Promise.resolve('refused');
      });
    }
    return Promise.resolve();
  };

  const run = <I extends RespondableInteraction>(
    command:
      | { audience(interaction: I): Response; execute(interaction: I, context: Context): Promise<Answer> }
      | undefined,
    interaction: I,
  ): Promise<Outcome> =>
    answer(interaction, () => {
      if (command === undefined) throw new UserError({ code: 'unknown-command' });
      return {
        response: command.audience(interaction),
        execute: (context) => command.execute(interaction, context),
      };
    });

  const quiet = async (): Promise<void> => {
    await Promise.all(underWay);
  };

  return {
    async dispatch(interaction) {
      const work = route(interaction);
      underWay.add(work);
      await work;
      underWay.delete(work);
    },
    quiet,
    drain() {
      isDraining = true;
      return quiet();
    },
  };
}

/** Of a command or a form as another version of the bot defined it, or as nobody did. */
const UNLIKE_ITS_DEFINITION: ReadonlySet<string> = new Set<string>([
  DiscordjsErrorCodes.CommandInteractionOptionNotFound,
  DiscordjsErrorCodes.CommandInteractionOptionEmpty,
  DiscordjsErrorCodes.CommandInteractionOptionType,
  // Its types do not tell of this one.
  'CommandInteractionOptionInvalidChannelType',
  DiscordjsErrorCodes.CommandInteractionOptionNoSubcommand,
  DiscordjsErrorCodes.CommandInteractionOptionNoSubcommandGroup,
  DiscordjsErrorCodes.ModalSubmitInteractionFieldNotFound,
  DiscordjsErrorCodes.ModalSubmitInteractionFieldType,
]);

/** What the member is to read of an error; `undefined`: it is a fault of ours. */
function problemOf(error: unknown): Problem | undefined {
  if (error instanceof UserError) return error.problem;
  if (!(error instanceof DiscordjsTypeError)) return undefined;
  return UNLIKE_ITS_DEFINITION.has(error.code) ? { code: 'outdated-command' } : undefined;
}
