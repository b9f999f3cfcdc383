import { InteractionResponseType, MessageFlags } from 'discord-api-types/v10';
import type { Interaction, InteractionCallback, Interactions } from '../interactions.ts';
import type { MessageBody } from '../message-composer.ts';
import { refusals } from '../rest-error.ts';
import type { MessageRecord, World } from '../world.ts';
import { answer, noContent, param, type RestApi, type RestContext } from './pipeline.ts';

/** What the token of an interaction opens, without the bot's own token. */
export function addInteractionRoutes(
  api: RestApi,
  { world, interactions }: { world: World; interactions: Interactions },
): void {
  api.post('/interactions/:interaction/:token/callback', (c) => {
    const interaction = interactions.respond(
      param(c, 'interaction'),
      param(c, 'token'),
      c.get('body') as InteractionCallback,
      c.get('files'),
    );
    c.set('interactionId', interaction.id);
    if (interaction.original !== null) c.set('messageId', interaction.original.message.id);
    if (c.req.query('with_response') !== 'true') return noContent(c);
    return answer(c, describe(interaction));
  });

  const tokenOf = (c: RestContext) => {
    if (param(c, 'app') !== world.botUser.id) throw refusals.unknownWebhook();
    const token = param(c, 'token');
    const interactionId = interactions.idOf(token);
    if (interactionId !== undefined) c.set('interactionId', interactionId);
    return token;
  };
  const answerAbout = (c: RestContext, { message }: MessageRecord) => {
    c.set('messageId', message.id);
    return answer(c, message);
  };
  const bodyOf = (c: RestContext) => (c.get('body') ?? {}) as MessageBody;

  api.post('/webhooks/:app/:token', (c) =>
    answerAbout(c, interactions.followUp(tokenOf(c), bodyOf(c), c.get('files'))),
  );
  api.get('/webhooks/:app/:token/messages/:message', (c) =>
    answerAbout(c, interactions.message(tokenOf(c), param(c, 'message'))),
  );
  api.patch('/webhooks/:app/:token/messages/:message', (c) =>
    answerAbout(c, interactions.edit(tokenOf(c), param(c, 'message'), bodyOf(c), c.get('files'))),
  );
  api.delete('/webhooks/:app/:token/messages/:message', (c) => {
    interactions.remove(tokenOf(c), param(c, 'message'));
    return noContent(c);
  });
}

function describe({ id, type, responseType, original }: Interaction) {
  const hasMessage =
    original !== null &&
    responseType !== InteractionResponseType.Modal &&
    responseType !== InteractionResponseType.ApplicationCommandAutocompleteResult;
  const flags = hasMessage ? (original.message.flags ?? 0) : 0;
  return {
    interaction: {
      id,
      type,
      ...(hasMessage && {
        response_message_id: original.message.id,
        response_message_loading: (flags & MessageFlags.Loading) !== 0,
        response_message_ephemeral: (flags & MessageFlags.Ephemeral) !== 0,
      }),
    },
    resource: { type: responseType, ...(hasMessage && { message: original.message }) },
  };
}
