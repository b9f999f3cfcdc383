import type { AutocompleteInteraction, Interaction } from 'discord.js';
import type { Logger } from 'pino';
import { UserError } from '../domain/errors.ts';
import type { Services } from '../services/services.ts';
import { wordsFor } from '../words/words.ts';
import type { Answer, Command, Component, Context, Mention, ModalAnswer, Response } from './command.ts';
import { parseCustomId } from './custom-id.ts';
import { createResponder, type RespondableInteraction } from './responder.ts';
import { problemView, unexpectedView } from './views/problem.ts';

/** Well before Discord's 3 seconds, with room for a slow network; well after the answers that need no deferral. */
const DEFER_AFTER_MS = 1000;

/** What became of an interaction: answered, answered with a problem of the member's, or failed by a fault of ours. */
export type Outcome = 'ok' | 'refused' | 'failed';

export interface InteractionReport {
  /** The command's name, or the component's action. */
  readonly name: string;
  readonly outcome: Outcome;
  readonly milliseconds: number;
}

export interface DispatcherOptions {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly logger: Logger;
  readonly mention: Mention;
  /** Called once for every interaction, when it is over. */
  readonly report: (report: InteractionReport) => void;
}

export interface Dispatcher {
  /** Never rejects: a fault in one interaction is logged, told to the member and ends there. */
  dispatch(interaction: Interaction): Promise<void>;
  /** Refuses what comes from now on and resolves when what is under way has been answered. */
  drain(): Promise<void>;
}

/**
 * The one place that defers, replies, times, counts, logs and catches, so that a handler is no more than a function
 * from an interaction to an answer.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { commands, services, logger, mention, report } = options;
  const components = new Map<string, Component>(
    commands.flatMap((command) => command.components ?? []).map((component) => [component.action, component]),
  );
  const underWay = new Set<Promise<void>>();
  let isDraining = false;

  const contextFor = ({ locale }: Pick<Interaction, 'locale'>): Context => ({
    services,
    commands,
    mention,
    words: wordsFor(locale),
  });

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
    report({ name, outcome, milliseconds });
  };

  const answer = async (
    interaction: RespondableInteraction,
    response: Response | 'modal',
    execute: (context: Context) => Promise<Answer | ModalAnswer>,
  ): Promise<Outcome> => {
    const responder = createResponder(interaction, response);
    const context = contextFor(interaction);
    const deferral = setTimeout(() => {
      // A deferral that fails is seen again, and logged, when the answer is sent.
      responder.defer().catch(() => undefined);
    }, DEFER_AFTER_MS);
    if (response === 'modal') clearTimeout(deferral);
    try {
      if (isDraining) throw new UserError({ code: 'stopping' });
      const result = await execute(context);
      clearTimeout(deferral);
      await responder.send(result);
      return 'ok';
    } catch (error) {
      clearTimeout(deferral);
      if (error instanceof UserError) {
        await responder.sendPrivately(problemView(context.words, error.problem));
        return 'refused';
      }
      logger.error({ err: error, interaction: interaction.id }, 'a handler failed');
      await responder.sendPrivately(unexpectedView(context.words, interaction.id));
      return 'failed';
    } finally {
      clearTimeout(deferral);
    }
  };

  const complete = async (interaction: AutocompleteInteraction): Promise<Outcome> => {
    const command = commands.find(
      ({ kind, data }) => kind === 'slash' && data.name === interaction.commandName,
    );
    try {
      const choices = await command?.autocomplete?.(interaction, contextFor(interaction));
      await interaction.respond(choices ?? []);
      return 'ok';
    } catch (error) {
      // While typing there is nobody to tell: an empty list is the kindest answer, and the server checks again.
      if (!(error instanceof UserError)) throw error;
      await interaction.respond([]);
      return 'refused';
    }
  };

  const refuse = (code: 'unknown-command' | 'outdated-button') => () =>
    Promise.reject(new UserError({ code }));

  const route = (interaction: Interaction): Promise<void> => {
    if (interaction.isAutocomplete()) {
      return settle(interaction, `${interaction.commandName} autocomplete`, () => complete(interaction));
    }
    if (interaction.isMessageComponent() || interaction.isModalSubmit()) {
      const parsed = parseCustomId(interaction.customId);
      const component = parsed && components.get(parsed.action);
      return settle(interaction, component?.action ?? 'unknown', () => {
        const bound = parsed && component?.bind(parsed.fields, interaction);
        return bound === undefined
          ? answer(interaction, 'private', refuse('outdated-button'))
          : answer(interaction, bound.response, bound.execute);
      });
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
    command === undefined
      ? answer(interaction, 'private', refuse('unknown-command'))
      : answer(interaction, command.audience(interaction), (context) =>
          command.execute(interaction, context),
        );

  return {
    async dispatch(interaction) {
      const work = route(interaction);
      underWay.add(work);
      await work;
      underWay.delete(work);
    },
    async drain() {
      isDraining = true;
      await Promise.all(underWay);
    },
  };
}
